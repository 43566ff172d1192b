"""困难帮扶申请, the union's side: look, open a file, or say no with the reason."""

import datetime
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from assistance import duplicates, filing, request_acts
from assistance.described import Described
from assistance.ending import lock_file
from assistance.filing import OnFile
from assistance.models import FileState, HardshipFile, HelpRequest, HelpRequestState, Origin
from assistance.models.file import FILE_MOVES, STEWARDS
from assistance.permissions import keeps, refusal_to_keep
from assistance.recording import check, record
from assistance.telling import BOTH, HELP
from assistance.vocabulary import Group
from audit.refusal import Refused
from organizations.posts import unit_of
from people.models import Consent, Person

MINOR = "这位职工已有摸底档案，家里有未满14岁的孩子，请先在档案里征求监护人同意。"
NO_CONSENT = "本人已经撤回同意，不能建档。"


@dataclass(frozen=True)
class Placed:
    """What the union adds to what the person wrote."""

    group: str = Group.HARDSHIP
    hardship_class: str = ""
    unit_name: str = ""


def open_for_answering(
    asked: HelpRequest, *, actor: User, at: datetime.datetime | None = None
) -> None:  # fmt: skip
    """Note that staff read it: the person finds it among the looks."""
    request_acts.record(
        "assistance.request_opened",
        asked,
        actor,
        at or timezone.now(),
        unit=unit_of(actor, STEWARDS),
    )


def accept(
    asked: HelpRequest,
    *,
    actor: User,
    placed: Placed | None = None,
    is_confirmed: bool = False,
    at: datetime.datetime | None = None,
) -> HelpRequest:
    """Open a file: the person agreed to it in the form, so it is on file at once. Twice is quiet.

    Raises Refused: on file in another district, the phone of somebody else's file unless
    `is_confirmed`.
    """
    at, placed = at or timezone.now(), placed or Placed()
    with transaction.atomic():
        asked = request_acts.lock(asked)
        check(refusal_to_keep(actor, asked.organization))
        if asked.state == HelpRequestState.ACCEPTED:
            return asked
        request_acts.check_move(asked, "accept")
        consent = request_acts.consent_of(asked)
        if consent is None:
            raise Refused(NO_CONSENT)
        file = _file_for(
            asked, consent.person, placed, actor=actor, is_confirmed=is_confirmed, at=at
        )
        _put_on_file(file, consent, actor, at)
        request_acts.move(asked, "accept", file=file, decided_by=actor, decided_at=at)
        request_acts.record("assistance.request_accepted", asked, actor, at)
        request_acts.tell(
            "assistance.request_accepted", asked, asked.worker, at, channels=BOTH, link=HELP
        )  # fmt: skip
    return asked


def _file_for(
    asked: HelpRequest,
    person: Person,
    placed: Placed,
    *,
    actor: User,
    is_confirmed: bool,
    at: datetime.datetime,
) -> HardshipFile:
    """A new one, or the one that was opened in the meantime, as far as the actor keeps it."""
    described = Described(
        division=asked.division, group=placed.group, cause=asked.cause,
        phone=asked.worker.phone or "", unit_name=placed.unit_name,
        hardship_class=placed.hardship_class, facts={"note": asked.text},
    )  # fmt: skip
    try:
        return filing.open_for(
            person, described, organization=asked.organization, actor=actor,
            origin=Origin.REQUEST, is_confirmed=is_confirmed, at=at,
        )  # fmt: skip
    except OnFile as found:
        if not keeps(actor, found.file.organization):
            raise Refused(duplicates.same_person(found.file, actor)) from None
        return found.file


def _put_on_file(
    file: HardshipFile, consent: Consent, actor: User, at: datetime.datetime
) -> None:  # fmt: skip
    """The consent is the person's own, from the form: it is not written down once more."""
    file = lock_file(file)
    if file.state not in FILE_MOVES["agree"][0]:
        return
    if file.has_minor:
        raise Refused(MINOR)
    file.state, file.agreed_at, file.ask_again_on = FileState.ON_FILE, consent.given_at, None
    file.save(update_fields=["state", "agreed_at", "ask_again_on"])
    record("assistance.agreed", file, actor, at, data={"policy": consent.policy_version})


def refuse(
    asked: HelpRequest, *, reason: str, actor: User, at: datetime.datetime | None = None
) -> HelpRequest:  # fmt: skip
    """Say no; the person reads why and may ask again. The consent ends with it."""
    at, reason = at or timezone.now(), reason.strip()
    if not reason:
        raise Refused("请写明没有通过的理由，本人会看到。", field="reason")
    with transaction.atomic():
        asked = request_acts.lock(asked)
        check(refusal_to_keep(actor, asked.organization))
        if asked.state == HelpRequestState.REFUSED:
            return asked
        request_acts.move(asked, "refuse", reason=reason, decided_by=actor, decided_at=at)
        # The reason stands in the request: it may speak of illness, and the record is read by all.
        request_acts.record("assistance.request_refused", asked, actor, at)
        request_acts.end_consent(asked, actor=None, at=at)
        request_acts.tell("assistance.request_refused", asked, asked.worker, at, channels=BOTH)
    return asked
