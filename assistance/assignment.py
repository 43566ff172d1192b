"""The best assignment of households to free cadres. Pure: rows in, pairs out.

What counts is said in numbers here and nowhere else. As many households as possible have somebody;
then as few as possible somebody of another district; then the sum of COSTS is the least there is.
Exact as long as one matrix holds all of an area (CELLS); above that each district is solved by
itself, and what is left over afterwards.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy.optimize import linear_sum_assignment

# How near the cadre is: the own unit before the township, the district, the city's own people.
UNIT, TOWNSHIP, DISTRICT, CITY, ACROSS = 0, 100, 200, 300, 2000
NO_COMMON_LANGUAGE = 250
EACH_MISSING_SKILL = 20
# Each household a cadre calls already: nobody gets a second one while others have none.
EACH_HELD = 30
# Above any sum of the others within one district: 300 + 250 + 8 × 20 + 30 × 30.
WORST = 2000
# 20 million float64 are 160 MB.
CELLS = 20_000_000
BLOCK = 256
_BITS = np.array([number.bit_count() for number in range(256)], dtype=np.int32)


@dataclass(frozen=True)
class Household:
    key: Any
    # Ids; 0 where there is none.
    unit: int
    township: int
    district: int
    # A bit each, in the order of the vocabulary. No language: 普通话 will do.
    language: int = 0
    needs: int = 0
    # People, not posts: a relative stays one in another post.
    avoids: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Place:
    """A cadre's post with its free places."""

    key: Any
    user: int
    unit: int
    township: int
    # 0: of the city's own union, which serves all districts.
    district: int
    languages: int = 0
    skills: int = 0
    held: int = 0
    free: int = 1


@dataclass(frozen=True)
class Match:
    household: Household
    place: Place
    # What the cadre calls besides, once this list is confirmed down to this household.
    held: int
    cost: int


def assign(
    households: Sequence[Household], places: Sequence[Place], *, across: bool = False
) -> list[Match]:
    """At most one place a household, never one to be avoided, and no place above its cap.

    `across`: cadres of another district may serve, where nobody else is left.
    """
    seats = [_Seat(place, place.held + more) for place in places for more in range(place.free)]
    if len(households) * len(seats) <= CELLS:
        return _solved(households, seats, across)
    return _in_parts(households, seats, across)


@dataclass(frozen=True)
class _Seat:
    place: Place
    held: int


def _in_parts(households: Sequence[Household], seats: Sequence[_Seat], across: bool) -> list[Match]:
    """District by district, and inside one too large township by township; then the leftovers."""
    found: list[Match] = []
    for part in ("district", "township"):
        households, seats = _left(found, households, seats)
        mine, theirs = _by(households, part), _by(seats, part)
        for name in mine.keys() & theirs.keys() - {0}:
            if len(mine[name]) * len(theirs[name]) <= CELLS:
                found += _solved(mine[name], theirs[name], across=False)
    return found + _leftovers(found, households, seats, across)


