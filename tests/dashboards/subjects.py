"""Tiles and figures of the tests' own, so that a page is asked for what it shows of them."""

import datetime

from dashboards.shares import Figure, Share
from dashboards.tiles import Fact, Tile, Trend

TODAY = datetime.date(2026, 11, 25)


def a_trend(*values: int, before: int = 0, unit: str = "份", label: str = "收到") -> Trend:
    days = [TODAY - datetime.timedelta(len(values) - 1 - nth) for nth in range(len(values))]
    return Trend(days, values, before, label, unit)


def a_tile(name: str = "promise", **more) -> Tile:
    """42 applications answered, two of them late."""
    given = {
        "title": "当天答复", "value": "42", "unit": "份", "under": "今天答复的",
        "url": "/dashboards/promise/", "rows_url": "/dashboards/rows/promise/",
        "facts": (Fact("超时", "2份", "/late/", "late"),), "trend": a_trend(*range(30), before=400),
        "alarm": "2份超时",
    } | more  # fmt: skip
    return Tile(name=name, **given)


def a_figure(name: str, label: str, **parts) -> Figure:
    """`parts`: short name of a district -> its share; the others have nothing to compare."""

    def read(scope, today):
        return {
            union.pk: parts[union.division.short_name]
            for union in scope.districts
            if union.division.short_name in parts
        }

    return Figure(name, label, f"{label}占全部", read)


def half() -> Share:
    return Share(21, 42, "/rows/")
