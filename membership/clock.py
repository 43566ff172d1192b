"""The same-day clock of one application: glue between its row and the pure office hours.

Every function here sets fields on the application and returns their names; the caller saves.
"""

import datetime
from dataclasses import dataclass

from membership.models import Application, State
from organizations import office_hours
from organizations.calendar import hours_for, working_calendar
from organizations.models import Organization

FIELDS = ("due_at", "seconds_left", "seconds_given", "half_at", "hour_before_at")
HOUR = 3600


def start(application: Application, at: datetime.datetime) -> tuple[str, ...]:
    """The application is complete at `at`: from now on the union has the ball."""
    hours, is_working = hours_for(application.organization), working_calendar()
    return _run(application, at, due_if_submitted(application.organization, at), hours, is_working)


def due_if_submitted(organization: Organization, at: datetime.datetime) -> datetime.datetime:
    """When an application to this union, complete at `at`, is due."""
    return office_hours.due_at(at, hours_for(organization), working_calendar())


def stop(application: Application, at: datetime.datetime) -> tuple[str, ...]:
    """The applicant has the ball: keep what is left, in seconds of working time."""
    hours, is_working = hours_for(application.organization), working_calendar()
    application.worked_seconds = _worked(application, at)
    application.seconds_left = office_hours.pause(at, application.due_at, hours, is_working)
    application.due_at = application.half_at = application.hour_before_at = None
    return (*FIELDS, "worked_seconds")


def finish(application: Application, at: datetime.datetime) -> tuple[str, ...]:
    """The answer is given at `at`: sum up how long it took. A stopped clock has been summed up."""
    if application.state == State.SUBMITTED:
        application.worked_seconds = _worked(application, at)
    return ("worked_seconds",)


def _worked(application: Application, at: datetime.datetime) -> int:
    """Office seconds the union has had the ball by `at`: what this run was given, less what is
    left of it or with what it is over, and the runs before.
    """
    hours, is_working = hours_for(application.organization), working_calendar()
    left = office_hours.working_seconds(at, application.due_at, hours, is_working)
    over = office_hours.working_seconds(application.due_at, at, hours, is_working)
    run = max(0, (application.seconds_given or 0) - left + over)
    return (application.worked_seconds or 0) + run


def go_on(application: Application, at: datetime.datetime) -> tuple[str, ...]:
    """The applicant has answered: the clock goes on from where it stopped."""
    hours, is_working = hours_for(application.organization), working_calendar()
    return _run(application, at, due_if_resumed(application, at), hours, is_working)


def due_if_resumed(application: Application, at: datetime.datetime) -> datetime.datetime:
    """When the answer will be due if the applicant answers the correction at `at`."""
    hours, is_working = hours_for(application.organization), working_calendar()
    return office_hours.resume(at, application.seconds_left, hours, is_working)


def _run(application, at, due, hours, is_working) -> tuple[str, ...]:
    application.due_at = due
    application.seconds_left = None
    application.seconds_given = office_hours.working_seconds(at, due, hours, is_working)
    application.half_at = office_hours.midpoint(at, due, hours, is_working)
    application.hour_before_at = office_hours.before_due(due, HOUR, hours, is_working)
    return FIELDS


@dataclass(frozen=True)
class Face:
    """What a clock shows: `kind` running, soon (under an hour), late, paused or done."""

    kind: str
    due_at: datetime.datetime | None = None
    # Seconds by the wall until due (negative when late); working seconds when paused.
    seconds: int = 0
    # Share of the time given that is left, 0–100.
    percent: int = 0

    @property
    def badge(self) -> str:
        return {"soon": "wait", "late": "late", "paused": "calm", "done": "done"}.get(self.kind, "")


def face(application: Application, at: datetime.datetime, *, ring: bool = True) -> Face:
    """How the clock stands at `at`; without `ring` the share left is not worked out (lists)."""
    if application.state == State.RETURNED:
        left = application.seconds_left or 0
        return Face("paused", None, left, _percent(left, application.seconds_given))
    if application.state != State.SUBMITTED:
        return Face("done", application.due_at)
    seconds = int((application.due_at - at).total_seconds())
    kind = "late" if seconds < 0 else "soon" if seconds <= HOUR else "running"
    percent = _percent_left(application, at) if ring else 0
    return Face(kind, application.due_at, seconds, percent)


def _percent_left(application: Application, at: datetime.datetime) -> int:
    hours, is_working = hours_for(application.organization), working_calendar()
    left = office_hours.working_seconds(at, application.due_at, hours, is_working)
    return _percent(left, application.seconds_given)


def _percent(left: int, given: int | None) -> int:
    return min(100, round(100 * left / given)) if given else 0
