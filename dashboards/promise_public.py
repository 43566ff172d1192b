"""How the city keeps its promise, month by month, for everybody: nothing about persons, groups
below five not told (small.py).
"""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from dashboards import period as periods
from dashboards import small
from dashboards.period import DAY, Period
from membership import medians, promise
from membership.medians import Medians
from membership.promise import NOTHING, Asked, Figures
from organizations.models import Organization

# How many months before this one the page leads to.
MONTHS_BACK = 12


@dataclass(frozen=True)
class District:
    """Counts as they may be shown: a number, “少于5” or “—”. Share and median only where at least
    five were answered.
    """

    name: str
    received: int | str
    answered: int | str
    percent: int | None
    median: int | None


@dataclass(frozen=True)
class Month:
    """`first`: the first day of the month; `root`: the city's own union."""

    root: Organization
    first: datetime.date
    today: datetime.date

    @property
    def period(self) -> Period:
        return periods.month(self.first)

    @property
    def in_progress(self) -> bool:
        return self.today in self.period.days

    @cached_property
    def unions(self) -> list[Organization]:
        rows = Organization.objects.filter(parent=self.root)
        return list(rows.select_related("division").order_by("path"))

    @cached_property
    def asked(self) -> Asked:
        below = [union.pk for union in self.unions]
        return Asked(self.root.pk, self.period.since, self.period.until, below)

    @cached_property
    def figures(self) -> Figures:
        return promise.read(self.asked)

    @cached_property
    def medians(self) -> Medians:
        return medians.read(self.asked)

    @property
    def received(self) -> int | str:
        return small.hidden([self.figures.total.submitted])[0]

    @property
    def answered(self) -> int | str:
        return small.hidden([self.figures.total.decided])[0]

    @property
    def percent(self) -> int | None:
        return self.figures.total.percent if self._is_enough(self.figures.total.decided) else None

    @property
    def median(self) -> int | None:
        return self.medians.total if self._is_enough(self.figures.total.decided) else None

    @staticmethod
    def _is_enough(answers: int) -> bool:
        return answers >= small.LEAST

    @cached_property
    def districts(self) -> list[District]:
        """The districts in code order, and what the city's own union and others below it did
        themselves; the sums of the columns stand above.
        """
        named = [(union.division.short_name, self.figures.by_union.get(union.pk, NOTHING),
                  self.medians.by_union.get(union.pk)) for union in self._districts()]  # fmt: skip
        rest = self.figures.total - sum((sums for _, sums, _ in named), start=NOTHING)
        if rest.submitted or rest.decided:
            # Of several unions together no median is kept.
            named.append(("市级和其他", rest, None))
        received = small.hidden([sums.submitted for _, sums, _ in named])
        answered = small.hidden([sums.decided for _, sums, _ in named])
        return [
            District(name, got, told, *self._shown(sums, told, median))
            for (name, sums, median), got, told in zip(named, received, answered, strict=True)
        ]

    def _shown(self, sums, told: int | str, median: int | None) -> tuple[int | None, int | None]:
        # Where the number may not be told, its share would give it away.
        return (
            (sums.percent, median)
            if self._is_enough(sums.decided) and told != "—"
            else (None, None)
        )

    def _districts(self) -> list[Organization]:
        federations = [u for u in self.unions if u.kind == Organization.Kind.FEDERATION]
        return [u for u in federations if u.is_active or self.figures.by_union.get(u.pk)]

    @cached_property
    def others(self) -> Sequence[datetime.date]:
        """First days of the months one can look at, the newest first: the last twelve that the
        sums know of, and this one.
        """
        known = promise.first_day(self.root.pk) or self.today
        return months(known, self.today)[: MONTHS_BACK + 1]


def months(since: datetime.date, today: datetime.date) -> list[datetime.date]:
    """First days of the months from the one of `since` to the one of `today`, newest first."""
    found, first = [], today.replace(day=1)
    while first >= since.replace(day=1):
        found.append(first)
        first = (first - DAY).replace(day=1)
    return found
