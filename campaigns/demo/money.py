"""A month's fund, handed out to the districts by the same acts that people use."""

from collections.abc import Mapping

from accounts.models import User
from campaigns import funding
from campaigns.models import Campaign
from funds import services as funds
from funds.models import Fund
from organizations.models import Organization


def load(
    campaign: Campaign, actor: User, *, amount_fen: int, shares: Mapping[Organization, int]
) -> Fund:
    """Set the fund up and hand out `shares`; once it is there, nothing more happens."""
    if campaign.fund:
        return campaign.fund
    fund = funding.set_up(
        campaign, name=f"{campaign.title}专项资金"[:64], amount_fen=amount_fen, actor=actor,
        is_demo=True,
    )  # fmt: skip
    for union, fen in shares.items():
        funds.allocate(
            fund, organization=union, amount_fen=fen, actor=actor, purpose="拨付：第一批"
        )
    campaign.refresh_from_db()
    return fund
