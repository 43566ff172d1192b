"""Signing for something by real name: the name typed, or drawn with a finger.

A drawing is strokes of points in a square of 1000, kept as whole numbers.
"""

import json

from audit.refusal import Refused
from people import names

SIDE = 1000
MOST_STROKES, MOST_POINTS, LONGEST = 100, 4000, 60_000
# A dot or a tap is nobody's name.
SMALLEST = 120

UNREADABLE = "签名没有收到，请再签一次。"
MISSING = "请本人手写签名，或填写本人姓名签收。"

Strokes = list[list[list[int]]]


def check(typed: str, strokes: Strokes, name: str) -> None:
    """Whether this is `name`'s signature, as far as a page can tell. Raises Refused."""
    typed = names.clean(typed)
    if not typed and not strokes:
        raise Refused(MISSING, field="signed_name")
    if typed and typed != name:
        raise Refused("签收的姓名要和本人姓名一样，一个字都不差。", field="signed_name")


def parse(text: str) -> Strokes:
    """The strokes as the page sends them, [] when nothing was drawn. Raises Refused."""
    if not text.strip():
        return []
    if len(text) > LONGEST:
        raise Refused("签名笔画太多了，请清掉再签一次。", field="signature")
    strokes = _read(text)
    if strokes and _size(strokes) < SMALLEST:
        raise Refused("签名太小了，请写大一点再签一次。", field="signature")
    return strokes


def _read(text: str) -> Strokes:
    try:
        strokes = json.loads(text)
    except (ValueError, RecursionError):
        raise Refused(UNREADABLE, field="signature") from None
    if not isinstance(strokes, list) or not all(map(_is_stroke, strokes)):
        raise Refused(UNREADABLE, field="signature")
    if len(strokes) > MOST_STROKES or sum(map(len, strokes)) > MOST_POINTS:
        raise Refused("签名笔画太多了，请清掉再签一次。", field="signature")
    return strokes


def _is_stroke(stroke) -> bool:
    return isinstance(stroke, list) and bool(stroke) and all(map(_is_point, stroke))


def _is_point(point) -> bool:
    # `type`, not isinstance: true is no coordinate.
    return (
        isinstance(point, list)
        and len(point) == 2
        and all(type(number) is int and 0 <= number <= SIDE for number in point)
    )


def _size(strokes: Strokes) -> int:
    """Width and height together."""
    across = [point[0] for stroke in strokes for point in stroke]
    down = [point[1] for stroke in strokes for point in stroke]
    return max(across) - min(across) + max(down) - min(down)


def path(strokes: Strokes) -> str:
    """The strokes as the `d` of an SVG path; a lone point is a dot."""
    return "".join(_line(stroke if len(stroke) > 1 else stroke * 2) for stroke in strokes)


def _line(stroke: list[list[int]]) -> str:
    return "M" + "L".join(f"{x} {y}" for x, y in stroke)
