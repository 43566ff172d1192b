"""A broker that is away must not fail or hold up a request; the row is the promise."""

import socket
import time
import uuid

import pytest

from notifications import handover


@pytest.fixture(autouse=True)
def _rested(monkeypatch):
    monkeypatch.setattr(handover.Rest, "until", 0.0)


@pytest.fixture
def silent_server():
    """Accepts connections and never says a word."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield f"redis://127.0.0.1:{server.getsockname()[1]}/0"


@pytest.fixture
def closed_port():
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    return f"redis://127.0.0.1:{port}/0"


# Far above what it takes, far below for ever: a hang is what is looked for, not a speed.
HANG = 8


def test_a_dead_broker_is_told_and_not_waited_for(settings, closed_port):
    settings.CELERY_BROKER_URL = closed_port
    begun = time.monotonic()
    assert handover.hand_over([uuid.uuid4()]) is False
    assert time.monotonic() - begun < HANG


def test_a_silent_broker_is_not_waited_for(settings, silent_server):
    settings.CELERY_BROKER_URL = silent_server
    begun = time.monotonic()
    assert handover.hand_over([uuid.uuid4()]) is False
    assert time.monotonic() - begun < HANG


def test_after_a_failure_nobody_knocks_again_for_a_while(settings, closed_port):
    working = settings.CELERY_BROKER_URL
    settings.CELERY_BROKER_URL = closed_port
    handover.hand_over([uuid.uuid4()])
    settings.CELERY_BROKER_URL = working
    assert handover.hand_over([uuid.uuid4()]) is False
    assert handover.Rest.until - time.monotonic() <= handover.SECONDS_OF_REST


def test_a_broker_that_is_there_takes_them():
    assert handover.hand_over([uuid.uuid4() for _ in range(3)]) is True
