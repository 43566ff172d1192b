"""How far 1+1 is, union by union: on file, consented, paired, contacted, silent, needs open.

The sums hold for one day and are kept up by triggers (models/coverage.py, covering.py). On a day
nobody has counted yet the rows themselves are counted; both ask `assistance_cover` (migration
0002), so that there is one answer.
"""

import datetime
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import astuple, dataclass
from typing import Any

from django.conf import settings
from django.db import connection
from django.utils import timezone

from assistance.models import CoverageDay, CoverageDelta, CoverageTally
from audit.days import midnight
from audit.sums import Sums, Where, among, equal
from organizations import tree

COLUMNS = (
    "files", "consented", "paired", "contacted", "tried", "silent", "needs", "old_needs",
    "hand_overs",
)  # fmt: skip


SUMS = Sums(CoverageTally, CoverageDelta, COLUMNS)


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
    def of(cls, day: datetime.date | None) -> "Day":
        day = day or timezone.localdate()
        return cls(day, midnight(day), settings.CONTACT_INTERVAL_DAYS)


def counted() -> Day | None:
    """The day of the tallies."""
    row = CoverageDay.objects.values_list("day", "starts_at", "usual_days").first()
    return Day(*row) if row else None


def by_union(paths: Sequence[str], day: datetime.date | None = None) -> dict[int, Cover]:
    """Union id -> the sums of its own files, for unions in these subtrees. Two queries."""
    wanted = Day.of(day)
    if counted() != wanted:
        return plain(BY_UNION, wanted, paths=[f"{path}%" for path in paths])
    found = kept(equal("unit_name", None) & tree.inside(*paths), "organization_id")
    return {pk: cover for (pk,), cover in found.items()}


def by_unit(
    union_id: int, units: Sequence[str], day: datetime.date | None = None
) -> dict[str, Cover]:
    """The same by the unit people work in, for these units of one union's files. Two queries."""
    wanted = Day.of(day)
    if counted() != wanted:
        return plain(BY_UNIT, wanted, union=union_id, units=list(units))
    found = kept(equal("organization_id", union_id) & among("unit_name", units), "unit_name")
    return {unit: cover for (unit,), cover in found.items()}


def kept(where: Where, *key: str) -> dict[tuple, Cover]:
    """Key -> the sums as the triggers keep them. One query."""
    return {found: Cover(*sums) for found, sums in SUMS.read(*key, where=where).items()}


_COVER = """assistance_cover(f.state, f.next_due_on, f.last_contact_at, f.last_tried_at,
    f.interval_days, %(day)s, %(starts_at)s, %(usual_days)s::smallint) c"""
_SUMS = (
    "SUM(c.files), SUM(c.consented), SUM(c.paired), SUM(c.contacted), SUM(c.tried), SUM(c.silent)"
)
_OPEN = "n.state IN ('raised', 'assigned', 'bought', 'delivered')"
_OLD = "COUNT(*) FILTER (WHERE n.raised_at < %(starts_at)s - 4 * interval '24 hours')"
_FILE = "assistance_hardshipfile f"
_UNION = "JOIN organizations_organization o ON o.id = f.organization_id"


def _counting(key: str, where: str, more: str = "") -> str:
    # Nothing in it comes from outside: names of our own columns alone.
    return f"""
        SELECT {key}, {_SUMS}, 0, 0, 0 FROM {_FILE} {_UNION}, {_COVER} {more}
        WHERE {where} GROUP BY {key}
        UNION ALL
        SELECT {key}, 0, 0, 0, 0, 0, 0, COUNT(*), {_OLD}, 0
        FROM assistance_need n JOIN {_FILE} ON f.id = n.file_id {_UNION} {more}
        WHERE {_OPEN} AND {where} GROUP BY {key}
        UNION ALL
        SELECT {key}, 0, 0, 0, 0, 0, 0, 0, 0, COUNT(*)
        FROM assistance_handover h JOIN {_FILE} ON f.id = h.file_id {_UNION} {more}
        WHERE h.decided_at IS NULL AND {where} GROUP BY {key}
    """  # noqa: S608


BY_UNION = _counting("f.organization_id", "o.path LIKE ANY (%(paths)s)")
BY_UNIT = _counting("f.unit_name", "o.id = %(union)s AND f.unit_name = ANY (%(units)s)")
# As the tallies are kept: each union as a whole, and each unit inside it.
BY_BOTH = _counting(
    "f.organization_id, u.unit_name", "true",
    "CROSS JOIN LATERAL (VALUES (NULL), (f.unit_name)) u (unit_name)",
)  # fmt: skip


def plain(sql: str, day: Day, **terms: Any) -> dict:
    """The sums as the rows have them: a third of a second for 200,000 files."""
    found: dict = defaultdict(Cover)
    with connection.cursor() as cursor:
        cursor.execute(sql, {**vars(day), **terms})
        for row in cursor.fetchall():
            key = row[: -len(COLUMNS)]
            found[key if len(key) > 1 else key[0]] += Cover(*map(int, row[-len(COLUMNS) :]))
    return {key: cover for key, cover in found.items() if cover}
