"""A demo city multiplied inside the database: ten million members within minutes.

Every new row is a copy of one the demo city was made with (copies.py), so that it fits all
constraints: with an id, a fingerprint and a number of its own, and up to eight months older. The
sealed number is that of the row it copies; nobody is found by it.

    python -m tests.bench.growing MEMBERS APPLICATIONS ACTIVITIES FILES
"""

import io
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor

import django

django.setup()

from django.core.management import call_command  # noqa: E402 - needs the set-up above
from django.db import connection  # noqa: E402
from django.db.models import DateTimeField  # noqa: E402
from django.utils import timezone  # noqa: E402

from assistance.demo import bulk  # noqa: E402
from tests.bench import copies  # noqa: E402
from tests.bench.copies import Kind  # noqa: E402
from tests.bench.seeds import MONTH, ONLINE, SEEDS  # noqa: E402
from tests.bench.unindexed import unindexed  # noqa: E402

BATCH = 500_000


def grow(members: int, applications: int, activities: int, files: int) -> None:
    """The demo city of seeds.py brought to this size: `applications` with account, record and as
    many messages, `activities` in the running month, `files` of hardship. Then all sums are counted.
    """
    online = applications // (SEEDS // ONLINE)
    assert 1 < online <= members // SEEDS, f"at most {members // ONLINE} applications"
    _take_time()
    with unindexed([kind.model._meta.db_table for kind in copies.ALL]):
        _together(
            lambda: _multiply(copies.PERSONS, members // SEEDS),
            lambda: _joined(members // SEEDS, online),
            lambda: _told(applications, online),
            lambda: _logged(activities // MONTH),
        )
        begun = time.monotonic()
    print(f"  indexes: {time.monotonic() - begun:.0f} s", flush=True)
    _go_on_counting(members)
    timed("HardshipFile", lambda: bulk.load(files, now=timezone.localtime()))
    timed("recount", lambda: call_command("recount", stdout=io.StringIO()))


def _take_time() -> None:
    """What the portal does must be over in seconds; this need not."""
    with connection.cursor() as cursor:
        for setting in ("synchronous_commit = off", "statement_timeout = 0", "lock_timeout = 0"):
            cursor.execute(f"SET {setting}")
        cursor.execute("SET maintenance_work_mem = '512MB'")


def _together(*acts: Callable[[], None]) -> None:
    """Two at a time, each over a connection of its own."""

    def run(act):
        try:
            _take_time()
            act()
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        for done in [pool.submit(run, act) for act in acts]:
            done.result()


def _joined(times: int, online: int) -> None:
    for kind in (copies.USERS, copies.APPLICATIONS, copies.RECORD):
        _multiply(kind, online, online)
    _multiply(copies.MEMBERS, times, online)


def _told(messages: int, online: int) -> None:
    _multiply(copies.MESSAGES, messages // max(_keep_aside(copies.MESSAGES), 1), online)


def _logged(times: int) -> None:
    for kind in (copies.ACTIVITIES, *copies.PARTS, copies.STORIES):
        _multiply(kind, times)


def _keep_aside(kind: Kind) -> int:
    """The rows to copy, with their number, as a table of this session; returns how many."""
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TABLE IF EXISTS {_seeds(kind)}")
        cursor.execute(
            f"CREATE TEMPORARY TABLE {_seeds(kind)} AS"
            f" SELECT row.*, {kind.serial} AS serial FROM {kind.model._meta.db_table} AS row"
            f" WHERE {kind.where}"
        )
        cursor.execute(f"SELECT count(*) FROM {_seeds(kind)}")
        return cursor.fetchone()[0]


def _seeds(kind: Kind) -> str:
    return f"seed_{kind.model._meta.db_table}"


def _multiply(kind: Kind, times: int, online: int = 0) -> None:
    """`times` as many rows as there were."""
    number = _keep_aside(kind)
    timed(kind.model.__name__, lambda: _insert(kind, number, times, online))


def _insert(kind: Kind, number: int, times: int, online: int) -> None:
    columns = dict(_columns(kind))
    table, step = kind.model._meta.db_table, max(1, BATCH // max(number, 1))
    readers = max(1, (online - 1) * SEEDS // ONLINE)
    with connection.cursor() as cursor:
        for first in range(1, times, step):
            cursor.execute(
                f"INSERT INTO {table} ({', '.join(columns)})"
                f" SELECT {', '.join(columns.values())} FROM"
                f" (SELECT k, row.*, k * {SEEDS} + row.serial AS n"
                f"  FROM generate_series(%(first)s::int, %(last)s::int) AS k"
                f"  CROSS JOIN {_seeds(kind)} AS row) AS row",
                {"first": first, "last": min(first + step, times) - 1, "online": online,
                 "readers": readers},
            )  # fmt: skip


def _columns(kind: Kind) -> Iterator[tuple[str, str]]:
    for column in kind.model._meta.concrete_fields:
        name = column.column
        if name in kind.changed:
            yield f'"{name}"', kind.changed[name]
        elif isinstance(column, DateTimeField):
            yield f'"{name}"', f'row."{name}" - {kind.earlier}'
        elif not column.primary_key:
            yield f'"{name}"', f'row."{name}"'


def _go_on_counting(members: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT setval('membership_member_number', %s)", [copies.FIRST_NUMBER + members]
        )
        cursor.execute(
            "SELECT setval(pg_get_serial_sequence('accounts_user', 'id'), max(id))"
            " FROM accounts_user"
        )


def timed(name: str, act: Callable[[], object]) -> None:
    begun = time.monotonic()
    act()
    print(f"  {name}: {time.monotonic() - begun:.0f} s", flush=True)


if __name__ == "__main__":
    grow(*map(int, sys.argv[1:]))
