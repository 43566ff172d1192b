"""The tables of 总览 and 地图 as plain values: for sheets, the same figures as the pages'."""

import datetime
from collections.abc import Mapping, Sequence

from django.utils import timezone

from dashboards import mapping, overview, shown_widely
from dashboards.mapping import Coloured
from dashboards.scope import Scope
from dashboards.shares import Share
from dashboards.tables import Table
from dashboards.tiles import Tile


def tables(scope: Scope, query: Mapping[str, str]) -> list[Table]:
    """The answers, their facts, each day of the last thirty, and the map as the address (`figure`)
    colours it. Groups of fewer than five persons are hidden in all of them.
    """
    today = timezone.localdate()
    tiles = [shown_widely.tile(tile) for tile in overview.tiles(scope, today)]
    found = [answers(scope, tiles, today), facts(scope, tiles), *map(days, _with_trend(tiles))]
    return found + maps(scope, query)


def maps(scope: Scope, query: Mapping[str, str]) -> list[Table]:
    today, named = timezone.localdate(), query.get("figure", "")
    coloured = mapping.read(scope, named, today, view="dashboards:map")
    return [of_map(scope, coloured)] if coloured else []


def answers(scope: Scope, tiles: Sequence[Tile], today: datetime.date) -> Table:
    return Table(
        title="总览",
        columns=("看什么", "数", "说明", "30天", "和前30天比"),
        rows=[[tile.title, f"{tile.value}{tile.unit}", tile.under, *_sum(tile)] for tile in tiles],
        note=f"{scope.union.name}，{today.month}月{today.day}日",
        widths=(24, 14, 40, 22, 28),
    )


def _sum(tile: Tile) -> tuple[str, str]:
    if not tile.trend:
        return "", ""
    found = shown_widely.total(tile.trend)
    return f"{tile.trend.label}{found.total}", found.comparison


def facts(scope: Scope, tiles: Sequence[Tile]) -> Table:
    return Table(
        title="细看",
        columns=("看什么", "细目", "数"),
        rows=[[tile.title, fact.label, fact.value] for tile in tiles for fact in tile.facts],
        note=scope.union.name,
        widths=(24, 40, 20),
    )


def _with_trend(tiles: Sequence[Tile]) -> list[Tile]:
    return [tile for tile in tiles if tile.trend]


def days(tile: Tile) -> Table:
    trend = tile.trend
    assert trend is not None  # noqa: S101 - of tiles that have one
    persons = trend.unit in shown_widely.PERSONS
    return Table(
        title=f"每天{trend.label}",
        columns=("日期", f"{trend.label}（{trend.unit}）"),
        rows=[[day, value] for day, value in zip(trend.days, trend.values, strict=True)],
        note=tile.title,
        people=(1,) if persons else (),
        widths=(14, 18),
    )


def of_map(scope: Scope, coloured: Coloured) -> Table:
    return Table(
        title=f"{coloured.figure.label}，按地区",
        columns=("地区", "占百分之几", "数", "总数"),
        rows=[
            [place.name, _percent(place.share), place.share.part, place.share.whole]
            for place in coloured.map.places
        ],
        note=f"{scope.union.name}，{coloured.figure.says}",
        people=(2, 3),
        derived={1: (2, 3)},
        widths=(24, 14, 12, 12),
    )  # fmt: skip


def _percent(share: Share) -> int | str:
    return "—" if share.percent is None else share.percent
