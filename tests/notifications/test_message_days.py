"""Messages by day and outcome: the kept sums equal to the plain counting and to the reconciliation."""

import datetime
import random

import pytest
from django.utils import timezone

from accounts.models import User
from notifications import delivery, message_days, reconciliation
from notifications.message_days import Messages
from notifications.models import Channel, Message, MessageDayDelta, MessageDayTally, State
from notifications.tasks import fold_days
from organizations.models import Role
from tests import factories
from tests.factories import local
from tests.notifications.test_reconciliation import drill

pytestmark = pytest.mark.django_db
TODAY = datetime.date(2026, 11, 23)
DAY = datetime.timedelta(days=1)
MORNING = local(2026, 11, 23, 9)


@pytest.fixture
def clerk(city):
    return factories.a_member_of_staff("陈演示", city.ganzhou_federation, Role.REVIEWER)


def everybody(since=TODAY - 40 * DAY, until=TODAY + DAY) -> dict:
    return message_days.by_day(since, until)


def theirs(*users, since=TODAY - 40 * DAY, until=TODAY + DAY) -> dict:
    ids = User.objects.filter(pk__in=[user.pk for user in users]).values("pk")
    return message_days.by_day(since, until, ids)


def test_a_message_counts_on_the_day_it_was_written(a_message, clerk):
    a_message(created_at=local(2026, 11, 22, 23, 59), recipient=clerk)
    a_message(created_at=local(2026, 11, 23, 0, 0))
    assert everybody() == {TODAY - DAY: Messages(1), TODAY: Messages(1)}
    assert theirs(clerk) == {TODAY - DAY: Messages(1)}


@pytest.mark.parametrize("state", State.values)
def test_it_counts_by_what_became_of_it(a_message, clerk, state):
    message = a_message(created_at=MORNING, recipient=clerk)
    Message.objects.filter(pk=message.pk).update(state=state)
    expected = Messages(1, state == "sent", state == "suppressed", state == "failed")
    assert everybody() == theirs(clerk) == {TODAY: expected}
    assert expected.waiting == (state in ("queued", "sending"))


def test_a_claim_and_a_look_at_it_write_nothing(a_message):
    message = a_message(created_at=MORNING, channel=Channel.INBOX)
    fold_days()
    delivery.claim(message.pk)
    Message.objects.filter(pk=message.pk).update(read_at=timezone.now())
    assert not MessageDayDelta.objects.exists()


def test_sending_again_takes_it_back(a_message, clerk):
    message = a_message(created_at=MORNING, recipient=clerk, state=State.FAILED)
    assert everybody() == {TODAY: Messages(1, failed=1)}
    Message.objects.filter(pk=message.pk).update(state=State.QUEUED)
    assert everybody() == theirs(clerk) == {TODAY: Messages(1)}


def test_messages_to_workers_and_bare_phones_are_nobodys_of_the_staff(a_message, clerk):
    a_message(created_at=MORNING)
    a_message(created_at=MORNING, recipient=None, to="19900000001")
    assert everybody() == {TODAY: Messages(2)}
    assert theirs(clerk) == {}


def test_folding_changes_no_figure(a_message, clerk):
    a_message(created_at=MORNING, recipient=clerk, state=State.SENT)
    a_message(created_at=MORNING, state=State.SUPPRESSED)
    before = everybody(), theirs(clerk)
    assert fold_days() == 2
    assert not MessageDayDelta.objects.exists()
    assert MessageDayTally.objects.count() == 2
    assert (everybody(), theirs(clerk)) == before == (
        {TODAY: Messages(2, sent=1, suppressed=1)}, {TODAY: Messages(1, sent=1)},
    )  # fmt: skip


def test_many_more_deltas_than_one_statement_takes_are_folded_in_one_go(a_message, monkeypatch):
    for _ in range(3):
        a_message(created_at=MORNING)
    monkeypatch.setattr(message_days, "MOST_AT_ONCE", 1)
    statement = message_days._FOLD.replace("50000", "1")
    monkeypatch.setattr(message_days, "_FOLD", statement)
    assert fold_days() == 3
    assert everybody() == {TODAY: Messages(3)}


def test_whatever_is_written_the_kept_sums_are_those_of_the_rows(a_message, clerk, reviewer):
    """Also by bulk statements, which no service would hear of."""
    lots = random.Random(97)
    workers = [factories.a_worker() for _ in range(3)]
    readers = [clerk, reviewer, None, *workers]
    for step in range(50):
        _something(lots, readers, a_message)
        if step % 6 == 0:
            fold_days()
        assert message_days.kept() == message_days.from_rows()
    assert message_days.recount(write=False) == []


def _something(lots, readers, a_message) -> None:
    ids = list(Message.objects.order_by("dedupe_key").values_list("pk", flat=True))
    some = Message.objects.filter(pk__in=lots.sample(ids, min(4, len(ids))))
    match lots.randrange(5):
        case 0 | 1:
            for _ in range(3):
                moment = MORNING - lots.randrange(20) * DAY
                a_message(
                    created_at=moment,
                    recipient=lots.choice(readers),
                    state=lots.choice(State.values),
                )
        case 2:
            some.update(state=lots.choice(State.values))
        case 3:
            some.update(created_at=MORNING - DAY, recipient=lots.choice(readers))
        case 4:
            some.filter(state=State.FAILED).delete()


def test_after_every_kind_of_trouble_the_day_agrees_with_the_reconciliation(
    a_message, clerk, monkeypatch
):
    for _ in range(8):
        a_message(recipient=clerk)
        a_message(channel=Channel.INBOX)
        a_message(recipient=factories.a_worker(phone=None))
    drill(monkeypatch)
    today = timezone.localdate()
    since = timezone.make_aware(datetime.datetime.combine(today - DAY, datetime.time()))
    lines = reconciliation.lines(since, since + 3 * DAY)
    total = reconciliation.total(lines)
    kept = sum(message_days.by_day(today - DAY, today + DAY).values(), Messages())
    assert kept == Messages(*(total[name] for name in ("due", "sent", "suppressed", "failed")))
    assert kept.waiting == total["waiting"] == 0
    assert kept.due == 24
    assert message_days.recount(write=False) == []


def test_a_wrong_sum_is_found_and_mended(a_message, clerk):
    a_message(created_at=MORNING, recipient=clerk)
    MessageDayDelta.objects.create(day=TODAY, recipient=clerk, due=5)
    assert len(message_days.recount(write=False)) == 2
    assert len(message_days.recount(write=True)) == 2
    assert message_days.recount(write=False) == []
    assert everybody() == theirs(clerk) == {TODAY: Messages(1)}
