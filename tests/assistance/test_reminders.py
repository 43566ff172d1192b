"""Who is reminded of what in 1+1, from when on, and once each."""

import datetime

import pytest
from django.utils import timezone

from assistance import absences, noticing, overdue, schedule
from assistance.models import (
    Absence,
    FileState,
    HandOver,
    HardshipFile,
    NeedState,
    Notice,
    Noticed,
    NoticeKind,
    Pairing,
    Supply,
)
from assistance.reminders import REMINDERS
from notifications import delivery, reminders
from notifications.models import Channel, Message, State
from organizations.models import Role
from tests import factories
from tests.assistance.cared import a_need, contacted
from tests.assistance.rows import a_file, a_pair, the_post, with_cap
from tests.together import together

pytestmark = pytest.mark.django_db
BY_NAME = {reminder.name.partition(".")[2]: reminder for reminder in REMINDERS}
DAY = datetime.timedelta(days=1)
HOUR = datetime.timedelta(hours=1)


@pytest.fixture
def now():
    """Ten in the morning of this day: whatever the hour the tests run at."""
    return timezone.localtime().replace(hour=10, minute=0, second=0, microsecond=0)


def sweep(at) -> None:
    """Twice, as two beats would."""
    for reminder in 2 * REMINDERS:
        reminders.run(reminder, at)


def told(name: str, channel: str = "inbox") -> list[str]:
    rows = Message.objects.filter(kind=f"assistance.{name}", channel=channel)
    return sorted(rows.values_list("recipient__name", flat=True))


def title(name: str) -> str:
    return Message.objects.filter(kind=f"assistance.{name}", channel="inbox").latest("pk").title


def outcome(name: str, at) -> set[str]:
    """What becomes of the messages of this kind when they leave at that moment."""
    rows = Message.objects.filter(kind=f"assistance.{name}", state=State.QUEUED)
    delivery.deliver([str(pk) for pk in rows.values_list("pk", flat=True)], at=at)
    return set(Message.objects.filter(kind=f"assistance.{name}").values_list("state", flat=True))


@pytest.fixture
def household(city, cadre, district_administrator, now) -> HardshipFile:
    """To be called today at the latest."""
    file = a_file(city.couriers)
    a_pair(file, cadre, since=now - 14 * DAY)
    return file


def test_the_day_after_the_cadre_is_reminded_once(household, now):
    sweep(now)
    assert told("silent") == []
    sweep(now + DAY)
    sweep(now + 2 * DAY)
    assert (told("silent"), told("silent", "sms")) == (["褚演示"], ["褚演示"])
    assert title("silent") == "您联系的一户该联系了"
    assert told("escalated") == []


def test_nobody_is_reminded_in_the_night(household, now):
    sweep((now + DAY).replace(hour=7, minute=59))
    assert told("silent") == []
    sweep((now + DAY).replace(hour=8))
    assert told("silent") == ["褚演示"]


def test_three_days_after_that_the_supervisor_hears_of_it_once(household, now):
    sweep(now + DAY)
    sweep(now + 3 * DAY)
    assert told("escalated") == []
    for days in (4, 5, 9):
        sweep(now + days * DAY)
    assert (told("escalated"), told("escalated", "sms")) == (["何示范"], ["何示范"])
    assert told("silent") == ["褚演示"]


def test_three_days_count_from_the_reminder_however_late_that_was(household, now):
    sweep(now + 9 * DAY)
    assert (told("silent"), told("escalated")) == (["褚演示"], [])
    sweep(now + 11 * DAY)
    assert told("escalated") == []
    sweep(now + 12 * DAY)
    assert told("escalated") == ["何示范"]


def test_it_is_said_again_only_an_interval_later(household, now):
    for days in range(1, 20):
        sweep(now + days * DAY)
    assert (len(told("silent")), len(told("escalated"))) == (2, 2)
    at = Noticed.objects.order_by("at").values_list("kind", "round", "at")
    assert [(kind, number, (moment - now).days) for kind, number, moment in at] == [
        ("silent", 0, 1), ("escalated", 0, 4), ("silent", 1, 15), ("escalated", 1, 18),
    ]  # fmt: skip


