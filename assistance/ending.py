"""Ending pairs. The row stays: who called a household, from when to when, is its history."""

import datetime

from django.db import transaction
from django.utils import timezone

from assistance.models import HandOver, HardshipFile, Pairing
from assistance.telling import Outbox
from audit import services as audit


def lock_file(file: HardshipFile) -> HardshipFile:
    """The row as it is now, held until the transaction ends.

    Whoever also needs the cadre's post locks that first (see pairing.py), so that nobody waits in
    a circle.
    """
    rows = HardshipFile.objects.select_for_update(of=("self",))
    return rows.select_related("organization", "person__user").get(pk=file.pk)


@transaction.atomic
def end_pairing(
    file: HardshipFile, *, reason: str, actor, at: datetime.datetime | None = None
) -> Pairing | None:
    """The household is nobody's to call any more: it left, or is in need no longer.

    Its pair ends and a hand-over that waited is settled; the cadre is told. Returns the pair that
    ended; when there was none, nothing happens.
    """
    at = at or timezone.now()
    lock_file(file)
    pairing = standing(file)
    if pairing:
        stop(pairing, reason=reason, actor=actor, at=at)
        outbox = Outbox(at)
        outbox.ended(pairing)
        outbox.send()
    file.next_due_on = None
    HardshipFile.objects.filter(pk=file.pk).update(next_due_on=None)
    settle(file, actor=actor, at=at, note=reason)
    return pairing


def standing(file: HardshipFile) -> Pairing | None:
    """The pair the household is in. The file must be locked, if anything is made of the answer."""
    rows = Pairing.objects.standing().filter(file=file)
    return rows.select_related("post__user", "post__organization", "file").first()


def stop(pairing: Pairing, *, reason: str, actor, at: datetime.datetime) -> None:
    """Close this one row and put it on record. The file is locked by the caller."""
    pairing.until, pairing.end_reason = max(at, pairing.since), reason[:120]
    pairing.save(update_fields=["until", "end_reason"])
    audit.record(
        "assistance.pairing_ended", actor=actor, subject=pairing.file,
        person=pairing.file.person_id, unit=pairing.post.organization.name,
        data={"pairing": str(pairing.pk)}, at=at,
    )  # fmt: skip


def settle(
    file: HardshipFile, *, actor, at: datetime.datetime, to: Pairing | None = None, note: str = ""
) -> HandOver | None:
    """Close the hand-over the household waits on, if there is one. The file is locked by the caller."""
    found = HandOver.objects.select_for_update().filter(file=file, decided_at=None).first()
    if found is None:
        return None
    found.decided_at, found.decided_by, found.to_pairing, found.note = at, actor, to, note[:120]
    found.save(update_fields=["decided_at", "decided_by", "to_pairing", "note"])
    return found
