"""The best assignment of households to free cadres. Pure: rows in, pairs out.

As many households as possible have somebody; then as few as possible somebody of another district;
then the sum of costs (weighing.py) is the least there is. Exact as long as one matrix holds all of
an area (CELLS); above that each district is solved by itself, and what is left over afterwards.
"""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

import numpy as np
from scipy.optimize import linear_sum_assignment

from assistance.weighing import (
    ACROSS,
    WORST,
    Household,
    Match,
    Place,
    Seat,
    columns,
    costs_of,
    forbid,
)

# 20 million float64 are 160 MB.
CELLS = 20_000_000
BLOCK = 256


def assign(
    households: Sequence[Household], places: Sequence[Place], *, across: bool = False
) -> list[Match]:
    """At most one place a household, never one to be avoided, and no place above its cap.

    `across`: cadres of another district may serve, where nobody else is left.
    """
    seats = [Seat(place, place.held + more) for place in places for more in range(place.free)]
    if len(households) * len(seats) <= CELLS:
        return _solved(households, seats, across)
    return _in_parts(households, seats, across)


def _in_parts(households: Sequence[Household], seats: Sequence[Seat], across: bool) -> list[Match]:
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
    theirs = columns(seats)
    for start in range(0, len(households), BLOCK):
        now = households[start : start + BLOCK]
        block = costs_of(now, theirs, far if across else forbidden)
        forbid(block, now, theirs, forbidden)
        # All forbidden pairs alike: what makes one worse than another would weigh on the others.
        np.minimum(block, forbidden, out=block)
        if turned:
            matrix[:, start : start + len(now)] = block.T
        else:
            matrix[start : start + len(now)] = block
    return matrix, turned


def ranked(
    household: Household, places: Sequence[Place], *, most: int, across: bool = True
) -> list[Match]:
    """The best free cadres for one household, nearest first."""
    return rankings([household], places, most=most, across=across)[household.key]


def rankings(
    households: Sequence[Household], places: Sequence[Place], *, most: int, across: bool = True
) -> dict[Any, list[Match]]:
    """The best free cadres for each, whether or not somebody else is offered them as well."""
    seats = [Seat(place, place.held) for place in places if place.free > 0]
    far, forbidden = float(ACROSS), float(ACROSS * ACROSS)
    theirs = columns(seats)
    costs = costs_of(households, theirs, far if across else forbidden)
    forbid(costs, households, theirs, forbidden)
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
