"""What is due in joining and who hears of it. Run by `notifications.sweep`, re-checked at sending.

Due means from a moment onwards, never at it: a missed day loses nothing.
"""

import datetime

from django.conf import settings
from django.urls import reverse

from membership.models import Application, State
from notifications.models import Channel
from notifications.reminders import Reminder
from organizations.models import Role
from organizations.posts import holders

SENT_BACK_DAYS = 2
_WITH_UNION = ("organization", "applicant")


def waiting(at: datetime.datetime):
    return Application.objects.filter(state=State.SUBMITTED).select_related(*_WITH_UNION)


def halfway(at: datetime.datetime):
    return waiting(at).filter(half_at__lte=at)


def last_hour(at: datetime.datetime):
    return waiting(at).filter(hour_before_at__lte=at)


def late(at: datetime.datetime):
    return waiting(at).filter(due_at__lt=at)


def sent_back(at: datetime.datetime):
    since = at - datetime.timedelta(days=SENT_BACK_DAYS)
    return Application.objects.filter(state=State.RETURNED, returned_at__lte=since).select_related(
        *_WITH_UNION
    )


def _still_waiting(application: Application, at: datetime.datetime) -> str:
    return "" if application.state == State.SUBMITTED else "申请已有答复或已退回"


def _still_sent_back(application: Application, at: datetime.datetime) -> str:
    return "" if application.state == State.RETURNED else "申请人已补正"


def _run_of_the_clock(application: Application) -> str:
    # A corrected application starts a new run of the clock, and with it new reminders.
    return f"{application.pk}:{application.due_at.isoformat()}"


def _context(application: Application, at: datetime.datetime) -> dict:
    return {"application": application, "city": settings.CITY_NAME}


def _desk_link(application: Application) -> str:
    return reverse("membership:application", args=[application.pk])


REMINDERS = [
    Reminder(
        name="membership.reviewer_halfway",
        due=halfway,
        recipients=lambda application: holders(application.organization, Role.REVIEWER),
        context=_context,
        dedupe=_run_of_the_clock,
        link=_desk_link,
        channels=(Channel.INBOX,),
        still_due=_still_waiting,
    ),
    Reminder(
        name="membership.reviewer_last_hour",
        due=last_hour,
        recipients=lambda application: holders(application.organization, Role.REVIEWER),
        context=_context,
        dedupe=_run_of_the_clock,
        link=_desk_link,
        channels=(Channel.INBOX, Channel.SMS),
        still_due=_still_waiting,
    ),
    Reminder(
        name="membership.supervisor_late",
        due=late,
        recipients=lambda application: holders(application.organization, Role.ADMINISTRATOR),
        context=_context,
        dedupe=_run_of_the_clock,
        link=_desk_link,
        channels=(Channel.INBOX, Channel.SMS),
        still_due=_still_waiting,
    ),
    Reminder(
        name="membership.applicant_waiting",
        due=sent_back,
        recipients=lambda application: [application.applicant],
        context=_context,
        dedupe=lambda application: f"{application.pk}:{application.returned_at.isoformat()}",
        link=lambda application: reverse("membership:progress", args=[application.pk]),
        channels=(Channel.INBOX, Channel.SMS),
        still_due=_still_sent_back,
    ),
]
