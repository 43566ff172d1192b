"""A heat table: rows and columns of shares, each a link to its rows."""

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from dashboards.shares import Share

# What a cell's people are measured by: a target, or the workers there are.
TARGET, GROUP, NONE = "target", "group", ""
TITLES = {TARGET: "服务人次占目标", GROUP: "每百名职工服务人次", NONE: "服务人次"}
# In the corner of a table whose rows are months, with long names.
MONTH = "服务月"
# Above this many columns the table is wider than a screen.
WIDE = 12
# The steps of colour (shares.py) of multiples of this are whole numbers.
EVEN = 20


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
    # As Share has it: how many per hundred are as warm as can be.
    full: int = 100

    @cached_property
    def zeros(self) -> int:
        return sum(line.zeros for line in self.lines)

    @property
    def has_unmeasured(self) -> bool:
        """Whether somebody was reached where there is nothing to compare with."""
        return any(each.part and not each.whole for line in self.lines for each in line.shares)

    @property
    def is_wide(self) -> bool:
        return len(self.heads) > WIDE

    @property
    def has_names(self) -> bool:
        """Whether its rows have long names."""
        return self.corner == MONTH


# (row, column) -> people.
People = Mapping[tuple, int]
Link = Callable[[Head | None, Head | None], str]


@dataclass(frozen=True)
class Grid:
    """Figures by (row, column), not laid out yet. `wholes` are what they are measured by, `by_row`
    of a row whatever the column: the workers of a township are the same ones for every item.
    """

    people: People
    wholes: Mapping[Any, int]
    measure: str
    by_row: bool = False

    def laid_out(
        self, corner: str, rows: Sequence[Head], heads: Sequence[Head], link: Link
    ) -> Heat:  # fmt: skip
        all_heads, all_rows = [head.key for head in heads], [row.key for row in rows]
        full = self._full(all_rows, all_heads)

        def share(row: Head | None, head: Head | None) -> Share:
            row_keys, head_keys = [row.key] if row else all_rows, [head.key] if head else all_heads
            part = sum(self.people.get((r, h), 0) for r in row_keys for h in head_keys)
            return Share(part, self._whole(row_keys, head_keys), link(row, head), full)

        lines = [Line(row, [share(row, head) for head in heads], share(row, None)) for row in rows]
        lines = [line for line in lines if not line.is_idle]
        foot = [share(None, head) for head in heads]
        total = share(None, None)
        return Heat(TITLES[self.measure], corner, heads, lines, foot, total, self.measure, full)

    def _whole(self, row_keys: Iterable[Hashable], head_keys: Sequence[Hashable]) -> int:
        if self.by_row:
            found = [self.wholes.get(row, 0) for row in row_keys]
        else:
            found = [self.wholes.get((row, head), 0) for row in row_keys for head in head_keys]
        # A part of the workers is no measure of all the people.
        return sum(found) if self.measure != GROUP or all(found) else 0

    def _full(self, row_keys: Sequence[Hashable], head_keys: Sequence[Hashable]) -> int:
        """A target is full at a hundred per cent. Of workers nobody knows how many would be enough:
        there a cell is as warm as it stands to the middle of the table, and twice that is full.
        """
        if self.measure != GROUP:
            return 100
        cells = [(row, head) for row in row_keys for head in head_keys]
        known = [(self.people.get(at, 0), self._whole([at[0]], [at[1]])) for at in cells]
        whole = sum(whole for _, whole in known)
        twice = 200 * sum(part for part, whole in known if whole) / whole if whole else 100
        even = EVEN if twice >= EVEN else EVEN // 10
        return max(round(twice / even), 1) * even
