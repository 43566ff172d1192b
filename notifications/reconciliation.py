"""Proof that nothing is lost: per day and kind, due = sent + suppressed + failed + waiting."""

import datetime
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, QuerySet, Sum
from django.db.models.functions import TruncDate

from notifications.kinds import label
from notifications.models import Message, State

WAITING = (State.QUEUED, State.SENDING)


@dataclass(frozen=True)
class Line:
    """Messages of one kind written on one day; `uncertain` counts lost answers of the gateway."""

    day: datetime.date
    kind: str
    due: int
    sent: int
    suppressed: int
    failed: int
    waiting: int
    uncertain: int

    @property
    def label(self) -> str:
        return label(self.kind)

    @property
    def adds_up(self) -> bool:
        return self.due == self.sent + self.suppressed + self.failed + self.waiting


def lines(since: datetime.datetime, until: datetime.datetime) -> list[Line]:
    """One line a day and kind, newest day first; since ≤ written < until. One query."""
    rows = (
        Message.objects.filter(created_at__gte=since, created_at__lt=until)
        .values("kind", day=TruncDate("created_at"))
        .annotate(
            due=Count("pk"),
            sent=_count(State.SENT),
            suppressed=_count(State.SUPPRESSED),
            failed=_count(State.FAILED),
            waiting=_count(*WAITING),
            lost=Sum("uncertain"),
        )
        .order_by("-day", "kind")
    )
    return [_line(dict(row)) for row in rows]


def _count(*states: str) -> Count:
    return Count("pk", filter=Q(state__in=states))


def _line(row: dict[str, Any]) -> Line:
    return Line(uncertain=row.pop("lost"), **row)


def total(found: list[Line]) -> dict[str, int]:
    names = ("due", "sent", "suppressed", "failed", "waiting", "uncertain")
    return {name: sum(getattr(line, name) for line in found) for name in names}


def failed() -> QuerySet[Message]:
    return Message.objects.filter(state=State.FAILED).select_related("recipient")
