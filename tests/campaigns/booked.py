"""Sessions and who books them, as rows: each makes exactly what it says."""

import datetime

from django.utils import timezone

from campaigns.models import Session, SessionKind
from tests import factories
from tests.people.conftest import a_person

HOUR = datetime.timedelta(hours=1)
DAY = datetime.timedelta(days=1)


def a_session(campaign, organization, *, kind=SessionKind.LEGAL_DESK, **fields) -> Session:
    """Legal advice tomorrow from nine to eleven, two seats, for everybody."""
    fields.setdefault("starts_at", tomorrow(9))
    fields.setdefault("ends_at", fields["starts_at"] + 2 * HOUR)
    fields.setdefault("title", "法律咨询进驿站")
    fields.setdefault("place", "火车站驿站")
    fields.setdefault("capacity", 2)
    fields.setdefault("item", campaign.items.first())
    fields.setdefault("division", organization.division)
    return Session.objects.create(campaign=campaign, organization=organization, kind=kind, **fields)


def a_check_up(campaign, organization, **fields) -> Session:
    fields.setdefault("title", "巡回体检专车")
    return a_session(campaign, organization, kind=SessionKind.HEALTH_VEHICLE, **fields)


def tomorrow(hour: int, minute: int = 0) -> datetime.datetime:
    day = timezone.localdate() + DAY
    return timezone.make_aware(datetime.datetime.combine(day, datetime.time(hour, minute)))


def a_known_worker(name="李示例"):
    """One with a person behind the phone, as after an application."""
    return factories.a_worker(name=name, person=a_person(name))
