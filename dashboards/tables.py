"""A table of plain values: what a page shows, what an export and a brief take from it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from dashboards import small
from spreadsheets.writing import Sheet


@dataclass(frozen=True)
class Table:
    """`rows` of as many cells as `columns`: text, whole numbers, Decimal for money, dates.

    `people`: the columns (by number) that count persons of a group, and `totals`: which of these
    is the sum of the others in the same row. Both matter when the table is shared (`shared`).
    """

    title: str
    columns: Sequence[str]
    rows: Sequence[Sequence]
    note: str = ""
    people: Sequence[int] = ()
    totals: Sequence[int] = ()
    widths: Sequence[int] = ()

    def shared(self) -> "Table":
        """The same with groups below five hidden, row by row (small.py)."""
        return replace(self, rows=[self._shared(row) for row in self.rows])

    def _shared(self, row: Sequence) -> list:
        counted = [at for at in self.people if at not in self.totals and isinstance(row[at], int)]
        safe = small.hidden([row[at] for at in counted], totalled=bool(self.totals))
        found = list(row)
        for at, value in zip(counted, safe, strict=True):
            found[at] = value
        return found

    def sheet(self, watermark: str = "") -> Sheet:
        return Sheet(
            title=self.title, columns=self.columns, rows=self.rows, note=self.note,
            widths=self.widths, watermark=watermark,
        )  # fmt: skip
