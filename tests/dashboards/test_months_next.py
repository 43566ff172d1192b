"""What to do next: zero cells first, with facts that stand in rows; and the vehicle's next stops."""

import datetime

import pytest
from django.utils import timezone

from campaigns import shaping
from campaigns.models import Session
from campaigns.vocabulary import Category
from dashboards import months_heat, months_next, months_vehicle, places
from dashboards.months_words import Facts, words
from organizations import workforce
from tests import factories
from tests.campaigns.conftest import a_campaign, item
from tests.campaigns.rows import an_activity
from tests.clients import signed_in
from tests.dashboards.test_months_heat import seen

DAY = datetime.timedelta(days=1)


@pytest.fixture
def today():
    return timezone.localdate()


@pytest.fixture
def located(city):
    """A station in either township, some sixty kilometres apart."""
    railway = factories.a_station(
        "火车站驿站", city.ganzhou_federation, division=city.railway,
        latitude=38.93, longitude=100.45,
    )  # fmt: skip
    hongshui = factories.a_station(
        "洪水镇驿站", city.minle_federation, division=city.hongshui,
        latitude=38.43, longitude=100.81,
    )  # fmt: skip
    return railway, hongshui


@pytest.fixture
def aimed(campaign, city, officer, city_officer):
    """Counselling (3) is wanted in both districts and was held in 甘州区 alone."""
    shaping.set_targets(
        campaign,
        people={
            (item(campaign, 3).pk, union.pk): 50
            for union in (city.ganzhou_federation, city.minle_federation)
        },
        actor=city_officer,
    )
    for position in range(1, 11):
        for union in (city.ganzhou_federation, city.minle_federation):
            if (position, union) != (3, city.minle_federation):
                an_activity(campaign, union, officer, items=(position,))
    return campaign


def a_session(campaign, union, division, *, position=3, kind="counselling", **fields):
    starts_at = timezone.now() + 2 * DAY
    fields.setdefault("capacity", 6)
    return Session.objects.create(
        campaign=campaign, item=item(campaign, position), organization=union, kind=kind,
        title="一对一", division=division, place="驿站", starts_at=starts_at,
        ends_at=starts_at + DAY / 8, **fields,
    )  # fmt: skip


def steps(user, today, **query):
    found = seen(user, today, **query)
    heat = months_heat.table(found)
    coming = months_next.coming(found.one, timezone.now())
    return months_next.steps(found, heat, coming, places.middles())


def test_the_zero_cell_comes_first_with_who_is_nearest(aimed, city, city_officer, located, today):
    first = steps(city_officer, today)[0]
    assert first.title == "民乐县 · 送心理咨询 0/50"
    assert first.said == "距结束19天；最近的咨询师在甘州区（约64公里）。"
    assert first.action == "安排一场"


def test_a_coming_session_with_free_seats_is_the_answer(aimed, city, city_officer, located, today):
    session = a_session(aimed, city.minle_federation, city.hongshui, taken=2)
    first = steps(city_officer, today)[0]
    assert "已排一场，还有4个名额" in first.said
    assert first.action == "看这一场"
    assert first.url == f"/desk/sessions/{session.pk}/"


def test_a_full_session_asks_for_one_more(aimed, city, city_officer, today):
    a_session(aimed, city.minle_federation, city.hongshui, taken=6)
    assert "已经约满，可以加场" in steps(city_officer, today)[0].said


def test_free_seats_elsewhere_are_named_with_the_way(aimed, city, city_officer, located, today):
    a_session(aimed, city.ganzhou_federation, city.railway, taken=3)
    assert "火车站街道有一场（约64公里），余3个名额" in steps(city_officer, today)[0].said


def test_what_was_cancelled_is_no_answer(aimed, city, city_officer, today):
    a_session(aimed, city.minle_federation, city.hongshui, state="cancelled")
    assert "已排一场" not in steps(city_officer, today)[0].said


def test_last_years_place_is_remembered(aimed, city, city_officer, officer, today):
    past = a_campaign(city.root, city_officer, variant="guangxi", title="去年的")
    past.starts_on, past.ends_on = today - 385 * DAY, today - 360 * DAY
    past.save()
    an_activity(past, city.minle_federation, officer, items=(3,), held_on=today - 370 * DAY)
    held = today - 370 * DAY
    expected = f"{held.year}年{held.month}月在火车站驿站办过"
    assert expected in steps(city_officer, today, campaign=aimed.pk)[0].said


def test_where_nothing_is_known_nothing_is_said():
    assert words(Facts(days_left=0, target=0), Category.CULTURE) == "没定目标；今天是最后一天。"
    assert words(Facts(6, 20, left_fen=11_700_00), Category.GIFTS) == (
        "距结束6天；专项资金还剩11,700元。"
    )


def test_a_district_hears_of_no_other_districts_work(aimed, city, other_officer, located, today):
    first = steps(other_officer, today)[0]
    assert first.title.startswith("民乐县 · 送心理咨询")
    assert "甘州区" not in first.said


def test_a_month_that_is_over_needs_no_next_step(aimed, city_officer, today):
    aimed.state = "ended"
    aimed.save()
    assert steps(city_officer, today) == []


@pytest.fixture
def reported(city, administrator, today):
    for union, workers in ((city.railway_union, 300), (city.ganzhou_federation, 900)):
        workforce.report(union, workers=workers, as_of=today, groups={}, actor=administrator)
    hongshui = factories.a_union("洪水镇总工会", "township", city.hongshui, city.minle_federation)
    workforce.report(hongshui, workers=320, as_of=today, groups={}, actor=administrator)


def vehicle(user, today):
    found = seen(user, today)
    coming = months_next.coming(found.one, timezone.now())
    return months_vehicle.vehicle(found, coming, places.middles())


def test_the_vehicle_goes_where_most_have_not_been_reached(
    campaign, city, officer, city_officer, located, reported, today
):
    an_activity(campaign, city.joint, officer, items=(2,), reach=(("food", "", 100),))
    found = vehicle(city_officer, today)
    assert [(stop.name, stop.people) for stop in found.stops] == [
        ("民乐县洪水镇", 320), ("甘州区火车站街道", 200),
    ]  # fmt: skip
    assert found.stops[0].said == "约320名职工还没体检。"
    assert found.stops[1].said == "约200名职工还没体检，离已定的站点最近64公里。"


def test_a_stop_that_is_planned_is_not_suggested_again(
    campaign, city, city_officer, located, reported, today
):
    a_session(
        campaign, city.minle_federation, city.hongshui, position=2, kind="health_vehicle",
        station=located[1],
    )  # fmt: skip
    found = vehicle(city_officer, today)
    assert [stop.name for stop in found.stops] == ["甘州区火车站街道"]
    assert found.planned == 1


def test_where_nobody_knows_how_many_there_are_is_said(campaign, city_officer, located, today):
    found = vehicle(city_officer, today)
    assert not found.stops
    assert found.unknown == 2


def test_the_page_explains_both(aimed, city_officer, located, reported):
    page = signed_in(city_officer).get("/dashboards/coverage/").content.decode()
    assert "下一步先做这2件" in page
    assert "体检车下几站" in page
    assert "名职工还没体检" in page
