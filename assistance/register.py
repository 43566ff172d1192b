"""The register of hardship files as a list: filtered by its address, turned page by page."""

import datetime
import uuid
from dataclasses import dataclass

from django.db.models import Prefetch, QuerySet
from django.utils import timezone

from assistance.models import FileState, HardshipFile, Pairing
from assistance.vocabulary import Group, HardshipClass
from audit import keyset
from organizations.models import Organization
from people import search

# What one looks for that is no column: word in the address -> label.
VIEWS = {"unpaired": "还没有结对", "silent": "该联系没联系", "again": "该再问一次"}


@dataclass(frozen=True)
class Filters:
    view: str = ""
    state: str = ""
    group: str = ""
    kind: str = ""
    district: Organization | None = None
    text: str = ""
    unit: str = ""
    import_id: uuid.UUID | None = None

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
            unit=_typed(given.get("unit", "")),
            import_id=_uuid(given.get("import", "")),
        )

    @property
    def any(self) -> bool:
        return self != Filters()

    def apply(self, rows: QuerySet[HardshipFile], today: datetime.date) -> QuerySet[HardshipFile]:
        exact = {
            "state": self.state, "group": self.group, "hardship_class": self.kind,
            "import_id": self.import_id, "unit_name__startswith": self.unit,
            "organization__path__startswith": self.district.path if self.district else "",
        }  # fmt: skip
        rows = rows.filter(**{name: value for name, value in exact.items() if value})
        if self.text:
            rows = rows.filter(search.by_name(self.text))
        return self._in_view(rows, today)

    def _in_view(self, rows, today: datetime.date):
        if self.view == "unpaired":
            return rows.unpaired()
        if self.view == "silent":
            return rows.silent(today)
        if self.view == "again":
            return rows.filter(state=FileState.ASKED, ask_again_on__lte=today)
        return rows


def page(user, filters: Filters, *, after: str = "", before: str = "") -> keyset.Page:
    """Newest first; of the silent ones who has waited longest. Two queries."""
    rows = filters.apply(HardshipFile.objects.kept_in(user), timezone.localdate())
    pairs = Pairing.objects.standing().select_related("post__user")
    rows = rows.select_related("person", "organization", "division__parent").defer("facts")
    return keyset.page(
        rows.prefetch_related(Prefetch("pairings", pairs, to_attr="standing_pairs")),
        "next_due_on" if filters.view == "silent" else "-created_at",
        after=after, before=before,
    )  # fmt: skip


def _known(value: str, values) -> str:
    return value if value in values else ""


def _typed(text: str) -> str:
    return text.replace("\0", "").strip()[:32]


def _uuid(text: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(text)
    except ValueError:
        return None
