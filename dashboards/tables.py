"""A table of plain values: what a page shows, what an export and a brief take from it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import repeat

from dashboards import small
from spreadsheets.writing import Sheet


@dataclass(frozen=True)
class Table:
    """`rows` of as many cells as `columns`: text, whole numbers, Decimal for money, dates.

    `people`: the columns (by number) that count persons of a group, and `totals`: which of these
    is the sum of the others in the same row; `summed`: the last row is the sum of those above;
    `derived`: columns worked out, as percents are -> the people they are worked out of. All matter
    when the table is shared (`shared`).
    """

    title: str
    columns: Sequence[str]
    rows: Sequence[Sequence]
    note: str = ""
    people: Sequence[int] = ()
    totals: Sequence[int] = ()
    widths: Sequence[int] = ()
    summed: bool = False
    derived: Mapping[int, Sequence[int]] = field(default_factory=dict)

    def shared(self) -> "Table":
        """The same with groups below five hidden (small.py), and in their rows what is derived.
        Cells of people columns that are no whole numbers hide nobody and stay.
        """
        columns = sorted({*self.people, *self.totals})
        counts = [[_count(row[at]) for at in columns] for row in self.rows]
        safe = small.hidden_grid(counts, totalled=bool(self.totals), summed=self.summed)
        rows = [_with(*each) for each in zip(self.rows, safe, repeat(columns))]
        return replace(self, rows=[self._blanked(row) for row in rows])

    def hides(self, row: Sequence) -> bool:
        """Whether a count of persons is hidden in that row of a shared table."""
        return _hides(row, {*self.people, *self.totals})

    def _blanked(self, row: list) -> list:
        """From a percent and the number beside it the hidden one could be worked out."""
        for at, people in self.derived.items():
            if row[at] not in ("", None) and _hides(row, people):
                row[at] = small.GONE
        return row

    def sheet(self, watermark: str = "") -> Sheet:
        return Sheet(
            title=self.title, columns=self.columns, rows=self.rows, note=self.note,
            widths=self.widths, watermark=watermark,
        )  # fmt: skip


def _hides(row: Sequence, columns: Iterable[int]) -> bool:
    return any(row[at] in small.HIDDEN for at in columns)


def _count(value) -> int:
    return value if isinstance(value, int) else 0


def _with(row: Sequence, safe: Sequence, columns: Sequence[int]) -> list:
    found = list(row)
    for at, value in zip(columns, safe, strict=True):
        if isinstance(row[at], int):
            found[at] = value
    return found
