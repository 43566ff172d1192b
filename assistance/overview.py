"""总览: how far 1+1 is in the unions one supervises, level by level."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from django.urls import reverse
from django.utils.http import urlencode

from assistance import coverage, scope
from assistance.coverage import NOTHING, Cover
from assistance.models import HardshipFile
from assistance.models.file import STEWARDS
from audit.keyset import SIZE
from organizations import tree
from organizations.models import Organization
from organizations.posts import paths

NO_UNIT = "没有填单位"


@dataclass(frozen=True)
class Line:
    """`union`: whose files, all below it included; `unit`: of these, who work there."""

    name: str
    cover: Cover
    union: Organization
    unit: str | None = None
    # Leads to the table of this union.
    opens: bool = False

    @cached_property
    def address(self) -> str:
        """Of its files; a figure adds which of them."""
        asked: dict = {"district": self.union.public_id}
        if not self.opens:
            asked["own"] = "1"
        if self.unit is not None:
            asked["unit"] = self.unit
        return f"{reverse('assistance:files')}?{urlencode(asked)}"

    @cached_property
    def rest(self) -> str:
        """What needs and hand-overs are asked by; "" for a unit, by which they are not listed."""
        if self.unit is not None:
            return ""
        own = {} if self.opens else {"own": "1"}
        return f"?{urlencode({'union': str(self.union.public_id)} | own)}"

    @property
    def in_time(self) -> int:
        """Share of the pairs nobody has to remind, in percent."""
        paired = self.cover.paired
        return round(100 * (paired - self.cover.silent) / paired) if paired else 0


@dataclass(frozen=True)
class Table:
    """`union` is None for who supervises several unions, and looks at them side by side."""

    union: Organization | None
    unions: list[Organization]
    covers: dict[int, Cover]

    @cached_property
    def total(self) -> Cover:
        return coverage.total(self.covers.values())

    @cached_property
    def lines(self) -> list[Line]:
        """In tree order, the union's own files first: no ranking. Federations also with nothing."""
        own = [Line(self.union.name, self.own, self.union)] if self.union and self.own else []
        sums = self._sums()
        below = [
            Line(union.name, sums[union.pk], union, opens=True)
            for union in self.unions
            if union != self.union
            and (sums[union.pk] or union.kind == Organization.Kind.FEDERATION)
        ]
        return own + below if below else []

    @property
    def own(self) -> Cover:
        return self.covers.get(self.union.pk, NOTHING) if self.union else NOTHING

    def _sums(self) -> dict[int, Cover]:
        found: dict[int, Cover] = defaultdict(Cover)
        shown = {union.pk for union in self.unions if union != self.union}
        for path, cover in self._with_paths():
            inside = next((pk for pk in tree.ids(path) if pk in shown), None)
            if inside:
                found[inside] += cover
        return found

    def _with_paths(self) -> Iterable[tuple[str, Cover]]:
        rows = Organization.objects.filter(pk__in=self.covers).values_list("pk", "path")
        return [(path, self.covers[pk]) for pk, path in rows]


def read(user, named: str = "") -> Table:
    """The union of that public id, as far as the user supervises it; else the user's own.

    Five queries.
    """
    own = paths(user, STEWARDS)
    union = scope.named(user, named) or (_at(own[0]) if len(own) == 1 else None)
    shown = [union.path] if union else own
    below = {"parent": union} if union else {"path__in": own}
    rows = Organization.objects.filter(**below, is_active=True).order_by("path")
    return Table(union, list(rows), coverage.by_union(shown))


def _at(path: str) -> Organization:
    return Organization.objects.get(path=path)


@dataclass(frozen=True)
class Units:
    """A page of the units in which the people of one union's files work, by name."""

    lines: list[Line]
    after: str = ""


def units(table: Table, *, after: str = "") -> Units | None:
    """Names first, along the index; then what stands under these names. Two queries.

    None for a union that keeps no files of its own.
    """
    union = table.union
    if union is None or not table.own:
        return None
    rows = HardshipFile.objects.filter(organization=union).order_by("unit_name")
    if after:
        rows = rows.filter(unit_name__gt=after)
    names = list(rows.values_list("unit_name", flat=True).distinct()[: SIZE + 1])
    more, names = len(names) > SIZE, names[:SIZE]
    found = coverage.by_unit(union.pk, names)
    lines = [
        Line(name or NO_UNIT, found[name], union, unit=name) for name in names if name in found
    ]
    return Units(lines, names[-1] if more else "")


def above(user, union: Organization | None) -> Organization | None:
    """Where the table of this union was opened from, as far as the user supervises it."""
    if union is None or union.parent_id is None:
        return None
    at_the_top = union.path in paths(user, STEWARDS)
    return None if at_the_top else Organization.objects.get(pk=union.parent_id)
