"""Today's numbers by district: reads the tallies, writes nothing."""

import datetime
from collections import defaultdict
from dataclasses import dataclass, field

from django.db.models import Count, Q

from membership import tallies
from membership.models import (
    OPEN_STATES,
    SEES_APPLICATIONS,
    Application,
    Measure,
    State,
)
from organizations import posts
from organizations.models import Organization


@dataclass
class Line:
    """One district (or a union directly under the city) on one day."""

    name: str
    amounts: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    waiting: int = 0
    overdue: int = 0

    @property
    def submitted(self) -> int:
        return self.amounts[Measure.SUBMITTED]

    @property
    def on_time(self) -> int:
        return self.amounts[Measure.ON_TIME]

    @property
    def late(self) -> int:
        return self.amounts[Measure.LATE]

    @property
    def decided(self) -> int:
        return self.on_time + self.late

    @property
    def joined(self) -> int:
        return self.amounts[Measure.JOINED]

    @property
    def percent_on_time(self) -> int | None:
        """Rounded down, as on all pages of the promise: 100 means all."""
        return 100 * self.on_time // self.decided if self.decided else None


def by_district(user, day: datetime.date, at: datetime.datetime) -> tuple[list[Line], Line]:
    """A line for each district federation in the user's subtree, and their sum. Four queries."""
    unions = list(
        Organization.objects.filter(posts.within(user, SEES_APPLICATIONS, "path"))
        .order_by("path")
        .values_list("pk", "name", "kind", "path")
    )
    line_of, lines = _lines(unions)
    for (union, measure), amount in tallies.of_day(day).items():
        if union in line_of:
            line_of[union].amounts[measure] += amount
    for union, waiting, overdue in _open(at):
        if union in line_of:
            line_of[union].waiting += waiting
            line_of[union].overdue += overdue
    return lines, _sum(lines)


def _lines(unions) -> tuple[dict[int, Line], list[Line]]:
    """Unions counted under the district federation above them, else under themselves."""
    line_of: dict[int, Line] = {}
    lines: list[Line] = []
    heads: list[tuple[str, Line]] = []
    for pk, name, kind, path in unions:
        head = next((line for prefix, line in reversed(heads) if path.startswith(prefix)), None)
        if kind == Organization.Kind.FEDERATION or head is None:
            head = Line(name)
            lines.append(head)
            heads.append((path, head))
        line_of[pk] = head
    return line_of, lines


def _open(at: datetime.datetime):
    late = Q(state=State.SUBMITTED, due_at__lt=at)
    rows = Application.objects.filter(state__in=OPEN_STATES).order_by()
    return rows.values_list("organization_id").annotate(
        waiting=Count("pk"), overdue=Count("pk", filter=late)
    )


def _sum(lines: list[Line]) -> Line:
    total = Line("合计")
    for line in lines:
        total.waiting += line.waiting
        total.overdue += line.overdue
        for measure, amount in line.amounts.items():
            total.amounts[measure] += amount
    return total


def late_ones(user, day_start: datetime.datetime, day_end: datetime.datetime):
    """Answered late in this span, with the reasons; newest first."""
    return (
        Application.objects.visible_to(user)
        .filter(
            was_late=True, decided_at__gte=day_start, decided_at__lt=day_end,
            state__in=(State.APPROVED, State.REFUSED),
        )
        .select_related("organization", "decided_by")
        .order_by("-decided_at")[:50]
    )  # fmt: skip


def overdue_now(user, at: datetime.datetime):
    return (
        Application.objects.visible_to(user)
        .due_before(at)
        .select_related("organization")
        .order_by("due_at")[:50]
    )
