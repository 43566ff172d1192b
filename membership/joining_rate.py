"""入会率: members for every hundred workers, never without its denominator and the day of it.

Workers are those the unions report (organizations/workforce.py); members are those who stand in
the unions these reports speak of, so that nobody stands on one side of the line alone. Who belongs
to a union without a report is said beside it.
"""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass, field

from membership import roll
from organizations import tree, workforce
from organizations.workforce import Report


@dataclass(frozen=True)
class Rate:
    """`members` of `workers`, as reported between `since` and `until`; `outside`: members of unions
    for which nobody has reported; `missing`: how many unions these are, those without a member
    among them; `reports`: how many reports the workers come from.
    """

    members: int = 0
    workers: int = 0
    since: datetime.date | None = None
    until: datetime.date | None = None
    outside: int = 0
    missing: int = 0
    reports: int = 0

    @property
    def percent(self) -> int | None:
        """Rounded down; None where nobody has reported."""
        return self.members * 100 // self.workers if self.workers else None

    @property
    def tenths(self) -> str:
        """To one place, rounded down: “67.4”; "" where nobody has reported."""
        if not self.workers:
            return ""
        thousandths = self.members * 1000 // self.workers
        return f"{thousandths // 10}.{thousandths % 10}"

    @property
    def is_doubtful(self) -> bool:
        """More members than workers: the report is old or wrong."""
        return self.members > self.workers > 0

    @property
    def dated(self) -> str:
        """When the workers were counted, in words."""
        if not self.since or not self.until:
            return ""
        if self.since == self.until:
            return f"截至{_day(self.since)}"
        return f"截至{_day(self.since)}到{_day(self.until)}"

    @property
    def says(self) -> str:
        """The division itself: “8,285名会员÷12,000名职工，截至2026年6月30日”."""
        if not self.workers:
            return "还没有报职工人数"
        return f"{self.members:,}名会员÷{self.workers:,}名职工，{self.dated}"


def _day(day: datetime.date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


@dataclass
class _Sum:
    members: int = 0
    outside: int = 0
    missing: int = 0
    counted: list[Report] = field(default_factory=list)

    def rate(self) -> Rate:
        days = [report.as_of for report in self.counted]
        return Rate(
            members=self.members, workers=sum(report.workers for report in self.counted),
            since=min(days, default=None), until=max(days, default=None), outside=self.outside,
            missing=self.missing, reports=len(self.counted),
        )  # fmt: skip


@dataclass(frozen=True)
class Rates:
    """`whole` of a subtree, and by the id of the union right below (the own id for what is not
    below one). A report of the subtree's own union is nobody's below: it has no `areas`.
    """

    whole: Rate
    areas: dict[int, Rate]


def read(path: str) -> Rates:
    """The rates of a subtree and of what lies right below it. Three queries."""
    own = workforce.newest(path)
    # A report of the union itself stands for the whole; below it each speaks for itself.
    below = {where: found for where, found in own.items() if where != path}
    members = {ids[0]: count.standing for ids, count in roll.counts(path, "organization").items()}
    places = workforce.places(path)
    whole = _sums(path, workforce.tops(own), members, places, by_area=False)
    areas = _sums(path, workforce.tops(below), members, places, by_area=True)
    return Rates(
        whole=whole.get(tree.ids(path)[-1], _Sum()).rate(),
        areas={pk: found.rate() for pk, found in areas.items()},
    )


def _sums(
    path: str, tops: Sequence[Report], members: dict[int, int], places, *, by_area: bool
) -> dict[int, _Sum]:
    depth, own = len(tree.ids(path)), tree.ids(path)[-1]
    counted = {report.path: report for report in tops}
    found: dict[int, _Sum] = {}

    def sum_of(where: str) -> _Sum:
        steps = tree.ids(where)
        return found.setdefault(steps[depth] if by_area and len(steps) > depth else own, _Sum())

    for report in tops:
        sum_of(report.path).counted.append(report)
    for place in places:
        here = sum_of(place.path)
        standing = members.get(place.pk, 0)
        if workforce.covering(place.path, counted):
            here.members += standing
        else:
            here.outside += standing
            here.missing += place.reports
    return found
