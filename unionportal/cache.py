"""Django's Redis cache with one client a process."""

from functools import cached_property

from django.core.cache.backends.redis import RedisCache, RedisCacheClient
from redis import Redis


class OneClient(RedisCacheClient):
    """Django builds a new client for every command, which costs more than the command does. A
    client only borrows connections from the pool, so one serves all (and outlives a fork).
    """

    @cached_property
    def _kept(self) -> Redis:
        return super().get_client(write=True)

    def get_client(self, key=None, *, write: bool = False) -> Redis:
        return self._kept


class Cache(RedisCache):
    def __init__(self, server, params):
        super().__init__(server, params)
        self._class = OneClient
