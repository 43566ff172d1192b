"""How long an answer takes, in whole minutes of office time: exact medians for any subtree and period.

First the twenties of minutes are read, which tell where the middle lies, then the minutes of that
twenty alone; of whole months the sums of the month (membership/models/clock.py).
"""

import datetime
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import Any

from audit.days import DAY, first_full, last_full
from membership.models import ALL, TWENTY
from membership.promise import WAITING, Asked, rows

Place = tuple[int, int]  # union (or OWN) and hour (or ALL)
Histogram = dict[Place, Counter[int]]
Span = tuple[datetime.date, datetime.date, bool]  # first and last `day`, and whether of months
# In place of a union's id: the one asked for without those right below it.
OWN = 0


@dataclass
class Medians:
    """Minutes within which half of the answers came; of an even number the lower of the two in the
    middle. None, or not there, where nothing was answered. As promise.Figures has them.
    """

    total: int | None = None
    own: int | None = None
    by_hour: dict[int, int] = field(default_factory=dict)
    by_union: dict[int, int] = field(default_factory=dict)


def read(asked: Asked) -> Medians:
    """Two queries: at most a row for each twenty of minutes of each hour and union, twice."""
    coarse = _histogram(_TWENTIES, asked)
    _take_own(coarse, asked)
    middles = {place: _middle(amounts) for place, amounts in coarse.items()}
    fine = _histogram(_MINUTES, asked, _places(middles, asked)) if middles else {}
    _take_own(fine, asked)
    found = {
        place: _minute(fine.get(place, Counter()), *middle)
        for place, middle in middles.items() if middle
    }  # fmt: skip
    return Medians(
        total=found.get((asked.union_id, ALL)),
        own=found.get((OWN, ALL)),
        by_hour={hour: minute for (_, hour), minute in sorted(found.items()) if hour != ALL},
        by_union={pk: found[pk, ALL] for pk in asked.unions if (pk, ALL) in found},
    )


def _take_own(histogram: Histogram, asked: Asked) -> None:
    """Amounts add up, so what is below can be taken off minute by minute."""
    own = Counter(histogram.get((asked.union_id, ALL), {}))
    for pk in asked.unions:
        own.subtract(histogram.get((pk, ALL), {}))
    histogram[OWN, ALL] = own


def _middle(amounts: Counter[int]) -> tuple[int, int] | None:
    """The twenty in which the middle one lies, and the how many-eth it is there."""
    rank = (sum(amounts.values()) + 1) // 2
    for twenty in sorted(amounts):
        if 0 < rank <= amounts[twenty]:
            return twenty, rank
        rank -= amounts[twenty]
    return None


def _minute(amounts: Counter[int], twenty: int, rank: int) -> int:
    minute = twenty * TWENTY
    for minute in range(twenty * TWENTY, (twenty + 1) * TWENTY):
        rank -= amounts[minute]
        if rank <= 0:
            break
    return minute


def _places(middles: dict, asked: Asked) -> dict[str, list[int]]:
    """Where to look closer: each place in its twenty, and for OWN all that it is worked out from."""
    wanted = {(*place, middle[0]) for place, middle in middles.items() if middle}
    for union_id, hour, twenty in [place for place in wanted if place[0] == OWN]:
        wanted |= {(pk, hour, twenty) for pk in (asked.union_id, *asked.unions)}
        wanted.discard((union_id, hour, twenty))
    unions, hours, twenties = zip(*sorted(wanted), strict=True) if wanted else ((), (), ())
    return {"unions": list(unions), "hours": list(hours), "twenties": list(twenties)}


def _histogram(sql: str, asked: Asked, places: dict[str, Any] | None = None) -> Histogram:
    starts, ends, whole = map(list, zip(*_spans(asked.since, asked.until), strict=True))
    terms = asked.terms | {"starts": starts, "ends": ends, "whole": whole}
    terms |= {"all": ALL, "twenty": TWENTY, "hours": list(range(24))}
    found: Histogram = defaultdict(Counter)
    for union_id, hour, minute, amount in rows(sql, terms | (places or {})):
        found[union_id, hour][minute] = int(amount)
    return found


def _spans(since: datetime.date, until: datetime.date) -> list[Span]:
    """The period in whole months and in the days before and after them."""
    first, last = first_full(since), last_full(until)
    if first > last:
        return [(since, until, False)]
    spans = [(first, last, True)]
    if since < first:
        spans.append((since, first - DAY, False))
    if until > last:
        spans.append((last + DAY, until, False))
    return spans


# Nothing in these comes from outside: names of our own columns alone.
_UNFOLDED = f"""
    WITH waiting AS (
        SELECT above AS union_id, d.hour, d.minutes, d.on_time + d.late AS amount
        FROM {WAITING} AND d.minutes IS NOT NULL
    ), spans AS (
        SELECT * FROM unnest(%(starts)s::date[], %(ends)s::date[], %(whole)s::boolean[])
            s (since, until, months)
    )
"""  # noqa: S608
_KEPT = tuple(
    f"spans s JOIN membership_{table} t ON {which} AND t.day BETWEEN s.since AND s.until"
    for table, which in (("minutestally", "NOT s.months"), ("monthminutestally", "s.months"))
)


def _each(select: str) -> str:
    """The same from the sums of days and from those of months."""
    return " UNION ALL ".join(select.format(kept) for kept in _KEPT)


_OF_HOURS = _each("""
    SELECT organization_id AS union_id, hour, minute, amount FROM {}
    WHERE organization_id = %(of)s AND hour = ANY(%(hours)s) AND twenty = %(all)s
""")
_OF_DAYS = _each("""
    SELECT organization_id, hour, minute, amount FROM {}
    WHERE organization_id = ANY(%(both)s) AND hour = %(all)s AND twenty = %(all)s
""")
_OF_TWENTY = _each("""
    SELECT p.union_id, p.hour, t.minute, t.amount FROM places p, {}
    WHERE (t.organization_id, t.hour, t.twenty) = (p.union_id, p.hour, p.twenty)
""")
_TWENTIES = f"""
    {_UNFOLDED}
    SELECT union_id, hour, minute, SUM(amount) FROM (
        {_OF_HOURS} UNION ALL {_OF_DAYS}
        UNION ALL
        SELECT union_id, hour, minutes / %(twenty)s, amount FROM waiting WHERE union_id = %(of)s
        UNION ALL
        SELECT union_id, %(all)s, minutes / %(twenty)s, amount FROM waiting
    ) found GROUP BY 1, 2, 3
"""  # noqa: S608
_MINUTES = f"""
    {_UNFOLDED}, places AS (
        SELECT * FROM unnest(%(unions)s::bigint[], %(hours)s::integer[], %(twenties)s::integer[])
            p (union_id, hour, twenty)
    )
    SELECT union_id, hour, minute, SUM(amount) FROM (
        {_OF_TWENTY}
        UNION ALL
        SELECT p.union_id, p.hour, w.minutes, w.amount
        FROM places p JOIN waiting w
            ON w.union_id = p.union_id AND w.minutes / %(twenty)s = p.twenty
            AND p.hour IN (w.hour, %(all)s)
    ) found GROUP BY 1, 2, 3
"""  # noqa: S608
