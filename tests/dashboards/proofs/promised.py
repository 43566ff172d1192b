"""当日答复 in all the ways it may be asked for, beside a plain count of the applications."""

import random
from collections.abc import Iterator, Sequence

from django.http import QueryDict

from dashboards import rows_applications, small
from dashboards.period import DAY, Period, last_days
from dashboards.promise import Line, Page
from dashboards.promise_public import Month
from dashboards.rows_applications import MEASURES
from membership.models import Application, State
from organizations.models import Organization
from tests.dashboards.proofs import counted


def periods(today, chance: random.Random) -> Iterator[Period]:
    """Today, the usual ones, and any other of the last months."""
    yield from (last_days(today, length) for length in (1, 30, 60, 100))
    for _ in range(2):
        until = today - chance.randrange(60) * DAY
        yield last_days(until, chance.randrange(1, 50))


def check_promise(page: Page, rows: Sequence[Application]) -> None:
    """`rows`: the applications of the area."""
    rows = counted.below(rows, page.scope.union)
    _check(page.total, rows, page.period)
    for line in page.lines:
        _check(line, _of(line, page, rows), page.period)
    for day, sums in page.figures.by_day.items():
        _sums(sums, rows, Period(day, day))
    for line in page.hours:
        hour = int(line.name.removesuffix("点"))
        assert line.median == counted.median(rows, page.period, hour), line.name
        for name in ("submitted", "on_time", "late"):
            true = counted.promise(rows, page.period)[name]
            assert getattr(line.sums, name) == sum(n for (_, h), n in true.items() if h == hour)
    late = [row for row in rows if row.state == State.SUBMITTED and row.due_at < page.at]
    stopped = [row for row in rows if row.state == State.RETURNED]
    assert (page.waiting.overdue, page.waiting.stopped) == (len(late), len(stopped))


def _of(line: Line, page: Page, rows: Sequence[Application]) -> list[Application]:
    """Those of the union of the line with all below it; of the area's own, those of no such union."""
    if line.union:
        return counted.below(rows, line.union)
    paths, below = counted.paths(), tuple(union.path for union in page.unions)
    return [row for row in rows if not paths[row.organization_id].startswith(below)]


def _check(line: Line, rows: Sequence[Application], period: Period) -> None:
    _sums(line.sums, rows, period)
    assert line.median == counted.median(rows, period), (line.name, period)


def _sums(sums, rows: Sequence[Application], period: Period) -> None:
    true = counted.promise(rows, period)
    assert {name: getattr(sums, name) for name in true} == {
        name: sum(found.values()) for name, found in true.items()
    }


def check_months(page: Page) -> None:
    """A long period is told by months: each the sum of its days, leading to exactly its rows."""
    names = [f"{first.year}年{first.month}月" for first in _firsts(page.period)]
    assert [line.name for line in page.months] == [name for name in names if name in _said(page)]
    rows = counted.below(Application.objects.exclude(state=State.DRAFT), page.scope.union)
    for line in page.months:
        first = next(
            first for first in _firsts(page.period) if line.name == f"{first.year}年{first.month}月"
        )
        days = [day for day in page.period.days if day.replace(day=1) == first]
        _sums(line.sums, rows, Period(days[0], days[-1]))
        for name, measure in MEASURES.items():
            if measure.moment:
                behind = _behind(page, line.links[name])
                number = getattr(line.sums, name)
                assert (behind.number, behind.queryset().count()) == (number, number), line.name


def _firsts(period: Period) -> list:
    """First days of its months, the last first."""
    return sorted({day.replace(day=1) for day in period.days}, reverse=True)


def _said(page: Page) -> set[str]:
    """The months in which anything happened."""
    rows = counted.below(Application.objects.exclude(state=State.DRAFT), page.scope.union)
    days = {day for found in counted.promise(rows, page.period).values() for day, _ in found}
    return {f"{day.year}年{day.month}月" for day in days}


def _behind(page: Page, address: str) -> rows_applications.Rows:
    return rows_applications.read(page.scope, QueryDict(address.partition("?")[2]), page.at)


def check_public(month: Month, rows: Sequence[Application]) -> None:
    """For everybody: the districts, and what is left of the city; of one to four nothing is said."""
    numbers = _received_and_answered(rows, month.period)
    percent, median = _share(rows, month.period)
    assert [month.received, month.answered] == [small.hidden([n])[0] for n in numbers]
    told = numbers[1] >= small.LEAST
    assert (month.percent, month.median) == ((percent, median) if told else (None, None))
    lines = _districts(month, rows)
    received, answered = (
        small.hidden([_received_and_answered(own, month.period)[nth] for _, own in lines])
        for nth in (0, 1)
    )
    for shown, (name, own), got, done in zip(
        month.districts, lines, received, answered, strict=True
    ):
        assert (shown.name, shown.received, shown.answered) == (name, got, done)
        percent, median = _share(own, month.period)
        if not isinstance(done, int) or done < small.LEAST:
            percent, median = None, None
        # Of several unions together no median is kept.
        assert (shown.percent, shown.median) == (percent, None if name == REST else median)


REST = "市级和其他"


def _districts(month: Month, rows: Sequence[Application]) -> list[tuple[str, list]]:
    unions = Organization.objects.filter(parent=month.root, kind="federation").order_by("path")
    found = [
        (union.division.short_name, counted.below(rows, union))
        for union in unions
        if union.is_active or any(_received_and_answered(counted.below(rows, union), month.period))
    ]
    inside = {row.pk for _, own in found for row in own}
    rest = [row for row in rows if row.pk not in inside]
    return [*found, (REST, rest)] if any(_received_and_answered(rest, month.period)) else found


def _received_and_answered(rows: Sequence[Application], period: Period) -> tuple[int, int]:
    found = {name: sum(n.values()) for name, n in counted.promise(rows, period).items()}
    return found["submitted"], found["on_time"] + found["late"]


def _share(rows: Sequence[Application], period: Period) -> tuple[int | None, int | None]:
    found = {name: sum(n.values()) for name, n in counted.promise(rows, period).items()}
    answered = found["on_time"] + found["late"]
    percent = found["on_time"] * 100 // answered if answered else None
    return percent, counted.median(rows, period)
