"""Who is reminded of what in a service month, from when on, and once each."""

import datetime

import pytest
from django.utils import timezone

from campaigns.models import (
    Activity,
    ActivityState,
    Booking,
    Campaign,
    CampaignState,
    Delivery,
    DeliveryRound,
    Session,
    Wish,
)
from campaigns.reminders import REMINDERS
from notifications import reminders
from notifications.models import Message
from tests import factories
from tests.campaigns.conftest import item
from tests.campaigns.rows import an_activity

BY_NAME = {reminder.name.partition(".")[2]: reminder for reminder in REMINDERS}
DAY = datetime.timedelta(days=1)
HOUR = datetime.timedelta(hours=1)


@pytest.fixture
def now():
    return timezone.now()


def run(name: str, at) -> None:
    """Twice, as two beats would."""
    reminders.run(BY_NAME[name], at)
    reminders.run(BY_NAME[name], at)


def told(name: str) -> list[tuple[str, str]]:
    rows = Message.objects.filter(kind=f"campaigns.{name}")
    return sorted(rows.values_list("recipient__name", "channel"))


def still_due(name: str, about, at) -> str:
    return BY_NAME[name].still_due(type(about).objects.get(pk=about.pk), at)


def beginning(campaign, day):
    Campaign.objects.filter(pk=campaign.pk).update(
        state=CampaignState.PREPARING, starts_on=day, ends_on=day + 20 * DAY
    )


def test_the_day_before_it_begins_every_district_hears_of_it(campaign, officer, other_officer, now):
    today = timezone.localdate(now)
    beginning(campaign, today + 2 * DAY)
    run("starts_tomorrow", now)
    assert told("starts_tomorrow") == []
    beginning(campaign, today + DAY)
    run("starts_tomorrow", now)
    assert told("starts_tomorrow") == [("华演示", "inbox"), ("金演示", "inbox")]
    run("starts_tomorrow", now + DAY)
    assert len(told("starts_tomorrow")) == 2
    assert still_due("starts_tomorrow", campaign, now + 2 * DAY) != ""


def test_a_beginning_nobody_was_awake_for_is_told_on_the_day_itself(campaign, officer, now):
    beginning(campaign, timezone.localdate(now))
    run("starts_tomorrow", now)
    titles = Message.objects.filter(kind="campaigns.starts_tomorrow").values_list(
        "title", flat=True
    )
    assert {title.endswith("今天开始") for title in titles} == {True}


def test_three_days_before_the_end_districts_with_zeros_hear_which(
    campaign, city, officer, other_officer, now
):
    an_activity(campaign, city.ganzhou_federation, officer, items=range(1, 11))
    an_activity(campaign, city.minle_federation, officer, items=range(1, 9))
    Campaign.objects.filter(pk=campaign.pk).update(ends_on=timezone.localdate(now) + 4 * DAY)
    run("ends_with_zeros", now)
    assert told("ends_with_zeros") == []
    run("ends_with_zeros", now + DAY)
    run("ends_with_zeros", now + 2 * DAY)
    assert told("ends_with_zeros") == [("金演示", "inbox"), ("金演示", "sms")]
    message = Message.objects.get(kind="campaigns.ends_with_zeros", channel="inbox")
    assert "送工作岗位、送技能提升" in message.body
    assert still_due("ends_with_zeros", city.minle_federation, now + DAY) == ""
    an_activity(campaign, city.minle_federation, officer, items=(9, 10))
    assert still_due("ends_with_zeros", city.minle_federation, now + DAY) != ""


