"""Stations by their distance from where somebody stands.

The position is asked for by the browser, sent in the body of a POST, used for one answer and
forgotten. A GET would write it into our access log, the proxy's and the browser's history: with
its day and hour that is a person's movements, which nobody here needs. It comes rounded to ten
metres, too, which is as near as a distance is told.
"""

import datetime
import math
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Case, F, FloatField, IntegerField, Q, QuerySet, When
from django.db.models.functions import ASin, Cast, Cos, Least, Power, Radians, Sin, Sqrt

from audit.keyset import SIZE, Page
from organizations.register import open_at

EARTH = 6_371_000
DEGREE = math.pi * EARTH / 180
# Looked around in this many metres, one after the other, until a page is full. The first is a
# walk; the last holds any of our cities, and what lies farther away is no station of ours.
RINGS = (3_000, 30_000, 400_000)
# What is closed comes after all that is open, when that is asked for.
CLOSED = 10_000_000


class SpotForm(forms.Form):
    latitude = forms.FloatField(min_value=-90, max_value=90)
    longitude = forms.FloatField(min_value=-180, max_value=180)

    def spot(self) -> "Spot | None":
        """Where that is; None for what no browser sends."""
        if not self.is_valid():
            return None
        return Spot(*(round(self.cleaned_data[name], 4) for name in ("latitude", "longitude")))


@dataclass(frozen=True)
class Spot:
    latitude: float
    longitude: float

    def box(self, metres: int, prefix: str) -> Q:
        """The square around the spot: two ranges an index can be read along."""
        high = metres / DEGREE
        # Towards the poles a degree of longitude is shorter.
        wide = high / max(0.01, math.cos(math.radians(self.latitude)))
        return Q(**{
            f"{prefix}latitude__range": (self.latitude - high, self.latitude + high),
            f"{prefix}longitude__range": (self.longitude - wide, self.longitude + wide),
        })  # fmt: skip


def page(
    rows: QuerySet,
    spot: Spot,
    *,
    after: str = "",
    before: str = "",
    open_first: datetime.datetime | None = None,
    prefix: str = "",
    size: int = SIZE,
) -> Page:
    """One page of `rows`, nearest first, each with its `metres`; at most one query a ring.

    `open_first`: what is open at that moment stands before what is not; given again for the next
    page, so that nothing changes sides in between. `prefix` leads from the rows to their station
    ("station__"). A cursor that cannot be read gives the first page.
    """
    rows = _ranked(rows, spot, open_first, prefix)
    back, mark = _read(rows, before), _read(rows, after)
    if back:
        return _page_before(rows.filter(spot.box(RINGS[-1], prefix)), back, size)
    if mark:
        rows = rows.filter(Q(rank__gt=mark[0]) | Q(rank=mark[0], pk__gt=mark[1]))
    found = _looked_around(rows, spot, prefix, from_rank=mark[0] if mark else 0, enough=size + 1)
    more, found = len(found) > size, found[:size]
    return Page(
        rows=found,
        after=_write(found[-1]) if more else "",
        before=_write(found[0]) if found and mark else "",
    )


def _looked_around(rows, spot: Spot, prefix: str, *, from_rank: int, enough: int) -> list:
    for ring in RINGS[:-1]:
        if from_rank < ring:
            # Within the ring the order is final: nothing outside ranks before it.
            inside = rows.filter(spot.box(ring, prefix), rank__lte=ring)
            found = list(inside.order_by("rank", "pk")[:enough])
            if len(found) == enough:
                return found
    return list(rows.filter(spot.box(RINGS[-1], prefix)).order_by("rank", "pk")[:enough])


def _page_before(rows, back: tuple[int, Any], size: int) -> Page:
    rows = rows.filter(Q(rank__lt=back[0]) | Q(rank=back[0], pk__lt=back[1]))
    found = list(rows.order_by("-rank", "-pk")[: size + 1])
    more, found = len(found) > size, found[:size][::-1]
    return Page(
        rows=found,
        after=_write(found[-1]) if found else "",
        before=_write(found[0]) if found and more else "",
    )


def _ranked(rows, spot: Spot, open_first: datetime.datetime | None, prefix: str) -> QuerySet:
    # Whole metres: a cursor must find its own row again.
    rows = rows.annotate(metres=Cast(_haversine(spot, prefix), IntegerField()))
    if open_first is None:
        return rows.annotate(rank=F("metres"))
    is_open = When(open_at(open_first, prefix), then=F("metres"))
    return rows.annotate(rank=Case(is_open, default=F("metres") + CLOSED))


def _haversine(spot: Spot, prefix: str):
    """Metres on the ball: half a percent wrong at most, and kind to short distances."""
    latitude, longitude = (
        Radians(Cast(f"{prefix}{name}", FloatField())) for name in ("latitude", "longitude")
    )
    here, there = math.radians(spot.latitude), math.radians(spot.longitude)
    across = Power(Sin((latitude - here) / 2.0), 2) + Cos(latitude) * math.cos(here) * Power(
        Sin((longitude - there) / 2.0), 2
    )
    # On the far side of the earth the sum may come out a hair above one.
    return ASin(Sqrt(Least(across, 1.0))) * (2.0 * EARTH)


def _write(row) -> str:
    return f"{row.rank}~{row.pk}"


def _read(rows: QuerySet, text: str) -> tuple[int, Any] | None:
    rank, mark, pk = text.partition("~")
    if not mark or not rank.isascii() or not rank.isdecimal() or len(rank) > 9:
        return None
    try:
        return int(rank), rows.model._meta.pk.to_python(pk)
    except ValidationError:
        return None


def told(metres: int) -> str:
    """320米, 1.2公里, 12公里: as near as the position is known."""
    if metres < 995:
        return f"{max(10, round(metres, -1))}米"
    return f"{metres / 1000:.1f}公里" if metres < 9_950 else f"{metres / 1000:.0f}公里"