def test_a_call_in_between_ends_it_and_a_new_silence_is_a_new_one(household, cadre, now):
    sweep(now + DAY)
    contacted(household, cadre, at=now + 2 * DAY)
    sweep(now + 10 * DAY)
    assert told("escalated") == []
    sweep(now + 17 * DAY)
    assert len(told("silent")) == 2


def test_tried_and_not_reached_is_no_contact(household, cadre, now):
    contacted(household, cadre, result="not_reached", at=now)
    sweep(now + DAY)
    assert told("silent") == ["褚演示"]


def test_none_for_a_household_that_asked_for_silence(household, now):
    HardshipFile.objects.update(quiet_until=timezone.localdate(now) + 5 * DAY)
    sweep(now + 4 * DAY)
    assert told("silent") == []
    sweep(now + 5 * DAY)
    assert told("silent") == ["褚演示"]


def test_none_for_one_that_nobody_is_to_call(household, now):
    Pairing.objects.update(until=now)
    sweep(now + DAY)
    assert told("silent") == []


def test_the_stand_in_is_reminded_instead(household, cadre, other_cadre, now):
    today = timezone.localdate(now)
    Absence.objects.create(
        post=the_post(cadre), stand_in=the_post(other_cadre), since_on=today, until_on=today + DAY,
        recorded_by=cadre,
    )  # fmt: skip
    sweep(now + DAY)
    assert told("silent") == ["尤演示"]


def test_many_households_are_one_message(city, cadre, household, now):
    with_cap(cadre, 3)
    for slot in (2, 3):
        a_pair(a_file(city.couriers), cadre, since=now - 14 * DAY, slot=slot)
    sweep(now + DAY)
    assert told("silent") == ["褚演示"]
    assert title("silent") == "您联系的3户该联系了"
    assert Noticed.objects.filter(kind="silent").count() == 3


def test_whoever_becomes_silent_later_is_a_message_of_its_own(city, cadre, household, now):
    with_cap(cadre, 2)
    a_pair(a_file(city.couriers), cadre, since=now - 12 * DAY, slot=2)
    sweep(now + DAY)
    sweep(now + 3 * DAY)
    assert told("silent") == ["褚演示", "褚演示"]
    assert title("silent") == "您联系的一户该联系了"
    assert Notice.objects.filter(kind="silent").count() == 2


def test_supervisors_hear_of_all_of_theirs_at_once_each_of_their_own(
    city, cadre, other_cadre, far_cadre, household, district_administrator, administrator, now
):
    minle = factories.a_member_of_staff("钱试样", city.minle_federation, Role.ADMINISTRATOR)
    colleague = factories.a_member_of_staff("谢试样", city.ganzhou_federation, Role.ADMINISTRATOR)
    a_pair(a_file(city.railway_union), other_cadre, since=now - 14 * DAY)
    a_pair(a_file(city.minle_federation), far_cadre, since=now - 14 * DAY)
    sweep(now + DAY)
    sweep(now + 4 * DAY)
    assert told("escalated") == sorted([str(district_administrator), str(colleague), str(minle)])
    titles = Message.objects.filter(kind="assistance.escalated", channel="inbox")
    assert dict(titles.values_list("recipient__name", "title")) == {
        "何示范": "有2户提醒过以后还没有联系", "谢试样": "有2户提醒过以后还没有联系",
        "钱试样": "有一户提醒过以后还没有联系",
    }  # fmt: skip


def test_without_a_supervisor_in_the_district_the_city_hears_of_it(
    household, district_administrator, administrator, now
):
    district_administrator.posts.update(until=timezone.now())
    sweep(now + DAY)
    sweep(now + 4 * DAY)
    assert told("escalated") == ["冯模拟"]


def test_without_any_supervisor_it_stays_due(household, district_administrator, city, now):
    district_administrator.posts.all().delete()
    sweep(now + DAY)
    sweep(now + 4 * DAY)
    assert told("escalated") == []
    factories.a_member_of_staff("谢试样", city.root, Role.ADMINISTRATOR)
    sweep(now + 5 * DAY)
    assert told("escalated") == ["谢试样"]


def test_a_reminder_that_waited_is_not_sent_when_somebody_has_called(household, cadre, now):
    sweep(now + DAY)
    contacted(household, cadre, at=now + DAY + HOUR)
    assert outcome("silent", now + DAY + 2 * HOUR) == {State.SUPPRESSED}


