"""Sums over several months at once, of some columns, some people, some days or by township: what
the coverage pages read.
"""

import datetime
import uuid
from collections.abc import Collection
from dataclasses import dataclass

from audit.sums import Where, among, between, differs, equal
from campaigns import tally_tables
from campaigns.tallies import Cell
from campaigns.tally_tables import BY_DAY, BY_TOWNSHIP, BY_TOWNSHIP_DAY, WHOLE, Table


@dataclass(frozen=True)
class Slice:
    """`columns` are the unions an activity counts in (campaigns/districts.py). `platform` None is
    everybody, "" those of no platform. Without `since` the months as a whole.
    """

    campaigns: Collection[uuid.UUID]
    columns: Collection[int]
    occupation: str = ""
    platform: str | None = None
    since: datetime.date | None = None
    until: datetime.date | None = None

    @property
    def is_cut(self) -> bool:
        return bool(self.occupation) or self.platform is not None

    def where(self, *, items: bool, grouped: bool) -> Where:
        found = among("campaign_id", self.campaigns) & among("district_id", self.columns)
        found &= differs("item_id", None) if items else equal("item_id", None)
        found &= differs("occupation", "") if grouped or self.is_cut else equal("occupation", "")
        if self.occupation:
            found &= equal("occupation", self.occupation)
        if self.platform is not None:
            found &= equal("platform", self.platform)
        if self.since and self.until:
            found &= between("day", self.since, self.until)
        return found


def read(part: Slice, *by: str, items: bool) -> dict[tuple, Cell]:
    """Sums by `by`: campaign_id, district_id, item_id, day, township_id, occupation, platform.

    `items`: an activity counts once in each item it served; else once. Of a cut, and by occupation
    or platform, people alone are known. One query.
    """
    grouped = bool({"occupation", "platform"} & set(by))
    rows = tally_tables.sums(_table(part, by), part.where(items=items, grouped=grouped), *by)
    return {key: Cell(**found) for key, found in rows.items()}


def _table(part: Slice, by: tuple[str, ...]) -> Table:
    by_day = bool(part.since) or "day" in by
    if "township_id" in by:
        return BY_TOWNSHIP_DAY if by_day else BY_TOWNSHIP
    return BY_DAY if by_day else WHOLE
