"""当日答复: how the promise stands in an area and a period, by union, hour and day."""

import datetime
from dataclasses import dataclass
from functools import cached_property
from urllib.parse import urlencode

from django.urls import reverse

from dashboards import rows_applications
from dashboards.charts import Bar, Bars
from dashboards.period import DAY, Period, last_days, month
from dashboards.scope import Scope
from dashboards.shares import Share
from dashboards.tiles import Trend
from membership import medians, promise
from membership.medians import Medians
from membership.promise import NOTHING, Asked, Figures, Sums, Waiting
from organizations import tree
from organizations.models import Organization

OFFICE = range(8, 19)
NONE_WAITING = Waiting()
MOST_DAYS_DRAWN = 62


@dataclass(frozen=True)
class Line:
    """A union with all below it, an hour, a day or all of them; `links`: measure -> its rows."""

    name: str
    sums: Sums
    links: dict[str, str]
    median: int | None = None
    waiting: Waiting = NONE_WAITING
    union: Organization | None = None

    @property
    def share(self) -> Share:
        return Share(self.sums.on_time, self.sums.decided)

    def __bool__(self) -> bool:
        return bool(self.sums or self.waiting.overdue or self.waiting.stopped)


@dataclass(frozen=True)
class Page:
    """Everything the page says, read once: `at` is the moment of what waits now."""

    scope: Scope
    period: Period
    at: datetime.datetime

    @cached_property
    def unions(self) -> list[Organization]:
        """Right below, those closed since among them: what they did stays done. One query."""
        rows = Organization.objects.filter(parent=self.scope.union)
        return list(rows.select_related("division").order_by("path"))

    @cached_property
    def asked(self) -> Asked:
        below = [union.pk for union in self.unions]
        return Asked(self.scope.union.pk, self.period.since, self.period.until, below)

    @cached_property
    def figures(self) -> Figures:
        return promise.read(self.asked)

    @cached_property
    def medians(self) -> Medians:
        return medians.read(self.asked)

    @cached_property
    def waiting_by_union(self) -> dict[int, Waiting]:
        """By the union right below, the area's own union for itself."""
        found: dict[int, Waiting] = {}
        for path, waits in promise.waiting(self.scope.path, self.at).items():
            below = tree.ids(path)[len(tree.ids(self.scope.path)) :]
            place = below[0] if below else self.scope.union.pk
            before = found.get(place, NONE_WAITING)
            found[place] = Waiting(before.overdue + waits.overdue, before.stopped + waits.stopped)
        return found

    @cached_property
    def waiting(self) -> Waiting:
        rows = self.waiting_by_union.values()
        return Waiting(sum(row.overdue for row in rows), sum(row.stopped for row in rows))

    @cached_property
    def total(self) -> Line:
        return Line("合计", self.figures.total, self.links(), self.medians.total, self.waiting)

    @cached_property
    def lines(self) -> list[Line]:
        """In the order of the tree, which is no ranking; whoever had nothing is left out."""
        own = Line(
            f"{self.scope.union.name}本级", self.figures.own, self.links(own=True),
            self.medians.own, self.waiting_by_union.get(self.scope.union.pk, NONE_WAITING),
        )  # fmt: skip
        return [line for line in [own, *map(self._line, self.unions)] if line]

    def _line(self, union: Organization) -> Line:
        is_district = self.scope.is_city and union.kind == Organization.Kind.FEDERATION
        return Line(
            union.division.short_name if is_district else union.name,
            self.figures.by_union.get(union.pk, NOTHING), self.links(union=union),
            self.medians.by_union.get(union.pk),
            self.waiting_by_union.get(union.pk, NONE_WAITING), union,
        )  # fmt: skip

    @cached_property
    def hours(self) -> list[Line]:
        """Every hour of the office, and every other that has anything."""
        found, took = self.figures.by_hour, self.medians.by_hour
        hours = sorted({*OFFICE, *found}) if found else []
        return [
            Line(f"{hour}点", found.get(hour, NOTHING), self.links(hour=hour), took.get(hour))
            for hour in hours
        ]

    @cached_property
    def days(self) -> list[Line]:
        """Every day on which something happened, the last first."""
        return [
            Line(f"{day.month}月{day.day}日", sums, self.links(period=Period(day, day)))
            for day, sums in sorted(self.figures.by_day.items(), reverse=True) if sums
        ]  # fmt: skip

    @cached_property
    def months(self) -> list[Line]:
        """The same by months, the last first: a year has more days than one reads."""
        found: dict[datetime.date, Sums] = {}
        for day, sums in self.figures.by_day.items():
            first = day.replace(day=1)
            found[first] = found.get(first, NOTHING) + sums
        return [
            Line(f"{first.year}年{first.month}月", sums, self.links(period=self._within(first)))
            for first, sums in sorted(found.items(), reverse=True) if sums
        ]  # fmt: skip

    def _within(self, first: datetime.date) -> Period:
        """The piece of the period that lies in this month."""
        whole = month(first)
        return Period(max(whole.since, self.period.since), min(whole.until, self.period.until))

    @property
    def is_long(self) -> bool:
        """Told by months, not by days."""
        return self.period.length > MOST_DAYS_DRAWN

    @cached_property
    def trend(self) -> Trend:
        """Answers a day, beside as many days before. One query more."""
        before = self.period.before
        asked = Asked(self.scope.union.pk, before.since, before.until)
        days = self.period.days
        return Trend(
            days, [self.figures.by_day.get(day, NOTHING).decided for day in days],
            promise.read(asked).total.decided, "答复", "份",
        )  # fmt: skip

    @property
    def words(self) -> str:
        """今天, 近30天, 本月, or from when to when."""
        today = self.at.date()
        if self.period == Period(today, today):
            return "今天"
        if self.period == last_days(today):
            return "近30天"
        if self.period.since.day == 1 and self.period in (month(today), _so_far(today)):
            return "本月"
        if self.period == month(self.period.since):
            return f"{self.period.since.year}年{self.period.since.month}月"
        return self.period.words

    @property
    def headline(self) -> str:
        """近30天97%按时答复，还有3份超时"""
        percent, overdue = self.figures.total.percent, self.waiting.overdue
        first = (
            f"{self.words}{percent}%按时答复" if percent is not None else f"{self.words}还没有答复"
        )
        if percent is None and not self.figures.total.submitted:
            first = f"{self.words}没有收到申请"
        return f"{first}，还有{overdue:,}份超时" if overdue else f"{first}，现在没有超时的"

    def links(self, *, period: Period | None = None, **which) -> dict[str, str]:
        """Measure -> the address of the rows behind it."""
        return rows_applications.addresses(self.scope, period or self.period, **which)