@pytest.mark.parametrize(
    ("name", "state", "field", "channels"),
    [
        ("draft_waiting", ActivityState.DRAFT, "saved_at", ["inbox"]),
        ("returned_waiting", ActivityState.RETURNED, "returned_at", ["inbox", "sms"]),
    ],
)
def test_what_lies_two_days_is_reminded_of_once_until_it_is_touched(
    name, state, field, channels, campaign, city, officer, now
):
    activity = an_activity(campaign, city.ganzhou_federation, officer, state=state, **{field: now})
    run(name, now + 2 * DAY - HOUR)
    assert told(name) == []
    run(name, now + 2 * DAY)
    run(name, now + 9 * DAY)
    assert told(name) == [("华演示", channel) for channel in channels]
    Activity.objects.filter(pk=activity.pk).update(**{field: now + 10 * DAY})
    run(name, now + 12 * DAY)
    assert len(told(name)) == 2 * len(channels)
    Activity.objects.filter(pk=activity.pk).update(state=ActivityState.SUBMITTED)
    assert still_due(name, activity, now) != ""


def test_nothing_is_asked_for_in_an_archived_month(campaign, city, officer, now):
    an_activity(campaign, city.ganzhou_federation, officer, state=ActivityState.DRAFT, saved_at=now)
    Campaign.objects.filter(pk=campaign.pk).update(state=CampaignState.ARCHIVED)
    run("draft_waiting", now + 5 * DAY)
    assert told("draft_waiting") == []


@pytest.fixture
def booking(campaign, city, worker, now):
    session = Session.objects.create(
        campaign=campaign, item=item(campaign, 2), organization=city.ganzhou_federation,
        kind="health_vehicle", title="体检车到火车站", division=city.railway, place="火车站广场",
        starts_at=now + 2 * DAY, ends_at=now + 2 * DAY + HOUR, capacity=5, taken=1,
    )  # fmt: skip
    return Booking.objects.create(
        session=session, worker=worker, state="booked", code="K7WM", booked_at=now
    )


def test_a_seat_is_remembered_the_day_before(booking, worker, now):
    run("booking_tomorrow", now + DAY - HOUR)
    assert told("booking_tomorrow") == []
    run("booking_tomorrow", now + DAY)
    run("booking_tomorrow", now + DAY + HOUR)
    assert told("booking_tomorrow") == [("李示例", "inbox"), ("李示例", "sms")]
    assert still_due("booking_tomorrow", booking, now + DAY) == ""
    assert still_due("booking_tomorrow", booking, now + 3 * DAY) == "场次已经开始"
    Booking.objects.update(state="cancelled")
    assert still_due("booking_tomorrow", booking, now + DAY) != ""


def test_whoever_books_within_the_day_is_not_reminded_at_once(booking, now):
    Booking.objects.update(booked_at=now + DAY)
    run("booking_tomorrow", now + DAY + HOUR)
    assert told("booking_tomorrow") == []


def test_goods_near_expiry_are_told_to_who_keeps_the_station(
    campaign, city, officer, other_officer, now
):
    today = timezone.localdate(now)
    round_ = DeliveryRound.objects.create(
        campaign=campaign, organization=city.root, name="医药箱进站点", goods="医药箱",
        starts_on=today, ends_on=today,
    )  # fmt: skip
    for number in range(3):
        Delivery.objects.create(
            round=round_, station=factories.a_station(f"驿站{number}", city.couriers),
            delivered_on=today, recorded_at=now, expires_on=today + 30 * DAY,
        )  # fmt: skip
    run("goods_expiring", now)
    assert told("goods_expiring") == [("华演示", "inbox")]
    assert still_due("goods_expiring", round_, now) == ""
    Delivery.objects.update(restocked=True)
    assert still_due("goods_expiring", round_, now) == "都已补货"


def test_a_claimed_wish_is_remembered_before_it_goes_back(
    campaign, city, worker, other_worker, now
):
    wish = Wish.objects.create(
        campaign=campaign, organization=city.ganzhou_federation, worker=worker, text="一副手套",
        value_fen=50_00, state="claimed", claimer=other_worker, claimed_at=now,
        claimed_until=now + 7 * DAY,
    )  # fmt: skip
    run("wish_undelivered", now + 5 * DAY - HOUR)
    assert told("wish_undelivered") == []
    run("wish_undelivered", now + 5 * DAY)
    assert told("wish_undelivered") == [("孙范例", "inbox"), ("孙范例", "sms")]
    Wish.objects.update(state="delivered")
    assert still_due("wish_undelivered", wish, now) != ""
