"""A service month's money: what districts got, what they spent, what is left. Asked here alone, so
that every page and every export says the same sum.
"""

from collections.abc import Iterable, Sequence

from campaigns import districts
from campaigns.models import Campaign
from funds import standing as fund_standing
from funds.models import Allocation
from funds.standing import Share, Standing
from organizations.models import Organization

__all__ = ["Share", "Standing", "allocation_for", "board", "standing"]


def standing(campaign: Campaign, district_ids: Iterable[int]) -> Standing:
    """How the shares of these districts stand. One query."""
    return fund_standing.standing(campaign.fund_id, district_ids)


def board(campaign: Campaign, columns: Sequence[Organization]) -> Standing:
    """The same with a row for every column, in their order, also where nothing was handed out."""
    return fund_standing.board(campaign.fund_id, columns)


def allocation_for(campaign: Campaign, organization: Organization) -> Allocation | None:
    """The share that pays for what this union does: that of the column its work counts in."""
    if not campaign.fund_id:
        return None
    district_id = districts.column_id(campaign, organization)
    return fund_standing.shares(campaign.fund_id, [district_id]).first()
