"""Two deliverers with the same id: shown to send twice without the claim, then cured by it."""

import threading

import pytest
from django.db import connection

from notifications import delivery
from notifications.models import Message, State

pytestmark = pytest.mark.django_db(transaction=True)

DELIVERERS = 4


def deliver_at_once(ids: list[str]) -> None:
    barrier = threading.Barrier(DELIVERERS)

    def deliverer():
        try:
            barrier.wait(10)
            delivery.deliver(ids)
        finally:
            connection.close()

    threads = [threading.Thread(target=deliverer) for _ in range(DELIVERERS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def test_without_the_claim_a_message_leaves_several_times(a_message, sent_texts, monkeypatch):
    seen = threading.Barrier(DELIVERERS)

    def look_then_take(pk):
        """The natural way to write it: read, find it queued, go on."""
        message = Message.objects.select_related("recipient").get(pk=pk)
        assert message.state == State.QUEUED
        seen.wait(10)
        Message.objects.filter(pk=pk).update(state=State.SENDING)
        message.claimed_at = message.created_at
        return message

    monkeypatch.setattr(delivery, "claim", look_then_take)
    message = a_message()
    deliver_at_once([str(message.pk)])
    assert sent_texts() == [message.body] * DELIVERERS


def test_with_the_claim_each_leaves_once(a_message, sent_texts):
    messages = [a_message() for _ in range(20)]
    deliver_at_once([str(message.pk) for message in messages])
    assert sorted(sent_texts()) == sorted(message.body for message in messages)
    assert Message.objects.filter(state=State.SENT, attempts=1).count() == 20
