"""Keeping the sums of 总览: folding what the triggers appended, counting anew each morning."""

import datetime

from django.db import connection, transaction

from assistance.coverage import BY_BOTH, COLUMNS, NOTHING, Day, counted, kept, plain
from assistance.models import CoverageDay, CoverageDelta, CoverageTally
from audit.sums import EVERY

KEY = ("organization_id", "unit_name")


def keep(day: datetime.date | None = None) -> None:
    """Run every minute: fold what was added, and count anew when another day has begun."""
    if counted() == Day.of(day):
        fold()
    else:
        recount(write=True, day=day)


_KEY, _ALL = ", ".join(KEY), ", ".join((*KEY, *COLUMNS))
_SUMS = ", ".join(f"SUM({name}) AS {name}" for name in COLUMNS)
_ADDED = ", ".join(f"{c} = assistance_coveragetally.{c} + EXCLUDED.{c}" for c in COLUMNS)
# Nothing in it comes from outside: names of our own columns alone.
_FOLD = f"""
    WITH gone AS (
        DELETE FROM assistance_coveragedelta
        WHERE id IN (
            SELECT id FROM assistance_coveragedelta ORDER BY id LIMIT 50000 FOR UPDATE SKIP LOCKED
        )
        RETURNING {_ALL}
    ), sums AS (
        SELECT {_KEY}, {_SUMS}, COUNT(*) AS n FROM gone GROUP BY {_KEY}
    ), kept AS (
        INSERT INTO assistance_coveragetally ({_ALL})
        SELECT {_ALL} FROM sums ORDER BY {_KEY}
        ON CONFLICT ({_KEY}) DO UPDATE SET {_ADDED}
    )
    SELECT COALESCE(SUM(n), 0) FROM sums
"""  # noqa: S608


def fold() -> int:
    """Move deltas into the tallies; returns how many. One statement, as in campaigns/tallies.py."""
    with connection.cursor() as cursor:
        cursor.execute(_FOLD)
        return int(cursor.fetchone()[0])


@transaction.atomic
def recount(*, write: bool, day: datetime.date | None = None) -> list[str]:
    """Compare the sums with the rows they stand for, a line for each difference; with `write`,
    count everything for `day` (today).
    """
    with connection.cursor() as cursor:
        # Nobody may write what is counted while we count; readers go on.
        cursor.execute(
            "LOCK TABLE assistance_hardshipfile, assistance_need, assistance_handover"
            " IN SHARE ROW EXCLUSIVE MODE"
        )
    known = counted()
    true = plain(BY_BOTH, known) if known else {}
    stored = kept(EVERY, *KEY) if known else {}
    if write:
        _rewrite(Day.of(day))
    return sorted(
        f"帮扶统计 工会{key}: {stored.get(key, NOTHING)} → {true.get(key, NOTHING)}"
        for key in true.keys() | stored.keys()
        if true.get(key) != stored.get(key)
    )


def _rewrite(day: Day) -> None:
    CoverageDelta.objects.all().delete()
    CoverageTally.objects.all().delete()
    CoverageDay.objects.update_or_create(pk=1, defaults=vars(day))
    rows = plain(BY_BOTH, day).items()
    CoverageTally.objects.bulk_create(
        (
            CoverageTally(organization_id=union_id, unit_name=unit, **vars(cover))
            for (union_id, unit), cover in rows
        ),
        batch_size=5000,
    )
