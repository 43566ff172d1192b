"""Small numbers: what leaves the portal says of no group how few it was when it was fewer than five.

Hiding one cell of a sum gives it away to whoever subtracts: then the next smallest goes with it.
"""

from collections.abc import Sequence

LEAST = 5
FEW = "少于5"
# What goes with a hidden count, because it would give it away.
GONE = "—"
HIDDEN = (FEW, GONE)


def hidden(values: Sequence[int], *, totalled: bool = True) -> list[int | str]:
    """The counts of groups of persons as they may be shared: those of 1 to 4 as “少于5”.

    `totalled`: the sum of these stands beside them. Then a single hidden cell takes the smallest
    of the others with it, shown as GONE. Zeros stay: nobody stands behind them.
    """
    few = {at for at, value in enumerate(values) if 0 < value < LEAST}
    with_it = _another(values, few) if totalled and len(few) == 1 else set()
    return [
        FEW if at in few else GONE if at in with_it else value for at, value in enumerate(values)
    ]


def _another(values: Sequence[int], few: set[int]) -> set[int]:
    others = [at for at, value in enumerate(values) if value and at not in few]
    return {min(others, key=lambda at: values[at])} if others else set()


def hidden_grid(
    rows: Sequence[Sequence[int]], *, totalled: bool, summed: bool
) -> list[list[int | str]]:
    """The same for a table of counts, its sums among them. `totalled`: one cell of each row is the
    sum of the others; `summed`: one row is the sum of the others. No line is left with one hidden
    cell alone, which the others would give away.
    """
    few = {
        (row, column)
        for row, cells in enumerate(rows)
        for column, value in enumerate(cells)
        if 0 < value < LEAST
    }
    gone = few | _with_them(rows, set(few), _lines(rows, totalled=totalled, summed=summed))
    return [
        [_shown(value, (row, column), few, gone) for column, value in enumerate(cells)]
        for row, cells in enumerate(rows)
    ]


def _shown(value: int, at: tuple[int, int], few: set, gone: set) -> int | str:
    return FEW if at in few else GONE if at in gone else value


def _lines(rows, *, totalled: bool, summed: bool) -> list[list[tuple[int, int]]]:
    across = [[(row, column) for column in range(len(cells))] for row, cells in enumerate(rows)]
    down = [list(column) for column in zip(*across, strict=True)]
    return (across if totalled else []) + (down if summed else [])


def _with_them(rows, gone: set, lines: list) -> set:
    """Cells that go too, the smallest first, until no line has one hidden cell alone."""
    alone = True
    while alone:
        alone = False
        for line in lines:
            if sum(at in gone for at in line) != 1:
                continue
            others = [at for at in line if at not in gone and rows[at[0]][at[1]]]
            if others:
                gone.add(min(others, key=lambda at: rows[at[0]][at[1]]))
                alone = True
    return gone
