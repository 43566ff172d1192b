"""Where the health-check vehicle should stop next: greedy maximum coverage on the ground.

Each place has people who were not reached; a stop serves all places within a radius, and nobody is
counted twice. Taking the best stop again and again reaches at least 1 − 1/e (63%) of what the best
choice of as many stops could reach (Nemhauser, Wolsey and Fisher, 1978). No database in here.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

EARTH_KM = 6371.0
# So that no rounding takes away a pair that lies exactly on the edge.
SPARE = 1.001


@dataclass(frozen=True)
class Point:
    """`people` who live or work there and have not been reached; degrees of WGS 84."""

    key: Any
    name: str
    latitude: float
    longitude: float
    people: int


@dataclass(frozen=True)
class Pick:
    """A stop at `at`: it would reach `people`, in `serves` (its own place first, then by distance).
    `nearest_km`: to the nearest stop decided on before, None when there is none.
    """

    at: Point
    people: int
    serves: tuple[Point, ...]
    nearest_km: float | None


def _is_near(a: Point, b: Point, kilometres_off: float) -> bool:
    """Of thousands of pairs most lie apart by their latitudes alone."""
    if abs(a.latitude - b.latitude) > math.degrees(kilometres_off / EARTH_KM) * SPARE:
        return False
    return kilometres(a, b) <= kilometres_off


def kilometres(a: Point, b: Point) -> float:
    """Along the ball, by the haversine formula."""
    up, down = math.radians(a.latitude), math.radians(b.latitude)
    across = math.radians(b.longitude - a.longitude)
    half = math.sin((down - up) / 2) ** 2 + (
        math.cos(up) * math.cos(down) * math.sin(across / 2) ** 2
    )
    return 2 * EARTH_KM * math.asin(math.sqrt(min(half, 1.0)))


def suggest(
    places: Sequence[Point], *, planned: Sequence[Point] = (), radius_km: float, stops: int
) -> list[Pick]:
    """At most `stops` picks, best first; none that would reach nobody. Places within the radius of
    a planned stop are served by it already. Of equals the earlier in the list is taken.
    """
    near = [[n for n, other in enumerate(places) if _is_near(a, other, radius_km)] for a in places]
    left = {
        n
        for n, place in enumerate(places)
        if place.people > 0 and not any(_is_near(place, stop, radius_km) for stop in planned)
    }
    decided = list(planned)
    picks: list[Pick] = []
    while left and len(picks) < stops:
        best = max(range(len(places)), key=lambda n: (_gain(places, near[n], left), -n))
        gain = _gain(places, near[best], left)
        if not gain:
            break
        picks.append(_pick(places, best, gain, [n for n in near[best] if n in left], decided))
        decided.append(places[best])
        left -= set(near[best])
    return picks


def _gain(places: Sequence[Point], near: Sequence[int], left: set[int]) -> int:
    return sum(places[n].people for n in near if n in left)


def _pick(
    places: Sequence[Point], best: int, gain: int, serves: list[int], decided: Sequence[Point]
) -> Pick:
    at = places[best]
    nearest = min((kilometres(at, stop) for stop in decided), default=None)
    ordered = sorted(serves, key=lambda n: (n != best, kilometres(at, places[n]), n))
    return Pick(at, gain, tuple(places[n] for n in ordered), nearest)
