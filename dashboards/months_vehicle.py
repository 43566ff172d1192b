"""The next stops of the health-check vehicle, each explained: campaigns/next_stops.py over the
townships, their people and those the month's check-ups have reached.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from campaigns import slices
from campaigns.models import Session, SessionKind
from campaigns.models.campaign import CampaignState
from campaigns.next_stops import Pick, Point, suggest
from campaigns.vocabulary import Category
from dashboards import group_sizes, months_townships, places
from dashboards.group_sizes import Size
from dashboards.months import Months
from dashboards.months_townships import Place

# Half an hour by electric bicycle: who lives farther away does not come in between two orders.
RADIUS_KM = 8.0
STOPS = 3


@dataclass(frozen=True)
class Stop:
    """`said` is the reason in a sentence."""

    name: str
    people: int
    said: str


@dataclass(frozen=True)
class Vehicle:
    """`unknown`: townships of which nobody knows how many people are there, or where they lie."""

    stops: Sequence[Stop]
    planned: int
    unknown: int


def vehicle(
    months: Months, coming: Sequence[Session], middles: Mapping[int, tuple[float, float]]
) -> Vehicle | None:
    """None unless the month runs and has an item of check-ups. Five queries."""
    month = months.one
    items = {item.pk for item in months.items if item.category == Category.HEALTH_CHECK}
    if month is None or month.state != CampaignState.RUNNING or not items:
        return None
    unions = [union for union in months.rows if not months.is_own(union)]
    townships = months_townships.of(unions)
    at = {place.pk: place for place in townships}
    sizes = group_sizes.townships(months.scope.path, at)
    reached = _reached(months, items)
    points = [
        Point(place.pk, place.title, *middles[place.pk], max(size.number - reached[place.pk], 0))
        for place in townships
        if (size := sizes.get(place.pk)) and place.pk in middles
    ]
    planned = _planned(coming, middles)
    picks = suggest(points, planned=planned, radius_km=RADIUS_KM, stops=STOPS)
    stops = [Stop(pick.at.name, pick.people, said(pick, sizes, at)) for pick in picks]
    return Vehicle(stops, len(planned), len(townships) - len(points))


def _reached(months: Months, items: set[int]) -> dict[int | None, int]:
    """Township -> people the check-ups of the month have reached."""
    cells = slices.read(months.slice, "township_id", "item_id", items=True)
    found: dict[int | None, int] = defaultdict(int)
    for (township, item), cell in cells.items():
        found[township] += cell.people if item in items else 0
    return found


def _planned(coming: Sequence[Session], middles: Mapping[int, tuple[float, float]]) -> list[Point]:
    """Where the vehicle is going already, as far as somebody knows where that is."""
    found = []
    for session in coming:
        if session.kind != SessionKind.HEALTH_VEHICLE:
            continue
        station = session.station
        spot = middles.get(session.division_id)
        if station and station.latitude is not None and station.longitude is not None:
            spot = float(station.latitude), float(station.longitude)
        point = places.point(spot, session.pk, session.place)
        found += [point] if point else []
    return found


def said(pick: Pick, sizes: Mapping[int, Size], at: Mapping[int, Place]) -> str:
    """约320名会员还没体检，离已定的站点最近38公里，一并顾到大河乡。"""
    kinds = {sizes[point.key].are for point in pick.serves}
    are = kinds.pop() if len(kinds) == 1 else "人"
    clauses = [f"约{pick.people:,}{are}还没体检"]
    if pick.nearest_km is not None:
        clauses.append(f"离已定的站点最近{max(round(pick.nearest_km), 1)}公里")
    district = at[pick.at.key].district
    others = [at[point.key] for point in pick.serves if point.key != pick.at.key]
    if others:
        # The district is said once, with the stop.
        names = [place.name if place.district == district else place.title for place in others]
        more = f"等{len(others)}处" if len(others) > 2 else ""
        clauses.append(f"一并顾到{'、'.join(names[:2])}{more}")
    return "，".join(clauses) + "。"
