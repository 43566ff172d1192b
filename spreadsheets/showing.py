"""Rows of an import as its page shows them: what is wrong, and in which cells."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count

from audit.keyset import Page
from spreadsheets import cells, kinds, sealing
from spreadsheets.models import Import, ImportRow, RowState

SIZE = 50
# Under which word of the address line which rows stand, and what they are called.
VIEWS = {
    "bad": (RowState.BAD, "有问题"),
    "parked": (RowState.PARKED, "存疑"),
    "good": (RowState.GOOD, "可以导入"),
    "skipped": (RowState.SKIPPED, "不导入"),
    "imported": (RowState.IMPORTED, "已导入"),
}


@dataclass(frozen=True)
class Shown:
    text: str
    is_wrong: bool


@dataclass(frozen=True)
class Line:
    row: ImportRow
    cells: list[Shown]
    # (title of the column or "", what is wrong)
    problems: list[tuple[str, str]]
    doubts: list[str]

    @property
    def may_decide(self) -> bool:
        return bool(self.row.doubts) and not self.row.problems

    @property
    def may_let_in(self) -> bool:
        return not any(doubt.get("firm") for doubt in self.row.doubts)


def tabs(job: Import) -> list[tuple[str, str, int]]:
    """(word, label, how many) of the views with rows in them, the most urgent first. One query."""
    counted = job.rows.order_by().values_list("state").annotate(n=Count("pk"))
    found = dict(counted)
    return [(word, label, found[state]) for word, (state, label) in VIEWS.items() if state in found]


def page(job: Import, view: str, *, after: str = "", before: str = "") -> Page:
    """Lines of one view in the order of the sheet. One query."""
    rows = job.rows.filter(state=VIEWS[view][0])
    last, first = _number(after), _number(before)
    if first is not None:
        found = list(rows.filter(number__lt=first).order_by("-number")[: SIZE + 1])
    else:
        found = list(rows.filter(number__gt=last or 0).order_by("number")[: SIZE + 1])
    more, found = len(found) > SIZE, found[:SIZE]
    if first is not None:
        found.reverse()
    has_next = bool(found) and (more or first is not None)
    has_previous = bool(found) and (more if first is not None else last is not None)
    hidden = kinds.of(job).sealed
    return Page(
        rows=[line(row, job.columns, hidden) for row in found],
        after=str(found[-1].number) if has_next else "",
        before=str(found[0].number) if has_previous else "",
    )


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 9 else None


def line(row: ImportRow, columns: Sequence[tuple[str, str]], hidden: Sequence[str] = ()) -> Line:
    """`hidden` names the columns whose cells are masked."""
    titles = dict(columns)
    wrong = {problem["column"] for problem in row.problems}
    return Line(
        row=row,
        cells=[
            Shown(cells.shown(cell), name in wrong)
            for name, cell in zip(titles, sealing.shown(row, list(titles), hidden), strict=False)
        ],
        problems=[(titles.get(each["column"], ""), each["text"]) for each in row.problems],
        doubts=[doubt["text"] for doubt in row.doubts],
    )
