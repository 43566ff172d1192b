"""How far a piece of work is, for the page that waits for it. A hint: losing it is no harm."""

import contextlib
from typing import Any

from django.core.cache import cache
from redis.exceptions import RedisError

SECONDS = 600


def tell(pk: Any, done: int, total: int) -> None:
    with contextlib.suppress(RedisError):
        cache.set(_key(pk), (done, total), SECONDS)


def asked(pk: Any) -> tuple[int, int] | None:
    with contextlib.suppress(RedisError):
        return cache.get(_key(pk))
    return None


def _key(pk: Any) -> str:
    return f"sheet-work:{pk}"
