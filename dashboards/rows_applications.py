"""The applications behind a number of 当日答复: exactly those, and the same number of them."""

import datetime
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from urllib.parse import urlencode

from django.db.models import Q, QuerySet
from django.http import Http404
from django.urls import reverse
from django.utils import timezone

from audit import keyset
from dashboards import period as periods
from dashboards.period import Period
from dashboards.scope import Scope
from membership import promise
from membership.models import DECIDED_STATES, Application, State
from membership.promise import Asked
from organizations.models import Organization

OWN = "own"
_DECIDED = Q(state__in=DECIDED_STATES)
VIEW = "dashboards:applications-rows"


@dataclass(frozen=True)
class Measure:
    """What is asked for: `moment` is when it happened, "" what is so now (in the order of `key`)."""

    label: str
    empty: str
    condition: Q
    moment: str
    key: str


MEASURES = {
    "submitted": Measure(
        "收到的申请", "这段时间没有收到申请。", Q(submitted_at__isnull=False), "submitted_at",
        "-submitted_at",
    ),
    "decided": Measure(
        "答复了的申请", "这段时间没有答复过申请。", _DECIDED, "decided_at", "-decided_at"
    ),
    "on_time": Measure(
        "按时答复的申请", "这段时间没有按时答复的申请。", _DECIDED & Q(was_late=False), "decided_at",
        "-decided_at",
    ),
    "late": Measure(
        "超时答复的申请", "这段时间没有超时答复的申请。", _DECIDED & Q(was_late=True), "decided_at",
        "-decided_at",
    ),
    "paused": Measure(
        "补正以后答复的申请", "这段时间答复的申请都没有请人补正过。",
        _DECIDED & Q(returned_at__isnull=False), "decided_at", "-decided_at",
    ),
    "returned": Measure(
        "请申请人补正的申请", "这段时间没有请人补正。", Q(returned_at__isnull=False), "returned_at",
        "-returned_at",
    ),
    "overdue": Measure(
        "现在超时没答复的申请", "现在没有超时的。", Q(state=State.SUBMITTED), "", "due_at"
    ),
    "stopped": Measure(
        "现在等补正的申请", "现在没有等补正的。", Q(state=State.RETURNED), "", "-returned_at"
    ),
}  # fmt: skip


@dataclass(frozen=True)
class Rows:
    """`union`: that one right below the area with all below it; `own`: of the area's union alone;
    `hour`: of that hour of the day, by the city's time.
    """

    scope: Scope
    period: Period
    at: datetime.datetime
    name: str
    union: Organization | None = None
    own: bool = False
    hour: int | None = None

    @property
    def measure(self) -> Measure:
        return MEASURES[self.name]

    @property
    def is_now(self) -> bool:
        return not self.measure.moment

    def queryset(self) -> QuerySet:
        rows = Application.objects.visible_to(self.scope.user).filter(self.measure.condition)
        if self.own:
            rows = rows.filter(organization=self.scope.union)
        else:
            path = (self.union or self.scope.union).path
            rows = rows.filter(organization__path__startswith=path)
        if self.name == "overdue":
            return rows.filter(due_at__lt=self.at)
        return rows if self.is_now else self._within(rows)

    def _within(self, rows: QuerySet) -> QuerySet:
        moment = self.measure.moment
        rows = rows.filter(
            **{f"{moment}__gte": self.period.starts_at, f"{moment}__lt": self.period.ends_at}
        )
        return rows if self.hour is None else rows.filter(**{f"{moment}__hour": self.hour})

    def page(self, *, after: str = "", before: str = "") -> keyset.Page:
        """Newest first, what is late now by how long it is. One query."""
        rows = self.queryset().select_related("organization")
        return keyset.page(rows, self.measure.key, after=after, before=before, nulls=False)

    @cached_property
    def number(self) -> int:
        """The very figure these rows stand behind, from the sums. One query or two."""
        union = self.union or self.scope.union
        if self.is_now:
            return self._waiting(union)
        below = self._below() if self.own else ()
        found = promise.read(Asked(union.pk, self.period.since, self.period.until, below))
        sums = found.own if self.own else found.total
        if self.hour is not None:
            sums = found.by_hour.get(self.hour, promise.NOTHING)
        return getattr(sums, self.name)

    def _waiting(self, union: Organization) -> int:
        found = promise.waiting(union.path, self.at)
        kept = [waits for path, waits in found.items() if not self.own or path == union.path]
        return sum(getattr(waits, self.name) for waits in kept)

    def _below(self) -> list[int]:
        return list(
            Organization.objects.filter(parent=self.scope.union).values_list("pk", flat=True)
        )

    @property
    def place(self) -> str:
        if self.own:
            return f"{self.scope.union.name}本级"
        return (self.union or self.scope.union).name

    @property
    def words(self) -> str:
        """甘州区总工会，11月1日至25日，9点到10点"""
        when = "" if self.is_now else f"，{self.period.words}"
        hour = f"，{self.hour}点到{self.hour + 1}点" if self.hour is not None else ""
        return f"{self.place}{when}{hour}"


def read(scope: Scope, query: Mapping[str, str], at: datetime.datetime) -> Rows:
    """What cannot be understood asks for nothing of its kind. Raises Http404 for a union that is
    not right below the area. At most one query.
    """
    period, _ = periods.read(query, timezone.localdate(at))
    name = query.get("measure", "")
    named, hour = query.get("of", ""), query.get("hour", "")
    own = named == OWN
    # By the hour a figure is told for an area as a whole.
    is_hour = hour.isascii() and hour.isdecimal() and len(hour) <= 2 and int(hour) < 24
    return Rows(
        scope, period, at, name if name in MEASURES else "submitted",
        union=_below(scope, named) if named and not own else None,
        own=own,
        hour=int(hour) if is_hour and not own and name not in ("overdue", "stopped") else None,
    )  # fmt: skip


def _below(scope: Scope, named: str) -> Organization:
    try:
        return Organization.objects.get(parent=scope.union, public_id=uuid.UUID(named))
    except (Organization.DoesNotExist, ValueError):
        raise Http404 from None


def address(
    scope: Scope, measure: str, period: Period, *, union: Organization | None = None,
    own: bool = False, hour: int | None = None,
) -> str:  # fmt: skip
    """The address of these rows."""
    return addresses(scope, period, union=union, own=own, hour=hour)[measure]


def addresses(
    scope: Scope, period: Period, *, union: Organization | None = None, own: bool = False,
    hour: int | None = None,
) -> dict[str, str]:  # fmt: skip
    """Measure -> the address of its rows. What they share is put together once: a page has hundreds."""
    asked = {"union": str(scope.union.public_id)}
    if union or own:
        asked["of"] = str(union.public_id) if union else OWN
    if hour is not None:
        asked["hour"] = str(hour)
    now = f"{reverse(VIEW)}?{urlencode(asked)}"
    then = f"{now}&since={period.since}&until={period.until}"
    return {
        name: f"{then if measure.moment else now}&measure={name}"
        for name, measure in MEASURES.items()
    }
