"""Small numbers: what leaves the portal says of no group how few it was when it was fewer than five.

Hiding one cell of a sum gives it away to whoever subtracts: then the next smallest goes with it.
"""

from collections.abc import Sequence

LEAST = 5
FEW = "少于5"


def hidden(values: Sequence[int], *, totalled: bool = True) -> list[int | str]:
    """The counts of groups of persons as they may be shared: those of 1 to 4 as “少于5”.

    `totalled`: the sum of these stands beside them. Then a single hidden cell takes the smallest
    of the others with it, shown as “—”. Zeros stay: nobody stands behind them.
    """
    few = {at for at, value in enumerate(values) if 0 < value < LEAST}
    with_it = _another(values, few) if totalled and len(few) == 1 else set()
    return [
        FEW if at in few else "—" if at in with_it else value for at, value in enumerate(values)
    ]


def _another(values: Sequence[int], few: set[int]) -> set[int]:
    others = [at for at, value in enumerate(values) if value and at not in few]
    return {min(others, key=lambda at: values[at])} if others else set()
