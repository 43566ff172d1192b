"""The same-day clock: pure functions over office hours and a working-day predicate.

Nothing here reads a clock, a row or a setting. Moments are aware datetimes and come back in the
city's time; amounts are whole seconds of office time (lunch, nights and days off do not count).
The rule (澄迈, 2017): complete before the cut-off on a working day means an answer by closing
time that day; later, or on a day off, by closing time of the next working day.
"""

import datetime
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from zoneinfo import ZoneInfo

ZONE = ZoneInfo("Asia/Shanghai")
ONE_DAY = datetime.timedelta(days=1)
# The longest holiday is nine days; a calendar without a working day in sixty is a mistake in
# the overrides, and must not become a loop without end.
LONGEST_REST = 60

WorkingDay = Callable[[datetime.date], bool]
Span = tuple[datetime.datetime, datetime.datetime]


@dataclass(frozen=True)
class Hours:
    """A day at the office, local times: opens < lunch_from <= lunch_to < closes."""

    opens: datetime.time
    lunch_from: datetime.time
    lunch_to: datetime.time
    closes: datetime.time
    # Complete before this moment (strictly) is answered the same day.
    cutoff: datetime.time


def due_at(
    complete_at: datetime.datetime, hours: Hours, is_working_day: WorkingDay
) -> datetime.datetime:
    """When an application complete at `complete_at` must be answered."""
    local = complete_at.astimezone(ZONE)
    day = local.date()
    in_time = is_working_day(day) and local.time() < hours.cutoff
    return _moment(day if in_time else next_working_day(day, is_working_day), hours.closes)


def working_seconds(
    start: datetime.datetime,
    end: datetime.datetime,
    hours: Hours,
    is_working_day: WorkingDay,
) -> int:
    """Office time between two moments, rounded down; 0 when `end` is not after `start`."""
    total = datetime.timedelta()
    day, last = start.astimezone(ZONE).date(), end.astimezone(ZONE).date()
    while day <= last:
        for begins, ends in _spans(day, hours, is_working_day):
            total += max(min(ends, end) - max(begins, start), datetime.timedelta())
        day += ONE_DAY
    return total // datetime.timedelta(seconds=1)


def add_working_seconds(
    start: datetime.datetime, seconds: int, hours: Hours, is_working_day: WorkingDay
) -> datetime.datetime:
    """The first moment by which `seconds` of office time have gone since `start`."""
    left = _amount(seconds)
    if not left:
        return start.astimezone(ZONE)
    for begins, ends in _spans_from(start.astimezone(ZONE).date(), hours, is_working_day):
        first = max(begins, start).astimezone(ZONE)
        if ends - first >= left:
            return first + left
        left -= max(ends - first, datetime.timedelta())
    raise AssertionError("the spans of a calendar have no end")


def before_due(
    due: datetime.datetime, seconds: int, hours: Hours, is_working_day: WorkingDay
) -> datetime.datetime:
    """The last moment at which `seconds` of office time are still left until `due`."""
    left = _amount(seconds)
    if not left:
        return due.astimezone(ZONE)
    for begins, ends in _spans_back(due.astimezone(ZONE).date(), hours, is_working_day):
        last = min(ends, due).astimezone(ZONE)
        if last - begins >= left:
            return last - left
        left -= max(last - begins, datetime.timedelta())
    raise AssertionError("the spans of a calendar have no end")


def midpoint(
    start: datetime.datetime,
    due: datetime.datetime,
    hours: Hours,
    is_working_day: WorkingDay,
) -> datetime.datetime:
    """When half of the office time between `start` and `due` has gone."""
    half = working_seconds(start, due, hours, is_working_day) // 2
    return add_working_seconds(start, half, hours, is_working_day)


def pause(
    at: datetime.datetime,
    due: datetime.datetime,
    hours: Hours,
    is_working_day: WorkingDay,
) -> int:
    """What is left on the clock when it stops at `at`; 0 when it was already late."""
    return working_seconds(at, due, hours, is_working_day)


def resume(
    at: datetime.datetime, seconds_left: int, hours: Hours, is_working_day: WorkingDay
) -> datetime.datetime:
    """When a stopped clock that goes on at `at` is due.

    It goes on where it stopped, and never promises more than a fresh application would get: who
    answers a correction before today's cut-off is answered today.
    """
    left = add_working_seconds(at, seconds_left, hours, is_working_day)
    return min(left, due_at(at, hours, is_working_day))


def is_open(at: datetime.datetime, hours: Hours, is_working_day: WorkingDay) -> bool:
    """Whether somebody is at the office at this moment."""
    day = at.astimezone(ZONE).date()
    return any(begins <= at < ends for begins, ends in _spans(day, hours, is_working_day))


def next_working_day(day: datetime.date, is_working_day: WorkingDay) -> datetime.date:
    """The first working day after `day`. Raises ValueError when there is none in sight."""
    return next(_working_days(day + ONE_DAY, ONE_DAY, is_working_day))


def _working_days(
    day: datetime.date, step: datetime.timedelta, is_working_day: WorkingDay
) -> Iterator[datetime.date]:
    rest = 0
    while rest < LONGEST_REST:
        if is_working_day(day):
            yield day
        rest = 0 if is_working_day(day) else rest + 1
        day += step
    raise ValueError(f"日历里连续{LONGEST_REST}天没有工作日（到{day}为止），请检查日历调整。")


def _spans(day: datetime.date, hours: Hours, is_working_day: WorkingDay) -> tuple[Span, ...]:
    """The office time of one day: morning and afternoon, or nothing on a day off."""
    if not is_working_day(day):
        return ()
    return (
        (_moment(day, hours.opens), _moment(day, hours.lunch_from)),
        (_moment(day, hours.lunch_to), _moment(day, hours.closes)),
    )


def _spans_from(day, hours, is_working_day) -> Iterator[Span]:
    for working_day in _working_days(day, ONE_DAY, is_working_day):
        yield from _spans(working_day, hours, is_working_day)


def _spans_back(day, hours, is_working_day) -> Iterator[Span]:
    for working_day in _working_days(day, -ONE_DAY, is_working_day):
        yield from reversed(_spans(working_day, hours, is_working_day))


def _moment(day: datetime.date, time: datetime.time) -> datetime.datetime:
    return datetime.datetime.combine(day, time, ZONE)


def _amount(seconds: int) -> datetime.timedelta:
    if seconds < 0:
        raise ValueError("An amount of office time cannot be negative.")
    return datetime.timedelta(seconds=seconds)
