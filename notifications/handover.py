"""Handing ids to the queue. The row is the promise, the queue only a hint: losing it is no harm.

Publishing has its own short-tempered connection: a dead broker may cost a request a second, not
a minute, and the sweep picks up what was not handed over.
"""

import logging
import time
import uuid
from collections.abc import Sequence
from typing import Any

from celery import current_app
from django.conf import settings
from kombu import Connection
from kombu.pools import producers

logger = logging.getLogger("portal.notifications")

BATCH = 500
SECONDS_TO_CONNECT = 0.5
# After a failure nobody knocks again for a while: a dead broker costs one request, not each.
SECONDS_OF_REST = 5
_TRANSPORT = {
    "socket_connect_timeout": SECONDS_TO_CONNECT,
    "socket_timeout": SECONDS_TO_CONNECT,
    # Kombu would otherwise try to connect for ever.
    "max_retries": 0,
    "interval_start": 0,
}


class Rest:
    """Until when (monotonic seconds) this process leaves the broker alone."""

    until = 0.0


def hand_over(ids: Sequence[uuid.UUID]) -> bool:
    """Ask the workers to deliver these messages, 500 a task. False when the broker is away."""
    texts = [str(pk) for pk in ids]
    batches = [[texts[start : start + BATCH]] for start in range(0, len(texts), BATCH)]
    return ask("notifications.tasks.deliver", batches)


def ask(task: str, calls: Sequence[list], **options: Any) -> bool:
    """Ask the workers for `task`, once with each list of arguments. False when the broker is away."""
    if time.monotonic() < Rest.until:
        return False
    try:
        _publish(task, calls, options)
    except Exception as error:  # noqa: BLE001 - whatever the broker does, the request goes on
        Rest.until = time.monotonic() + SECONDS_OF_REST
        logger.warning("broker away, the sweep will pick up: %s", type(error).__name__)
        return False
    return True


def _publish(task: str, calls: Sequence[list], options: dict[str, Any]) -> None:
    transport = {**settings.CELERY_BROKER_TRANSPORT_OPTIONS, **_TRANSPORT}
    connection = Connection(settings.CELERY_BROKER_URL, transport_options=transport)
    with producers[connection].acquire(block=True, timeout=SECONDS_TO_CONNECT) as producer:
        for arguments in calls:
            current_app.send_task(task, args=arguments, producer=producer, retry=False, **options)
