"""Writing and reading the record."""

import datetime
from typing import Any

from django.db.models import Model, QuerySet
from django.utils import timezone

from audit.models import Entry

# Actions that are looks at somebody's personal data: what “谁看过我的信息” lists.
LOOKS = (
    "people.revealed",
    "membership.opened",
    "membership.card_checked",
    "membership.attachment_opened",
)


def record(
    action: str,
    *,
    actor: Any = None,
    subject: Model | None = None,
    person: Any = None,
    unit: str = "",
    reason: str = "",
    data: dict | None = None,
    at: datetime.datetime | None = None,
) -> Entry:
    """Append one entry, in the caller's transaction. `actor` None is the system itself.

    `person` (a Person or its id) is whose personal data the act touched.
    """
    return Entry.objects.create(
        at=at or timezone.now(),
        action=action,
        actor_id=actor.pk if actor else None,
        actor_name=str(actor) if actor else "",
        actor_unit=unit,
        subject_type=subject._meta.label_lower if subject else "",
        subject_id=str(subject.pk) if subject else "",
        person_id=getattr(person, "pk", person),
        reason=reason,
        data=data or {},
    )


def history(subject: Model) -> QuerySet[Entry]:
    """What happened to a row, oldest first."""
    return Entry.objects.filter(
        subject_type=subject._meta.label_lower, subject_id=str(subject.pk)
    ).order_by("id")


def looks_at(person: Any) -> QuerySet[Entry]:
    """Every look at this person's data, newest first."""
    pk = getattr(person, "pk", person)
    return Entry.objects.filter(person_id=pk, action__in=LOOKS).order_by("-id")
