"""The states of a hardship file, from the survey to the way out and back (FILE_MOVES)."""

import datetime
from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.models import User
from assistance import consenting, duplicates, leaving
from assistance.ending import end_pairing, lock_file
from assistance.models import FileState, HardshipFile
from assistance.models.file import FILE_MOVES
from assistance.permissions import refusal_to_keep
from assistance.recording import check, record
from audit.refusal import Refused

DECLINED, LIFTED = "不同意建档", "已脱困"
LATEST = datetime.timedelta(days=366)
When = datetime.datetime | None


def ask(file: HardshipFile, *, actor: User, at: When = None) -> HardshipFile:
    """The household is being asked whether it agrees to a file."""
    at = at or timezone.now()
    with transaction.atomic():
        file = _locked(file, actor)
        if file.state == FileState.ASKED:
            return file
        _move(file, "ask", asked_at=at)
        record("assistance.asked", file, actor, at)
    return file


def postpone(
    file: HardshipFile, *, until: datetime.date, actor: User, at: When = None
) -> HardshipFile:
    """“Later”: asked again from this day on."""
    at = at or timezone.now()
    today = timezone.localdate(at)
    if not today < until <= today + LATEST:
        raise Refused("请填以后的一天，一年以内。", field="until")
    with transaction.atomic():
        file = _locked(file, actor)
        if file.state == FileState.ASKED and file.ask_again_on == until:
            return file
        _move(file, "postpone", asked_at=at, ask_again_on=until)
        record("assistance.postponed", file, actor, at, data={"until": until.isoformat()})
    return file


def agree(
    file: HardshipFile, *, actor: User, guardian_agreed: bool = False, at: When = None
) -> HardshipFile:
    """Consent is on record, the file is kept, and the household waits for a cadre.

    With a child under 14 in the household the guardian has to agree as well (PIPL §31); that
    there is one may come out only now, with `guardian_agreed`.
    """
    at = at or timezone.now()
    with transaction.atomic():
        consenting.hold(file)
        file = _locked(file, actor)
        if file.state == FileState.ON_FILE:
            return file
        _check_state(file, "agree")
        if file.has_minor and not guardian_agreed:
            raise Refused(consenting.GUARDIAN, field="guardian_agreed")
        consenting.give(file, actor=actor, at=at)
        guardian = consenting.give_guardians(file, actor=actor, at=at) if guardian_agreed else {}
        _move(file, "agree", agreed_at=at, ask_again_on=None, **guardian)
        record("assistance.agreed", file, actor, at, data={"policy": settings.POLICY_VERSION})
        consenting.tell(file, at)
    return file


def decline(file: HardshipFile, *, actor: User, at: When = None) -> HardshipFile:
    """The household does not want a file: it goes, and nobody asks again by themselves."""
    at = at or timezone.now()
    with transaction.atomic():
        file = _locked(file, actor)
        if file.state == FileState.LEFT:
            return file
        _check_state(file, "decline")
        leaving.leave(file, reason=DECLINED, actor=actor, at=at, action="assistance.declined")
    return file


def lift(file: HardshipFile, *, actor: User, at: When = None) -> HardshipFile:
    """Out of hardship: nobody has to call any more, the file is kept for a relapse."""
    at = at or timezone.now()
    with transaction.atomic():
        file = _locked(file, actor)
        if file.state == FileState.LIFTED:
            return file
        _check_state(file, "lift")
        end_pairing(file, reason=LIFTED, actor=actor, at=at)
        _move(file, "lift", next_due_on=None, quiet_until=None)
        record("assistance.lifted", file, actor, at)
    return file


def relapse(file: HardshipFile, *, actor: User, at: When = None) -> HardshipFile:
    """In hardship again: the household waits for a cadre once more."""
    at = at or timezone.now()
    with transaction.atomic():
        file = _locked(file, actor)
        if file.state == FileState.RELAPSED:
            return file
        _move(file, "relapse")
        record("assistance.relapsed", file, actor, at)
    return file


def leave(file: HardshipFile, *, reason: str, actor: User, at: When = None) -> HardshipFile:
    """Moved away, died, does not want to be called any more: the file is closed."""
    at, reason = at or timezone.now(), reason.strip()
    if not reason:
        raise Refused("请写明退出原因。", field="reason")
    with transaction.atomic():
        file = _locked(file, actor)
        if file.state == FileState.LEFT:
            return file
        _check_state(file, "leave")
        leaving.leave(file, reason=reason, actor=actor, at=at)
    return file


def reopen(file: HardshipFile, *, actor: User, at: When = None) -> HardshipFile:
    """Whoever left is asked anew. Raises Refused where nobody knows any more who it was, or where
    the person has been put on file elsewhere.
    """
    at = at or timezone.now()
    with transaction.atomic():
        file = _locked(file, actor)
        if file.state == FileState.ASKED:
            return file
        _check_state(file, "reopen")
        if file.person is None:
            raise Refused(consenting.NOBODY)
        anew = dict.fromkeys(
            ("agreed_at", "guardian_agreed_at", "left_at", "ask_again_on", "next_due_on")
        )
        try:
            with transaction.atomic():
                _move(file, "reopen", asked_at=at, leave_reason="", **anew)
        except IntegrityError:
            other = duplicates.open_file_of(file.person)
            raise Refused(duplicates.same_person(other, actor) if other else AGAIN) from None
        record("assistance.reopened", file, actor, at)
    return file


AGAIN = "刚才同时有别的办理，请再试一次。"


def _locked(file: HardshipFile, actor: User) -> HardshipFile:
    file = lock_file(file)
    check(refusal_to_keep(actor, file.organization))
    return file


def refusal_to_move(file: HardshipFile, act: str) -> str:
    """The state's side of the question."""
    if file.state in FILE_MOVES[act][0]:
        return ""
    return f"这份档案现在是“{file.get_state_display()}”，不能这样办。"


def _check_state(file: HardshipFile, act: str) -> None:
    check(refusal_to_move(file, act))


def _move(file: HardshipFile, act: str, **fields: Any) -> None:
    _check_state(file, act)
    for name, value in {"state": FILE_MOVES[act][1], **fields}.items():
        setattr(file, name, value)
    file.save(update_fields=["state", *fields])
