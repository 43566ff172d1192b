"""What passes by itself is answered with a kind 503, quickly, and never with a 500."""

import contextlib
import threading

import psycopg2
import pytest
from django.db import OperationalError, close_old_connections, connection, connections
from django.http import HttpResponse
from django.test import Client, RequestFactory, override_settings
from django.urls import path
from redis.exceptions import ConnectionError as RedisConnectionError

from notifications.models import Heartbeat
from unionportal import middleware


def reads(request):
    return HttpResponse(str(Heartbeat.objects.count()))


def fails(request):
    raise RedisConnectionError("gone")


def breaks(request):
    raise ZeroDivisionError


def cut(request):
    reads(request)
    cut_off()
    return reads(request)


urlpatterns = [
    path("reads", reads), path("cut", cut), path("fails", fails), path("breaks", breaks),
]  # fmt: skip
handler500 = "unionportal.middleware.server_error"

pytestmark = pytest.mark.urls(__name__)


@pytest.fixture
def client():
    return Client(raise_request_exception=False)


def assert_kind(response):
    assert response.status_code == 503
    assert response["Retry-After"] == str(middleware.RETRY_SECONDS)
    assert "no-store" in response["Cache-Control"]
    assert "<h1>请稍等一下</h1>" in response.content.decode()


@pytest.mark.django_db(transaction=True)
def test_a_locked_table_is_given_up_on_before_requests_pile_up(client):
    locked, done = threading.Event(), threading.Event()

    def hold():
        with connection.cursor() as cursor:
            cursor.execute("BEGIN; LOCK TABLE notifications_heartbeat IN ACCESS EXCLUSIVE MODE")
            locked.set()
            done.wait(30)
            cursor.execute("ROLLBACK")
        connections.close_all()

    holder = threading.Thread(target=hold)
    holder.start()
    locked.wait(10)
    assert_kind(client.get("/reads"))
    done.set()
    holder.join()
    assert client.get("/reads").status_code == 200


@pytest.mark.django_db(transaction=True)
def test_a_connection_cut_between_two_requests_is_not_noticed(client):
    assert asked(client, "/reads").status_code == 200
    cut_off()
    assert asked(client, "/reads").status_code == 200


@pytest.mark.django_db(transaction=True)
def test_a_connection_cut_during_a_request_is_answered_and_the_next_one_works(client):
    assert_kind(asked(client, "/cut"))
    assert asked(client, "/reads").status_code == 200


def asked(client, path):
    """As a server does it, and the test client does not: connections are looked over each time."""
    close_old_connections()
    try:
        return client.get(path)
    finally:
        close_old_connections()


def cut_off():
    """As if the database had been restarted: our own connection is gone, and we do not know it."""
    pid = connection.connection.info.backend_pid
    parameters = {**connection.get_connection_params(), "cursor_factory": None}
    with contextlib.closing(psycopg2.connect(**parameters)) as other, other.cursor() as cursor:
        cursor.execute("SELECT pg_terminate_backend(%s, 5000)", [pid])


def test_a_redis_that_is_gone(client):
    assert_kind(client.get("/fails"))


def test_an_error_inside_another_middleware(client):
    def broken(get_response):
        def inner(request):
            raise OperationalError("the user cannot be read")

        return inner

    middleware.broken = broken
    chain = ["unionportal.middleware.unavailable", "unionportal.middleware.broken"]
    with override_settings(MIDDLEWARE=chain):
        assert_kind(Client(raise_request_exception=False).get("/reads"))


def test_a_mistake_of_ours_stays_a_500(client):
    response = client.get("/breaks")
    assert response.status_code == 500
    assert "<h1>暂时打不开</h1>" in response.content.decode()


def test_the_page_needs_neither_database_nor_session():
    assert_kind(middleware.busy(RequestFactory().get("/"), OperationalError("gone")))
