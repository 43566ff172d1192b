"""How often something may be tried. Redis counts, so that fifty at once do not pass a limit of five."""

from dataclasses import dataclass
from functools import cache

import redis
from django.conf import settings


@dataclass(frozen=True)
class Limit:
    """`tries` within `seconds` from the first one on."""

    name: str
    tries: int
    seconds: int


@dataclass(frozen=True)
class Spent:
    """What one more try left over: how many are still free, else how long to wait (seconds)."""

    left: int
    wait: int = 0


def spend(limit: Limit, who: str) -> Spent:
    """Count one try of `who`. The count and its end are set in one go, so no key lives for ever.

    Raises redis.RedisError when nobody can count: then nobody may try.
    """
    key = _key(limit, who)
    with client().pipeline(transaction=True) as pipe:
        pipe.set(key, 0, ex=limit.seconds, nx=True)
        pipe.incr(key)
        pipe.ttl(key)
        _, count, seconds = pipe.execute()
    if count <= limit.tries:
        return Spent(limit.tries - count)
    return Spent(0, max(1, seconds))


def forgive(limit: Limit, who: str) -> None:
    """The right answer came: earlier wrong ones no longer count."""
    client().delete(_key(limit, who))


def _key(limit: Limit, who: str) -> str:
    return f"portal:limit:{limit.name}:{who}"


@cache
def client() -> "redis.Redis":
    return redis.Redis.from_url(
        settings.REDIS_URL, socket_timeout=2, socket_connect_timeout=2, decode_responses=True
    )


def in_words(seconds: int) -> str:
    """38秒, 12分钟, 3小时: how long to wait, rounded up."""
    if seconds <= 60:
        return f"{seconds}秒"
    minutes = -(-seconds // 60)
    return f"{minutes}分钟" if minutes < 60 else f"{-(-minutes // 60)}小时"