def test_it_is_sent_while_nobody_has(household, now):
    sweep(now + DAY)
    assert outcome("silent", now + DAY + HOUR) == {State.SENT, State.SUPPRESSED}
    inbox = Message.objects.get(kind="assistance.silent", channel=Channel.INBOX)
    assert inbox.state == State.SENT


def test_it_is_not_sent_to_a_cadre_who_calls_the_household_no_more(household, other_cadre, now):
    sweep(now + DAY)
    Pairing.objects.update(post=the_post(other_cadre))
    assert outcome("silent", now + DAY + HOUR) == {State.SUPPRESSED}


def test_nor_to_the_supervisor_when_it_was_handed_over(household, now):
    sweep(now + DAY)
    sweep(now + 4 * DAY)
    HardshipFile.objects.update(next_due_on=None)
    assert outcome("escalated", now + 4 * DAY) == {State.SUPPRESSED}


def test_of_several_the_message_leaves_while_one_is_left(city, cadre, household, now):
    with_cap(cadre, 2)
    second = a_file(city.couriers)
    a_pair(second, cadre, since=now - 14 * DAY, slot=2)
    sweep(now + DAY)
    contacted(second, cadre, at=now + DAY)
    outcome("silent", now + DAY + HOUR)
    assert Message.objects.get(kind="assistance.silent", channel="inbox").state == State.SENT


def test_no_message_says_who_is_helped(household, now):
    sweep(now + DAY)
    sweep(now + 4 * DAY)
    for message in Message.objects.filter(kind__startswith="assistance."):
        words = message.title + message.body + message.link + str(message.params)
        assert household.person.name not in words
        assert household.phone not in words


def test_a_hand_over_that_waits_two_days(city, household, district_administrator, now):
    HandOver.objects.create(file=household, reason="asked_for", asked_at=now)
    sweep(now + DAY)
    assert told("hand_over_pending") == []
    sweep(now + 2 * DAY)
    sweep(now + 7 * DAY)
    assert told("hand_over_pending") == ["何示范"]
    HandOver.objects.update(decided_at=now)
    assert outcome("hand_over_pending", now + 2 * DAY) == {State.SUPPRESSED}


@pytest.mark.parametrize(
    ("state", "reader"),
    [
        (NeedState.RAISED, "何示范"),
        (NeedState.ASSIGNED, "褚演示"),
        (NeedState.BOUGHT, "褚演示"),
    ],
)
def test_a_need_open_for_five_days(household, cadre, now, state, reader):
    need = a_need(household, cadre, state=state)
    type(need).objects.update(raised_at=now)
    HardshipFile.objects.update(next_due_on=None)
    sweep(now + 4 * DAY)
    assert told("need_open") == []
    sweep(now + 5 * DAY)
    sweep(now + 9 * DAY)
    assert told("need_open") == [reader]
    assert told("receipt_missing") == []
    type(need).objects.update(state=NeedState.CANCELLED)
    assert outcome("need_open", now + 5 * DAY) == {State.SUPPRESSED}


@pytest.mark.parametrize("state", [NeedState.SIGNED, NeedState.SETTLED, NeedState.CANCELLED])
def test_a_need_that_is_done_asks_for_nothing(household, cadre, now, state):
    a_need(household, cadre, state=state)
    sweep(now + 9 * DAY)
    assert (told("need_open"), told("receipt_missing")) == ([], [])


def test_what_was_brought_and_not_signed_for_within_two_days(household, cadre, now):
    need = a_need(household, cadre, state=NeedState.DELIVERED)
    Supply.objects.update(delivered_at=now)
    sweep(now + DAY)
    assert told("receipt_missing") == []
    sweep(now + 2 * DAY)
    sweep(now + 8 * DAY)
    assert told("receipt_missing") == ["褚演示"]
    assert told("need_open") == []
    type(need).objects.update(state=NeedState.SIGNED)
    Supply.objects.update(signed_at=now)
    assert outcome("receipt_missing", now + 2 * DAY) == {State.SUPPRESSED}


