"""What a pair costs: all that counts, said in numbers, here and nowhere else. Pure."""

from dataclasses import dataclass
from typing import Any

import numpy as np

# How near the cadre is: the own unit before the township, the district, the city's own people.
UNIT, TOWNSHIP, DISTRICT, CITY, ACROSS = 0, 100, 200, 300, 2000
NO_COMMON_LANGUAGE = 250
EACH_MISSING_SKILL = 20
# Each household a cadre calls already: nobody gets a second one while others have none.
EACH_HELD = 30
# Above any sum of the others within one district: 300 + 250 + 8 × 20 + 30 × 30.
WORST = 2000
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


@dataclass(frozen=True)
class Seat:
    """One free place: what its cadre calls before this household."""

    place: Place
    held: int


def columns(seats) -> dict[str, np.ndarray]:
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


def forbid(block: np.ndarray, households, theirs, forbidden: float) -> None:
    for row, household in enumerate(households):
        if household.avoids:
            block[row, np.isin(theirs["user"], list(household.avoids))] = forbidden
