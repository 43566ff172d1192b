"""The one writer of office hours and of the calendar's overrides. Each edit counts at once."""

import datetime
from dataclasses import asdict

from django.db import transaction

from audit import services as audit
from audit.refusal import Refused
from organizations import calendar, permissions
from organizations.models import CalendarOverride, OfficeHours, Organization
from organizations.office_hours import Hours


@transaction.atomic
def set_hours(organization: Organization, hours: Hours | None, *, actor) -> None:
    """Give a union hours of its own, or with None let it follow the union above.

    Applications under way keep the due time they were promised. Raises Refused.
    """
    Organization.objects.select_for_update().get(pk=organization.pk)
    refusal = permissions.refusal_to_manage(actor, organization)
    if refusal:
        raise Refused(refusal)
    if hours is None and organization.parent_id is None:
        raise Refused("市总工会要有自己的办公时间，下级工会都沿用它。", field="own")
    before = _own(organization)
    if before == hours:
        return
    calendar.own_hours.edit()
    if hours is None:
        OfficeHours.objects.filter(organization=organization).delete()
    else:
        OfficeHours.objects.update_or_create(organization=organization, defaults=asdict(hours))
    audit.record(
        "organizations.hours_changed",
        actor=actor,
        subject=organization,
        unit=organization.name,
        data={"from": _words(before), "to": _words(hours)},
    )


@transaction.atomic
def override_day(day: datetime.date, *, is_working: bool, note: str, actor) -> CalendarOverride:
    """Say that a day is worked, or not, whatever was published. Raises Refused."""
    _check_calendar(actor)
    calendar.overrides.edit()
    override, created = CalendarOverride.objects.select_for_update().get_or_create(
        day=day, defaults={"is_working": is_working, "note": note}
    )
    if not created:
        if (override.is_working, override.note) == (is_working, note):
            return override
        override.is_working, override.note = is_working, note
        override.save(update_fields=["is_working", "note"])
    _record(override, actor, to="working" if is_working else "off")
    return override


@transaction.atomic
def remove_override(day: datetime.date, *, actor) -> None:
    """Let the published calendar hold again for that day; doing it twice changes nothing."""
    _check_calendar(actor)
    override = CalendarOverride.objects.select_for_update().filter(day=day).first()
    if not override:
        return
    calendar.overrides.edit()
    _record(override, actor, to="published")
    override.delete()


def _check_calendar(actor) -> None:
    refusal = permissions.refusal_to_change_calendar(actor)
    if refusal:
        raise Refused(refusal)


def _record(override: CalendarOverride, actor, *, to: str) -> None:
    audit.record(
        "organizations.calendar_changed",
        actor=actor,
        subject=override,
        reason=override.note,
        data={"day": override.day.isoformat(), "to": to},
    )


def _own(organization: Organization) -> Hours | None:
    row = OfficeHours.objects.filter(organization=organization).first()
    return calendar.as_hours(row) if row else None


def _words(hours: Hours | None) -> dict[str, str]:
    return {name: f"{time:%H:%M}" for name, time in asdict(hours).items()} if hours else {}
