"""会员发展: who joined in a year, district by district, against the target and the calendar.

Districts are the unions right below the one looked at; what belongs to that union itself, or to a
closed one below it, has a row of its own, so that the rows add up to the whole.
"""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from campaigns.coverage import Pace, Spot
from dashboards.scope import Scope
from membership import drive, joining_rate, roll
from membership.joining_rate import Rate, Rates
from organizations import tree
from organizations.models import Organization
from people.vocabulary import KEY_GROUPS, Occupation

REST = tuple(value for value in Occupation if value not in KEY_GROUPS)
# The four key groups first.
OCCUPATIONS = (*KEY_GROUPS, *REST)
NO_RATE = Rate()


@dataclass(frozen=True)
class Area:
    """A row. `new`: occupation -> people; `target` 0: none was set; `own`: the members of the
    union looked at itself, without those below.
    """

    union: Organization
    label: str
    own: bool = False
    new: Mapping[str, int] = field(default_factory=dict)
    target: int = 0
    rate: Rate = NO_RATE

    @property
    def total(self) -> int:
        return sum(self.new.values())

    @property
    def key(self) -> int:
        return sum(self.new.get(value, 0) for value in KEY_GROUPS)

    @property
    def rest(self) -> int:
        return self.total - self.key

    @property
    def percent(self) -> int | None:
        return self.total * 100 // self.target if self.target else None

    def pace(self, passed: float) -> Pace:
        return Spot(people=self.total, target=self.target).pace(passed)

    def due(self, passed: float) -> int:
        """Where it should be by today."""
        return round(self.target * passed)

    @property
    def members(self) -> int:
        """Members now."""
        return self.rate.members + self.rate.outside


@dataclass(frozen=True)
class Month:
    first: datetime.date
    key: int
    rest: int

    @property
    def total(self) -> int:
        return self.key + self.rest

    @property
    def last(self) -> datetime.date:
        return (self.first + datetime.timedelta(days=31)).replace(day=1) - datetime.timedelta(1)


@dataclass(frozen=True)
class Drive:
    scope: Scope
    year: int
    today: datetime.date
    areas: list[Area]
    whole: Area
    months: list[Month]
    # Who had joined by the same day of the year before.
    before: int

    @property
    def passed(self) -> float:
        """How much of the year has gone, today among it: 0 to 1."""
        first, last = roll.year(self.year)
        gone = (min(self.today, last) - first).days + 1
        return max(0, gone) / ((last - first).days + 1)

    @property
    def is_running(self) -> bool:
        return self.year == self.today.year

    @property
    def missing(self) -> int:
        """How many are wanting yet; 0 where the target is reached or none was set."""
        return max(0, self.whole.target - self.whole.total)

    @cached_property
    def by_occupation(self) -> list[tuple[Occupation, int]]:
        return [(value, self.whole.new.get(value, 0)) for value in OCCUPATIONS]


def years(today: datetime.date) -> list[int]:
    """What one may choose from, this year first."""
    return [today.year - back for back in range(5)]


def read(scope: Scope, year: int, today: datetime.date) -> Drive:
    """Everything the page of a year shows, in eight queries."""
    since, until = roll.year(year)
    counted = roll.counts(scope.path, "area", "occupation", "month", since=since, until=until)
    new: dict[int, dict[str, int]] = {}
    by_month: dict[datetime.date, dict[str, int]] = {}
    for (area, occupation, month), count in counted.items():
        _add(new.setdefault(tree.ids(area)[-1], {}), occupation, count.joined)
        _add(by_month.setdefault(month, {}), occupation, count.joined)
    rates = joining_rate.read(scope.path)
    targets = drive.targets(scope.path, year)
    areas = _areas(scope, new, targets, rates)
    return Drive(
        scope=scope, year=year, today=today, areas=areas,
        whole=_whole(scope, by_month, targets, rates),
        months=_months(year, today, by_month), before=_before(scope, year, today),
    )  # fmt: skip


def _add(sums: dict, key, number: int) -> None:
    sums[key] = sums.get(key, 0) + number


def _areas(scope: Scope, new, targets, rates: Rates) -> list[Area]:
    below = Organization.objects.filter(parent=scope.union).select_related("division")
    rows = [
        Area(
            union=union, label=_label(scope, union), new=new.get(union.pk, {}),
            target=targets.get(union.pk, 0), rate=rates.areas.get(union.pk, NO_RATE),
        )
        for union in below.order_by("path")
    ]  # fmt: skip
    own = Area(
        union=scope.union, label="市本级" if scope.is_city else "本级", own=True,
        new=new.get(scope.union.pk, {}), rate=rates.areas.get(scope.union.pk, NO_RATE),
    )  # fmt: skip
    return [row for row in (*rows, own) if _is_shown(scope, row)]


def _is_shown(scope: Scope, row: Area) -> bool:
    """Districts always; in the city other unions only with something to show; never a closed or
    empty one.
    """
    if row.total or row.members or row.target:
        return True
    is_district = row.union.kind == Organization.Kind.FEDERATION
    return not row.own and row.union.is_active and (is_district or not scope.is_city)


def _label(scope: Scope, union: Organization) -> str:
    """As narrow columns need it: 甘州区, 火车站街道, 快递外卖行业工会联合会."""
    if union.kind == Organization.Kind.FEDERATION:
        return union.division.short_name
    if union.kind == Organization.Kind.TOWNSHIP:
        return union.division.name
    return union.name.removeprefix(scope.union.division.name) or union.name


def _whole(scope: Scope, by_month, targets, rates: Rates) -> Area:
    new: dict[str, int] = {}
    for groups in by_month.values():
        for occupation, number in groups.items():
            _add(new, occupation, number)
    return Area(
        union=scope.union, label="全市" if scope.is_city else "合计", new=new,
        target=sum(targets.values()), rate=rates.whole,
    )  # fmt: skip


def _months(year: int, today: datetime.date, by_month) -> list[Month]:
    last = today.month if year == today.year else 12
    return [_month(datetime.date(year, nth, 1), by_month) for nth in range(1, last + 1)]


def _month(first: datetime.date, by_month) -> Month:
    groups = by_month.get(first, {})
    key = sum(groups.get(value, 0) for value in KEY_GROUPS)
    return Month(first, key, sum(groups.values()) - key)


def _before(scope: Scope, year: int, today: datetime.date) -> int:
    """By the same day of the year before; of a past year the whole one before it."""
    since, until = roll.year(year - 1)
    if year == today.year:
        # 28 February for the 29th.
        day = min(today.day, 28) if today.month == 2 else today.day
        until = datetime.date(year - 1, today.month, day)
    return roll.whole(scope.path, since=since, until=until).joined
