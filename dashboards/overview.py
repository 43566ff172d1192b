"""总览: the tiles of all subjects side by side, and the headline that leads with the answer."""

import datetime
from collections.abc import Callable, Sequence

from dashboards.scope import Scope
from dashboards.tiles import Tile

# Each subject makes its own, in the order in which they are read.
TILES: tuple[Callable[[Scope, datetime.date], Tile], ...] = ()

ALL_WELL = "今天没有超时的，也没有漏下的"


def tiles(scope: Scope, today: datetime.date) -> list[Tile]:
    return [make(scope, today) for make in TILES]


def headline(tiles: Sequence[Tile]) -> str:
    """今天有2份超时，3处没有送到，5户该联系没联系"""
    alarms = [tile.alarm for tile in tiles if tile.alarm]
    return f"今天有{'，'.join(alarms)}" if alarms else ALL_WELL
