"""Whether the portal works, for whoever watches it from outside."""

from collections.abc import Callable

from django.core.cache import cache
from django.db import Error, connection
from django.http import JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from kombu.exceptions import OperationalError as BrokerError
from redis.exceptions import RedisError

from notifications import heartbeat
from unionportal.celery import app

# Worker and beat beat every ten and every five seconds; a busy minute is not yet an alarm.
SILENT_SECONDS = 60


def database() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        return cursor.fetchone() == (1,)


def broker() -> bool:
    with app.connection_for_write(connect_timeout=2) as queue:
        return queue.default_channel is not None


def shared_cache() -> bool:
    cache.get("healthz")
    return True


def beats(name: str) -> bool:
    silent = heartbeat.seconds_since(name)
    return silent is not None and silent < SILENT_SECONDS


PARTS: dict[str, Callable[[], bool]] = {
    "database": database,
    "broker": broker,
    "cache": shared_cache,
    "worker": lambda: beats("worker"),
    "beat": lambda: beats("beat"),
}


def works(part: Callable[[], bool]) -> bool:
    try:
        return part()
    except (Error, BrokerError, RedisError, OSError):
        return False


@require_safe
@never_cache
def healthz(request) -> JsonResponse:
    """200 with the state of every part, or 503 naming in `down` what does not work."""
    states = {name: works(part) for name, part in PARTS.items()}
    down = [name for name, up in states.items() if not up]
    body = {name: "up" if up else "down" for name, up in states.items()} | {"down": down}
    return JsonResponse(body, status=503 if down else 200)
