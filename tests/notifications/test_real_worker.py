"""A real Celery worker process, killed in the middle of sending, with the queue lost meanwhile.

Every message stays recorded once; only the one whose answer was lost may leave twice, counted.
"""

import threading

import pytest
from celery import current_app
from django.db import connection

from notifications import handover, reconciliation, sweeping
from notifications.models import Message, State
from tests import processes
from tests.factories import a_worker, local
from tests.notifications.fake_gateway import SECRET, FakeGateway

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def gateway():
    server = FakeGateway()
    thread = threading.Thread(target=server.serve_forever, args=(0.05,))
    thread.start()
    yield server
    server.gone.set()
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def a_worker_process(gateway):
    """A worker whose SMS go to the fake gateway."""
    return lambda: processes.worker(
        SMS_GATEWAY="aliyun",
        ALIYUN_SMS_ENDPOINT=gateway.endpoint,
        ALIYUN_ACCESS_KEY_ID="demo-key",
        ALIYUN_ACCESS_KEY_SECRET=SECRET,
        ALIYUN_SMS_SIGN_NAME="演示工会",
        ALIYUN_SMS_TEMPLATES="membership.approved:SMS_1",
    )


def count(state: State) -> int:
    return Message.objects.filter(state=state).count()


def test_a_worker_killed_in_mid_send_and_a_lost_queue_lose_nothing(
    a_message, gateway, a_worker_process
):
    messages = [a_message(recipient=a_worker(), params={"union": "演示"}) for _ in range(12)]
    gateway.answers = [(200, "OK"), (200, "OK"), "silent"]
    with a_worker_process() as worker:
        # On a busy machine the short-tempered hand-over may give up; the sweep would come back to it.
        processes.wait_until(lambda: handover.hand_over([message.pk for message in messages]))
        processes.wait_until(lambda: len(gateway.received) == 3)
        worker.kill()
    assert (count(State.SENT), count(State.SENDING), count(State.QUEUED)) == (2, 1, 9)

    with processes.broker() as broker:
        broker.flushdb()
    gateway.answers = [(200, "OK")]
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE notifications_message SET claimed_at = claimed_at - interval '6 minutes'"
        )
    with a_worker_process():
        # Three beats at once: one sweep or several, the count is the same.
        for _ in range(3):
            current_app.send_task("notifications.tasks.sweep")
        processes.wait_until(lambda: count(State.SENT) == 12)

    left = [received["OutId"] for received in gateway.received]
    assert {str(message.pk) for message in messages} == set(left)
    # Twelve and the one that was with the gateway when its sender died.
    assert len(left) == 13
    [line] = reconciliation.lines(local(2026, 1, 1), local(2100, 1, 1))
    assert (line.due, line.sent, line.uncertain, line.adds_up) == (12, 12, 1, True)
    assert sweeping.free_stuck() == 0
