"""1+1 day by day: contacts answered and in vain, and open needs by the day they were raised.

The sums are kept by triggers (models/days.py, migration 0004); here they are read, folded and
proved. Times are counted, not households: who was called twice a day counts twice.
"""

import datetime
from collections import defaultdict
from dataclasses import dataclass

from django.db import connection, transaction
from django.db.models import Count, F, Q
from django.db.models.functions import TruncDate

from assistance.models import CareDayDelta, CareDayTally, Contact, Need
from assistance.models.care import OPEN_NEED_STATES
from assistance.vocabulary import Result
from audit.days import midnight
from audit.sums import Sums, between, differs
from organizations import tree

KEY = ("day", "organization_id")
COLUMNS = ("reached", "tried", "open_needs")
DAY = datetime.timedelta(days=1)
SUMS = Sums(CareDayTally, CareDayDelta, COLUMNS)
MOST_AT_ONCE = 50_000


@dataclass(frozen=True)
class Contacts:
    """Of one day: somebody answered; nobody did."""

    reached: int = 0
    tried: int = 0

    @property
    def total(self) -> int:
        return self.reached + self.tried


NONE = Contacts()


def contacts(
    path: str, since: datetime.date, until: datetime.date
) -> dict[datetime.date, Contacts]:
    """Day -> contacts of the households kept in that subtree, both ends included. One query."""
    where = between("day", since, until) & tree.inside(path)
    sums = SUMS.read("day", where=where).items()
    found = {day: Contacts(reached, tried) for (day,), (reached, tried, _) in sums}
    return {day: each for day, each in found.items() if each.total}


@dataclass(frozen=True)
class Age:
    """Open needs by whole days since they were raised: `since` to `until` of them, None: on."""

    name: str
    label: str
    since: int
    until: int | None

    def holds(self, days: int) -> bool:
        """What is dated ahead by a phone whose clock is wrong is new."""
        return self.since <= max(days, 0) <= (days if self.until is None else self.until)

    def condition(self, today: datetime.date, column: str) -> Q:
        """Rows whose moment (`column`) makes them of this age."""
        raised = Q()
        if self.until is not None:
            raised &= Q(**{f"{column}__gte": midnight(today - self.until * DAY)})
        if self.since:
            raised &= Q(**{f"{column}__lt": midnight(today - (self.since - 1) * DAY)})
        return raised


# From the fifth day on one is reminded (overdue.NEED_DAYS).
AGES = (
    Age("new", "2天以内", 0, 2),
    Age("days", "3到4天", 3, 4),
    Age("old", "5到14天", 5, 14),
    Age("long", "15天以上", 15, None),
)

# What one is reminded of: the last two together.
OVERDUE = Age("overdue", "5天以上", AGES[2].since, None)


def open_needs(path: str, today: datetime.date) -> dict[str, int]:
    """Name of the age -> how many needs of that subtree are open. One query."""
    rows = SUMS.read("day", where=differs("open_needs", 0) & tree.inside(path))
    found = dict.fromkeys((age.name for age in AGES), 0)
    for (day,), (_, _, number) in rows.items():
        age = next(age for age in AGES if age.holds((today - day).days))
        found[age.name] += number
    return found


_KEY, _ALL = ", ".join(KEY), ", ".join((*KEY, *COLUMNS))
_SUMS = ", ".join(f"SUM({name}) AS {name}" for name in COLUMNS)
_ADDED = ", ".join(f"{c} = assistance_caredaytally.{c} + EXCLUDED.{c}" for c in COLUMNS)
# Nothing in it comes from outside: names of our own columns alone.
_FOLD = f"""
    WITH gone AS (
        DELETE FROM assistance_caredaydelta
        WHERE id IN (
            SELECT id FROM assistance_caredaydelta
            ORDER BY id LIMIT {MOST_AT_ONCE} FOR UPDATE SKIP LOCKED
        )
        RETURNING {_ALL}
    ), sums AS (
        SELECT {_KEY}, {_SUMS}, COUNT(*) AS n FROM gone GROUP BY {_KEY}
    ), kept AS (
        INSERT INTO assistance_caredaytally ({_ALL})
        SELECT {_ALL} FROM sums ORDER BY {_KEY}
        ON CONFLICT ({_KEY}) DO UPDATE SET {_ADDED}
    )
    SELECT COALESCE(SUM(n), 0) FROM sums
"""  # noqa: S608


def fold() -> int:
    """Move deltas into the tallies; returns how many. One statement, as in covering.py."""
    with connection.cursor() as cursor:
        cursor.execute(_FOLD)
        return int(cursor.fetchone()[0])


@transaction.atomic
def recount(*, write: bool) -> list[str]:
    """Compare the sums with the rows they stand for, a line for each difference; with `write`,
    make them equal.
    """
    with connection.cursor() as cursor:
        # Nobody may write what is counted while we count; readers go on.
        cursor.execute(
            "LOCK TABLE assistance_hardshipfile, assistance_contact, assistance_need"
            " IN SHARE ROW EXCLUSIVE MODE"
        )
    true, stored = from_rows(), SUMS.read(*KEY)
    if write and true != stored:
        _rewrite(true)
    nothing = (0,) * len(COLUMNS)
    return sorted(
        f"帮扶每日统计 {key[0]} 工会{key[1]}: {stored.get(key, nothing)} → {true.get(key, nothing)}"
        for key in true.keys() | stored.keys()
        if true.get(key) != stored.get(key)
    )


def _rewrite(true: dict[tuple, tuple[int, ...]]) -> None:
    CareDayDelta.objects.all().delete()
    CareDayTally.objects.all().delete()
    names = (*KEY, *COLUMNS)
    CareDayTally.objects.bulk_create(
        (CareDayTally(**dict(zip(names, key + sums, strict=True))) for key, sums in true.items()),
        batch_size=5000,
    )


def from_rows() -> dict[tuple, tuple[int, ...]]:
    """(day, union) -> the sums, counted the slow and plain way."""
    found: dict[tuple, list[int]] = defaultdict(lambda: [0] * len(COLUMNS))
    answered = ~Q(result=Result.NOT_REACHED)
    for day, union, reached, tried in _by_day(
        Contact.objects.all(), "at",
        reached=Count("pk", filter=answered), tried=Count("pk", filter=~answered),
    ):  # fmt: skip
        found[day, union][:2] = [reached, tried]
    needs = Need.objects.filter(state__in=OPEN_NEED_STATES)
    for day, union, number in _by_day(needs, "raised_at", number=Count("pk")):
        found[day, union][2] = number
    return {key: tuple(sums) for key, sums in found.items()}


def _by_day(rows, moment: str, **counts):
    by = rows.order_by().values_list(TruncDate(moment), F("file__organization"))
    return by.annotate(**counts)
