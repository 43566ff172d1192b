"""What the front page shows everybody, read a few times a minute for all of them."""

from contextlib import suppress
from typing import NamedTuple

from django.core.cache import cache
from django.utils import timezone
from redis.exceptions import RedisError

from campaigns.month import Month, current
from membership import tallies
from organizations import register
from organizations.models import Organization, Station

KEY = "front:today"
# As old as a figure may be that nobody decides by.
SECONDS = 15


class Front(NamedTuple):
    """The city's federation, a station to go to (the first one open, else the first one), how
    the day stands, and the service month.
    """

    root: Organization | None
    station: Station | None
    figures: dict[str, int]
    month: Month | None


def read() -> Front:
    try:
        kept = cache.get(KEY)
    except RedisError:
        kept = None
    return kept or _keep(_load())


def _keep(front: Front) -> Front:
    # A city not yet loaded is not worth remembering.
    if front.root:
        with suppress(RedisError):
            cache.set(KEY, front, SECONDS)
    return front


def _load() -> Front:
    root = Organization.objects.filter(parent=None).order_by("path").first()
    now = timezone.now()
    stations = Station.objects.filter(is_active=True)
    station = stations.filter(register.open_at(now)).first() or stations.first()
    return Front(root, station, tallies.city_today(now), current(now))
