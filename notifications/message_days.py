"""Messages by day and outcome, for everybody and for each member of staff.

The sums are kept by triggers (migration 0002); here they are read, folded and proved. A day's sums
are those of reconciliation.py, where the same rows are counted by kind.
"""

import datetime
from collections import defaultdict
from dataclasses import astuple, dataclass
from typing import Any

from django.db import connection, transaction
from django.db.models import Count, Q, QuerySet, Sum
from django.db.models.functions import TruncDate

from notifications.models import Message, MessageDayDelta, MessageDayTally, State

KEY = ("recipient_id", "day")
COLUMNS = ("due", "sent", "suppressed", "failed")
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
    days = Q(day__gte=since, day__lte=until)
    whose = Q(recipient__isnull=True) if readers is None else Q(recipient__in=readers)
    # What is not folded yet knows its reader, and counts for everybody as well.
    fresh = Q() if readers is None else whose
    sums = _sums(days & whose, days & fresh, "day").items()
    return {day: Messages(*each) for (day,), each in sums}


def _sums(folded: Q, fresh: Q, *by: str) -> dict[tuple, tuple[int, ...]]:
    """Tallies and what is not folded yet, in one statement: each delta stands in one of them."""
    found: dict[tuple, list[int]] = defaultdict(lambda: [0] * len(COLUMNS))
    sums = {f"n_{name}": Sum(name) for name in COLUMNS}
    tallies, deltas = (
        table.objects.filter(condition).order_by().values_list(*by).annotate(**sums)
        for table, condition in ((MessageDayTally, folded), (MessageDayDelta, fresh))
    )
    for row in tallies.union(deltas, all=True):
        kept = found[row[: len(by)]]
        kept[:] = [a + b for a, b in zip(kept, row[len(by) :], strict=True)]
    return {key: tuple(row) for key, row in found.items() if any(row)}


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
    everybody = _sums(Q(recipient__isnull=True), Q(), "day")
    named = Q(recipient__isnull=False)
    return {(None, day): row for (day,), row in everybody.items()} | _sums(named, named, *KEY)


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
