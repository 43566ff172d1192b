"""The roll of members in sums: members now, who came and who went, by union, occupation and time.

Triggers append what each statement changed (migration 0003), `fold` (rolling.py) moves it into
sums of a day, a month and ever; readers add both. So whatever writes members is counted.
"""

import datetime
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection

from audit.days import first_full, last_full
from organizations import tree

EVER = datetime.date(1970, 1, 1)
COLUMNS = ("joined", "standing", "gone")


@dataclass(frozen=True)
class Count:
    """`standing`: those of `joined` who are members now; `gone`: who left or was expelled."""

    joined: int = 0
    standing: int = 0
    gone: int = 0

    def __add__(self, other: "Count") -> "Count":
        return Count(
            self.joined + other.joined, self.standing + other.standing, self.gone + other.gone
        )

    def __bool__(self) -> bool:
        return bool(self.joined or self.standing or self.gone)


NOTHING = Count()


def year(of: int) -> tuple[datetime.date, datetime.date]:
    """Its first and its last day: read from twelve rows a union and occupation."""
    return datetime.date(of, 1, 1), datetime.date(of, 12, 31)


def total(counted: Iterable[Count]) -> Count:
    return sum(counted, start=NOTHING)


# What may be summed by. `area`: the first union below the subtree's own, by its path.
_KEYS = {
    "organization": "organization_id",
    "occupation": "occupation",
    "month": "date_trunc('month', day)::date",
    "day": "day",
    "area": "left(o.path, %(area)s)",
}


def counts(
    path: str,
    *keys: str,
    since: datetime.date | None = None,
    until: datetime.date | None = None,
    occupations: Sequence[str] = (),
) -> dict[tuple, Count]:
    """Sums of the unions in this subtree by `keys`, in one query.

    Keys: "organization" (its id), "occupation", "month" (its first day), "day", and "area", the
    path of the union right below this one (its own path for itself). With `since` or `until`
    (both ends included) who came then, and who went then; without, all there ever were.
    """
    dated = bool(since or until or {"month", "day"} & set(keys))
    given: dict[str, Any] = {
        "path": f"{path}%",
        "area": len(path) + tree.SEGMENT,
        "occupations": list(occupations),
    }
    pieces = _pieces(since, until, by_day="day" in keys) if dated else ["grain = 'ever'"]
    found: dict[tuple, Count] = defaultdict(Count)
    with connection.cursor() as cursor:
        cursor.execute(_statement(keys, pieces, bool(occupations)), given | _ends(since, until))
        for row in cursor.fetchall():
            found[tuple(row[: len(keys)])] += Count(*map(int, row[len(keys) :]))
    return {key: count for key, count in found.items() if count}


def whole(path: str, **terms: Any) -> Count:
    """The sum of a subtree; terms as in `counts`. One query."""
    return total(counts(path, **terms).values())


def _statement(keys: Sequence[str], pieces: list[str], some: bool) -> str:
    named = "".join(f"{_KEYS[key]} AS k{nth}, " for nth, key in enumerate(keys))
    by = ", ".join(f"k{nth}" for nth in range(len(keys)))
    among = " AND occupation = ANY (%(occupations)s)" if some else ""
    # Nothing in it comes from outside: names of our own columns alone.
    return f"""
        SELECT {by + ", " if by else ""}SUM(joined), SUM(standing), SUM(gone) FROM (
            SELECT {named}joined, standing, gone
            FROM membership_rollsum JOIN organizations_organization o ON o.id = organization_id
            WHERE ({" OR ".join(f"({piece})" for piece in pieces)}) AND o.path LIKE %(path)s{among}
            UNION ALL
            SELECT {named}joined, standing, gone
            FROM membership_rolldelta JOIN organizations_organization o ON o.id = organization_id
            WHERE day >= %(since)s AND day <= %(until)s AND o.path LIKE %(path)s{among}
        ) counted
        {"GROUP BY " + by if by else "HAVING COUNT(*) > 0"}
    """  # noqa: S608


def _ends(since: datetime.date | None, until: datetime.date | None) -> dict[str, datetime.date]:
    since, until = since or EVER, until or datetime.date.max
    return {"since": since, "until": until, "first": first_full(since), "last": last_full(until)}


def _pieces(since: datetime.date | None, until: datetime.date | None, by_day: bool) -> list[str]:
    """Conditions on the sums: whole months where they fit, days at the ends, each so that the
    index leads to these rows and no others.
    """
    ends = _ends(since, until)
    if by_day or ends["first"] > ends["last"]:
        return ["grain = 'day' AND day >= %(since)s AND day <= %(until)s"]
    pieces = ["grain = 'month' AND day >= %(first)s AND day <= %(last)s"]
    if ends["since"] < ends["first"]:
        pieces.append("grain = 'day' AND day >= %(since)s AND day < %(first)s")
    if ends["until"] > ends["last"]:
        pieces.append("grain = 'day' AND day > %(last)s AND day <= %(until)s")
    return pieces
