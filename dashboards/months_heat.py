"""The heat tables of 服务覆盖, read."""

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import replace

from django.urls import reverse

from campaigns import slices
from campaigns.models import Target
from campaigns.vocabulary import Category
from dashboards import group_sizes, months_townships
from dashboards.heat import GROUP, MONTH, NONE, TARGET, Grid, Head, Heat, Link, People
from dashboards.months import NO_PLATFORM, Months
from organizations.models import Organization
from people.vocabulary import PLATFORMS, Occupation

ORDINARY = (Occupation.COMPANY, Occupation.PUBLIC)


def table(months: Months) -> Heat:
    """The table one reads by `months.by`. At most seven queries."""
    if months.by == "township":
        rows, heads, people = _by_township(months)
        workers = _township_sizes(months, rows)
        grid = Grid(people, workers, GROUP if workers else NONE, by_row=True)
        return grid.laid_out("乡镇街道", rows, heads, _links(months))
    rows = unions(months)
    if months.by in ("item", "category"):
        heads, people = _served(months)
        grid = Grid(people, {}, NONE) if months.cut else Grid(people, targets(months), TARGET)
        return grid.laid_out("区县", rows, heads, _links(months))
    heads, people = _groups(months)
    sizes = _sizes(months) if months.by == "occupation" and not months.platform else {}
    grid = Grid(people, sizes, GROUP if sizes else NONE)
    return grid.laid_out("区县", rows, heads, _links(months))


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
    grid = Grid(people, wholes, NONE if months.cut else TARGET)
    return grid.laid_out(MONTH, heads, _categories(months), _links(months))


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


def _township_sizes(months: Months, rows: Sequence[Head]) -> dict[int, int]:
    """How many workers a township has is not known by platform."""
    if months.platform is not None:
        return {}
    places = [row.key for row in rows if row.key is not None]
    return group_sizes.township_workers(months.scope.path, places, months.cut.occupation)


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


def _links(months: Months) -> Link:
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
