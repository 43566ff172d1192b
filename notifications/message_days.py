"""Messages by day and outcome, for everybody and for each member of staff.

The sums are kept by triggers (migration 0002); here they are read, folded and proved. A day's sums
are those of reconciliation.py, where the same rows are counted by kind.
"""

import datetime
from dataclasses import astuple, dataclass
from typing import Any

from django.db import connection, transaction
from django.db.models import Count, Q, QuerySet
from django.db.models.functions import TruncDate

from audit.sums import EVERY, Sums, among, between, differs, equal
from notifications.models import Message, MessageDayDelta, MessageDayTally, State

KEY = ("recipient_id", "day")
COLUMNS = ("due", "sent", "suppressed", "failed")
SUMS = Sums(MessageDayTally, MessageDayDelta, COLUMNS)
EVERYBODY = equal("recipient_id", None)
MOST_AT_ONCE = 50_000
MOST_ROUNDS = 20
# As accounts.Kind, which lies above, and the migration have it.
STAFF = "staff"


@dataclass(frozen=True)
class Messages:
    due: int = 0
    sent: int = 0
    suppressed: int = 0
    failed: int = 0

    def __add__(self, other: "Messages") -> "Messages":
        return Messages(*(a + b for a, b in zip(astuple(self), astuple(other), strict=True)))

    @property
    def waiting(self) -> int:
        return self.due - self.sent - self.suppressed - self.failed


NONE = Messages()


def by_day(
    since: datetime.date, until: datetime.date, readers: QuerySet | None = None
) -> dict[datetime.date, Messages]:
    """Day -> all messages written on it, both ends included; with `readers` (ids of staff) only
    theirs. One query.
    """
    days = between("day", since, until)
    whose = EVERYBODY if readers is None else among("recipient_id", readers)
    # What is not folded yet knows its reader, and counts for everybody as well.
    fresh = EVERY if readers is None else whose
    sums = SUMS.read("day", where=days & whose, fresh=days & fresh).items()
    return {day: Messages(*each) for (day,), each in sums}


_ALL = ", ".join((*KEY, *COLUMNS))
_SUMS = ", ".join(f"SUM({name}) AS {name}" for name in COLUMNS)
_ADDED = ", ".join(f"{c} = notifications_messagedaytally.{c} + EXCLUDED.{c}" for c in COLUMNS)
# Nothing in it comes from outside: names of our own columns alone.
_FOLD = f"""
    WITH gone AS (
        DELETE FROM notifications_messagedaydelta
        WHERE id IN (
            SELECT id FROM notifications_messagedaydelta
            ORDER BY id LIMIT {MOST_AT_ONCE} FOR UPDATE SKIP LOCKED
        )
        RETURNING {_ALL}
    ), sums AS (
        SELECT NULL::bigint AS recipient_id, day, {_SUMS} FROM gone GROUP BY day
        UNION ALL
        SELECT recipient_id, day, {_SUMS} FROM gone WHERE recipient_id IS NOT NULL GROUP BY 1, 2
    ), kept AS (
        INSERT INTO notifications_messagedaytally ({_ALL})
        SELECT {_ALL} FROM sums ORDER BY recipient_id NULLS FIRST, day
        ON CONFLICT (recipient_id, day) DO UPDATE SET {_ADDED}
    )
    SELECT COUNT(*) FROM gone
"""  # noqa: S608


def fold() -> int:
    """Move deltas into the tallies, of everybody and of the reader; returns how many.

    Each statement a whole; a sweep of a hundred thousand is done within one run.
    """
    done = 0
    with connection.cursor() as cursor:
        for _ in range(MOST_ROUNDS):
            cursor.execute(_FOLD)
            number = int(cursor.fetchone()[0])
            done += number
            if number < MOST_AT_ONCE:
                break
    return done


@transaction.atomic
def recount(*, write: bool) -> list[str]:
    """Compare the sums with the messages they stand for, a line for each difference; with
    `write`, make them equal.
    """
    with connection.cursor() as cursor:
        # Nobody may write what is counted while we count; readers go on.
        cursor.execute(
            "LOCK TABLE notifications_message, notifications_messagedaytally,"
            " notifications_messagedaydelta IN SHARE ROW EXCLUSIVE MODE"
        )
    true, stored = from_rows(), kept()
    if write and true != stored:
        _rewrite(true)
    nothing = (0,) * len(COLUMNS)
    return [
        f"消息每日统计 {key[1]} 账号{key[0] or '全部'}: "
        f"{stored.get(key, nothing)} → {true.get(key, nothing)}"
        for key in sorted(true.keys() | stored.keys(), key=str)
        if true.get(key) != stored.get(key)
    ]


def _rewrite(true: dict[tuple, tuple[int, ...]]) -> None:
    MessageDayDelta.objects.all().delete()
    MessageDayTally.objects.all().delete()
    names = (*KEY, *COLUMNS)
    MessageDayTally.objects.bulk_create(
        (
            MessageDayTally(**dict(zip(names, (*key, *sums), strict=True)))
            for key, sums in true.items()
        ),
        batch_size=5000,
    )


def kept() -> dict[tuple, tuple[int, ...]]:
    """(reader or None for everybody, day) -> the sums as they are kept."""
    everybody = SUMS.read("day", where=EVERYBODY, fresh=EVERY)
    named = SUMS.read(*KEY, where=differs("recipient_id", None))
    return {(None, day): row for (day,), row in everybody.items()} | named


def from_rows() -> dict[tuple, tuple[int, ...]]:
    """The same, counted the slow and plain way."""
    everybody = {(None, day): tuple(sums) for day, *sums in _counted("day")}
    staff = _counted(*KEY, recipient__kind=STAFF)
    return everybody | {(reader, day): tuple(sums) for reader, day, *sums in staff}


def _counted(*by: str, **whose: Any):
    rows = Message.objects.filter(**whose).annotate(day=TruncDate("created_at")).order_by()
    states = (State.SENT, State.SUPPRESSED, State.FAILED)
    each = {f"n_{state}": Count("pk", filter=Q(state=state)) for state in states}
    return rows.values_list(*by).annotate(n_due=Count("pk"), **each)
