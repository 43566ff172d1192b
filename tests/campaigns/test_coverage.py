"""The table of the campaign page, as its two kinds of readers see it."""

import pytest

from campaigns import coverage, shaping
from campaigns.coverage import COLD, GOOD, NO_TARGET, NOT_BEGUN, SLOW, Cut, Spot
from organizations.models import Role
from people.vocabulary import Occupation
from tests import factories
from tests.campaigns.conftest import item
from tests.campaigns.rows import an_activity


@pytest.fixture
def counted(campaign, city, officer, city_officer, money):
    shaping.set_targets(
        campaign,
        people={
            (item(campaign, 1).pk, d.pk): 20
            for d in (city.ganzhou_federation, city.minle_federation)
        },
        actor=city_officer,
    )
    an_activity(
        campaign,
        city.ganzhou_federation,
        officer,
        items=(1, 2),
        money_fen=100_00,
        allocation=money.ganzhou,
    )
    an_activity(campaign, city.joint, officer, reach=((Occupation.FOOD, "美团", 4),))
    return campaign


def table(campaign, user, cut=None):
    return coverage.read(campaign, coverage.columns(user, campaign), cut)


def test_the_city_sees_all_districts_and_its_own_column(counted, city, city_officer):
    found = table(counted, city_officer)
    assert found.districts == [city.ganzhou_federation, city.minle_federation, city.root]
    assert found.spots[city.ganzhou_federation.pk, item(counted, 1).pk] == Spot(14, 20, 2, 50_00, 0)
    assert found.whole.people == 14
    assert found.total.people == 24


def test_a_district_sees_its_own_column_alone(counted, city, officer, other_officer):
    assert table(counted, officer).districts == [city.ganzhou_federation]
    other = table(counted, other_officer)
    assert other.districts == [city.minle_federation]
    assert other.whole.people == 0


def test_an_officer_of_a_union_inside_a_district_sees_no_districts_sums(counted, city):
    inside = factories.a_member_of_staff("魏演示", city.joint, Role.CAMPAIGN_OFFICER)
    assert table(counted, inside).districts == []


def test_zero_cells_are_counted_where_somebody_should_have_been(counted, city_officer):
    # 2 districts × 10 items less the two that were served; the city's own column has no targets.
    assert table(counted, city_officer).zeros == 18


def test_a_cut_shows_its_people_alone(counted, city, city_officer):
    found = table(counted, city_officer, Cut(occupation=Occupation.FOOD))
    assert found.spots[city.ganzhou_federation.pk, item(counted, 1).pk] == Spot(people=4)
    assert found.total.people == 4


def test_rows_and_columns_add_up_to_the_same_total(counted, city_officer):
    found = table(counted, city_officer)
    assert sum(line.total.people for line in found.by_item) == found.total.people
    assert sum(line.total.people for line in found.by_district) == found.total.people


@pytest.mark.parametrize(
    ("people", "target", "passed", "pace"),
    [
        (77, 100, 0.74, GOOD), (74, 100, 0.74, GOOD), (73, 100, 0.74, SLOW), (43, 100, 0.74, COLD),
        (0, 100, 0.74, NOT_BEGUN), (0, 100, 0.0, GOOD), (5, 0, 0.5, NO_TARGET), (1, 100, 0.0, GOOD),
    ],
)  # fmt: skip
def test_pace_compares_with_the_time_gone(people, target, passed, pace):
    assert Spot(people, target).pace(passed) == pace


@pytest.mark.parametrize(
    ("people", "heat"),
    [(0, "0"), (24, "0"), (25, "1"), (45, "2"), (65, "3"), (80, "4"), (300, "4")],
)
def test_heat_follows_the_share_of_the_target(people, heat):
    assert Spot(people, 100).heat == heat


def test_without_a_target_there_is_no_heat_and_no_percent():
    assert (Spot(5).heat, Spot(5).percent) == ("", None)
