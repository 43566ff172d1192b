"""A real worker does tasks, a real beat hands them over, and both may be killed."""

import pytest

from notifications import heartbeat
from notifications.models import Heartbeat
from tests import processes
from unionportal.tasks import worker_beat

pytestmark = pytest.mark.django_db(transaction=True)


def beaten() -> bool:
    return heartbeat.seconds_since("worker") is not None


def test_a_worker_does_what_is_handed_to_the_queue():
    with processes.worker():
        worker_beat.delay()
        processes.wait_until(beaten)


def test_beat_hands_due_tasks_to_the_worker_at_once():
    with processes.worker(), processes.beat():
        processes.wait_until(beaten)


def test_two_beats_side_by_side_do_no_harm():
    with processes.worker(), processes.beat(), processes.beat():
        processes.wait_until(beaten)
        assert set(Heartbeat.objects.values_list("name", flat=True)) >= {"worker", "beat"}


def test_a_task_waits_for_the_next_worker_when_the_first_is_killed():
    with processes.worker() as worker:
        worker.kill()
    worker_beat.delay()
    assert not beaten()
    with processes.worker():
        processes.wait_until(beaten)
