"""地图: the unions of an area as tiles, coloured by one of the figures of all subjects."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.http import urlencode

from dashboards import city_map, figure_households, figure_members, figure_months, figure_promise
from dashboards.city_map import CityMap
from dashboards.scope import Parts, Scope
from dashboards.shares import Figure
from organizations.models import Organization

# Every figure the map can be coloured by, subject by subject as the tiles (overview.py).
FIGURES: tuple[Figure, ...] = (
    *figure_promise.FIGURES, *figure_members.FIGURES, *figure_months.FIGURES,
    *figure_households.FIGURES,
)  # fmt: skip


@dataclass(frozen=True)
class Coloured:
    """The map as one figure colours it, and the figures one may choose from."""

    figure: Figure
    map: CityMap
    choices: Sequence[Figure]


def read(scope: Scope, named: str, today: datetime.date, *, view: str) -> Coloured | None:
    """Coloured by the figure of that name, else by the first one; None while there is none. A
    tile leads to the same page (`view`) of its own union.
    """
    if not FIGURES:
        return None
    figure = next((each for each in FIGURES if each.name == named), FIGURES[0])

    def link(union: Organization) -> str:
        return address(view, union, figure=figure.name)

    shares, unions = _parts(scope, figure, today)
    made = city_map.draw(figure.label, figure.says, unions, shares, link)
    return Coloured(figure, made, FIGURES)


def _parts(scope: Scope, figure: Figure, today: datetime.date):
    """The city by districts; a district by its townships where the figure knows any of them, else
    as a whole.
    """
    if not scope.is_city:
        parts = Parts(scope.user, scope.union, scope.roles)
        shares = figure.read(parts, today)
        if any(shares.get(union.pk, city_map.NOTHING).whole for union in parts.districts):
            return shares, parts.districts
    return figure.read(scope, today), scope.districts


def address(view: str, union: Organization, **more: str) -> str:
    """The page of that union, with further parameters."""
    return f"{reverse(view)}?{urlencode({'union': str(union.public_id)} | more)}"
