"""The same-day promise in figures, for any subtree and period: reads the sums, writes nothing.

A sum holds for a union and all below it, so what is read grows with the days asked for and with
the unions right below, never with the applications.
"""

import datetime
from collections.abc import Sequence
from dataclasses import astuple, dataclass, field
from typing import Any

from django.db import connection
from django.db.models import Count, Q

from membership.models import OPEN_STATES, Application, State
from membership.promising import COUNTS


@dataclass(frozen=True)
class Sums:
    """Applications received and answered (each on its own day), last sent back for correction, and
    answered after having been sent back.
    """

    submitted: int = 0
    on_time: int = 0
    late: int = 0
    returned: int = 0
    paused: int = 0

    @property
    def decided(self) -> int:
        return self.on_time + self.late

    @property
    def percent(self) -> int | None:
        """Of the answered ones in time; rounded down: 100 means all."""
        return self.on_time * 100 // self.decided if self.decided else None

    def __add__(self, other: "Sums") -> "Sums":
        # Written out: a page adds up hundreds of them.
        return Sums(
            self.submitted + other.submitted, self.on_time + other.on_time,
            self.late + other.late, self.returned + other.returned, self.paused + other.paused,
        )  # fmt: skip

    def __sub__(self, other: "Sums") -> "Sums":
        return Sums(*(a - b for a, b in zip(astuple(self), astuple(other), strict=True)))

    def __bool__(self) -> bool:
        return any(astuple(self))


NOTHING = Sums()


@dataclass
class Figures:
    """`by_union`: of the unions asked for, each with all below it, by id; `own`: of the union
    itself, that is of none of those.
    """

    total: Sums = NOTHING
    own: Sums = NOTHING
    by_day: dict[datetime.date, Sums] = field(default_factory=dict)
    by_hour: dict[int, Sums] = field(default_factory=dict)
    by_union: dict[int, Sums] = field(default_factory=dict)


@dataclass(frozen=True)
class Asked:
    """`union_id` with all below it, from `since` to `until` (both counted), and the `unions` right
    below it one wants to know apart.
    """

    union_id: int
    since: datetime.date
    until: datetime.date
    unions: Sequence[int] = ()

    @property
    def terms(self) -> dict[str, Any]:
        both = [self.union_id, *self.unions]
        return {"of": self.union_id, "both": both, "since": self.since, "until": self.until}


_COUNTS = ", ".join(COUNTS)
_SUMS = ", ".join(f"SUM({name})" for name in COUNTS)
# What no task has folded yet, for each union above it that was asked for.
WAITING = """
    membership_clockdelta d JOIN organizations_organization o ON o.id = d.organization_id,
    membership_above(o.path) above
    WHERE above = ANY(%(both)s) AND d.day BETWEEN %(since)s AND %(until)s
"""
# Nothing in these comes from outside: names of our own columns alone.
_READ = f"""
    SELECT organization_id, day, hour, {_SUMS} FROM (
        SELECT organization_id, CASE WHEN organization_id = %(of)s THEN day END AS day,
            CASE WHEN organization_id = %(of)s THEN hour END AS hour, {_COUNTS}
        FROM (
            SELECT organization_id, day, hour, {_COUNTS} FROM membership_clocktally
            WHERE organization_id = ANY(%(both)s) AND day BETWEEN %(since)s AND %(until)s
            UNION ALL SELECT above, d.day, d.hour, {_COUNTS} FROM {WAITING}
        ) each
    ) found GROUP BY organization_id, GROUPING SETS (day, hour)
"""  # noqa: S608


def read(asked: Asked) -> Figures:
    """One query, of a row for each day, one for each hour and one or two for each union right below."""
    found = Figures()
    by_hour: dict[int, Sums] = {}
    for union_id, day, hour, *amounts in rows(_READ, asked.terms):
        sums = Sums(*map(int, amounts))
        if union_id != asked.union_id:
            found.by_union[union_id] = sums
        elif day:
            found.by_day[day] = sums
        else:
            by_hour[hour] = sums
    found.by_hour = dict(sorted(by_hour.items()))
    found.total = sum(found.by_day.values(), start=NOTHING)
    found.own = found.total - sum(found.by_union.values(), start=NOTHING)
    return found


def rows(sql: str, terms: dict[str, Any]) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(sql, terms)
        return cursor.fetchall()


@dataclass(frozen=True)
class Waiting:
    """Not answered yet: past their due time, and stopped until the applicant has answered."""

    overdue: int = 0
    stopped: int = 0


def waiting(path: str, at: datetime.datetime) -> dict[str, Waiting]:
    """Path of a union -> what waits there now, for those in this subtree. One query over the open
    ones, which have an index of their own and are few: the promise is a day.
    """
    late = Q(state=State.SUBMITTED, due_at__lt=at)
    open_ones = Application.objects.filter(
        late | Q(state=State.RETURNED), state__in=OPEN_STATES, organization__path__startswith=path
    )
    found = open_ones.order_by().values_list("organization__path").annotate(
        overdue=Count("pk", filter=late), stopped=Count("pk", filter=Q(state=State.RETURNED))
    )  # fmt: skip
    return {path: Waiting(overdue, stopped) for path, overdue, stopped in found}


def first_day(union_id: int) -> datetime.date | None:
    """The first day of which the sums know anything for this union and those below it."""
    (first,) = rows(_FIRST, {"of": union_id})
    return first[0]


_FIRST = """
    SELECT LEAST(
        (SELECT MIN(day) FROM membership_clocktally WHERE organization_id = %(of)s),
        (SELECT MIN(d.day) FROM membership_clockdelta d
            JOIN organizations_organization o ON o.id = d.organization_id
            WHERE %(of)s IN (SELECT membership_above(o.path))))
"""
