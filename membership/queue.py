"""The review queue: what waits, sorted by due time, filtered, counted, and what comes next."""

import datetime
from dataclasses import dataclass

from django.db.models import Count, F, Q
from django.utils import timezone

from audit import keyset
from membership.models import OPEN_STATES, Application, State
from people import search
from people.vocabulary import Occupation


@dataclass(frozen=True)
class Filters:
    state: str = ""
    district: int | None = None
    occupation: str = ""
    text: str = ""

    @classmethod
    def read(cls, given) -> "Filters":
        """From a query string; what cannot be understood does not filter."""
        district = given.get("district", "")
        return cls(
            state=_known(given.get("state", ""), OPEN_STATES),
            district=int(district) if district.isdecimal() and len(district) < 10 else None,
            occupation=_known(given.get("occupation", ""), Occupation.values),
            text=given.get("text", "").replace("\0", "").strip()[:32],
        )

    def apply(self, rows):
        if self.state:
            rows = rows.filter(state=self.state)
        if self.district:
            rows = rows.filter(district_id=self.district)
        if self.occupation:
            rows = rows.filter(occupation=self.occupation)
        if self.text.isdecimal():
            return rows.filter(phone__startswith=self.text)
        return rows.filter(search.by_name(self.text, "person__")) if self.text else rows


def _known(value: str, values) -> str:
    return value if value in values else ""


def waiting(user):
    return Application.objects.visible_to(user).open()


def listed(user, filters: Filters, *, after: str = "", before: str = "") -> keyset.Page:
    rows = filters.apply(waiting(user)).annotate(number_masked=F("person__number_masked"))
    return keyset.page(rows, "due_at", after=after, before=before)


def open_count(user) -> int:
    """For the badge in the rail; what this request has counted already is not counted again."""
    counted = getattr(user, "_waiting", None)
    return counted["all"] if counted else waiting(user).count()


def counts(user, at: datetime.datetime | None = None) -> dict[str, int]:
    """How many wait, in all and by what presses. One query over the open ones."""
    at = at or timezone.now()
    running = Q(state=State.SUBMITTED)
    user._waiting = waiting(user).aggregate(
        all=Count("pk"),
        submitted=Count("pk", filter=running),
        returned=Count("pk", filter=Q(state=State.RETURNED)),
        late=Count("pk", filter=running & Q(due_at__lt=at)),
        soon=Count(
            "pk",
            filter=running & Q(due_at__gte=at, due_at__lte=at + datetime.timedelta(hours=1)),
        ),
    )
    return user._waiting


def neighbours(user, filters: Filters, application: Application) -> tuple:
    """(previous, next) application ids around this one, also when it has just left the queue."""
    moment = application.due_at
    rows = filters.apply(waiting(user).filter(state=State.SUBMITTED)).exclude(pk=application.pk)
    if moment is None:
        first = rows.order_by("due_at", "pk").values_list("pk", flat=True).first()
        return None, first
    beyond = Q(due_at__gt=moment) | Q(due_at=moment, pk__gt=application.pk)
    following = rows.filter(beyond).order_by("due_at", "pk").values_list("pk", flat=True).first()
    behind = rows.exclude(beyond).order_by("-due_at", "-pk").values_list("pk", flat=True).first()
    return behind, following


def next_after(user, filters: Filters, application: Application):
    """Id of what to do next: the following one, or from the end of the queue the most urgent."""
    _, following = neighbours(user, filters, application)
    if following:
        return following
    rows = filters.apply(waiting(user).filter(state=State.SUBMITTED)).exclude(pk=application.pk)
    return rows.order_by("due_at", "pk").values_list("pk", flat=True).first()
