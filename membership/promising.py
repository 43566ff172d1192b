"""Keeping the sums of 当日答复: folding what the triggers appended, counting all anew."""

from django.db import connection, transaction

from membership.models import ALL, TWENTY

# So many rows at once: each becomes up to thirty-two, and no statement may run for long.
MOST = 2_000
COUNTS = ("submitted", "on_time", "late", "returned", "paused")
_COUNTS = ", ".join(COUNTS)
_SUMS = ", ".join(f"SUM({name}) AS {name}" for name in COUNTS)
_ADDED = ", ".join(f"{name} = t.{name} + EXCLUDED.{name}" for name in COUNTS)
_ANY = " OR ".join(f"SUM({name}) <> 0" for name in COUNTS)
_HOURS = "organization_id, day, hour"
_MINUTES = "organization_id, hour, twenty, day, minute"
# Where one answer is looked for: under its hour and the whole day, by its twenty and its minute.
_PLACES = f"""LATERAL (VALUES (u.hour), ({ALL})) h (hour),
    LATERAL (VALUES ({ALL}, u.minutes / {TWENTY}), (u.minutes / {TWENTY}, u.minutes)) m (twenty, minute)"""

# Nothing in these comes from outside: names of our own columns and our own numbers alone.
_SPREAD = f"""
    counts AS (
        SELECT {_HOURS}, {_SUMS} FROM up GROUP BY 1, 2, 3 HAVING {_ANY}
    ), minutes AS (
        SELECT organization_id, h.hour, m.twenty, day, m.minute, SUM(on_time + late) AS amount
        FROM up u, {_PLACES} WHERE u.minutes IS NOT NULL
        GROUP BY 1, 2, 3, 4, 5 HAVING SUM(on_time + late) <> 0
    ), months AS (
        SELECT organization_id, hour, twenty, date_trunc('month', day)::date AS day, minute,
            SUM(amount) AS amount
        FROM minutes GROUP BY 1, 2, 3, 4, 5 HAVING SUM(amount) <> 0
    )
"""  # noqa: S608
_ABOVE = """
    JOIN organizations_organization o ON o.id = g.organization_id,
    membership_above(o.path) above
"""


def _adding(table: str, kind: str) -> str:
    return f"""
        INSERT INTO membership_{table} AS t ({_MINUTES}, amount)
        SELECT * FROM {kind} ORDER BY 1, 2, 3, 4, 5
        ON CONFLICT ({_MINUTES}) DO UPDATE SET amount = t.amount + EXCLUDED.amount
    """  # noqa: S608


_FOLD = f"""
    WITH gone AS (
        DELETE FROM membership_clockdelta WHERE id IN (
            SELECT id FROM membership_clockdelta ORDER BY id LIMIT {MOST} FOR UPDATE SKIP LOCKED
        )
        RETURNING day, hour, organization_id, minutes, {_COUNTS}
    ), sums AS (
        SELECT day, hour, organization_id, minutes, {_SUMS} FROM gone GROUP BY 1, 2, 3, 4
    ), up AS (
        SELECT above AS organization_id, day, hour, minutes, {_COUNTS} FROM sums g {_ABOVE}
    ), {_SPREAD}, counted AS (
        INSERT INTO membership_clocktally AS t ({_HOURS}, {_COUNTS})
        SELECT * FROM counts ORDER BY 1, 2, 3
        ON CONFLICT ({_HOURS}) DO UPDATE SET {_ADDED}
    ), measured AS ({_adding("minutestally", "minutes")}
    ), monthly AS ({_adding("monthminutestally", "months")}
    )
    SELECT COUNT(*) FROM gone
"""  # noqa: S608


@transaction.atomic
def fold() -> int:
    """Spread what was appended to the unions concerned and all above them; returns how many rows.

    The lock comes first, so that the paths read afterwards are those of after whoever moved a
    union and these sums with it (migration 0005).
    """
    with connection.cursor() as cursor:
        cursor.execute("LOCK TABLE membership_clocktally IN ROW EXCLUSIVE MODE")
        cursor.execute(_FOLD)
        return int(cursor.fetchone()[0])


