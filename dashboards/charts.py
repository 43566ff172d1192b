"""Charts as the server draws them: plain numbers in, the corners of shapes out (templates/dashboards/
_trend.html and its neighbours make SVG of them). No chart is without the same numbers in words.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from dashboards.tiles import Trend

# The drawing's own units; the page stretches it to the room there is.
WIDTH, HEIGHT = 300, 48


@dataclass(frozen=True)
class Bar:
    """One category. `part`, where the chart has one, is that many of `value` (`Bars.part`)."""

    label: str
    value: int
    url: str = ""
    part: int = 0
    # Said behind the number, as “，平均38分”.
    note: str = ""
    # The one that is meant: today, this month.
    is_now: bool = False


@dataclass(frozen=True)
class Bars:
    """`label` says what is counted; `part` what the dark piece of each bar is (“晚了的”), or "" ."""

    label: str
    unit: str
    bars: Sequence[Bar]
    part: str = ""
    # What the categories are, as the head of the table: 几点, 月份, 区县.
    head: str = "分类"

    @property
    def most(self) -> int:
        return max((bar.value for bar in self.bars), default=0)

    @property
    def total(self) -> int:
        return sum(bar.value for bar in self.bars)


@dataclass(frozen=True)
class Step:
    """One step of those that follow each other, each a part of the one before."""

    label: str
    value: int
    url: str = ""


@dataclass(frozen=True)
class Piece:
    """A rectangle in drawing units; `part` is the height or length of its dark piece."""

    x: float
    y: float
    width: float
    height: float
    part: float
    bar: Bar

    @property
    def middle(self) -> float:
        return round(self.x + self.width / 2, 2)


def upright(bars: Sequence[Bar], width: int, height: int) -> list[Piece]:
    """Columns side by side over `width`, the highest as high as `height`; what is not nothing is
    at least one unit high.
    """
    if not bars:
        return []
    most = max(bar.value for bar in bars) or 1
    each = width / len(bars)
    gap = min(each / 4, 12)
    return [
        _column(bar, nth * each + gap / 2, each - gap, most, height) for nth, bar in enumerate(bars)
    ]


def _column(bar: Bar, x: float, width: float, most: int, height: int) -> Piece:
    high = _scaled(bar.value, most, height)
    return Piece(
        x=round(x, 2), y=round(height - high, 2), width=round(width, 2), height=high,
        part=_scaled(bar.part, most, height), bar=bar,
    )  # fmt: skip


def _scaled(value: int, most: int, length: int) -> float:
    return max(round(value * length / most, 2), 1.0) if value > 0 else 0.0


def path(pieces: Sequence[Piece]) -> str:
    """The rectangles as the `d` of one path: a page has hundreds of them."""
    return "".join(
        f"M{piece.x} {piece.y}h{piece.width}v{piece.height}h-{piece.width}z"
        for piece in pieces
        if piece.height
    )


def lying(bars: Sequence[Bar], most: int, length: int = WIDTH) -> list[tuple[Bar, float, float]]:
    """Each bar with its length and that of its dark piece, `most` being as long as `length`."""
    most = most or 1
    return [
        (bar, _scaled(bar.value, most, length), _scaled(bar.part, most, length)) for bar in bars
    ]


def days(trend: Trend) -> list[Bar]:
    """The days of a trend, today the last."""
    pairs = list(zip(trend.days, trend.values, strict=True))
    return [
        Bar(f"{day.month}月{day.day}日", value, is_now=nth == len(pairs))
        for nth, (day, value) in enumerate(pairs, start=1)
    ]


def highest(bars: Sequence[Bar]) -> Bar | None:
    """The first of the highest; None where all is nothing."""
    found = max(bars, key=lambda bar: bar.value, default=None)
    return found if found and found.value else None


def of_before(steps: Sequence[Step]) -> list[tuple[Step, int | None, float]]:
    """Each step with its percent of the step before (None for the first and after nothing) and
    its length, the first step being as long as WIDTH.
    """
    first = steps[0].value if steps else 0
    before = [None, *(step.value for step in steps)][: len(steps)]
    return [
        (step, step.value * 100 // last if last else None, min(_scaled(step.value, first or 1, WIDTH), WIDTH))
        for step, last in zip(steps, before, strict=True)
    ]  # fmt: skip
