"""What the front page shows that hardly changes, read once a minute for everybody."""

from contextlib import suppress

from django.core.cache import cache
from django.utils import timezone
from redis.exceptions import RedisError

from organizations.models import Organization, Station

KEY = "front"
SECONDS = 60

Front = tuple[Organization | None, Station | None]


def read() -> Front:
    """The city's federation, and a station to go to: the first one open, else the first one."""
    try:
        kept = cache.get(KEY)
    except RedisError:
        kept = None
    return kept or _keep(_load())


def _keep(front: Front) -> Front:
    # A city not yet loaded is not worth remembering.
    if front[0]:
        with suppress(RedisError):
            cache.set(KEY, front, SECONDS)
    return front


def _load() -> Front:
    root = Organization.objects.filter(parent=None).order_by("path").first()
    stations = list(Station.objects.filter(is_active=True))
    now = timezone.now()
    first_open = next((station for station in stations if station.is_open_at(now)), None)
    return root, first_open or next(iter(stations), None)
