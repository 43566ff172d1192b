"""Money of the month and something given from it, of 甘州区, for the matrix."""

from campaigns import funding
from campaigns.models import Campaign
from funds import services as funds
from tests.campaigns.given import give


def funded_and_given(city, month: Campaign, administrator) -> dict:
    fund = funding.set_up(month, name="温暖资金", amount_fen=3_000_00, actor=administrator)
    month.refresh_from_db()
    entry = funds.allocate(
        fund, organization=city.ganzhou_federation, amount_fen=1_000_00, actor=administrator
    )
    grant = give(month, city.ganzhou_federation, administrator)
    return {"share": entry.allocation, "entry": entry, "grant": grant}
