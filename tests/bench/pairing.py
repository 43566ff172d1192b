"""How long the best assignment takes: `python -m tests.bench.pairing`. No database is needed.

Households and cadres of a made-up city of six districts, the largest with two fifths of them.
"""

import random
import resource
import sys
import time

from assistance.assignment import assign
from assistance.weighing import Household, Place

SIZES = ((943, 1_000), (10_000, 10_000))
SHARES = (40, 20, 15, 10, 10, 5)
TOWNSHIPS = 15
UNITS = 60


def a_town(lots: random.Random) -> tuple[int, int]:
    district = lots.choices(range(1, len(SHARES) + 1), SHARES)[0]
    return district, district * 100 + lots.randrange(TOWNSHIPS)


def a_household(number: int, lots: random.Random) -> Household:
    district, township = a_town(lots)
    return Household(
        key=number, district=district, township=township,
        unit=lots.choice((0, 0, district * 1000 + lots.randrange(UNITS))),
        language=lots.choices((0, 1, 2), (90, 6, 4))[0],
        needs=lots.getrandbits(8) & lots.getrandbits(8),
        avoids=frozenset(lots.sample(range(1_000), 2) if lots.random() < 0.05 else ()),
    )  # fmt: skip


def a_place(number: int, lots: random.Random) -> Place:
    district, township = a_town(lots)
    return Place(
        key=number, user=number, district=district if lots.random() < 0.95 else 0,
        township=lots.choice((0, township)), unit=district * 1000 + lots.randrange(UNITS),
        languages=lots.choices((0, 1, 2, 3), (90, 5, 4, 1))[0],
        skills=lots.getrandbits(8) & lots.getrandbits(8), held=lots.choice((0, 0, 0, 1)),
    )  # fmt: skip


def measure(households: int, places: int) -> None:
    lots = random.Random(943)
    ours = [a_household(number, lots) for number in range(households)]
    theirs = [a_place(number, lots) for number in range(places)]
    began = time.perf_counter()
    matches = assign(ours, theirs, across=True)
    took = time.perf_counter() - began
    across = sum(match.place.district not in (0, match.household.district) for match in matches)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(
        f"{households:>7,} × {places:>7,}  {took:6.2f} s  {len(matches):>7,} paired, "
        f"{across:,} across districts, {len(ours) - len(matches):,} without; "
        f"peak {peak:,.0f} MB so far"
    )


if __name__ == "__main__":
    sizes = [tuple(map(int, each.split("x"))) for each in sys.argv[1:]]
    for size in sizes or SIZES:
        measure(*size)
