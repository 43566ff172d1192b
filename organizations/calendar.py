"""Which days are worked and when the office is open: published calendar, overrides, office hours.

Both tables are small and asked for at every submission and decision, so they are kept in the
cache (see versioned.py); the one writer of both is `timetable.py`.
"""

import datetime
from collections.abc import Callable
from dataclasses import astuple

import chinese_calendar

from organizations import office_hours, tree
from organizations.models import CalendarOverride, OfficeHours, Organization
from organizations.office_hours import Hours
from organizations.versioned import Versioned


def is_published(year: int) -> bool:
    """Whether the State Council's holidays of that year are known (usually since November)."""
    try:
        chinese_calendar.is_workday(datetime.date(year, 1, 1))
    except NotImplementedError:
        return False
    return True


def published(day: datetime.date) -> bool:
    """Whether the published calendar has people work that day; Monday to Friday until it is out."""
    try:
        return chinese_calendar.is_workday(day)
    except NotImplementedError:
        return day.weekday() < 5


def working_calendar() -> Callable[[datetime.date], bool]:
    """A predicate: is this day worked? What the administrators changed goes before what was
    published.
    """
    changed = overrides.read()
    return lambda day: changed[day] if day in changed else published(day)


def hours_for(organization: Organization) -> Hours:
    """The office hours of the nearest union upwards that has its own."""
    known = own_hours.read()
    source = _nearest(organization, known)
    return Hours(*known[source]) if source else as_hours(OfficeHours())


def source_of_hours(organization: Organization) -> int | None:
    """Id of the union whose office hours this one keeps."""
    return _nearest(organization, own_hours.read())


def _nearest(organization: Organization, known: dict) -> int | None:
    return next((pk for pk in nearest_first(organization) if pk in known), None)


def is_office_open(organization: Organization, at: datetime.datetime) -> bool:
    return office_hours.is_open(at, hours_for(organization), working_calendar())


def forget() -> None:
    """After the demo city was loaded in bulk: nothing read before counts any more."""
    own_hours.forget()
    overrides.forget()


def nearest_first(organization: Organization) -> list[int]:
    """Ids of the union and all above it, from its path: a moved union asks its new house."""
    return tree.ids(organization.path)[::-1]


def as_hours(row: OfficeHours) -> Hours:
    return Hours(row.opens, row.lunch_from, row.lunch_to, row.closes, row.cutoff)


def _load_overrides() -> dict[datetime.date, bool]:
    return dict(CalendarOverride.objects.values_list("day", "is_working"))


def _load_hours() -> dict[int, tuple[datetime.time, ...]]:
    return {row.organization_id: astuple(as_hours(row)) for row in OfficeHours.objects.all()}


overrides = Versioned("organizations:calendar", _load_overrides)
own_hours = Versioned("organizations:hours", _load_hours)
