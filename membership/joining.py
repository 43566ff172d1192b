"""The applicant's acts: submit, answer a correction, withdraw."""

import datetime
from dataclasses import dataclass

from django.conf import settings
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from audit import services as audit
from audit.refusal import Refused
from membership import checks, clock, tallies
from membership.members import is_member
from membership.models import MOVES, OPEN_STATES, Application, Measure, State
from membership.permissions import refusal_to_answer, refusal_to_move
from notifications import services as notifications
from organizations.models import Division, Organization, Station
from people import services as people
from people.models import Person, Purpose

APPLICATION_TEXT = "我自愿加入中国工会，遵守工会章程，执行工会决议，按时交纳会费。"


@dataclass(frozen=True)
class Details:
    """What an application consists of, already checked field by field (forms.py)."""

    name: str
    document_type: str
    number: str
    occupation: str
    employer: str
    district: Division
    township: Division
    organization: Organization
    sex: str = ""
    birth_date: datetime.date | None = None
    station: Station | None = None


_COPIED = ("name", "document_type", "occupation", "employer", "district", "township",
           "organization", "station")  # fmt: skip


def submit(
    application: Application, *, details: Details, actor: User, at: datetime.datetime | None = None
) -> Application:
    """Send in a draft, or the answer to a correction: once, however often the button is pressed.

    Raises Refused: not the applicant's own; the number is a member's; another open application
    has it; the phone or the number belongs to somebody else.
    """
    at = at or timezone.now()
    try:
        with transaction.atomic():
            application = _lock(application)
            if application.state == State.SUBMITTED and application.applicant_id == actor.pk:
                return application
            return _submit(application, details, actor, at)
    except IntegrityError as error:
        if "one_open_application_per_person" not in str(error):
            raise
        raise Refused(_OPEN_ELSEWHERE, field="number") from error


def _submit(application, details, actor, at) -> Application:
    again = application.state == State.RETURNED
    move = "resubmit" if again else "submit"
    reason = refusal_to_answer(actor, application) or refusal_to_move(application, move)
    if reason:
        raise Refused(reason)
    person = _person(application, details, actor)
    before = application.organization
    for name in _COPIED:
        setattr(application, name, getattr(details, name))
    application.person = person
    application.phone = actor.phone
    application.policy_version = settings.POLICY_VERSION
    application.state = MOVES[move][1]
    application.return_items = []
    application.findings = checks.findings(application, details.number)
    ticking = clock.go_on(application, at) if again else clock.start(application, at)
    if not again:
        application.submitted_at = at
        tallies.add(application.organization, at, Measure.SUBMITTED)
    elif before != application.organization:
        tallies.move_received(application, before)
    application.save(update_fields=[*_SUBMITTED_FIELDS, *ticking])
    people.give_consent(
        person, purpose=Purpose.JOIN, policy_version=settings.POLICY_VERSION, actor=actor, at=at
    )
    _record("membership.resubmitted" if again else "membership.submitted", application, actor, at)
    _tell(application, actor, "membership.received", at)
    return application


_SUBMITTED_FIELDS = (
    *_COPIED, "person", "phone", "policy_version", "state", "return_items", "findings",
    "submitted_at",
)  # fmt: skip


def withdraw(
    application: Application, *, actor: User, at: datetime.datetime | None = None
) -> Application:
    """The applicant takes it back; they may apply again."""
    at = at or timezone.now()
    with transaction.atomic():
        application = _lock(application)
        if application.state == State.WITHDRAWN and application.applicant_id == actor.pk:
            return application
        reason = refusal_to_answer(actor, application) or refusal_to_move(application, "withdraw")
        if reason:
            raise Refused(reason)
        application.state = MOVES["withdraw"][1]
        application.withdrawn_at = at
        application.draft = b""
        application.save(update_fields=["state", "withdrawn_at", "draft"])
        tallies.add(application.organization, at, Measure.WITHDRAWN)
        _record("membership.withdrawn", application, actor, at)
    return application


def _lock(application: Application) -> Application:
    return Application.objects.select_for_update().get(pk=application.pk)


_OPEN_ELSEWHERE = "这个证件号码已有一份申请正在办理。如果不是您本人提交的，请打电话告诉我们。"


def _person(application: Application, details: Details, actor: User) -> Person:
    """The person of this number, bound to this account; Refused when either is somebody else's."""
    person = people.register(
        name=details.name,
        document_type=details.document_type,
        number=details.number,
        sex=details.sex,
        birth_date=details.birth_date,
        is_demo=actor.is_demo,
    )
    if is_member(person.pk):
        raise Refused(
            "这个证件号码已经是会员，不用再申请。想换一个工会，以后可以在这里办理会员关系接转。",
            field="number",
        )
    if (
        Application.objects.filter(person=person, state__in=OPEN_STATES)
        .exclude(pk=application.pk)
        .exists()
    ):
        raise Refused(_OPEN_ELSEWHERE, field="number")
    _bind(actor, person)
    return person


def _bind(actor: User, person: Person) -> None:
    if actor.person_id == person.pk:
        return
    if is_member(actor.person_id):
        raise Refused(
            "这个手机号已登记在另一位会员名下。如果是您换了新号码，"
            f"请带证件到工会窗口，或打{settings.CITY_PHONE}，我们帮您改过来。",
            field="number",
        )
    if User.objects.filter(person=person).exclude(pk=actor.pk).exists():
        raise Refused(
            "这个证件号码已用另一个手机号登记。如果您换了手机号，"
            f"请带证件到工会窗口，或打{settings.CITY_PHONE}，我们帮您改过来。",
            field="number",
        )
    actor.person = person
    actor.name = person.name
    actor.save(update_fields=["person", "name"])


def _record(action, application, actor, at) -> None:
    audit.record(
        action,
        actor=actor,
        subject=application,
        person=application.person,
        unit=application.organization.name,
        at=at,
    )


def _tell(application, applicant, kind, at) -> None:
    notifications.enqueue(
        kind,
        recipient=applicant,
        context={"application": application, "city": settings.CITY_NAME},
        dedupe=f"{application.pk}:{at.isoformat()}",
        about=application,
        link=reverse("membership:progress", args=[application.pk]),
        at=at,
    )
