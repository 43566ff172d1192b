"""The clock hand survives a clock that jumps."""

import datetime

import pytest
from celery.schedules import schedule
from django.db import Error, connection

from notifications import heartbeat
from unionportal.beat import LONG_AGO, LONGEST_SLEEP, SteadyScheduler
from unionportal.celery import app

pytestmark = pytest.mark.django_db


class Recording(SteadyScheduler):
    """Notes what it would hand to the queue."""

    def apply_entry(self, entry, producer=None):
        self.sent = [*getattr(self, "sent", []), entry.name]

    producer = None


@pytest.fixture
def scheduler(monkeypatch):
    hourly = {"sweep": {"task": "notifications.tasks.sweep", "schedule": schedule(3600)}}
    monkeypatch.setitem(app.conf, "beat_schedule", hourly)
    return Recording(app=app)


def turn(scheduler, times=4) -> list[str]:
    scheduler.sent = []
    for _ in range(times):
        scheduler.tick()
    return scheduler.sent


def test_at_the_start_everything_is_due_once(scheduler):
    assert turn(scheduler) == ["sweep"]
    assert turn(scheduler) == []


def test_a_last_run_in_the_future_is_due_now(scheduler):
    turn(scheduler)
    entry = scheduler.schedule["sweep"]
    entry.last_run_at += datetime.timedelta(days=1)
    assert turn(scheduler) == ["sweep"]
    assert turn(scheduler) == []


def test_no_file_of_last_runs_is_kept(scheduler):
    assert {entry.last_run_at for entry in scheduler.schedule.values()} == {LONG_AGO}
    assert not hasattr(scheduler, "schedule_filename")


def test_it_wakes_every_few_seconds(scheduler):
    turn(scheduler)
    assert scheduler.tick() <= LONGEST_SLEEP


def test_each_tick_beats_its_heart(scheduler):
    scheduler.tick()
    assert heartbeat.seconds_since("beat") < 60


def test_a_database_that_is_gone_does_not_stop_it(scheduler, monkeypatch):
    def gone(name):
        raise Error("gone")

    monkeypatch.setattr(heartbeat, "beat", gone)
    monkeypatch.setattr(connection, "close", lambda: None)
    assert turn(scheduler) == ["sweep"]
