"""Messages of kinds that need no application: a sign-in code and a post."""

import itertools

import pytest

from notifications.gateways import outbox
from notifications.models import Channel, Message
from tests.factories import a_worker

serial = itertools.count(1)


@pytest.fixture
def a_message(db):
    """`a_message(channel=…)` is a queued row for a fresh worker, as enqueue would have left it."""

    def make(**fields) -> Message:
        number = next(serial)
        fields.setdefault("kind", "membership.approved")
        fields.setdefault("channel", Channel.SMS)
        fields.setdefault("title", "标题")
        fields.setdefault("body", f"第{number}条")
        fields.setdefault("dedupe_key", f"test:{number}")
        if "to" not in fields and "recipient" not in fields:
            fields["recipient"] = a_worker()
        return Message.objects.create(**fields)

    return make


@pytest.fixture
def sent_texts():
    """What has left by SMS so far, oldest first."""
    return lambda: [row["text"] for row in reversed(outbox.latest(1000))]
