"""The map of the divisions as tiles: who lies beside whom, each tile with its name and its share."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from dashboards.shares import FIRST, STEPS, Share
from organizations import divisions
from organizations.models import Organization

# In the drawing's own units: three tiles side by side fill a phone at about their own size.
TILE_WIDTH, TILE_HEIGHT, GAP = 104, 78, 4
# So many side by side where the divisions have no places of their own.
ROW = 3
# As many characters as a tile holds in one line, 大字版 included.
LINE = 5
NOTHING = Share(0, 0)


@dataclass(frozen=True)
class Place:
    """One tile: `column` and `row` from 0; `url` leads to its rows, `page` to the same page of the
    union.
    """

    union: Organization
    share: Share
    url: str
    page: str
    column: int
    row: int

    @property
    def name(self) -> str:
        return self.union.division.short_name if self._stands_for_division else self.union.name

    @property
    def _stands_for_division(self) -> bool:
        return self.union.kind in (Organization.Kind.FEDERATION, Organization.Kind.TOWNSHIP)

    @property
    def lines(self) -> list[str]:
        """The name in one or two lines."""
        if len(self.name) <= LINE:
            return [self.name]
        half = min(-(-len(self.name) // 2), LINE)
        rest = self.name[half:]
        return [self.name[:half], rest if len(rest) <= LINE else f"{rest[: LINE - 1]}…"]

    @property
    def x(self) -> int:
        return self.column * (TILE_WIDTH + GAP)

    @property
    def y(self) -> int:
        return self.row * (TILE_HEIGHT + GAP)

    @property
    def said(self) -> str:
        """甘州区：80%，2,706/3,380，先办"""
        if self.share.percent is None:
            return f"{self.name}：没有可以比的数"
        first = "，先办" if self.share.is_first else ""
        return (
            f"{self.name}：{self.share.percent}%，{self.share.part:,}/{self.share.whole:,}{first}"
        )


@dataclass(frozen=True)
class CityMap:
    """`label` and `says` as of the Figure it is coloured by."""

    label: str
    says: str
    places: Sequence[Place]
    width: int = TILE_WIDTH
    height: int = TILE_HEIGHT

    @cached_property
    def view_box(self) -> str:
        columns = max((place.column for place in self.places), default=0) + 1
        rows = max((place.row for place in self.places), default=0) + 1
        wide, high = columns * (TILE_WIDTH + GAP) - GAP, rows * (TILE_HEIGHT + GAP) - GAP
        return f"0 0 {wide} {high}"


# What the colours mean, coldest first: class, words.
KEY = (
    ("h-0 h-c", f"不到{FIRST}%，先办"),
    ("h-0", f"不到{STEPS[-1][0]}%"),
    *((f"h-{step}", f"{least}%起") for least, step in reversed(STEPS)),
)


def draw(
    label: str,
    says: str,
    unions: Sequence[Organization],
    shares: Mapping[int, Share],
    link: Callable[[Organization], str],
) -> CityMap:
    """The unions in their places. `link` is the page of a union: where a tile leads that has no rows
    to show.
    """
    found = [
        Place(union, share, share.url or link(union), link(union), column, row)
        for union, (column, row) in zip(unions, _spots(unions), strict=True)
        for share in [shares.get(union.pk, NOTHING)]
    ]
    return CityMap(label, says, found)


def _spots(unions: Sequence[Organization]) -> list[tuple[int, int]]:
    """The published places when every one has its own; else in rows, in the given order."""
    known = divisions.tiles()
    places = [known.get(union.division.code or "") for union in unions]
    if len(unions) > 1 and all(places) and len(set(places)) == len(places):
        return [place for place in places if place]
    return [(nth % ROW, nth // ROW) for nth in range(len(unions))]