@pytest.mark.parametrize(("days", "word"), [(9, "明天"), (10, "今天")])
def test_both_hear_the_day_before_a_stand_in_ends(cadre, other_cadre, now, days, word):
    today = timezone.localdate(now)
    absence = Absence.objects.create(
        post=the_post(cadre), stand_in=the_post(other_cadre), since_on=today,
        until_on=today + 10 * DAY, recorded_by=cadre,
    )  # fmt: skip
    sweep(now + 8 * DAY)
    assert told("stand_in_ending") == []
    sweep(now + days * DAY)
    sweep(now + 10 * DAY)
    assert told("stand_in_ending") == ["尤演示", "褚演示"]
    assert title("stand_in_ending") == f"褚演示的代管{word}结束"
    absences.end(absence, actor=cadre)
    assert outcome("stand_in_ending", now + days * DAY) == {State.SUPPRESSED}


def test_a_stand_in_of_two_days_has_just_been_read_of(cadre, other_cadre, now):
    today = timezone.localdate(now)
    Absence.objects.create(
        post=the_post(cadre), stand_in=the_post(other_cadre), since_on=today, until_on=today + DAY,
        recorded_by=cadre,
    )  # fmt: skip
    sweep(now)
    assert told("stand_in_ending") == []


def test_a_killed_sweep_is_made_good_by_the_next(household, now):
    """It died between gathering and writing the messages."""
    noticing.gather(NoticeKind.SILENT, now + DAY)
    assert told("silent") == []
    sweep(now + DAY)
    assert told("silent") == ["褚演示"]
    sweep(now + 2 * DAY)
    assert set(Notice.objects.values_list("is_told", flat=True)) == {True}


@pytest.mark.django_db(transaction=True)
def test_sweeps_side_by_side_tell_each_once(city, cadre, district_administrator, now):
    with_cap(cadre, 5)
    for slot in range(1, 6):
        a_pair(a_file(city.couriers), cadre, since=now - 14 * DAY, slot=slot)

    def beat():
        reminders.run(BY_NAME["silent"], now + DAY)

    assert together(*[beat] * 4) == [None] * 4
    assert told("silent") == ["褚演示"]
    assert title("silent") == "您联系的5户该联系了"
    assert Noticed.objects.count() == 5


@pytest.mark.parametrize("interval", [None, 1, 7, 30])
@pytest.mark.parametrize("late", [1, 7, 8, 14, 15, 30, 31, 45])
def test_the_database_counts_rounds_as_the_schedule_does(city, cadre, now, interval, late):
    today = timezone.localdate(now)
    file = a_file(city.couriers, interval_days=interval)
    a_pair(file, cadre, since=now - 60 * DAY)
    HardshipFile.objects.update(next_due_on=today - late * DAY)
    found = overdue.silent(today).get()
    expected = schedule.round_of_silence(found.next_due_on, today, schedule.interval_of(file))
    assert found.round == expected


def test_whoever_wanted_later_is_asked_again_when_the_day_has_come(
    city, district_administrator, administrator, now
):
    today = timezone.localdate(now)
    for days in (3, 3, 40):
        a_file(city.couriers, state=FileState.ASKED, ask_again_on=today + days * DAY)
    sweep(now + 2 * DAY)
    assert told("ask_again") == []
    for days in (3, 4, 20):
        sweep(now + days * DAY)
    assert told("ask_again") == ["何示范"]
    assert title("ask_again") == "有2户说过以后再说，现在该再问一次"
    link = Message.objects.get(kind="assistance.ask_again").link
    assert link == "/desk/assistance/files/?show=again"
    sweep(now + 40 * DAY)
    assert len(told("ask_again")) == 2


def test_put_off_once_more_it_is_told_of_on_the_new_day(city, district_administrator, now):
    today = timezone.localdate(now)
    file = a_file(city.couriers, state=FileState.ASKED, ask_again_on=today)
    sweep(now)
    HardshipFile.objects.filter(pk=file.pk).update(ask_again_on=today + 7 * DAY)
    sweep(now + 6 * DAY)
    assert len(told("ask_again")) == 1
    sweep(now + 7 * DAY)
    assert len(told("ask_again")) == 2


@pytest.mark.parametrize(
    "answered", [{"state": FileState.LEFT}, {"ask_again_on": datetime.date(2999, 1, 1)}]
)
def test_answered_meanwhile_the_message_stays_away(city, district_administrator, now, answered):
    a_file(city.couriers, state=FileState.ASKED, ask_again_on=timezone.localdate(now))
    sweep(now)
    HardshipFile.objects.update(**answered)
    assert outcome("ask_again", now + HOUR) == {State.SUPPRESSED}
