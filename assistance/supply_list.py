"""What was given on a day or in one go: so many households, each followed to its receipt."""

import datetime
import uuid
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet, Sum
from django.utils.dateparse import parse_date

from assistance.models import HardshipFile, NeedState, Supply
from assistance.need_list import district_of, in_district
from audit.days import midnight

DAY = datetime.timedelta(days=1)
STATES = {"bought": "等着送", "delivered": "等签收", "signed": "已签收"}
MOST_TO_CHOOSE_FROM = 200


@dataclass(frozen=True)
class Filters:
    """From the address; what is none of ours filters nothing."""

    on: datetime.date | None = None
    batch: uuid.UUID | None = None
    state: str = ""
    district: int | None = None

    @classmethod
    def read(cls, given) -> "Filters":
        state = given.get("state", "")
        return cls(
            _day(given.get("on", "")), _uuid(given.get("batch", "")),
            state if state in STATES else "", district_of(given),
        )  # fmt: skip

    def condition(self) -> Q:
        found = Q()
        if self.batch:
            found &= Q(batch=self.batch)
        if self.on:
            found &= Q(bought_at__gte=midnight(self.on), bought_at__lt=midnight(self.on + DAY))
        if self.state:
            found &= Q(need__state=self.state)
        if self.district:
            found &= in_district(self.district, "need__file__")
        return found


def _day(text: str) -> datetime.date | None:
    try:
        day = parse_date(text)
    except ValueError:
        return None
    return day if day and 2000 <= day.year <= 2100 else None


def _uuid(text: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(text)
    except ValueError:
        return None


def listed(user, filters: Filters) -> QuerySet[Supply]:
    rows = Supply.objects.visible_to(user).standing().filter(filters.condition())
    return rows.select_related(
        "need__file__person", "need__file__organization", "need__file__division__parent",
        "delivered_by",
    ).defer("need__file__facts")  # fmt: skip


def to_deliver(user, batch: uuid.UUID) -> QuerySet[Supply]:
    """What of one go has not been brought yet."""
    return listed(user, Filters(batch=batch, state="bought")).order_by("need__file__division", "pk")


@dataclass(frozen=True)
class Sums:
    households: int
    waiting: int
    delivered: int
    signed: int
    fen: int


def sums(rows: QuerySet[Supply]) -> Sums:
    """One query."""
    found = rows.order_by().aggregate(
        households=Count("need__file", distinct=True),
        waiting=Count("pk", filter=Q(need__state=NeedState.BOUGHT)),
        delivered=Count("pk", filter=Q(need__state=NeedState.DELIVERED)),
        signed=Count("pk", filter=Q(need__state=NeedState.SIGNED)),
        fen=Sum("cost_fen"),
    )
    return Sums(**{**found, "fen": found["fen"] or 0})


def to_choose_from(user, *, district: int | None, kind: str) -> list[HardshipFile]:
    """Households to give something to: those one calls or keeps the files of. One query.

    With `kind`, those in which such a need waits.
    """
    rows = HardshipFile.objects.visible_to(user).cared_for()
    if district:
        rows = rows.filter(in_district(district, ""))
    if kind:
        waiting = (NeedState.RAISED, NeedState.ASSIGNED)
        rows = rows.filter(raised_needs__kind=kind, raised_needs__state__in=waiting).distinct()
    rows = rows.select_related("person", "organization", "division__parent").defer("facts")
    newest = list(rows.order_by("-created_at", "-pk")[:MOST_TO_CHOOSE_FROM])
    return sorted(newest, key=lambda file: (file.division_id, str(file.person), str(file.pk)))
