"""What a tile of the overview says. Each subject makes its own (tile_*.py); overview.py puts them
side by side.
"""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Trend:
    """One number a day, oldest first, today last; `before`: the sum of as many days before."""

    days: Sequence[datetime.date]
    values: Sequence[int]
    before: int
    # What is counted, as in “30天共收到1,204份”.
    label: str
    unit: str

    @property
    def total(self) -> int:
        return sum(self.values)

    @property
    def change(self) -> int:
        return self.total - self.before

    @property
    def comparison(self) -> str:
        if not self.change:
            return f"和前{len(self.days)}天一样"
        word = "多" if self.change > 0 else "少"
        return f"比前{len(self.days)}天{word}{abs(self.change):,}{self.unit}"


@dataclass(frozen=True)
class Fact:
    """A number in words that leads to its rows; `kind` colours it: late, wait, done, calm."""

    label: str
    value: str
    url: str = ""
    kind: str = ""


@dataclass(frozen=True)
class Tile:
    """`title` is the question, `value` the answer, `under` what it is measured by."""

    name: str
    title: str
    value: str
    unit: str
    under: str
    # The page behind it, and the rows behind the value.
    url: str
    rows_url: str = ""
    kind: str = ""
    facts: Sequence[Fact] = field(default_factory=tuple)
    trend: Trend | None = None
    # What of it belongs into the headline of the overview, as in “2份超时”; "" when all is well.
    alarm: str = ""
