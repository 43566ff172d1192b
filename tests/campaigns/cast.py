"""The cast of a service month: Tianjin's 十送 running in the small city, with money split in two.

A plugin of the whole suite (tests/conftest.py): pages of several rooms need a month.
"""

from types import SimpleNamespace

import pytest

from campaigns.models import Campaign
from funds import services as funds
from organizations.models import Role
from tests import factories
from tests.campaigns.conftest import a_campaign


@pytest.fixture
def city_officer(city):
    """The campaign officer of the city's federation: plans and verifies."""
    return factories.a_member_of_staff("严演示", city.root, Role.CAMPAIGN_OFFICER)


@pytest.fixture
def officer(city):
    """The campaign officer of 甘州区: logs."""
    return factories.a_member_of_staff("华演示", city.ganzhou_federation, Role.CAMPAIGN_OFFICER)


@pytest.fixture
def other_officer(city):
    """The campaign officer of 民乐县, who must see nothing of 甘州区's."""
    return factories.a_member_of_staff("金演示", city.minle_federation, Role.CAMPAIGN_OFFICER)


@pytest.fixture
def campaign(city, city_officer) -> Campaign:
    """Running from ten days ago for thirty days, without money."""
    return a_campaign(city.root, city_officer)


@pytest.fixture
def money(campaign, city, city_officer):
    """A fund of 3,000 yuan: 甘州区 has 1,000 of it, 民乐县 500."""
    fund = funds.open_fund(
        name="温暖行动专项资金", organization=city.root, amount_fen=3_000_00, actor=city_officer
    )
    campaign.fund = fund
    campaign.save(update_fields=["fund"])
    shares = [
        funds.allocate(fund, organization=union, amount_fen=fen, actor=city_officer).allocation
        for union, fen in ((city.ganzhou_federation, 1_000_00), (city.minle_federation, 500_00))
    ]
    return SimpleNamespace(fund=fund, ganzhou=shares[0], minle=shares[1])
