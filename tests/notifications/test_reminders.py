"""Due from a moment onwards, written once, asked again when it leaves."""

import datetime

import pytest
from django.utils import timezone

from accounts.models import User
from notifications import delivery, reminders, sweeping
from notifications.models import Channel, Message, Reminded, State
from notifications.reminders import Reminder
from tests.factories import a_worker, local

pytestmark = pytest.mark.django_db

AT = local(2026, 11, 23, 10, 0)


def reminder(**fields) -> Reminder:
    """Accounts opened before a moment hear of a post: a reminder that needs no application."""
    fields = {
        "name": "organizations.post_appointed",
        "due": lambda at: User.objects.filter(created_at__lte=at).order_by("pk"),
        "recipients": lambda user: [user],
        "context": lambda user, at: {"role": "审批员", "union": user.name},
        "dedupe": lambda user: str(user.pk),
        "channels": (Channel.INBOX,),
        **fields,
    }
    return Reminder(**fields)


@pytest.fixture
def only(monkeypatch):
    """`only(reminder)` makes these the reminders of the process."""

    def put(*found: Reminder) -> None:
        monkeypatch.setattr(reminders, "registry", lambda: {each.name: each for each in found})

    return put


def opened(days_ago: int, **fields) -> User:
    return a_worker(created_at=AT - datetime.timedelta(days=days_ago), **fields)


def keys() -> list[str]:
    return sorted(Message.objects.values_list("dedupe_key", flat=True))


def test_what_is_due_is_written_once_however_often_it_is_asked():
    late, early = opened(3), opened(-1)
    assert [reminders.run(reminder(), AT) for _ in range(3)] == [1, 0, 0]
    assert keys() == [f"organizations.post_appointed:inbox:{late.pk}:{late.pk}"]
    assert early.messages.count() == 0


def test_a_skipped_day_is_made_up_for():
    due = [opened(2), opened(1)]
    assert reminders.run(reminder(), AT + datetime.timedelta(days=9)) == 2
    assert {user.messages.count() for user in due} == {1}


def test_each_recipient_hears_through_each_channel():
    subject = opened(1, name="甲")
    readers = [a_worker(created_at=timezone.now()) for _ in range(2)]
    both = reminder(
        name="membership.reviewer_last_hour",
        recipients=lambda user: readers,
        channels=(Channel.INBOX, Channel.SMS),
        due=lambda at: [subject],
        context=lambda user, at: {"application": user},
    )
    assert reminders.run(both, AT) == 4
    assert sorted(Message.objects.values_list("recipient", "channel")) == sorted(
        (reader.pk, channel) for reader in readers for channel in ("inbox", "sms")
    )


def test_a_new_occasion_is_a_new_reminder():
    opened(1)
    first = reminder(dedupe=lambda user: "first run")
    second = reminder(dedupe=lambda user: "second run")
    assert [reminders.run(each, AT) for each in (first, second, first)] == [1, 1, 0]


def test_without_a_reader_it_stays_due_until_there_is_one():
    opened(1)
    nobody = reminder(recipients=lambda user: [])
    assert reminders.run(nobody, AT) == 0
    assert Reminded.objects.count() == 0
    assert reminders.run(reminder(), AT) == 1


def test_a_subject_that_fails_does_not_stop_the_others():
    bad, good = opened(2, name="坏"), opened(1, name="好")

    def recipients(user):
        if user == bad:
            raise RuntimeError("no reviewer table")
        return [user]

    assert reminders.run(reminder(recipients=recipients), AT) == 1
    assert good.messages.count() == 1
    # Mended, it is made up for.
    assert reminders.run(reminder(), AT) == 1


def test_a_reminder_that_fails_does_not_stop_the_next(only):
    opened(1)

    def broken(at):
        raise RuntimeError("no table")

    only(reminder(name="a.broken", due=broken), reminder())
    assert sweeping.remind(AT) == 1


def test_asking_again_costs_the_same_for_one_and_for_many(django_assert_num_queries):
    for count in (1, 3):
        for _ in range(count):
            opened(1)
        reminders.run(reminder(), AT)
        # The subjects, those known, and a savepoint around nothing to write.
        with django_assert_num_queries(4):
            reminders.run(reminder(), AT)


def test_many_due_are_written_in_few_statements(django_assert_max_num_queries):
    User.objects.bulk_create(
        User(kind="worker", phone=f"199{number:08d}", created_at=AT) for number in range(1000)
    )
    with django_assert_max_num_queries(40):
        assert reminders.run(reminder(), AT) == 1000


def test_what_was_settled_meanwhile_is_not_sent(only):
    settled, open_ = opened(1, name="办完"), opened(1, name="没办")
    asked = reminder(still_due=lambda user, at: "已经办完" if user.name == "办完" else "")
    only(asked)
    sweeping.remind(AT)
    delivery.deliver(list(Message.objects.values_list("pk", flat=True)))
    assert settled.messages.values_list("state", "error").get() == (State.SUPPRESSED, "已经办完")
    assert open_.messages.values_list("state", "error").get() == (State.SENT, "")


def test_a_subject_that_is_gone_is_told_so(only, a_message):
    only(reminder())
    message = a_message(kind="organizations.post_appointed", about="accounts.user:999999999")
    delivery.deliver([message.pk])
    message.refresh_from_db()
    assert (message.state, message.error) == (State.SUPPRESSED, "相关事项已不存在")


def test_the_reminders_of_the_settings_are_known_by_name():
    reminders.registry.cache_clear()
    assert {
        "membership.reviewer_halfway",
        "membership.reviewer_last_hour",
        "membership.supervisor_late",
        "membership.applicant_waiting",
    } <= reminders.registry().keys()
