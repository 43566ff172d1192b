"""总览: the tiles of all subjects side by side, and the headline that leads with the answer."""

import datetime
from collections.abc import Callable, Sequence

from dashboards import tile_households, tile_members, tile_messages, tile_months, tile_promise
from dashboards.scope import Scope
from dashboards.tiles import Tile

# Each subject makes its own, in the order in which they are read.
TILES: tuple[Callable[[Scope, datetime.date], Tile], ...] = (
    tile_promise.tile, tile_members.tile, tile_months.tile,
    tile_households.tile, tile_messages.tile,
)  # fmt: skip

ALL_WELL = "今天没有超时的，也没有漏下的"


def tiles(scope: Scope, today: datetime.date) -> list[Tile]:
    return [make(scope, today) for make in TILES]


def alarms(tiles: Sequence[Tile]) -> list[str]:
    """What is late or left out, as in “2份申请超时”."""
    return [tile.alarm for tile in tiles if tile.alarm]


def headline(tiles: Sequence[Tile]) -> str:
    """今天有2份申请超时，3处没有送到，5户该联系没联系"""
    found = alarms(tiles)
    return f"今天有{'，'.join(found)}" if found else ALL_WELL
