"""The heat tables of 服务覆盖: rows and columns of shares, each a link to its rows."""

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

from campaigns import slices
from campaigns.models import Target
from campaigns.vocabulary import Category
from dashboards import group_sizes, months_townships
from dashboards.months import NO_PLATFORM, Months
from dashboards.shares import Share
from organizations.models import Organization
from people.vocabulary import PLATFORMS, Occupation

# What a cell's people are measured by.
MONTH = "服务月"
TARGET, GROUP, NONE = "target", "group", ""
ORDINARY = (Occupation.COMPANY, Occupation.PUBLIC)
# Above this many columns the table is wider than a screen.
WIDE = 12


@dataclass(frozen=True)
class Head:
    """A row or a column: `key` finds its figures; of an `own` one (市本级, a month whose list has
    no such item) no cell must be filled but where there is a target.
    """

    key: Any
    label: str
    title: str = ""
    own: bool = False
    # Which rows, as the changes of the address.
    rows: Mapping[str, str] = field(default_factory=dict)

    @cached_property
    def asked(self) -> str:
        """The same as part of an address."""
        return urlencode(self.rows)


@dataclass(frozen=True)
class Line:
    head: Head
    shares: Sequence[Share]
    total: Share

    @property
    def zeros(self) -> int:
        """Cells with nobody in them; one's own row counts only where it has a target."""
        return sum(1 for each in self.shares if is_zero(each, self.head))

    @property
    def cells(self) -> list[tuple[Share, bool]]:
        """Each share, and whether somebody should have been reached there and nobody was."""
        return [(share, is_zero(share, self.head)) for share in self.shares]

    @property
    def is_idle(self) -> bool:
        """Nothing was done there and nothing had to be."""
        return self.head.own and not self.total.part and not self.total.whole


def is_zero(share: Share, head: Head) -> bool:
    """`own`: nobody has to be reached there but where there is a target."""
    return not share.part and bool(share.whole or not head.own)


@dataclass(frozen=True)
class Heat:
    title: str
    corner: str
    heads: Sequence[Head]
    lines: Sequence[Line]
    foot: Sequence[Share]
    total: Share
    measure: str

    @cached_property
    def zeros(self) -> int:
        return sum(line.zeros for line in self.lines)

    @property
    def is_wide(self) -> bool:
        return len(self.heads) > WIDE

    @property
    def has_names(self) -> bool:
        """Whether its rows have long names."""
        return self.corner == MONTH


# (row, column) -> people, or what they are measured by.
People = Mapping[tuple, int]


def table(months: Months) -> Heat:
    """The table one reads by `months.by`. At most six queries."""
    if months.by == "township":
        rows, heads, people = _by_township(months)
        return _Grid(people, {}, NONE).laid_out(months, "乡镇街道", rows, heads)
    rows = unions(months)
    if months.by in ("item", "category"):
        heads, people = _served(months)
        grid = _Grid(people, {}, NONE) if months.cut else _Grid(people, targets(months), TARGET)
        return grid.laid_out(months, "区县", rows, heads)
    heads, people = _groups(months)
    sizes = _sizes(months) if months.by == "occupation" and not months.platform else {}
    grid = _Grid(people, sizes, GROUP if sizes else NONE)
    return grid.laid_out(months, "区县", rows, heads)


def compared(months: Months) -> Heat | None:
    """Several months beside each other, category by category: what makes two lists of six
    comparable. None for a single month. Two queries.
    """
    if months.one or len(months.chosen) < 2:
        return None
    months = replace(months, by="category")
    category = {item.pk: item.category for item in months.items}
    found = slices.read(months.slice, "campaign_id", "item_id", items=True)
    people = _summed(((m, category[i]), cell.people) for (m, i), cell in found.items())
    wholes: People = {}
    if not months.cut:
        rows = Target.objects.filter(item__campaign__in=months.chosen).filter(
            district__in=months.slice.columns
        )
        of = rows.values_list("item__campaign_id", "item__category", "people")
        wholes = _summed(((m, each), n) for m, each, n in of)
    heads = [
        Head(month.pk, month.title, month.label, own=True, rows={"campaign": str(month.pk)})
        for month in months.chosen
    ]
    grid = _Grid(people, wholes, NONE if months.cut else TARGET)
    return grid.laid_out(months, MONTH, heads, _categories(months))


def unions(months: Months) -> list[Head]:
    return [
        Head(
            union.pk, months.label(union), own=months.is_own(union),
            rows={"district": str(union.public_id)},
        )
        for union in months.rows
    ]  # fmt: skip


def _served(months: Months) -> tuple[list[Head], People]:
    """People in each item or category, by the unions of the rows."""
    row_of = _rows_of(months)
    found = slices.read(months.slice, "district_id", "item_id", items=True)
    column, heads = _item_columns(months)
    return heads, _summed(((row_of[d], column[i]), cell.people) for (d, i), cell in found.items())


def _item_columns(months: Months) -> tuple[dict[int, Hashable], list[Head]]:
    if months.one and months.by != "category":
        heads = [
            Head(item.pk, item.short, item.name, rows={"item": str(item.pk)})
            for item in months.items
        ]
        return {item.pk: item.pk for item in months.items}, heads
    return {item.pk: item.category for item in months.items}, _categories(months)


