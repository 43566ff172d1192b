"""n of N, by district and by reader."""

import pytest

from campaigns import deliveries
from organizations.models import Role
from tests import factories
from tests.campaigns.conftest import a_campaign
from tests.campaigns.delivered import a_round, brought, of, some_stations


@pytest.fixture
def stations(city):
    return some_stations(city)


@pytest.fixture
def made(campaign, city_officer, stations):
    return a_round(campaign, city_officer)


def told(progress) -> dict[str, tuple[int, int]]:
    return {line.name: (line.delivered, line.planned) for line in progress.lines}


def test_the_city_sees_all_districts_and_its_own(made, stations, city_officer):
    brought(of(made, stations.b), city_officer)
    progress = deliveries.progress(made, city_officer)
    assert told(progress) == {"市本级": (0, 1), "甘州区": (1, 2), "民乐县": (0, 1)}
    assert (progress.delivered, progress.planned, progress.missing, progress.percent) == (
        1, 4, 3, 25,
    )  # fmt: skip


def test_a_district_sees_its_own(made, stations, officer, other_officer):
    brought(of(made, stations.b), officer)
    assert told(deliveries.progress(made, officer)) == {"甘州区": (1, 2)}
    assert told(deliveries.progress(made, other_officer)) == {"民乐县": (0, 1)}


def test_an_officer_of_a_union_in_the_district_sees_what_is_that_union_s(made, city, stations):
    below = factories.a_member_of_staff("韩演示", city.railway_union, Role.CAMPAIGN_OFFICER)
    assert told(deliveries.progress(made, below)) == {"甘州区": (0, 1)}


def test_a_stranger_sees_nothing(made, reviewer):
    progress = deliveries.progress(made, reviewer)
    assert (progress.lines, progress.planned, progress.percent) == ([], 0, 0)


def test_a_district_s_own_round_is_told_by_the_unions_below(city, officer, stations):
    theirs = a_campaign(city.ganzhou_federation, officer, title="甘州区自己的服务月")
    progress = deliveries.progress(a_round(theirs, officer), officer)
    assert told(progress) == {"本级": (0, 1), "火车站街道": (0, 1)}


def test_hundred_percent_is_said_of_all_alone(campaign, city, city_officer):
    for number in range(200):
        factories.a_station(f"{number}", city.ganzhou_federation)
    made = a_round(campaign, city_officer)
    rows = list(made.deliveries.all())
    for delivery in rows[:3]:
        brought(delivery, city_officer)
    assert deliveries.progress(made, city_officer).percent == 1
    made.deliveries.filter(pk__in=[d.pk for d in rows[3:199]]).update(
        delivered_on=rows[0].round.starts_on, recorded_at=made.created_at
    )
    assert deliveries.progress(made, city_officer).percent == 99


def test_it_takes_two_queries_for_one_station_and_for_many(
    made, city_officer, django_assert_num_queries
):
    deliveries.progress(made, city_officer)
    with django_assert_num_queries(2):
        deliveries.progress(made, city_officer)
    keep = made.deliveries.first().pk
    made.deliveries.exclude(pk=keep).delete()
    with django_assert_num_queries(2):
        assert deliveries.progress(made, city_officer).planned == 1
