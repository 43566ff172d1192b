"""How the shares of a fund stand: what unions got, what they spent, what is left."""

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from django.db.models import QuerySet

from funds.models import Allocation
from organizations.models import Organization


@dataclass(frozen=True)
class Share:
    """One union's. `pk` None: nothing has been handed to it yet."""

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


def shares(fund_id: uuid.UUID | None, union_ids: Iterable[int]) -> QuerySet[Allocation]:
    """The shares of these unions in tree order; none without a fund."""
    if not fund_id:
        return Allocation.objects.none()
    rows = Allocation.objects.filter(fund=fund_id, organization__in=list(union_ids))
    return rows.select_related("organization__division").order_by("organization__path")


def standing(fund_id: uuid.UUID | None, union_ids: Iterable[int]) -> Standing:
    """How the shares of these unions stand; without a fund, nothing of nothing. One query."""
    rows = [
        Share(share.organization, share.granted_fen, share.spent_fen, share.remaining_fen, share.pk)
        for share in shares(fund_id, union_ids)
    ]
    return Standing(
        granted_fen=sum(row.granted_fen for row in rows),
        spent_fen=sum(row.spent_fen for row in rows),
        remaining_fen=sum(row.remaining_fen for row in rows),
        rows=rows,
    )


def board(fund_id: uuid.UUID | None, columns: Sequence[Organization]) -> Standing:
    """The same with a row for every union, in their order, also where nothing was handed out."""
    found = standing(fund_id, [column.pk for column in columns])
    known = {row.organization.pk: row for row in found.rows}
    return replace(found, rows=[known.get(column.pk, Share(column)) for column in columns])
