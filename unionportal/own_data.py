"""What the portal keeps about one worker, gathered from every room; and taking a consent back."""

import datetime
from collections.abc import Iterable
from contextlib import suppress
from typing import Any

from django.conf import settings
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import timezone

from accounts.models import SignIn, User
from assistance import own_copy
from audit import services as audit
from audit.refusal import Refused
from campaigns.models import Booking, Wish
from campaigns.received import received_by
from membership import joining
from membership.models import Application, Member, State
from notifications.models import FINAL_STATES, Message
from people import services as people
from people.models import Consent, Purpose


@transaction.atomic
def copy_of(user: User, *, at: datetime.datetime | None = None) -> str:
    """A copy to read and keep. That it was taken is on record; the number stays masked in it."""
    at = at or timezone.now()
    audit.record("people.copied", actor=user, subject=user, person=user.person_id, at=at)
    return render_to_string("people/copy.txt", kept_about(user) | {"at": at})


def kept_about(user: User) -> dict[str, Any]:
    applications = Application.objects.of_applicant(user).exclude(state=State.DRAFT)
    looks = audit.looks_at(user.person_id) if user.person_id else []
    return {
        "user": user,
        "city": settings.CITY_NAME,
        "phone": settings.CITY_PHONE,
        "memberships": Member.objects.filter(person=user.person_id)
        .select_related("organization")
        .order_by("joined_at"),
        "applications": applications.select_related(
            "organization", "district", "township"
        ).order_by("submitted_at"),
        "consents": consents_of(user),
        "looks": [people.look(entry) for entry in looks],
        "messages": Message.objects.filter(recipient=user, state__in=FINAL_STATES).order_by(
            "created_at"
        ),
        "received": received_by(user.person),
        "bookings": Booking.objects.filter(worker=user)
        .select_related("session")
        .order_by("booked_at"),
        "wishes": Wish.objects.filter(worker=user)
        .select_related("organization")
        .order_by("created_at"),
        "sign_ins": SignIn.objects.filter(user=user).order_by("started_at"),
        **own_copy.kept_about(user),
    }


def consents_of(user: User):
    return Consent.objects.filter(person=user.person_id).order_by("-given_at", "-pk")


def resting_on_consent(user: User) -> Application | None:
    """The open application, which cannot go on without the consent."""
    return Application.objects.of_applicant(user).open().select_related("organization").first()


def standing_purposes(consents: Iterable[Consent]) -> list[Purpose]:
    """What is agreed to at present, in the order of Purpose."""
    agreed = {consent.purpose for consent in consents if not consent.withdrawn_at}
    return [purpose for purpose in Purpose if purpose.value in agreed]


@transaction.atomic
def withdraw_consent(
    user: User, *, purpose: str = Purpose.JOIN, at: datetime.datetime | None = None
) -> int:
    """Take back one consent; with that to joining goes the application that rests on it.

    Returns how many consents were standing; a membership stays, whatever happens.
    """
    at = at or timezone.now()
    application = resting_on_consent(user) if purpose == Purpose.JOIN else None
    if application:
        # Decided this very moment: there is nothing left to withdraw but the consent.
        with suppress(Refused):
            joining.withdraw(application, actor=user, at=at)
    if not user.person:
        return 0
    return people.withdraw_consent(user.person, purpose=purpose, actor=user, at=at)
