"""The sweep picks up whatever the queue lost, alone, and by the database's clock."""

import datetime
import threading

import pytest
from django.db import connection
from django.db.models.functions import Now
from django.utils import timezone

from notifications import delivery, handover, heartbeat, sweeping
from notifications.models import Channel, Message, State
from notifications.tasks import sweep

pytestmark = pytest.mark.django_db


@pytest.fixture
def handed_over(monkeypatch):
    """What the sweep gives to the queue, a list of ids a task."""
    given: list[list] = []
    monkeypatch.setattr(sweeping, "hand_over", lambda ids: given.append(list(ids)) or True)
    return given


def stuck(message: Message, minutes: int = 6, attempts: int = 1) -> Message:
    """As a worker that was killed in the middle leaves it."""
    Message.objects.filter(pk=message.pk).update(
        state=State.SENDING,
        claimed_at=Now() - datetime.timedelta(minutes=minutes),
        attempts=attempts,
    )
    return message


def row(message: Message) -> tuple:
    message.refresh_from_db()
    return message.state, message.uncertain, message.attempts


def test_queued_and_due_ones_are_handed_over_in_batches(a_message, handed_over, monkeypatch):
    monkeypatch.setattr(sweeping, "BATCH", 2)
    later = timezone.now() + datetime.timedelta(hours=1)
    due = [a_message() for _ in range(3)]
    a_message(next_try_at=later)
    a_message(state=State.SENT)
    assert sweep() is True
    assert handed_over == [[due[0].pk, due[1].pk], [due[2].pk]]


def test_with_the_broker_away_the_sweep_stops_asking_it(a_message, monkeypatch):
    asked = []
    monkeypatch.setattr(sweeping, "BATCH", 1)
    monkeypatch.setattr(sweeping, "hand_over", lambda ids: bool(asked.append(ids)))
    for _ in range(3):
        a_message()
    assert sweep() is True
    assert len(asked) == 1


def test_stuck_ones_go_back_and_only_the_sms_is_uncertain(a_message, handed_over):
    sms, inbox = stuck(a_message()), stuck(a_message(channel=Channel.INBOX))
    sweep()
    assert row(sms) == (State.QUEUED, 1, 1)
    assert row(inbox) == (State.QUEUED, 0, 1)
    assert sorted(handed_over[0]) == sorted([sms.pk, inbox.pk])


def test_one_that_is_being_sent_right_now_is_left_alone(a_message, handed_over):
    message = stuck(a_message(), minutes=4)
    sweep()
    assert row(message) == (State.SENDING, 0, 1)


def test_one_that_takes_every_worker_down_fails_in_the_end(a_message, handed_over):
    message = stuck(a_message(), attempts=delivery.MAX_ATTEMPTS)
    code = stuck(
        a_message(kind="accounts.code", params={"code": "1"}), attempts=delivery.MAX_ATTEMPTS
    )
    sweep()
    assert row(message) == (State.FAILED, 1, delivery.MAX_ATTEMPTS)
    assert message.error == "多次发送都没有结果"
    assert message.body != ""
    assert row(code)[0] == State.FAILED
    assert (code.body, code.params) == ("", {})


def test_a_killed_delivery_is_finished_after_the_sweep(a_message, handed_over, sent_texts):
    message = stuck(a_message())
    sweep()
    delivery.deliver(handed_over[0])
    assert row(message) == (State.SENT, 1, 2)
    assert sent_texts() == [message.body]


def test_a_sweep_beats_by_the_database_clock(handed_over):
    assert heartbeat.seconds_since("sweep") is None
    sweep()
    assert 0 <= heartbeat.seconds_since("sweep") < 60


def test_a_machine_a_day_ahead_changes_nothing(a_message, handed_over):
    ahead = timezone.now() + datetime.timedelta(days=1)
    message = a_message(created_at=ahead, next_try_at=Now())
    sweep()
    assert handed_over == [[message.pk]]


@pytest.mark.django_db(transaction=True)
def test_a_second_sweep_at_the_same_time_returns_quietly(a_message, monkeypatch):
    a_message()
    under_way, go_on, answers = threading.Event(), threading.Event(), []

    def slow_hand_over(ids):
        under_way.set()
        go_on.wait(10)
        return True

    def first():
        answers.append(sweep())
        connection.close()

    monkeypatch.setattr(sweeping, "hand_over", slow_hand_over)
    thread = threading.Thread(target=first)
    thread.start()
    under_way.wait(10)
    assert sweep() is False
    go_on.set()
    thread.join()
    assert answers == [True]
    assert sweep() is True


@pytest.mark.django_db(transaction=True)
def test_losing_the_queue_twice_loses_and_doubles_nothing(a_message, sent_texts):
    """Redis gone with all it held, between writing, handing over and delivering."""
    messages = [a_message() for _ in range(30)]
    handover.hand_over([message.pk for message in messages])
    for _ in range(2):
        sweep()  # handed over again; the queue is emptied before anybody takes it
    ids = [message.pk for message in messages]
    delivery.deliver(ids[:10])
    delivery.deliver(ids)
    assert sorted(sent_texts()) == sorted(message.body for message in messages)
    assert Message.objects.filter(state=State.SENT).count() == 30
