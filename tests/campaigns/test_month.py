"""The month as a worker sees it: plain words, seats left, nothing outside the season."""

import datetime

import pytest
from django.utils import timezone

from campaigns import month, planning
from campaigns.models import Session
from campaigns.variants import variants
from tests.campaigns.conftest import a_campaign, item

HOUR = datetime.timedelta(hours=1)


@pytest.fixture
def now():
    return timezone.now()


def stop(campaign, city, now, **fields):
    given = {
        "starts_at": now + HOUR,
        "ends_at": now + 2 * HOUR,
        "capacity": 10,
        "taken": 4,
    } | fields
    return Session.objects.create(
        campaign=campaign, item=item(campaign, 2), organization=city.ganzhou_federation,
        kind="health_vehicle", title="体检车", division=city.railway, place="火车站", **given,
    )  # fmt: skip


def test_outside_the_season_there_is_none(campaign, city_officer, now):
    planning.move(campaign, "end", actor=city_officer)
    assert month.current(now) is None


def test_items_stand_in_plain_words_with_two_in_front(campaign, now):
    found = month.current(now)
    assert [offer.plain for offer in found.leading] == ["免费体检", "意外保障"]
    assert [offer.plain for offer in found.others] == [
        "读书观影", "找人聊聊", "领慰问品", "法律问答", "上门慰问", "困难帮扶", "找工作", "学技能",
    ]  # fmt: skip
    assert found.in_words == "十项服务"


def test_seats_left_are_those_that_can_be_booked_now(campaign, city, now):
    stop(campaign, city, now)
    stop(campaign, city, now, capacity=3, taken=3)
    stop(campaign, city, now, starts_at=now - HOUR)
    stop(campaign, city, now, state="cancelled")
    stop(campaign, city, now, booking_opens_at=now + HOUR)
    offer = month.current(now).leading[0]
    assert (offer.left, offer.sessions) == (6, 2)
    assert month.current(now).leading[1].left is None


@pytest.mark.parametrize("key", list(variants()))
def test_every_list_has_a_front_and_no_name_twice(key, city, city_officer, now):
    a_campaign(city.root, city_officer, variant=key)
    found = month.current(now)
    plain = [offer.plain for offer in found.offers]
    assert len(found.leading) == 2
    assert len(set(plain)) == len(variants()[key].items)


def test_the_citys_month_goes_before_a_districts(campaign, city, officer, now):
    a_campaign(city.ganzhou_federation, officer, variant="jilin", title="甘州区的服务月")
    assert month.current(now).title == campaign.title


def test_it_costs_the_same_with_many_sessions(campaign, city, now, django_assert_num_queries):
    for number in range(3):
        stop(campaign, city, now, capacity=10 + number)
        with django_assert_num_queries(3):
            month.current(now)
