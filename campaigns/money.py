"""A service month's money: what districts got, what they spent, what is left. Asked here alone, so
that every page and every export says the same sum.
"""

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from campaigns import districts
from campaigns.models import Campaign
from funds.models import Allocation
from organizations.models import Organization


@dataclass(frozen=True)
class Share:
    """One district's. `pk` None: nothing has been handed to it yet."""

    organization: Organization
    granted_fen: int = 0
    spent_fen: int = 0
    remaining_fen: int = 0
    pk: uuid.UUID | None = None

    @property
    def percent(self) -> int:
        """How much of it is spent, for a bar."""
        return self.spent_fen * 100 // self.granted_fen if self.granted_fen else 0


@dataclass(frozen=True)
class Standing:
    """The sums over `rows`, which stand in tree order."""

    granted_fen: int
    spent_fen: int
    remaining_fen: int
    rows: list[Share]


def standing(campaign: Campaign, district_ids: Iterable[int]) -> Standing:
    """How the shares of these districts stand; without a fund, nothing of nothing. One query."""
    rows = [
        Share(share.organization, share.granted_fen, share.spent_fen, share.remaining_fen, share.pk)
        for share in _shares(campaign, district_ids)
    ]
    return Standing(
        granted_fen=sum(row.granted_fen for row in rows),
        spent_fen=sum(row.spent_fen for row in rows),
        remaining_fen=sum(row.remaining_fen for row in rows),
        rows=rows,
    )


def board(campaign: Campaign, columns: Sequence[Organization]) -> Standing:
    """The same with a row for every column, in their order, also where nothing was handed out."""
    found = standing(campaign, [column.pk for column in columns])
    known = {row.organization.pk: row for row in found.rows}
    return replace(found, rows=[known.get(column.pk, Share(column)) for column in columns])


def allocation_for(campaign: Campaign, organization: Organization) -> Allocation | None:
    """The share that pays for what this union does: that of the column its work counts in."""
    if not campaign.fund_id:
        return None
    district_id = districts.column_id(campaign, organization)
    return _shares(campaign, [district_id]).first()


def _shares(campaign: Campaign, district_ids: Iterable[int]):
    if not campaign.fund_id:
        return Allocation.objects.none()
    rows = Allocation.objects.filter(fund=campaign.fund_id, organization__in=list(district_ids))
    return rows.select_related("organization__division").order_by("organization__path")
