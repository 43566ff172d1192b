"""Sessions in cache and database: a Redis that is away signs nobody out."""

from django.contrib.sessions.backends import cached_db, db
from redis.exceptions import RedisError


class SessionStore(cached_db.SessionStore):
    """Reading goes on from the database alone. Ending a session does not: while the cache cannot
    be reached its copy would outlive the row, so that raises and is answered with 503.
    """

    def load(self):
        try:
            return super().load()
        except RedisError:
            return db.SessionStore.load(self)
