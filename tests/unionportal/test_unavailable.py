"""What passes by itself is answered with a kind 503, quickly, and never with a 500."""

import threading
import time

import psycopg2
import pytest
from django.db import OperationalError, connection, connections
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


urlpatterns = [path("reads", reads), path("fails", fails), path("breaks", breaks)]
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
def test_a_connection_cut_by_the_server_is_answered_and_the_next_request_works(client):
    assert client.get("/reads").status_code == 200
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        pid = cursor.fetchone()[0]
    cutter = psycopg2.connect(**{**connection.get_connection_params(), "cursor_factory": None})
    cutter.autocommit = True
    cutter.cursor().execute("SELECT pg_terminate_backend(%s)", [pid])
    cutter.close()
    time.sleep(0.2)
    answers = [client.get("/reads").status_code for _ in range(2)]
    # With the health check at the start of a request the cut may not even show.
    assert answers in ([503, 200], [200, 200])


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
