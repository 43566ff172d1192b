"""Messages of an area: everybody's for the city, below it those to its own staff. A message knows no
union, and a worker's is no district's to count.
"""

import datetime
from dataclasses import dataclass, field

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.http import urlencode

from audit import keyset
from dashboards.period import Period
from dashboards.scope import Scope
from dashboards.tiles import Trend
from notifications import message_days
from notifications.kinds import label
from notifications.message_days import NONE, Messages
from notifications.models import Message, State
from notifications.reconciliation import WAITING
from organizations.models import Post

# As an address asks for them -> words, condition.
OUTCOMES = {
    "sent": ("已发", Q(state=State.SENT)),
    "suppressed": ("不再需要", Q(state=State.SUPPRESSED)),
    "failed": ("未送达", Q(state=State.FAILED)),
    "waiting": ("在途", Q(state__in=WAITING)),
}

# What a list shows of one.
SHOWN = ("kind", "channel", "state", "created_at", "finished_at")


def readers(scope: Scope) -> QuerySet | None:
    """Ids of those who hold a post in the subtree now; None for the city: everybody."""
    if scope.is_city:
        return None
    return Post.objects.current().filter(scope.inside()).order_by().values("user")


def by_day(scope: Scope, period: Period) -> dict[datetime.date, Messages]:
    """One query."""
    return message_days.by_day(period.since, period.until, readers(scope))


def total(found: dict[datetime.date, Messages]) -> Messages:
    return sum(found.values(), NONE)


def trend(period: Period, found: dict[datetime.date, Messages]) -> Trend:
    """What was due each day of the period; `found` are its messages and those before (`by_day` of
    `period.with_before`).
    """
    values = [found.get(day, NONE).due for day in period.days]
    before = sum(found.get(day, NONE).due for day in period.before.days)
    return Trend(period.days, values, before, "应发", "条")


def address(scope: Scope, period: Period, outcome: str = "") -> str:
    asked = {
        "union": str(scope.union.public_id), "since": period.since.isoformat(),
        "until": period.until.isoformat(),
    }  # fmt: skip
    more = {"outcome": outcome} if outcome else {}
    return f"{reverse('dashboards:rows-messages')}?{urlencode(asked | more)}"


@dataclass(frozen=True)
class Choice:
    """One of the outcomes with its number, as a link to its rows."""

    label: str
    number: int
    url: str
    is_on: bool
    kind: str = ""


@dataclass(frozen=True)
class Rows:
    scope: Scope
    period: Period
    outcome: str = ""
    days: dict[datetime.date, Messages] = field(default_factory=dict)

    @classmethod
    def read(cls, scope: Scope, period: Period, asked: str) -> "Rows":
        """One query."""
        outcome = asked if asked in OUTCOMES else ""
        return cls(scope, period, outcome, by_day(scope, period))

    @property
    def sum(self) -> Messages:
        return total(self.days)

    @property
    def number(self) -> int:
        return getattr(self.sum, self.outcome or "due")

    @property
    def says(self) -> str:
        return OUTCOMES[self.outcome][0] if self.outcome else "应发"

    @property
    def choices(self) -> list[Choice]:
        words = {"": "应发"} | {name: label for name, (label, _) in OUTCOMES.items()}
        return [
            Choice(
                label, getattr(self.sum, name or "due"), address(self.scope, self.period, name),
                name == self.outcome, "late" if name == "failed" else "",
            )
            for name, label in words.items()
        ]  # fmt: skip

    def queryset(self) -> QuerySet[Message]:
        whose = readers(self.scope)
        rows = Message.objects.filter(
            created_at__gte=self.period.starts_at, created_at__lt=self.period.ends_at
        )
        if whose is not None:
            rows = rows.filter(recipient__in=whose)
        return rows.filter(OUTCOMES[self.outcome][1]) if self.outcome else rows

    def page(self, *, after: str = "", before: str = "") -> keyset.Page:
        """Kind, channel and state: neither words nor whose they are. One query."""
        rows = self.queryset().only(*SHOWN)
        found = keyset.page(rows, "-created_at", after=after, before=before)
        for row in found.rows:
            row.label = label(row.kind)
        return found