def _so_far(today: datetime.date) -> Period:
    return Period(today.replace(day=1), today)


def address(scope: Scope, period: Period | None = None) -> str:
    """The page of an area, of its last thirty days unless another period is given."""
    asked = {"union": str(scope.union.public_id)}
    if period:
        asked |= {"since": period.since.isoformat(), "until": period.until.isoformat()}
    return f"{reverse('dashboards:promise')}?{urlencode(asked)}"


@dataclass(frozen=True)
class Span:
    """A period one often asks for."""

    label: str
    period: Period
    on: bool


def spans(today: datetime.date, shown: Period) -> list[Span]:
    last_month = month(today.replace(day=1) - DAY)
    known = (
        ("今天", Period(today, today)),
        ("近30天", last_days(today)),
        ("本月", _so_far(today)),
        ("上月", last_month),
    )
    return [Span(label, period, period == shown) for label, period in known]


def day_chart(page: Page) -> Bars:
    """The same day by day; of more than two months by the month."""
    found: dict[datetime.date, Sums] = {}
    for day in page.period.days:
        at = _at(page, day)
        found[at] = found.get(at, NOTHING) + page.figures.by_day.get(day, NOTHING)
    now, first = _at(page, page.at.date()), min(found)
    bars = [
        Bar(_named(page, at, first), sums.decided, part=sums.late, is_now=at == now)
        for at, sums in found.items()
    ]
    return Bars(
        f"每{'月' if page.is_long else '天'}的答复", "份", bars, part="超时的",
        head="月份" if page.is_long else "日子",
    )  # fmt: skip


def _at(page: Page, day: datetime.date) -> datetime.date:
    return day.replace(day=1) if page.is_long else day


def _named(page: Page, at: datetime.date, first: datetime.date) -> str:
    """11/25; of a month 11月, and the year where it begins."""
    if not page.is_long:
        return f"{at.month}/{at.day}"
    return f"{at:%y}年{at.month}月" if at == first or at.month == 1 else f"{at.month}月"


def hour_chart(page: Page) -> Bars:
    """What was answered in each hour of the day, the late ones as the dark piece."""
    return Bars(
        "每个钟点的答复", "份",
        [
            Bar(line.name, line.sums.decided, part=line.sums.late, url=line.links["decided"])
            for line in page.hours
        ],
        part="超时的", head="钟点",
    )  # fmt: skip


def of_union(union: Organization) -> str:
    """The page of that union."""
    return f"{reverse('dashboards:promise')}?union={union.public_id}"
