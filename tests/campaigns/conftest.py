"""The cast of a service month: Tianjin's 十送 running in the small city, with money split in two."""

import datetime
from types import SimpleNamespace

import pytest
from django.utils import timezone

from campaigns import planning
from campaigns.models import Campaign, CampaignState
from campaigns.variants import variants
from funds import services as funds
from organizations.models import Role
from tests import factories


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


def a_campaign(organization, actor, *, variant="tianjin", title="温暖行动服务月") -> Campaign:
    today = timezone.localdate()
    opened = planning.open_campaign(
        title=title,
        organization=organization,
        starts_on=today - datetime.timedelta(days=10),
        ends_on=today + datetime.timedelta(days=19),
        actor=actor,
        variant=variants()[variant],
    )
    if opened.state == CampaignState.PREPARING:
        planning.move(opened, "start", actor=actor)
    return Campaign.objects.get(pk=opened.pk)


def item(campaign: Campaign, position: int = 1):
    return campaign.items.get(position=position)