def _leftovers(found, households, seats, across) -> list[Match]:
    """Whom no district could serve by itself: so many at a time as the matrix holds."""
    more: list[Match] = []
    households, seats = _left(found, households, seats)
    while households and seats:
        rows = max(1, CELLS // len(seats))
        now, households = households[:rows], households[rows:]
        matched = _solved(now, seats[:CELLS], across)
        more += matched
        _, seats = _left(matched, now, seats)
    return more


def _left(found, households, seats):
    served = {match.household.key for match in found}
    taken = {(match.place.key, match.held) for match in found}
    return (
        [household for household in households if household.key not in served],
        [seat for seat in seats if (seat.place.key, seat.held) not in taken],
    )


def _by(rows, part: str) -> dict[int, list]:
    found = defaultdict(list)
    for row in rows:
        found[getattr(getattr(row, "place", row), part)].append(row)
    return found


def _solved(households, seats, across: bool) -> list[Match]:
    if not households or not seats:
        return []
    matrix, turned = _matrix(households, seats, across)
    rows, columns = linear_sum_assignment(matrix)
    if turned:
        rows, columns = columns, rows
    costs = matrix[columns, rows] if turned else matrix[rows, columns]
    most = len(rows)
    # A forbidden pair is no pair: that household is left without.
    return [
        Match(households[row], seats[column].place, seats[column].held, _told(cost, _far(most)))
        for row, column, cost in zip(rows.tolist(), columns.tolist(), costs.tolist(), strict=True)
        if cost < _forbidden(most)
    ]


def _far(pairs: int) -> float:
    """More than so many pairs within districts together: one less across them is worth all."""
    return float(WORST * (pairs + 1))


def _forbidden(pairs: int) -> float:
    """More than so many pairs across districts together. All sums stay exact in a float64."""
    return 2 * _far(pairs) * (pairs + 1)


def _told(cost: float, far: float) -> int:
    return int(cost - far) + ACROSS if cost >= far else int(cost)


def _matrix(households, seats, across: bool) -> tuple[np.ndarray, bool]:
    """What each pair costs; turned on its side when there are more households than seats, which
    the solver would otherwise do in a copy. Filled in blocks, so that little lies about.
    """
    most = min(len(households), len(seats))
    far, forbidden = _far(most), _forbidden(most)
    turned = len(households) > len(seats)
    shape = (len(seats), len(households)) if turned else (len(households), len(seats))
    matrix = np.empty(shape, dtype=np.float64)
    theirs = _columns(seats)
    for start in range(0, len(households), BLOCK):
        now = households[start : start + BLOCK]
        block = costs_of(now, theirs, far if across else forbidden)
        _forbid(block, now, theirs, forbidden)
        # All forbidden pairs alike: what makes one worse than another would weigh on the others.
        np.minimum(block, forbidden, out=block)
        if turned:
            matrix[:, start : start + len(now)] = block.T
        else:
            matrix[start : start + len(now)] = block
    return matrix, turned


def _columns(seats) -> dict[str, np.ndarray]:
    """The seats' sides of a matrix, one array a fact."""
    facts = ("user", "unit", "township", "district", "languages", "skills")
    theirs = {
        name: np.array([getattr(seat.place, name) for seat in seats], dtype=np.int64)
        for name in facts
    }
    return theirs | {"held": np.array([seat.held for seat in seats], dtype=np.int64)}


def costs_of(households, theirs: dict[str, np.ndarray], far: float) -> np.ndarray:
    """What each of these households would cost with each seat; `far` is added across districts."""

    def side(name: str) -> np.ndarray:
        values = [getattr(household, name) for household in households]
        return np.array(values, dtype=np.int64)[:, None]

    def same(name: str) -> np.ndarray:
        mine = side(name)
        return (mine == theirs[name][None, :]) & (mine != 0)

    near = np.where(theirs["district"] == 0, float(CITY), far)[None, :]
    near = np.where(same("district"), float(DISTRICT), near)
    near = np.where(same("township"), float(TOWNSHIP), near)
    near = np.where(same("unit"), float(UNIT), near)
    language = side("language")
    foreign = (language != 0) & (language & theirs["languages"][None, :] == 0)
    missing = _BITS[side("needs") & ~theirs["skills"][None, :] & 0xFF]
    return (
        near + NO_COMMON_LANGUAGE * foreign + EACH_MISSING_SKILL * missing
        + EACH_HELD * theirs["held"][None, :]
    )  # fmt: skip


def _forbid(block: np.ndarray, households, theirs, forbidden: float) -> None:
    for row, household in enumerate(households):
        if household.avoids:
            block[row, np.isin(theirs["user"], list(household.avoids))] = forbidden


def ranked(
    household: Household, places: Sequence[Place], *, most: int, across: bool = True
) -> list[Match]:
    """The best free cadres for one household, nearest first."""
    return rankings([household], places, most=most, across=across)[household.key]


def rankings(
    households: Sequence[Household], places: Sequence[Place], *, most: int, across: bool = True
) -> dict[Any, list[Match]]:
    """The best free cadres for each, whether or not somebody else is offered them as well."""
    seats = [_Seat(place, place.held) for place in places if place.free > 0]
    far, forbidden = float(ACROSS), float(ACROSS * ACROSS)
    theirs = _columns(seats)
    costs = costs_of(households, theirs, far if across else forbidden)
    _forbid(costs, households, theirs, forbidden)
    return {
        household.key: [
            Match(household, seats[at].place, seats[at].held, int(row[at]))
            for at in _least(row, most)
            if row[at] < forbidden
        ]
        for household, row in zip(households, costs, strict=True)
    }


def _least(row: np.ndarray, most: int) -> list[int]:
    """Where the smallest values lie, in order; of equal ones those that come first."""
    if len(row) > most:
        among = np.flatnonzero(row <= np.partition(row, most - 1)[most - 1])
    else:
        among = np.arange(len(row))
    return among[np.argsort(row[among], kind="stable")][:most].tolist()
