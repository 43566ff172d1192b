"""A part of a whole, as the maps and heat tables colour it. Subjects put theirs into FIGURES."""

import datetime
from collections.abc import Callable
from dataclasses import dataclass

from campaigns.coverage import STEPS
from dashboards.scope import Scope

# Steps of warmth are those of a service month's own table: the same colour is the same share.
FIRST = 20


@dataclass(frozen=True)
class Share:
    part: int
    whole: int
    url: str = ""
    # The percent that is as warm as can be.
    full: int = 100

    @property
    def percent(self) -> int | None:
        """Rounded down: 100 means all. None where there is nothing to compare with."""
        return self.part * 100 // self.whole if self.whole else None

    @property
    def heat(self) -> str:
        """0 (less than a quarter of what is full) to 4; "" where there is nothing to compare with."""
        warmth = self._warmth
        if warmth is None:
            return ""
        return next((step for least, step in STEPS if warmth >= least), "0")

    @property
    def is_first(self) -> bool:
        """Less than a fifth: to be done before all others, drawn with a dashed edge."""
        return self._warmth is not None and self._warmth < FIRST

    @property
    def _warmth(self) -> int | None:
        return self.part * 10_000 // (self.whole * self.full) if self.whole else None


@dataclass(frozen=True)
class Figure:
    """Something the district map can be coloured by. `read(scope, today)` gives the share of each
    of `scope.districts` by the union's id, in a number of queries that does not grow.
    """

    name: str
    label: str
    # What part and whole are, as in “按时答复的申请占已答复的”.
    says: str
    read: Callable[[Scope, datetime.date], dict[int, Share]]
