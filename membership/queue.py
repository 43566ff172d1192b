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


# What a row of the list shows. A third of the columns is read in half the time.
_SHOWN = ("state", "name", "occupation", "employer", "findings", "due_at", "seconds_left",
          "seconds_given", "late_reason")  # fmt: skip


def listed(user, filters: Filters, *, after: str = "", before: str = "") -> keyset.Page:
    rows = filters.apply(waiting(user)).only(*_SHOWN)
    masked = rows.annotate(number_masked=F("person__number_masked"))
    return keyset.page(masked, "due_at", after=after, before=before)


def open_count(user) -> int:
    """For the badge in the rail; what this request has counted already is not counted again."""
    counted = getattr(user, "_waiting", None)
    return counted["all"] if counted else waiting(user).count()


def counts(user, at: datetime.datetime | None = None) -> dict[str, int]:
    """How many wait, in all and by what presses. One query over the open ones."""
    at = at or timezone.now()
    in_an_hour = at + datetime.timedelta(hours=1)
    found = waiting(user).aggregate(
        all=Count("pk"),
        # Of the open ones those submitted, and they alone, have a due time (see the constraints).
        submitted=Count("due_at"),
        late=Count("pk", filter=Q(due_at__lt=at)),
        soon=Count("pk", filter=Q(due_at__range=(at, in_an_hour))),
    )
    user._waiting = found | {"returned": found["all"] - found["submitted"]}
    return user._waiting


def neighbours(user, filters: Filters, application: Application) -> tuple:
    """(previous, next) application ids around this one, also when it has just left the queue."""
    return _previous(user, filters, application), _following(user, filters, application)


def next_after(user, filters: Filters, application: Application):
    """Id of what to do next: the following one, or from the end of the queue the most urgent."""
    following = _following(user, filters, application)
    if following:
        return following
    return _first(_running(user, filters).exclude(pk=application.pk).order_by("due_at", "pk"))


def _previous(user, filters: Filters, application: Application):
    moment = application.due_at
    if moment is None:
        return None
    before = Q(due_at__lt=moment) | Q(due_at=moment, pk__lt=application.pk)
    return _first(_running(user, filters).filter(before).order_by("-due_at", "-pk"))


def _following(user, filters: Filters, application: Application):
    """From a stopped one the way leads to the most pressing."""
    moment, rows = application.due_at, _running(user, filters)
    if moment is not None:
        rows = rows.filter(Q(due_at__gt=moment) | Q(due_at=moment, pk__gt=application.pk))
    return _first(rows.order_by("due_at", "pk"))


def _running(user, filters: Filters):
    return filters.apply(Application.objects.visible_to(user).filter(state=State.SUBMITTED))


def _first(rows):
    return rows.values_list("pk", flat=True).first()
