"""Tiles as a whole room reads them: no addresses, and no group of fewer than five persons.

Numbers of applications, sessions and messages stay: they are the portal's own work.
"""

import re
from dataclasses import dataclass, replace

from dashboards.city_map import CityMap
from dashboards.shares import Share
from dashboards.small import FEW, GONE, LEAST
from dashboards.tiles import Fact, Tile, Trend

PERSONS = ("人", "户", "名", "位")
# One to four persons or households inside a text, as the tiles write numbers (1,203人).
_FEW = re.compile(rf"(?<![\d,.])[1-{LEAST - 1}](?=\s?[{''.join(PERSONS)}])")
_PERCENT = re.compile(r"\d+(?:\.\d+)?%")


def words(text: str, *beside: str) -> str:
    """“3户该联系没联系” is “少于5户该联系没联系”. Percents go where some are hidden in the text or in
    one `beside` it: they would say how few.
    """
    safe = _FEW.sub(FEW, text)
    is_hidden = safe != text or any(map(_FEW.search, beside))
    return _PERCENT.sub(GONE, safe) if is_hidden else safe


def tile(given: Tile) -> Tile:
    said = f"{given.value}{given.unit}"
    number = words(said, given.under)
    unit = given.unit if number.endswith(given.unit) else ""
    return replace(
        given,
        value=number.removesuffix(unit),
        unit=unit,
        under=words(given.under, said),
        alarm=words(given.alarm),
        url="",
        rows_url="",
        facts=tuple(map(_fact, given.facts)),
    )


def _fact(given: Fact) -> Fact:
    # Nothing can be opened on a wall.
    label = given.label.removesuffix("，看原因")
    return Fact(words(label, given.value), words(given.value, label), "", given.kind)


@dataclass(frozen=True)
class Sum:
    """What a trend adds up to, in words."""

    total: str
    comparison: str


def total(trend: Trend) -> Sum:
    if trend.unit not in PERSONS or not 0 < abs(trend.change) < LEAST:
        comparison = trend.comparison
    else:
        comparison = f"和前{len(trend.days)}天差不多"
    return Sum(words(f"{trend.total:,}{trend.unit}"), comparison)


def shares(made: CityMap) -> CityMap:
    """Percents of a handful are no percents: who is meant would be known."""
    return replace(made, places=[_place(place) for place in made.places])


def _place(place):
    few = 0 < place.share.whole < LEAST
    return replace(
        place, url="", page="", share=Share(0, 0) if few else replace(place.share, url="")
    )
