"""The table of a service month: item × district, done against target, read from the tallies."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from campaigns import districts, tallies
from campaigns.models import Campaign, ServiceItem, Target
from campaigns.models.campaign import OFFICERS
from campaigns.permissions import runs
from organizations.models import Organization
from organizations.posts import holds

# From this share of the target on a cell is one step warmer (the picture of the table).
STEPS = ((80, "4"), (65, "3"), (45, "2"), (25, "1"))
# Done as a share of what should be done by now: level with the calendar, behind, far behind.
LEVEL, BEHIND = 1.0, 0.6


class Pace(NamedTuple):
    word: str
    kind: str  # the badge's colour


NO_TARGET = Pace("没定目标", "")
NOT_BEGUN = Pace("还是零", "late")
COLD = Pace("偏冷", "calm")
SLOW = Pace("要加快", "wait")
GOOD = Pace("跟得上", "done")


@dataclass(frozen=True)
class Spot:
    """A cell, or a sum of cells. `target` 0: none was set."""

    people: int = 0
    target: int = 0
    activities: int = 0
    money_fen: int = 0
    pending: int = 0

    @property
    def percent(self) -> int | None:
        """Whole percent of the target, rounded down: 100 means reached."""
        return self.people * 100 // self.target if self.target else None

    @property
    def is_zero(self) -> bool:
        return self.people == 0

    @property
    def heat(self) -> str:
        """0 (nobody, or less than a quarter) to 4; "" where there is nothing to compare with."""
        if self.percent is None:
            return ""
        return next((step for least, step in STEPS if self.percent >= least), "0")

    def pace(self, passed: float) -> Pace:
        """How it stands when `passed` (0–1) of the time has gone."""
        if not self.target:
            return NO_TARGET
        if self.is_zero:
            return NOT_BEGUN if passed > 0 else GOOD
        due = self.target * passed
        share = self.people / due if due else LEVEL
        return GOOD if share >= LEVEL else SLOW if share >= BEHIND else COLD


def _total(spots: Iterable[Spot]) -> Spot:
    spots = list(spots)
    return Spot(*(sum(getattr(spot, name) for spot in spots) for name in Spot.__annotations__))


@dataclass(frozen=True)
class Line:
    """A row or a column of the table with its sum."""

    of: Organization | ServiceItem
    across: Sequence[Organization | ServiceItem]
    spots: list[Spot]

    @cached_property
    def total(self) -> Spot:
        return _total(self.spots)

    @property
    def pairs(self) -> list:
        """(what stands at the head of the cell, the cell)"""
        return list(zip(self.across, self.spots, strict=True))


@dataclass(frozen=True)
class Cut:
    """People of one occupation, one platform, or both; empty: everybody."""

    occupation: str = ""
    platform: str = ""

    def __bool__(self) -> bool:
        return bool(self.occupation or self.platform)


@dataclass(frozen=True)
class Coverage:
    """The whole table. `spots[district id, item id]`; sums are sums of the cells shown."""

    campaign: Campaign
    districts: list[Organization]
    items: list[ServiceItem]
    spots: dict[tuple[int, int], Spot]
    # The activities themselves, each counted once however many items it served.
    whole: Spot
    whole_by_district: dict[int, Spot]

    @cached_property
    def by_district(self) -> list[Line]:
        return [
            Line(district, self.items, [self.spots[district.pk, item.pk] for item in self.items])
            for district in self.districts
        ]

    @cached_property
    def by_item(self) -> list[Line]:
        return [
            Line(item, self.districts, [self.spots[where.pk, item.pk] for where in self.districts])
            for item in self.items
        ]

    @cached_property
    def total(self) -> Spot:
        return _total(self.spots.values())

    @cached_property
    def zeros(self) -> int:
        """Cells with nobody in them; the city's own column counts only where it has a target."""
        own = self.campaign.organization_id
        return sum(
            1
            for (district_id, _), spot in self.spots.items()
            if spot.is_zero and (spot.target or district_id != own)
        )


def columns(user, campaign: Campaign) -> list[Organization]:
    """The districts whose figures the user may see: all for those who run the month (their own
    column, 市本级, last), else those under the own posts. One query.
    """
    found = districts.of_campaign(campaign)
    if runs(user, campaign):
        return [*found, campaign.organization]
    return [district for district in found if holds(user, OFFICERS, district)]


def read(campaign: Campaign, shown: list[Organization], cut: Cut | None = None) -> Coverage:
    """The table for these districts. Three queries, four with a cut, however many activities."""
    ids = [district.pk for district in shown]
    items = list(campaign.items.all())
    cells = tallies.cells(campaign, ids)
    targets = _targets(campaign, ids) if not cut else {}
    spots = {
        (district_id, item.pk): _spot(
            cells.get((district_id, item.pk), tallies.EMPTY), targets.get((district_id, item.pk), 0)
        )
        for district_id in ids
        for item in items
    }
    if cut:
        spots = _cut(campaign, ids, spots, cut)
    whole = {pk: _spot(cells.get((pk, None), tallies.EMPTY), 0) for pk in ids}
    return Coverage(campaign, shown, items, spots, _total(whole.values()), whole)


def _targets(campaign: Campaign, ids: list[int]) -> dict[tuple[int, int], int]:
    rows = Target.objects.filter(item__campaign=campaign, district__in=ids)
    return {(d, i): people for d, i, people in rows.values_list("district_id", "item_id", "people")}


def _spot(cell: tallies.Cell, target: int) -> Spot:
    return Spot(cell.people, target, cell.activities, cell.money_fen, cell.pending)


def _cut(campaign: Campaign, ids: list[int], spots: dict, cut: Cut) -> dict:
    """The same cells with the people of the cut alone: targets and money are not cut."""
    people = tallies.group_cells(campaign, ids, occupation=cut.occupation, platform=cut.platform)
    return {key: Spot(people=people.get(key, 0)) for key in spots}
