"""Writing the record and reading it back. One act is one row, written with what it speaks of."""

import datetime
import uuid
from collections.abc import Iterable
from typing import Any

from django.db.models import Model, QuerySet
from django.utils import timezone

from audit.chain import seal, verify
from audit.models import Entry

__all__ = [
    "LOOKS", "entry", "history", "looks_at", "record", "record_all", "seal", "subject_type", "verify",
]  # fmt: skip

# Actions that are looks at somebody's personal data: the person sees them (“谁看过我的信息”).
LOOKS = (
    "people.revealed",
    "assistance.file_exported",
    "assistance.opened",
    "assistance.request_opened",
    "assistance.shown",
    "campaigns.grant_exported",
    "campaigns.grant_opened",
    "campaigns.recipient_found",
    "membership.opened",
    "membership.card_checked",
    "membership.attachment_opened",
    "campaigns.wish_opened",
)


def record(action: str, **terms: Any) -> Entry:
    """Write down one act: a single INSERT inside the caller's transaction. Terms as in `entry`."""
    written = entry(action, **terms)
    written.save(force_insert=True)
    return written


def record_all(entries: Iterable[Entry]) -> None:
    """Write down many acts of one kind done in one go, each made by `entry`."""
    Entry.objects.bulk_create(entries, batch_size=1000)


def entry(
    action: str,
    *,
    actor: Any = None,
    subject: Model | None = None,
    person: Any = None,
    unit: str = "",
    reason: str = "",
    data: dict[str, Any] | None = None,
    at: datetime.datetime | None = None,
) -> Entry:
    """One act as it will be written.

    `actor` is the user who acted, None is the system itself. `person` (a Person or its id) is
    whose personal data the act touched. `unit` is the union on whose behalf it was done. Names
    are copied, since the record must outlive the rows it speaks of.
    """
    return Entry(
        at=at or timezone.now(),
        action=action,
        actor_id=actor.pk if actor else None,
        actor_name=str(actor)[:64] if actor else "",
        actor_unit=unit[:128],
        subject_type=subject_type(subject) if subject else "",
        subject_id=str(subject.pk) if subject else "",
        person_id=_person_id(person),
        reason=reason,
        data=data or {},
    )


def history(subject: Model) -> QuerySet[Entry]:
    """All that was recorded about one row, oldest first."""
    return Entry.objects.filter(
        subject_type=subject_type(subject), subject_id=str(subject.pk)
    ).order_by("id")


def looks_at(person: Any) -> QuerySet[Entry]:
    """Every recorded look at this person's data, newest first."""
    return Entry.objects.filter(person_id=_person_id(person), action__in=LOOKS).order_by("-id")


def subject_type(subject: Model) -> str:
    """The kind of row as the record names it, such as "membership.application"."""
    return subject._meta.label_lower


def _person_id(person: Any) -> uuid.UUID | None:
    return getattr(person, "pk", person)
