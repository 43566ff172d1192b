"""What every act on a request for help does: lock, move on, put on record, tell somebody."""

import datetime
from typing import Any

from django.urls import reverse

from accounts.models import User
from assistance import duplicates
from assistance.models import HelpRequest
from assistance.models.public import HELP_REQUEST_MOVES
from assistance.telling import INBOX
from audit import services as audit
from audit.refusal import Refused
from notifications import services as notifications
from organizations.models import Role
from organizations.posts import holders
from people import services as people
from people.models import Consent, Purpose


def lock(asked: HelpRequest) -> HelpRequest:
    """The person and the consent it rests on, then the request: whoever withdraws either goes the
    same way.
    """
    people.hold(asked.worker.person_id)
    list(_consents(asked).select_for_update().values_list("pk"))
    # The row alone, read afterwards: a join would show the neighbours as before the wait.
    rows = HelpRequest.objects.filter(pk=asked.pk)
    list(rows.select_for_update().values_list("pk"))
    related = ("worker__person", "organization", "division", "file")
    return rows.select_related(*related).get()


def consent_of(asked: HelpRequest) -> Consent | None:
    return _consents(asked).select_related("person").order_by("-given_at").first()


def _consents(asked: HelpRequest):
    return Consent.objects.filter(
        person__user=asked.worker_id, purpose=Purpose.ASSISTANCE, withdrawn_at=None
    )


def end_consent(asked: HelpRequest, *, actor: User | None, at: datetime.datetime) -> None:
    """What was agreed to for the request is over with it, unless a file rests on it by now."""
    person = asked.worker.person
    if person and not duplicates.open_file_of(person):
        people.withdraw_consent(person, purpose=Purpose.ASSISTANCE, actor=actor, at=at)


def check_move(asked: HelpRequest, act: str) -> None:
    if asked.state not in HELP_REQUEST_MOVES[act][0]:
        raise Refused(f"这份申请现在是“{asked.get_state_display()}”，不能这样办。")


def move(asked: HelpRequest, act: str, **fields: Any) -> None:
    check_move(asked, act)
    for name, value in {"state": HELP_REQUEST_MOVES[act][1], **fields}.items():
        setattr(asked, name, value)
    asked.save(update_fields=["state", *fields])


def record(
    action: str, asked: HelpRequest, actor: User | None, at: datetime.datetime, *, unit: str = "",
    reason: str = "",
) -> None:  # fmt: skip
    """Neither the cause nor a word of what was written: the record is read by auditors."""
    audit.record(
        action, actor=actor, subject=asked, person=asked.worker.person_id,
        unit=unit or asked.organization.name, reason=reason, at=at,
    )  # fmt: skip


def tell(
    kind: str, asked: HelpRequest, recipient: User, at: datetime.datetime, *, channels=INBOX,
    link: str = "",
) -> None:  # fmt: skip
    if not recipient.is_active:
        return
    notifications.enqueue(
        kind, recipient=recipient, channels=channels, about=asked, at=at,
        context={"union": asked.organization, "reason": asked.reason},
        dedupe=f"{asked.pk}:{recipient.pk}", link=link or reverse("assistance:request"),
    )  # fmt: skip


def tell_keepers(asked: HelpRequest, at: datetime.datetime) -> None:
    """Somebody waits; who and why is read on the page."""
    for keeper in holders(asked.organization, Role.ADMINISTRATOR):
        tell(
            "assistance.request_waiting", asked, keeper, at,
            link=reverse("assistance:request-desk", args=[asked.pk]),
        )  # fmt: skip
