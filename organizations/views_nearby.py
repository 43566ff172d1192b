"""The list of stations for everybody: by district, or nearest first."""

import datetime
from urllib.parse import quote

from django.shortcuts import render
from django.utils import timezone
from django.utils.cache import add_never_cache_headers
from django.utils.dateparse import parse_datetime
from django.views.decorators.http import require_http_methods

from organizations import listing, nearest, register
from organizations.models import FACILITIES, Station

# So long the next page goes on from the moment of the first; later one looks anew.
PAGING = datetime.timedelta(hours=1)


@require_http_methods(["GET", "POST"])
def stations(request):
    """A POST carries where somebody stands (see `nearest`, why); all else is in the address."""
    given = request.POST if request.method == "POST" else request.GET
    at = moment(given.get("at", ""), timezone.now())
    filters = register.Filters.read(given)
    spot = nearest.SpotForm(request.POST).spot() if request.method == "POST" else None
    page = _page(filters, spot, at, given)
    context = {
        "page": page,
        "cards": [Card(station, at) for station in page.rows],
        "filters": filters,
        "spot": spot,
        "at": at,
        "not_found": request.method == "POST" and spot is None,
        "districts": register.districts(),
        "kinds": Station.Kind.choices,
        "facilities": FACILITIES,
        "tab": "services",
    }
    response = render(request, "organizations/stations.html", context)
    if request.method == "POST":
        # The position stands in the page's own form; no cache shall keep it.
        add_never_cache_headers(response)
    return response


def _page(filters: register.Filters, spot: nearest.Spot | None, at: datetime.datetime, given):
    rows = Station.objects.filter(is_active=True).select_related("division__parent")
    rows = filters.apply(rows, at)
    cursor = {name: given.get(name, "") for name in ("after", "before")}
    if spot is None:
        return listing.page(rows, "name", **cursor)
    return nearest.page(rows, spot, open_first=at if filters.open_first else None, **cursor)


def moment(text: str, now: datetime.datetime) -> datetime.datetime:
    """The moment of the first page, so that nothing opens or closes between two pages."""
    try:
        at = parse_datetime(text)
    except ValueError:
        return now
    return at if at and at.tzinfo and now - PAGING < at <= now else now


class Card:
    """A station as a worker looks at it."""

    def __init__(self, station: Station, at: datetime.datetime):
        self.station = station
        self.is_open = station.is_open_at(at)
        metres = getattr(station, "metres", None)
        self.distance = nearest.told(metres) if metres is not None else ""

    @property
    def map_link(self) -> str:
        """For the phone's own map (RFC 5870), whichever that is: no map service learns from us
        who looks for what. Where nobody has measured, the map looks for the address.
        """
        station = self.station
        if station.latitude is None:
            return f"geo:0,0?q={quote(station.address)}"
        place = f"{station.latitude},{station.longitude}"
        return f"geo:{place}?q={place}({quote(station.name)})"