def fold_all() -> None:
    while fold() == MOST:
        pass


def _spreading(rows: str) -> str:
    return f"""
        WITH rows AS ({rows}), up AS (
            SELECT above AS organization_id, day, hour, minutes, {_COUNTS} FROM rows g {_ABOVE}
        ), {_SPREAD}
    """  # noqa: S608


_COUNT = _spreading(
    f"""
    SELECT c.day, c.hour, c.organization_id, c.minutes, {_SUMS}
    FROM membership_application a, membership_clock(a.organization_id, a.state,
        a.submitted_at, a.returned_at, a.decided_at, a.worked_seconds, a.was_late) c
    GROUP BY 1, 2, 3, 4
    """  # noqa: S608
)
_WAITING = _spreading(
    f"SELECT day, hour, organization_id, minutes, {_COUNTS} FROM membership_clockdelta"  # noqa: S608
)
_HOURS_KEPT = f"""
    SELECT {_HOURS}, {_SUMS} FROM (
        SELECT {_HOURS}, {_COUNTS} FROM membership_clocktally
        UNION ALL SELECT * FROM ({_WAITING} SELECT * FROM counts) w
    ) s GROUP BY 1, 2, 3 HAVING {_ANY}
"""  # noqa: S608


def _minutes_kept(table: str, kind: str) -> str:
    return f"""
        SELECT {_MINUTES}, SUM(amount) AS amount FROM (
            SELECT {_MINUTES}, amount FROM membership_{table}
            UNION ALL SELECT * FROM ({_WAITING} SELECT * FROM {kind}) w
        ) s GROUP BY 1, 2, 3, 4, 5 HAVING SUM(amount) <> 0
    """  # noqa: S608


_KEPT = {
    "counts": (_HOURS, _HOURS_KEPT),
    "minutes": (_MINUTES, _minutes_kept("minutestally", "minutes")),
    "months": (_MINUTES, _minutes_kept("monthminutestally", "months")),
}


@transaction.atomic
def recount(*, write: bool) -> list[str]:
    """Compare the sums with the applications, a line for each difference; with `write`, make them
    equal. A wrong sum of one union is wrong in all above it.
    """
    with connection.cursor() as cursor:
        # Nobody may apply, decide or fold while we count; readers go on.
        cursor.execute(
            "LOCK TABLE membership_clocktally, membership_application, membership_clockdelta,"
            " membership_minutestally, membership_monthminutestally IN SHARE ROW EXCLUSIVE MODE"
        )
        different = [line for kind in _KEPT for line in _differences(cursor, kind)]
        if write:
            # Also where all agrees: after a bulk load everything still waits to be folded.
            _rewrite(cursor)
    return different


def _differences(cursor, kind: str) -> list[str]:
    key, kept = _KEPT[kind]
    cursor.execute(
        f"""
        SELECT {key}, s::text, t::text
        FROM ({_COUNT} SELECT * FROM {kind}) t FULL JOIN ({kept}) s USING ({key})
        WHERE t.* IS DISTINCT FROM s.* ORDER BY {key}
        """  # noqa: S608
    )
    return [f"当日答复 {kind}: {row[-2]} → {row[-1]}" for row in cursor]


def _rewrite(cursor) -> None:
    for table in ("clockdelta", "clocktally", "minutestally", "monthminutestally"):
        cursor.execute(f"DELETE FROM membership_{table}")  # noqa: S608
    cursor.execute(
        f"""
        {_COUNT}, counted AS (
            INSERT INTO membership_clocktally ({_HOURS}, {_COUNTS})
            SELECT * FROM counts
        ), measured AS (
            INSERT INTO membership_minutestally ({_MINUTES}, amount) SELECT * FROM minutes
        )
        INSERT INTO membership_monthminutestally ({_MINUTES}, amount) SELECT * FROM months
        """  # noqa: S608
    )
