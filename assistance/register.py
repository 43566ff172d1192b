"""The register of hardship files as a list: filtered by its address, turned page by page."""

import datetime
import uuid
from dataclasses import dataclass, replace
from functools import partial

from django.db.models import Prefetch, Q, QuerySet
from django.utils import timezone

from assistance import coverage
from assistance.coverage import NOTHING, Cover
from assistance.models import FileState, HardshipFile, Pairing
from assistance.models.file import STEWARDS
from assistance.vocabulary import Group, HardshipClass
from audit import keyset
from audit.keyset import Number
from organizations.models import Organization
from organizations.posts import paths
from people import search

# What one looks for that is no column: word in the address -> label.
VIEWS = {
    "unpaired": "还没有结对", "silent": "该联系没联系", "again": "该再问一次",
    # What the figures of 总览 lead to.
    "open": "在册的", "cared": "已同意的", "paired": "已结对的", "contacted": "按时联系过的",
    "tried": "打过没打通的",
}  # fmt: skip


# Of these the sums of 总览 know the number.
FIGURES = {
    "unpaired": "unpaired", "silent": "silent", "open": "files", "cared": "consented",
    "paired": "paired", "contacted": "contacted", "tried": "tried",
}  # fmt: skip
ORDER = {"silent": "next_due_on", "again": "ask_again_on"}


@dataclass(frozen=True)
class Filters:
    view: str = ""
    state: str = ""
    group: str = ""
    kind: str = ""
    district: Organization | None = None
    text: str = ""
    unit: str | None = None
    import_id: uuid.UUID | None = None
    # Of that union itself, not of those below it, and of exactly that unit: a line of 总览.
    own: bool = False

    @classmethod
    def read(cls, given, districts: list[Organization]) -> "Filters":
        """From a query string; what cannot be understood does not filter."""
        named = given.get("district", "")
        return cls(
            view=_known(given.get("show", ""), VIEWS),
            state=_known(given.get("state", ""), FileState.values),
            group=_known(given.get("group", ""), Group.values),
            kind=_known(given.get("class", ""), HardshipClass.values),
            district=next((each for each in districts if str(each.public_id) == named), None),
            text=_typed(given.get("text", "")),
            unit=_typed(given["unit"], 64) if "unit" in given else None,
            import_id=_uuid(given.get("import", "")),
            own=given.get("own") == "1",
        )

    @property
    def any(self) -> bool:
        return self not in (Filters(), Filters(unit=""))

    def apply(self, rows: QuerySet[HardshipFile], today: datetime.date) -> QuerySet[HardshipFile]:
        exact = {
            "state": self.state, "group": self.group, "hardship_class": self.kind,
            "import_id": self.import_id,
        }  # fmt: skip
        rows = rows.filter(**{name: value for name, value in exact.items() if value})
        rows = rows.filter(self._place())
        if self.unit:
            # Said for the index, which leaves the empty ones out.
            rows = rows.exclude(unit_name="")
        if self.text:
            rows = rows.filter(search.by_name(self.text))
        return self._in_view(rows, today)

    def _place(self) -> Q:
        if self.own and self.district:
            unit = Q() if self.unit is None else Q(unit_name=self.unit)
            return Q(organization=self.district) & unit
        inside = Q(organization__path__startswith=self.district.path) if self.district else Q()
        return inside & (Q(unit_name__startswith=self.unit) if self.unit else Q())

    def _in_view(self, rows, today: datetime.date):
        views = {
            "unpaired": rows.unpaired, "silent": partial(rows.silent, today),
            "again": partial(rows.to_ask_again, today),
            "open": partial(rows.exclude, state__in=(FileState.LIFTED, FileState.LEFT)),
            "cared": rows.cared_for, "paired": rows.paired,
            "contacted": partial(rows.contacted, today), "tried": partial(rows.tried, today),
        }  # fmt: skip
        return views[self.view]() if self.view else rows


def page(user, filters: Filters, *, after: str = "", before: str = "") -> keyset.Page:
    """Newest first; of those who wait for a day, who has waited longest. Two queries."""
    rows = filters.apply(HardshipFile.objects.kept_in(user), timezone.localdate())
    pairs = Pairing.objects.standing().select_related("post__user")
    rows = rows.select_related("person", "organization", "division__parent").defer("facts")
    return keyset.page(
        rows.prefetch_related(Prefetch("pairings", pairs, to_attr="standing_pairs")),
        ORDER.get(filters.view, "-created_at"),
        after=after, before=before,
    )  # fmt: skip


def number(user, filters: Filters) -> Number:
    """How many there are: from the sums where these know it, else counted. At most two queries."""
    figure = FIGURES.get(filters.view)
    cover = _cover(user, filters) if figure else None
    if figure and cover is not None:
        return Number(getattr(cover, figure))
    rows = HardshipFile.objects.kept_in(user)
    return keyset.count(filters.apply(rows, timezone.localdate()))


def _cover(user, filters: Filters) -> Cover | None:
    """The sums of the place asked for, or None where more is asked for than a place: they know
    unions, and the units of one union's own files.
    """
    if replace(filters, view="", district=None, unit=None, own=False) != Filters():
        return None
    union, unit = filters.district, filters.unit
    if union and filters.own:
        if unit is None:
            return coverage.by_union([union.path]).get(union.pk, NOTHING)
        return coverage.by_unit(union.pk, [unit]).get(unit, NOTHING)
    if unit:
        return None
    tops = [union.path] if union else paths(user, STEWARDS)
    return coverage.total(coverage.by_union(tops).values())


def _known(value: str, values) -> str:
    return value if value in values else ""


def _typed(text: str, most: int = 32) -> str:
    return text.replace("\0", "").strip()[:most]


def _uuid(text: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(text)
    except ValueError:
        return None
