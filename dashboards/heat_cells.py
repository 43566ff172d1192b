"""What a cell of a heat table says and how warm it is: plain strings, a table has hundreds of them."""

from collections.abc import Sequence
from dataclasses import dataclass

from dashboards.heat import EVEN, GROUP, TARGET, Head, Heat
from dashboards.shares import Share


@dataclass(frozen=True)
class Cell:
    """`value` in large, `of` below it."""

    value: str
    of: str
    url: str
    css: str = ""


@dataclass(frozen=True)
class Row:
    head: Head
    cells: Sequence[Cell]
    total: Cell


def rows(heat: Heat) -> list[Row]:
    return [
        Row(line.head, [_cell(heat, *each) for each in line.cells], _sum(heat, line.total))
        for line in heat.lines
    ]


def foot(heat: Heat) -> list[Cell]:
    """The sums of the columns, that of everything last."""
    return [_sum(heat, share) for share in (*heat.foot, heat.total)]


def _cell(heat: Heat, share: Share, is_zero: bool) -> Cell:
    of = f"{share.part:,}/{share.whole:,}" if share.whole else _nothing(heat, share)
    return Cell(_value(heat, share), of, share.url, _css(heat, share, is_zero))


def _sum(heat: Heat, share: Share) -> Cell:
    return Cell(_value(heat, share), f"{share.part:,}" if share.whole else "人次", share.url)


def _value(heat: Heat, share: Share) -> str:
    if share.percent is None:
        return f"{share.part:,}"
    if heat.measure != GROUP:
        return f"{share.percent}%"
    if heat.full >= EVEN:
        return f"{share.percent:,}"
    # Steps of tenths: whole numbers would not tell them apart.
    return f"{share.part * 1000 // share.whole / 10:g}"


def _nothing(heat: Heat, share: Share) -> str:
    """In place of what it would be measured by."""
    if heat.has_names and not share.part:
        return "没有这项"
    return "没定目标" if heat.measure == TARGET else "人次"


def _css(heat: Heat, share: Share, is_zero: bool) -> str:
    if is_zero:
        return "h-0 h-c"
    if not share.part:
        return "h-n"
    if heat.measure and not share.whole:
        return "h-u"
    return f"h-{share.heat or 1}{' h-c' if share.is_first else ''}"
