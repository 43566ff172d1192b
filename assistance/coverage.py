"""How far 1+1 is, union by union: on file, consented, paired, contacted, silent, needs open.

The sums hold for one day and are kept up by triggers (models/coverage.py). On a day nobody has
counted yet the rows themselves are counted; both ask `assistance_cover` (migration 0007), so that
there is one answer.
"""

import datetime
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import astuple, dataclass

from django.conf import settings
from django.db import connection, transaction
from django.db.models import Sum
from django.utils import timezone

from assistance.models import CoverageDay, CoverageDelta, CoverageTally

COLUMNS = (
    "files", "consented", "paired", "contacted", "tried", "silent", "needs", "old_needs",
    "hand_overs",
)  # fmt: skip


@dataclass(frozen=True)
class Cover:
    """`tried`: nobody answered within the interval, though it was tried; `old_needs`: open for
    five days or more.
    """

    files: int = 0
    consented: int = 0
    paired: int = 0
    contacted: int = 0
    tried: int = 0
    silent: int = 0
    needs: int = 0
    old_needs: int = 0
    hand_overs: int = 0

    def __add__(self, other: "Cover") -> "Cover":
        return Cover(*(a + b for a, b in zip(astuple(self), astuple(other), strict=True)))

    def __bool__(self) -> bool:
        return any(astuple(self))

    @property
    def unpaired(self) -> int:
        """On file and consented, and nobody's."""
        return self.consented - self.paired


NOTHING = Cover()


def total(covers: Iterable[Cover]) -> Cover:
    return sum(covers, start=NOTHING)


@dataclass(frozen=True)
class Day:
    """What the sums depend on beside the rows."""

    day: datetime.date
    starts_at: datetime.datetime
    usual_days: int

    @classmethod
    def of(cls, day: datetime.date) -> "Day":
        midnight = datetime.datetime.combine(day, datetime.time())
        return cls(day, timezone.make_aware(midnight), settings.CONTACT_INTERVAL_DAYS)


def by_union(paths: Sequence[str], day: datetime.date | None = None) -> dict[int, Cover]:
    """Union id -> the sums of its own files, for unions in these subtrees. Two queries."""
    wanted = Day.of(day or timezone.localdate())
    if _counted() == wanted:
        return _kept(paths)
    return _plain(wanted, paths)


def _counted() -> Day | None:
    """The day of the tallies."""
    row = CoverageDay.objects.values_list("day", "starts_at", "usual_days").first()
    return Day(*row) if row else None


def _kept(paths: Sequence[str]) -> dict[int, Cover]:
    """Tallies and what is not folded yet, in one statement: each delta stands in one of them."""
    found: dict[int, Cover] = defaultdict(Cover)
    sums = {f"n_{name}": Sum(name) for name in COLUMNS}
    folded, fresh = (
        table.objects.order_by().values_list("organization_id", "organization__path")
        .annotate(**sums) for table in (CoverageTally, CoverageDelta)
    )  # fmt: skip
    for union_id, path, *numbers in folded.union(fresh, all=True):
        if path.startswith(tuple(paths)):
            found[union_id] += Cover(*numbers)
    return dict(found)


_COVER = """assistance_cover(f.state, f.next_due_on, f.last_contact_at, f.last_tried_at,
    f.interval_days, %(day)s, %(starts_at)s, %(usual_days)s::smallint) c"""
