"""One sum for every page: what districts got, spent and have left."""

import pytest

from campaigns import coverage, money
from campaigns.models import Campaign
from campaigns.money import Share
from organizations.models import Organization
from tests.campaigns.given import give


@pytest.fixture
def shares(request):
    """The fixture `money`; here the name means the module."""
    return request.getfixturevalue("money")


def test_the_sums_are_those_of_the_districts_asked_for(campaign, shares, city, city_officer):
    both = money.standing(campaign, [city.ganzhou_federation.pk, city.minle_federation.pk])
    one = money.standing(campaign, [city.minle_federation.pk])
    assert (both.granted_fen, both.spent_fen, both.remaining_fen) == (1_500_00, 0, 1_500_00)
    assert [(row.organization, row.granted_fen) for row in both.rows] == [
        (city.ganzhou_federation, 1_000_00), (city.minle_federation, 500_00),
    ]  # fmt: skip
    assert one.remaining_fen == 500_00


def test_what_is_spent_is_missing(campaign, shares, city, officer):
    give(campaign, city.ganzhou_federation, officer)
    found = money.standing(campaign, [city.ganzhou_federation.pk])
    assert (found.spent_fen, found.remaining_fen) == (300_00, 700_00)
    assert found.rows[0].percent == 30


def test_without_a_fund_there_is_nothing_of_nothing(campaign, city, django_assert_num_queries):
    with django_assert_num_queries(0):
        found = money.standing(campaign, [city.ganzhou_federation.pk])
    assert found == money.Standing(0, 0, 0, [])
    assert money.allocation_for(campaign, city.couriers) is None


def test_the_board_has_a_row_for_every_column(campaign, shares, city, city_officer):
    columns = coverage.columns(city_officer, campaign)
    board = money.board(campaign, columns)
    assert [row.organization for row in board.rows] == columns
    assert board.rows[-1] == Share(city.root)
    assert board.remaining_fen == sum(row.remaining_fen for row in board.rows) == 1_500_00
    assert Share(city.root).percent == 0


def test_it_costs_one_query(campaign, shares, city, django_assert_num_queries):
    campaign = Campaign.objects.get(pk=campaign.pk)
    with django_assert_num_queries(1):
        found = money.standing(campaign, [city.ganzhou_federation.pk, city.minle_federation.pk])
        assert [row.organization.division.name for row in found.rows] == ["甘州区", "民乐县"]


def test_a_union_spends_the_share_of_its_district(campaign, shares, city):
    for union in (city.ganzhou_federation, city.couriers, city.joint):
        assert money.allocation_for(campaign, union) == shares.ganzhou
    assert money.allocation_for(campaign, city.minle_holding) == shares.minle
    assert money.allocation_for(campaign, Organization.objects.get(pk=city.root.pk)) is None
