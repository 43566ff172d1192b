"""The contacts behind a number of 一对一: when, how and by whom; whose household it was stays in its
file, which is opened as a look.
"""

from dataclasses import dataclass

from django.db.models import Q, QuerySet

from assistance.care_days import contacts
from assistance.households import place_of
from assistance.models import Contact
from assistance.vocabulary import Result
from audit import keyset
from dashboards.households import total
from dashboards.period import Period
from dashboards.scope import Scope

IN_VAIN = Q(result=Result.NOT_REACHED)
# As an address asks for them -> words, condition.
RESULTS = {"reached": ("联系上的", ~IN_VAIN), "tried": ("没打通的", IN_VAIN)}


@dataclass(frozen=True)
class Rows:
    scope: Scope
    period: Period
    result: str = ""

    @classmethod
    def read(cls, scope: Scope, period: Period, asked: str) -> "Rows":
        return cls(scope, period, asked if asked in RESULTS else "")

    @property
    def says(self) -> str:
        return RESULTS[self.result][0] if self.result else "所有的联系"

    def number(self) -> int:
        """How many there are, as the sums have it. One query."""
        found = total(contacts(self.scope.path, self.period.since, self.period.until).values())
        return getattr(found, self.result or "total")

    def queryset(self) -> QuerySet[Contact]:
        rows = Contact.objects.filter(
            self.scope.inside("file__organization__path"),
            at__gte=self.period.starts_at, at__lt=self.period.ends_at,
        )  # fmt: skip
        return rows.filter(RESULTS[self.result][1]) if self.result else rows

    def page(self, *, after: str = "", before: str = "") -> keyset.Page:
        related = ("by", "file__organization", "file__division__parent")
        rows = self.queryset().select_related(*related).defer("file__facts", "note")
        found = keyset.page(rows, "-at", after=after, before=before)
        for row in found.rows:
            row.place = place_of(row.file)
        return found
