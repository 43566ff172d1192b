"""The sweep: writes what has become due, frees what got stuck, hands over what waits.

Nothing here trusts the queue or a machine's clock. Skipped, doubled or killed sweeps change
nothing in the count.
"""

import datetime
import logging
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection
from django.db.models import Case, F, IntegerField, When
from django.db.models.functions import Now

from notifications import database_clock, heartbeat, reminders
from notifications.delivery import MAX_ATTEMPTS, SECRET_KINDS
from notifications.handover import BATCH, hand_over
from notifications.models import Channel, Message, State

logger = logging.getLogger("portal.notifications")

ONE_SWEEP = 0x5133E9
STUCK_AFTER = datetime.timedelta(minutes=5)
MOST_HANDED_OVER = 20_000


def sweep(*, at: datetime.datetime | None = None) -> bool:
    """One sweep. False when another is under way: that one will do."""
    with _alone() as alone:
        if alone:
            remind(at or database_clock.now())
            free_stuck()
            hand_over_waiting()
            heartbeat.beat("sweep")
    return alone


@contextmanager
def _alone() -> Iterator[bool]:
    # A lock of the session, not of a transaction: the sweep commits as it goes.
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [ONE_SWEEP])
        alone = cursor.fetchone()[0]
    try:
        yield alone
    finally:
        if alone:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s)", [ONE_SWEEP])


def remind(at: datetime.datetime) -> int:
    """Write all that is due at `at`; a reminder that fails does not stop the others."""
    written = 0
    for reminder in reminders.registry().values():
        try:
            written += reminders.run(reminder, at)
        except Exception:
            logger.exception("reminder %s failed", reminder.name)
    return written


def free_stuck() -> int:
    """Put back what has been `sending` for too long (its worker died); returns how many.

    Whether an SMS left before the worker died nobody knows: counted as uncertain. A message that
    has used up its tries this way has failed.
    """
    stuck = Message.objects.filter(state=State.SENDING, claimed_at__lt=Now() - STUCK_AFTER)
    uncertain = Case(
        When(channel=Channel.SMS, then=F("uncertain") + 1),
        default=F("uncertain"),
        output_field=IntegerField(),
    )
    given_up = stuck.filter(attempts__gte=MAX_ATTEMPTS)
    given_up.filter(kind__in=SECRET_KINDS).update(body="", params={})
    lost = given_up.update(
        state=State.FAILED, uncertain=uncertain, finished_at=Now(), error="多次发送都没有结果"
    )
    freed = stuck.update(state=State.QUEUED, uncertain=uncertain, next_try_at=Now())
    if lost or freed:
        logger.warning("stuck messages: %s put back, %s given up", freed, lost)
    return lost + freed


def hand_over_waiting() -> int:
    """Hand over what is queued and due, in batches, oldest first; returns how many."""
    due = Message.objects.filter(state=State.QUEUED, next_try_at__lte=Now())
    ids = list(due.order_by("next_try_at").values_list("pk", flat=True)[:MOST_HANDED_OVER])
    for start in range(0, len(ids), BATCH):
        if not hand_over(ids[start : start + BATCH]):
            break
    return len(ids)
