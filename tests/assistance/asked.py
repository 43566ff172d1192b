"""People who may ask for help, and their requests as rows."""

from django.utils import timezone

from assistance.models import HelpRequest, HelpRequestState
from assistance.vocabulary import Cause
from people import services as people
from people.models import Purpose
from tests import factories
from tests.assistance.rows import a_person

TEXT = "去年查出病，药费每月要自己付一大半，孩子还在上高中"


def a_known_worker(name: str = "赵范例", **fields):
    """A worker whose identity is known, as after joining."""
    return factories.a_worker(name=name, person=a_person(name), **fields)


def a_request(worker, organization, division, *, state=HelpRequestState.SUBMITTED, **fields):
    """As a row, with the consent of its form."""
    fields.setdefault("text", TEXT)
    fields.setdefault("cause", Cause.OWN_ILLNESS)
    if state == HelpRequestState.SUBMITTED:
        consent_to(worker.person)
    return HelpRequest.objects.create(
        worker=worker, organization=organization, division=division, state=state, **fields
    )


def consent_to(person, purpose=Purpose.ASSISTANCE, at=None):
    return people.give_consent(
        person, purpose=purpose, policy_version="2026-11", at=at or timezone.now()
    )