_SUMS = (
    "SUM(c.files), SUM(c.consented), SUM(c.paired), SUM(c.contacted), SUM(c.tried), SUM(c.silent)"
)
_OPEN = "n.state IN ('raised', 'assigned', 'bought', 'delivered')"
_OLD = "COUNT(*) FILTER (WHERE n.raised_at < %(starts_at)s - 4 * interval '24 hours')"
# Nothing in these comes from outside: names of our own columns alone.
_BY_UNION = f"""
    SELECT f.organization_id, {_SUMS}, 0, 0, 0
    FROM assistance_hardshipfile f JOIN organizations_organization o ON o.id = f.organization_id,
        {_COVER}
    WHERE o.path LIKE ANY (%(paths)s) GROUP BY 1
    UNION ALL
    SELECT f.organization_id, 0, 0, 0, 0, 0, 0, COUNT(*), {_OLD}, 0
    FROM assistance_need n JOIN assistance_hardshipfile f ON f.id = n.file_id
        JOIN organizations_organization o ON o.id = f.organization_id
    WHERE {_OPEN} AND o.path LIKE ANY (%(paths)s) GROUP BY 1
    UNION ALL
    SELECT f.organization_id, 0, 0, 0, 0, 0, 0, 0, 0, COUNT(*)
    FROM assistance_handover h JOIN assistance_hardshipfile f ON f.id = h.file_id
        JOIN organizations_organization o ON o.id = f.organization_id
    WHERE h.decided_at IS NULL AND o.path LIKE ANY (%(paths)s) GROUP BY 1
"""  # noqa: S608
_BY_UNIT = f"""
    SELECT f.unit_name, {_SUMS}, 0, 0, 0 FROM assistance_hardshipfile f, {_COVER}
    WHERE f.organization_id = %(union)s AND f.unit_name = ANY (%(units)s) GROUP BY 1
    UNION ALL
    SELECT f.unit_name, 0, 0, 0, 0, 0, 0, COUNT(*), {_OLD}, 0
    FROM assistance_need n JOIN assistance_hardshipfile f ON f.id = n.file_id
    WHERE {_OPEN} AND f.organization_id = %(union)s AND f.unit_name = ANY (%(units)s) GROUP BY 1
    UNION ALL
    SELECT f.unit_name, 0, 0, 0, 0, 0, 0, 0, 0, COUNT(*)
    FROM assistance_handover h JOIN assistance_hardshipfile f ON f.id = h.file_id
    WHERE h.decided_at IS NULL AND f.organization_id = %(union)s
        AND f.unit_name = ANY (%(units)s) GROUP BY 1
"""  # noqa: S608


def _plain(day: Day, paths: Sequence[str]) -> dict[int, Cover]:
    return _asked(_BY_UNION, day, paths=[f"{path}%" for path in paths])


def by_unit(
    union_id: int, units: Sequence[str], day: datetime.date | None = None
) -> dict[str, Cover]:
    """The same by the unit people work in, for these units of one union's files. One query."""
    return _asked(_BY_UNIT, Day.of(day or timezone.localdate()), union=union_id, units=list(units))


def _asked(sql: str, day: Day, **terms) -> dict:
    found: dict = defaultdict(Cover)
    with connection.cursor() as cursor:
        cursor.execute(sql, {**vars(day), **terms})
        for key, *numbers in cursor.fetchall():
            found[key] += Cover(*map(int, numbers))
    return {key: cover for key, cover in found.items() if cover}


def keep(day: datetime.date | None = None) -> None:
    """Run every minute: fold what was added, and count anew when another day has begun."""
    if _counted() == Day.of(day or timezone.localdate()):
        fold()
    else:
        recount(write=True, day=day)


_ALL = ", ".join(COLUMNS)
_FOLD = f"""
    WITH gone AS (
        DELETE FROM assistance_coveragedelta
        WHERE id IN (
            SELECT id FROM assistance_coveragedelta ORDER BY id LIMIT 50000 FOR UPDATE SKIP LOCKED
        )
        RETURNING organization_id, {_ALL}
    ), sums AS (
        SELECT organization_id, {", ".join(f"SUM({name}) AS {name}" for name in COLUMNS)},
            COUNT(*) AS n
        FROM gone GROUP BY 1
    ), kept AS (
        INSERT INTO assistance_coveragetally (organization_id, {_ALL})
        SELECT organization_id, {_ALL} FROM sums ORDER BY 1
        ON CONFLICT (organization_id) DO UPDATE
        SET {", ".join(f"{c} = assistance_coveragetally.{c} + EXCLUDED.{c}" for c in COLUMNS)}
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
        # Nobody may write a file while we count; readers go on.
        cursor.execute(
            "LOCK TABLE assistance_hardshipfile, assistance_need, assistance_handover"
            " IN SHARE ROW EXCLUSIVE MODE"
        )
    counted = _counted()
    true = _plain(counted, [""]) if counted else {}
    stored = {key: cover for key, cover in _kept([""]).items() if cover} if counted else {}
    if write:
        _rewrite(Day.of(day or timezone.localdate()))
    return sorted(
        f"帮扶统计 工会{key}: {stored.get(key, NOTHING)} → {true.get(key, NOTHING)}"
        for key in true.keys() | stored.keys()
        if true.get(key) != stored.get(key)
    )


def _rewrite(day: Day) -> None:
    CoverageDelta.objects.all().delete()
    CoverageTally.objects.all().delete()
    CoverageDay.objects.update_or_create(pk=1, defaults=vars(day))
    CoverageTally.objects.bulk_create(
        CoverageTally(organization_id=union_id, **vars(cover))
        for union_id, cover in _plain(day, [""]).items()
    )
