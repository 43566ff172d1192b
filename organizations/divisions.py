"""The administrative divisions, loaded from our own copy of the published list."""

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.db import transaction

from organizations.models import Division
from organizations.versioned import Versioned

FILE = Path(__file__).parent / "data" / "divisions.json"
Level = Division.Level


@dataclass(frozen=True)
class Counts:
    """Rows of the given data now in the table, and how many of them are new."""

    districts: int
    townships: int
    created: int


@dataclass(frozen=True)
class Place:
    """A division as lists and filters show it."""

    pk: int
    name: str
    is_district: bool


def places() -> dict[int, Place]:
    """All divisions by id in the order of the list; no query while the cache is warm."""
    return {row[0]: Place(*row) for row in _kept.read()}


def districts() -> list[Place]:
    return [place for place in places().values() if place.is_district]


def _load() -> list[tuple[int, str, bool]]:
    rows = Division.objects.values_list("pk", "name", "level")
    return [(pk, name, level == Level.DISTRICT) for pk, name, level in rows]


_kept = Versioned("organizations:divisions", _load)


def published() -> dict:
    """{"city": {code, name}, "districts": [{code, name, tile, "townships": [name, …]}, …]}"""
    return json.loads(FILE.read_text(encoding="utf-8"))


@cache
def tiles() -> dict[str, tuple[int, int]]:
    """Code of a district -> its column and row on a map of tiles, from 0 in the north-west: who
    lies beside whom, not a survey. A division that is not in it has no place of its own.
    """
    rows = [(row["code"], row.get("tile")) for row in published()["districts"]]
    return {code: (tile["column"], tile["row"]) for code, tile in rows if tile}


@transaction.atomic
def load_divisions(data: dict | None = None) -> Counts:
    """Bring the table up to `data` (the published list); doing it again changes nothing, and
    nothing is ever removed.
    """
    data = data or published()
    _kept.forget()
    city, made = _coded(data["city"], Level.CITY, None, 0)
    townships = 0
    for position, row in enumerate(data["districts"]):
        district, created = _coded(row, Level.DISTRICT, city, position)
        made += created
        townships += len(row["townships"])
        made += sum(_township(name, district, place) for place, name in enumerate(row["townships"]))
    return Counts(districts=len(data["districts"]), townships=townships, created=made)


def _coded(row: dict, level: str, parent: Division | None, position: int):
    """By code: a county that was renamed stays the same county."""
    found, created = Division.objects.update_or_create(
        code=row["code"],
        defaults={"name": row["name"], "level": level, "parent": parent, "position": position},
    )
    return found, int(created)


def _township(name: str, district: Division, position: int) -> int:
    _, created = Division.objects.update_or_create(
        parent=district, name=name, defaults={"level": Level.TOWNSHIP, "position": position}
    )
    return int(created)
