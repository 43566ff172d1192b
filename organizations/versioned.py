"""Small tables kept whole in the cache, never older than their last edit.

A value is kept together with the version it was read under, and is believed only while that
version stands. An edit first marks the version as "being edited" inside its own transaction, so
that nobody keeps what it is about to change, and names a new version once it has committed.
"""

import uuid
from collections.abc import Callable
from typing import Any

from django.core.cache import cache
from django.db import transaction
from redis.exceptions import RedisError

from audit.refusal import Refused

EDITING = "editing"
# Longer than a transaction can last (statement_timeout): if the process dies between commit and
# the new version, the mark expires and the next reader names one.
EDITING_SECONDS = 120
# A last net for what no edit announces: a restored backup, a row changed by hand.
KEEP_SECONDS = 600


class Versioned:
    """`read()` gives what `load()` gave last; one trip to the cache, no query while it is warm."""

    def __init__(self, name: str, load: Callable[[], Any]):
        self.version_key, self.value_key = f"{name}:version", f"{name}:value"
        self.load = load

    def read(self) -> Any:
        """The table; read from the database when the cache is empty, down, or being edited."""
        try:
            found = cache.get_many([self.version_key, self.value_key])
            version = found.get(self.version_key) or self._first_version()
        except RedisError:
            return self.load()
        kept = found.get(self.value_key)
        if kept and kept[0] == version != EDITING:
            return kept[1]
        return self._keep(version, self.load())

    def edit(self) -> None:
        """Call inside the transaction that edits the table, before the change.

        Raises Refused while the cache cannot be reached: once it is back it would go on
        answering with what stood before the edit.
        """
        try:
            cache.set(self.version_key, EDITING, EDITING_SECONDS)
        except RedisError:
            raise Refused("缓存服务暂时连不上，现在改了不能马上生效，请几分钟后再试。") from None
        transaction.on_commit(self._new_version, robust=True)

    def forget(self) -> None:
        """After rows were written in bulk (loading the demo city): read anew from now on."""
        transaction.on_commit(self._new_version, robust=True)

    def _first_version(self) -> str:
        # add: of several readers at once one names the version, and all use that one.
        cache.add(self.version_key, uuid.uuid4().hex, None)
        return cache.get(self.version_key, EDITING)

    def _new_version(self) -> None:
        cache.set(self.version_key, uuid.uuid4().hex, None)

    def _keep(self, version: str, value: Any) -> Any:
        if version != EDITING:
            try:
                cache.set(self.value_key, (version, value), KEEP_SECONDS)
            except RedisError:
                return value
        return value