def _categories(months: Months) -> list[Head]:
    there = {item.category for item in months.items}
    return [
        Head(each.value, each.label, each.label, rows={"category": each.value})
        for each in Category
        if each.value in there
    ]


def targets(months: Months) -> People:
    """What was set for the cells of `_served`. One query."""
    row_of = _rows_of(months)
    column, _ = _item_columns(months)
    rows = Target.objects.filter(item__in=column, district__in=row_of)
    of = rows.values_list("district_id", "item_id", "people")
    return _summed(((row_of[d], column[i]), people) for d, i, people in of)


def _groups(months: Months) -> tuple[list[Head], People]:
    """People of each occupation or platform; an activity counts once, however many items it had."""
    row_of = _rows_of(months)
    found = slices.read(months.slice, "district_id", months.by, items=False)
    people = _summed(((row_of[d], key), cell.people) for (d, key), cell in found.items())
    if months.by == "occupation":
        named = [(value, word, value) for value, word in Occupation.choices]
    else:
        named = [(word, word, word) for word in PLATFORMS] + [("", "没有平台", NO_PLATFORM)]
    # Nobody's new form of employment: shown where somebody was reached.
    reached = {key for _, key in people}
    named = [each for each in named if each[0] not in ORDINARY or each[0] in reached]
    asked = months.cut.occupation if months.by == "occupation" else months.cut.platform
    return [
        Head(key, word, rows={months.by: code})
        for key, word, code in named
        if not asked or code == asked
    ], people


def _sizes(months: Months) -> People:
    return group_sizes.workers(months.scope.path, _rows(months))


def _by_township(months: Months) -> tuple[list[Head], list[Head], People]:
    column, heads = _item_columns(months)
    found = slices.read(months.slice, "township_id", "item_id", items=True)
    people = _summed(((t, column[i]), cell.people) for (t, i), cell in found.items())
    nowhere = any(key is None for key, _ in people)
    rows = [
        Head(place.pk, place.name, place.title, rows={"township": str(place.pk)})
        for place in months_townships.of(_rows(months))
    ]
    none = Head(None, "没写乡镇", own=True, rows={"township": "none"})
    return [*rows, none] if nowhere else rows, heads, people


def _rows(months: Months) -> list[Organization]:
    return [union for union in months.rows if not months.is_own(union)]


def _rows_of(months: Months) -> dict[int, int]:
    return {
        union.pk: months.row_of(union) for unions in months.columns.values() for union in unions
    }


def _summed(pairs: Iterable[tuple[tuple, int]]) -> People:
    found: dict[tuple, int] = {}
    for key, number in pairs:
        found[key] = found.get(key, 0) + number
    return found


@dataclass(frozen=True)
class _Grid:
    """Figures by (row, column), not laid out yet; `wholes` are what they are measured by."""

    people: People
    wholes: People
    measure: str

    def share(self, row_keys: Iterable[Hashable], head_keys: Sequence[Hashable], url: str) -> Share:
        """The sum of some cells."""
        keys = [(row, head) for row in row_keys for head in head_keys]
        found = [self.wholes.get(key, 0) for key in keys]
        # A part of the workers is no measure of all the people.
        whole = sum(found) if self.measure != GROUP or all(found) else 0
        return Share(sum(self.people.get(key, 0) for key in keys), whole, url)

    def laid_out(
        self, months: Months, corner: str, rows: Sequence[Head], heads: Sequence[Head]
    ) -> Heat:
        link, all_heads, all_rows = _links(months), _keys(heads), _keys(rows)
        lines = [
            Line(
                row,
                [self.share([row.key], [head.key], link(row, head)) for head in heads],
                self.share([row.key], all_heads, link(row, None)),
            )
            for row in rows
        ]
        lines = [line for line in lines if not line.is_idle]
        foot = [self.share(all_rows, [head.key], link(None, head)) for head in heads]
        total = self.share(all_rows, all_heads, link(None, None))
        return Heat(TITLES[self.measure], corner, heads, lines, foot, total, self.measure)


TITLES = {TARGET: "服务人次占目标", GROUP: "每百名职工服务人次", NONE: "服务人次"}


def _keys(heads: Sequence[Head]) -> list[Hashable]:
    return [head.key for head in heads]


def _links(months: Months) -> Callable[[Head | None, Head | None], str]:
    """The address of the rows behind a cell. A cell of a month's own table is the month's list of
    activities, where they can be worked with; all else is listed by this room.
    """
    listed = reverse("dashboards:activities-rows") + months.query()
    own = _in_the_month(months) if months.by == "item" and months.one else ""

    def link(row: Head | None, head: Head | None) -> str:
        asked = [each.asked for each in (row, head) if each and each.asked]
        # What comes last counts: a row of months names another than the address line.
        return "&".join([own if own and row and head else listed, *asked])

    return link


def _in_the_month(months: Months) -> str:
    query = months.query(union="", campaign="", state="verified")
    return reverse("campaigns:activities", args=[months.one and months.one.pk]) + query
