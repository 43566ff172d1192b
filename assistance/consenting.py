"""Consent: given for a file, by a guardian for a child, taken back by the person."""

import datetime
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from assistance import facts, leaving
from assistance.described import MINOR
from assistance.ending import lock_file
from assistance.models import FileState, HardshipFile
from assistance.recording import record
from assistance.telling import INBOX, account_of
from audit.refusal import Refused
from notifications import services as notifications
from organizations.models import Role
from organizations.posts import holders
from people import services as people
from people.models import Consent, Person, Purpose

GUARDIAN = "家里有未满14岁的孩子，要监护人同意登记孩子的情况。"
WITHDRAWN = "撤回同意"
NOBODY = "这份档案过了保存期，已经隐去姓名，请重新建档。"


def hold(file: HardshipFile) -> None:
    """Lock the person and what they agree to, before the file: whoever takes it back goes the same
    way.
    """
    people.hold(file.person_id)
    rows = Consent.objects.filter(person__hardship_files=file.pk, withdrawn_at__isnull=True)
    list(rows.order_by("pk").select_for_update(of=("self",)).values_list("pk"))


def give(file: HardshipFile, *, actor: Any, at: datetime.datetime) -> None:
    """Whoever left before agrees anew: what was said then does not count for now."""
    people.give_consent(
        _person(file), purpose=Purpose.ASSISTANCE, policy_version=settings.POLICY_VERSION,
        actor=actor, at=at, anew=True,
    )  # fmt: skip


def give_guardians(file: HardshipFile, *, actor: Any, at: datetime.datetime) -> dict[str, Any]:
    """The columns it changes."""
    people.give_consent(
        _person(file), purpose=Purpose.GUARDIAN, policy_version=settings.POLICY_VERSION,
        actor=actor, at=at, anew=True,
    )  # fmt: skip
    return {"guardian_agreed_at": at, "has_minor": True}


def _person(file: HardshipFile) -> Person:
    if file.person is None:
        raise Refused(NOBODY)
    return file.person


def tell(file: HardshipFile, at: datetime.datetime) -> None:
    """Whoever has an account reads that a consent was written down, and how to take it back."""
    account = account_of(file)
    if account and account.is_active:
        notifications.enqueue(
            "assistance.consent_noted", recipient=account, channels=INBOX,
            context={"union": file.organization}, dedupe=f"{file.pk}:{at.isoformat()}",
            link=reverse("people:data"), at=at,
        )  # fmt: skip


def withdrawn(person: Person, *, purpose: str, actor: Any, at: datetime.datetime) -> None:
    """What rests on a consent falls with it (settings.RESTS_ON_CONSENT)."""
    falls = {
        Purpose.ASSISTANCE: _close,
        Purpose.GUARDIAN: _forget_children,
        Purpose.PUBLICATION: _take_down,
    }.get(Purpose(purpose))
    if falls:
        falls(person, actor, at)


def _close(person: Person, actor: Any, at: datetime.datetime) -> None:
    for file in _open_files(person):
        leaving.leave(file, reason=WITHDRAWN, actor=actor, at=at)
        _tell_the_keepers(file, at)


def _forget_children(person: Person, actor: Any, at: datetime.datetime) -> None:
    for file in _open_files(person):
        if file.has_minor:
            forget_children(file, timezone.localdate(at))
            file.save(update_fields=["facts", "has_minor", "guardian_agreed_at"])
            record("assistance.edited", file, actor, at, data={"changed": ["has_minor"]})


def forget_children(file: HardshipFile, today: datetime.date) -> None:
    """Whoever may still be under 14 goes from the facts; the caller saves the file."""
    known = facts.read(file)
    known["members"] = [
        member
        for member in known.get("members", [])
        if member.get("birth_year") and today.year - member["birth_year"] > MINOR
    ]
    facts.write(file, known)
    file.has_minor, file.guardian_agreed_at = False, None


def _take_down(person: Person, actor: Any, at: datetime.datetime) -> None:
    leaving.take_down(HardshipFile.objects.filter(person=person), at)


def _open_files(person: Person) -> list[HardshipFile]:
    rows = HardshipFile.objects.filter(person=person).exclude(state=FileState.LEFT)
    found = [lock_file(file) for file in rows.only("pk")]
    # It may have left while we waited for it.
    return [file for file in found if file.state != FileState.LEFT]


def _tell_the_keepers(file: HardshipFile, at: datetime.datetime) -> None:
    for keeper in holders(file.organization, Role.ADMINISTRATOR):
        notifications.enqueue(
            "assistance.consent_withdrawn", recipient=keeper, channels=INBOX,
            context={"union": file.organization}, dedupe=f"{file.pk}:{at.isoformat()}:{keeper.pk}",
            link=reverse("assistance:file", args=[file.pk]), at=at,
        )  # fmt: skip
