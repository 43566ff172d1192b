"""困难帮扶申请, the person's side: ask, and take it back.

The consent given in the form carries the request: whoever takes that back takes the request back,
and the other way round (consequences.py in people). Locks are taken in one order by everybody:
the consent first, then the request.
"""

import datetime
from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone

from accounts.models import User
from assistance import duplicates, request_acts
from assistance.models import HelpRequest, HelpRequestState
from assistance.recording import check
from audit.refusal import Refused
from organizations.models import Division, Organization
from people import services as people
from people.models import Person, Purpose

NOBODY = "先要有您的身份信息。请先办入会登记，或者带上证件到工会窗口申请。"
ON_FILE = "您已经有帮扶档案了，有难处请直接和工会说。"
OPEN = "您有一份申请正在办，等答复了再提新的。"


def refusal_to_ask(worker: User) -> str:
    if worker.person is None:
        return NOBODY
    return ON_FILE if duplicates.open_file_of(worker.person) else ""


def union_for(division: Division) -> Organization | None:
    """The federation of the district one lives in; the city's where the district has none."""
    federations = Organization.objects.filter(
        kind=Organization.Kind.FEDERATION, is_active=True
    ).filter(Q(division__in=[division.pk, division.parent_id]) | Q(parent=None))
    return federations.order_by("-path").first()


def ask(
    *,
    worker: User,
    division: Division,
    cause: str,
    text: str,
    at: datetime.datetime | None = None,
) -> HelpRequest:
    """Send a request in; one that is open a person. Sent twice it is one.

    Raises Refused: nobody knows who it is, on file already, another one is open.
    """
    at = at or timezone.now()
    organization = union_for(division)
    if organization is None:
        raise Refused("这个地方现在没有工会办理，请打电话问问。", field="division")
    made = HelpRequest(
        worker=worker, organization=organization, division=division, cause=cause, text=text,
        created_at=at, is_demo=worker.is_demo,
    )  # fmt: skip
    try:
        with transaction.atomic():
            check(refusal_to_ask(worker))
            _agree(worker, at)
            made.save(force_insert=True)
            request_acts.record("assistance.requested", made, worker, at)
            _tell_of(made, at)
    except IntegrityError:
        return _known(made)
    return made


def _agree(worker: User, at: datetime.datetime) -> None:
    """The tick of the form, in the act's own transaction."""
    if worker.person:
        people.give_consent(
            worker.person, purpose=Purpose.ASSISTANCE, policy_version=settings.POLICY_VERSION,
            actor=worker, at=at,
        )  # fmt: skip


def _known(made: HelpRequest) -> HelpRequest:
    """The one that was in the way: a double click, or really a second request."""
    known = open_request_of(made.worker)
    same = known and (known.division_id, known.cause, known.text) == (
        made.division_id, made.cause, made.text,
    )  # fmt: skip
    if known is None or not same:
        raise Refused(OPEN)
    return known


def _tell_of(made: HelpRequest, at: datetime.datetime) -> None:
    request_acts.tell("assistance.request_received", made, made.worker, at)
    request_acts.tell_keepers(made, at)


def open_request_of(worker: User) -> HelpRequest | None:
    rows = HelpRequest.objects.filter(worker=worker, state=HelpRequestState.SUBMITTED)
    return rows.select_related("organization").first()


def latest_of(worker: User) -> HelpRequest | None:
    rows = HelpRequest.objects.filter(worker=worker).select_related("organization", "division")
    return rows.order_by("-created_at", "-pk").first()


def withdraw(
    asked: HelpRequest, *, actor: User, at: datetime.datetime | None = None
) -> HelpRequest:  # fmt: skip
    """The person takes it back before it is answered, and with it the consent. Twice is quiet."""
    at = at or timezone.now()
    with transaction.atomic():
        asked = request_acts.lock(asked)
        check("" if asked.worker_id == actor.pk else "只有申请的人可以撤回。")
        if asked.state == HelpRequestState.WITHDRAWN:
            return asked
        _withdraw(asked, actor, at)
        request_acts.end_consent(asked, actor=actor, at=at)
    return asked


def _withdraw(asked: HelpRequest, actor: User | None, at: datetime.datetime) -> None:
    request_acts.move(asked, "withdraw", decided_at=at)
    request_acts.record("assistance.request_withdrawn", asked, actor, at)


def consent_withdrawn(person: Person, *, purpose: str, actor: Any, at: datetime.datetime) -> None:
    """What rests on a consent falls with it (settings.RESTS_ON_CONSENT)."""
    if purpose != Purpose.ASSISTANCE:
        return
    rows = HelpRequest.objects.filter(worker__person=person, state=HelpRequestState.SUBMITTED)
    for found in rows:
        asked = request_acts.lock(found)
        # Answered while we waited for it.
        if asked.state == HelpRequestState.SUBMITTED:
            _withdraw(asked, actor, at)
