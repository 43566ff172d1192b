"""What a meeting-room screen shows: the overview as a whole room may read it."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.utils import timezone

from dashboards import mapping, overview, shown_widely
from dashboards.mapping import Coloured
from dashboards.scope import Scope
from dashboards.tiles import Tile

# How often a screen asks, in seconds.
EVERY = 60
# What of a tile's facts a wall has room for, and which go first.
FACTS = 3
FIRST = ("late", "wait")


@dataclass(frozen=True)
class Wall:
    headline: str
    alarms: Sequence[str]
    tiles: Sequence[Tile]
    coloured: Coloured | None
    union: str
    at: datetime.datetime


def read(scope: Scope, now: datetime.datetime, figure: str = "") -> Wall:
    """Without a figure asked for, the map shows another one each minute."""
    local = timezone.localtime(now)
    tiles = [_telling(shown_widely.tile(tile)) for tile in overview.tiles(scope, local.date())]
    named = figure or _turn(local)
    coloured = mapping.read(scope, named, local.date(), view="dashboards:overview")
    if coloured:
        coloured = replace(coloured, map=shown_widely.shares(coloured.map))
    return Wall(
        overview.headline(tiles), overview.alarms(tiles), tiles, coloured, scope.union.name, local
    )


def _telling(tile: Tile) -> Tile:
    order = {kind: nth for nth, kind in enumerate(FIRST)}
    facts = sorted(tile.facts, key=lambda fact: order.get(fact.kind, len(order)))
    return replace(tile, facts=facts[:FACTS])


def _turn(local: datetime.datetime) -> str:
    if not mapping.FIGURES:
        return ""
    return mapping.FIGURES[(local.hour * 60 + local.minute) % len(mapping.FIGURES)].name
