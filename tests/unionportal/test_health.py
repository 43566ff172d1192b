"""/healthz: 200 while everything works, else 503 naming what does not."""

import psycopg2
import pytest
from django.db import connection
from django.test import override_settings
from django.urls import reverse

from notifications import heartbeat
from notifications.models import Heartbeat
from unionportal import health

ALL_UP = {
    "database": "up", "broker": "up", "cache": "up", "worker": "up", "beat": "up", "down": [],
}  # fmt: skip


@pytest.fixture
def beating(db):
    heartbeat.beat("worker")
    heartbeat.beat("beat")


def ask(client):
    response = client.get(reverse("healthz"))
    return response.status_code, response.json()


def test_all_is_well(client, beating):
    assert ask(client) == (200, ALL_UP)


def test_it_is_never_kept_by_a_cache(client, beating):
    assert "no-store" in client.get(reverse("healthz"))["Cache-Control"]


def test_a_worker_that_never_ran_is_named(client, beating):
    Heartbeat.objects.filter(name="worker").delete()
    assert ask(client) == (503, ALL_UP | {"worker": "down", "down": ["worker"]})


def test_a_beat_silent_for_too_long_is_named(client, beating):
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE notifications_heartbeat SET beaten_at = clock_timestamp() - %s * interval '1 second'"
            " WHERE name = 'beat'",
            [health.SILENT_SECONDS + 1],
        )
    assert ask(client) == (503, ALL_UP | {"beat": "down", "down": ["beat"]})


def test_a_redis_that_is_gone_is_named(client, beating, monkeypatch):
    nowhere = "redis://127.0.0.1:1/0"
    monkeypatch.setattr(health.app.conf, "broker_write_url", nowhere)
    caches = {"default": {"BACKEND": "unionportal.cache.Cache", "LOCATION": nowhere}}
    with override_settings(CACHES=caches):
        assert ask(client) == (
            503, ALL_UP | {"broker": "down", "cache": "down", "down": ["broker", "cache"]}
        )  # fmt: skip


@pytest.mark.django_db(transaction=True)
def test_a_database_that_refuses_is_named_and_nothing_breaks(client, monkeypatch):
    def refuse(*args, **kwargs):
        raise psycopg2.OperationalError("the database system is shutting down")

    connection.close()
    monkeypatch.setattr(connection, "get_new_connection", refuse)
    status, body = ask(client)
    assert (status, body["down"]) == (503, ["database", "worker", "beat"])
