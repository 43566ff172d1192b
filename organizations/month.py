"""One month of the working calendar as the desk shows it: a word and a colour for every day."""

import calendar
import datetime
from dataclasses import dataclass

import chinese_calendar
from chinese_calendar.constants import Holiday

from organizations.calendar import published
from organizations.models import CalendarOverride

WEEK = ("一", "二", "三", "四", "五", "六", "日")


@dataclass(frozen=True)
class Face:
    """A day in the grid. `kind`: work, rest, holiday, makeup, override; empty outside the month."""

    day: datetime.date
    kind: str
    word: str
    is_working: bool
    note: str = ""
    is_today: bool = False


def weeks(
    year: int,
    month: int,
    overrides: dict[datetime.date, CalendarOverride],
    today: datetime.date,
) -> list[list[Face | None]]:
    """The month in weeks from Monday; None stands for days of the neighbouring months."""
    grid = calendar.Calendar().monthdatescalendar(year, month)
    return [
        [face(day, overrides.get(day), today) if day.month == month else None for day in week]
        for week in grid
    ]


def face(day: datetime.date, override: CalendarOverride | None, today: datetime.date) -> Face:
    if override:
        word = "改为上班" if override.is_working else "改为休息"
        return Face(day, "override", word, override.is_working, override.note, day == today)
    kind, word = _published(day)
    return Face(day, kind, word, published(day), "", day == today)


def _published(day: datetime.date) -> tuple[str, str]:
    """What the published calendar says of a day; an unpublished year knows only weekends."""
    weekend = day.weekday() >= 5
    if published(day):
        return ("makeup", "补班") if weekend else ("work", "上班")
    name = _holiday(day)
    return ("holiday", name) if name else ("rest", "休息")


def _holiday(day: datetime.date) -> str:
    try:
        _, name = chinese_calendar.get_holiday_detail(day)
    except NotImplementedError:
        return ""
    return Holiday(name).chinese if name else ""
