"""What is asked of one city's pages of 看全局: prints a line of JSON for `beside.py`.

Each with its headers, how many statements it takes, which of these read a large table from end to
end, and what the same figure costs counted live.
"""

import dataclasses
import json
import sys
import time
from functools import cache

import django

django.setup()

from django.conf import settings  # noqa: E402 - the models need the set-up above
from django.db import connection  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402

from accounts.models import User  # noqa: E402
from assistance import covering  # noqa: E402
from tests.bench import one, scenes, wholes  # noqa: E402
from tests.bench.load import Request  # noqa: E402

LARGE = 50_000


def main(*only: str) -> None:
    # As the clock hand does every minute.
    covering.keep()
    found = [_asked(page) for page in wholes.pages() if not only or page.name.split()[0] in only]
    print(json.dumps({"size": one.sizes(), "pages": found}))


def _asked(page: wholes.Page) -> dict:
    user = User.objects.get(username=page.username) if page.username else None
    request = Request(page.path, headers=scenes.headers(user, settings.SESSION_ENGINE))
    one.queries(lambda count: [request] * count)  # what is cached is cached
    with CaptureQueriesContext(connection) as captured:
        number = one.queries(lambda count: [request] * count)
    return {
        "name": page.name, "request": dataclasses.asdict(request), "queries": number,
        "scans": sorted(_scans(captured.captured_queries)), "live": _live(page.live),
    }  # fmt: skip


def _scans(queries: list[dict]) -> set[str]:
    """Large tables that one of these statements would read from end to end."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname FROM pg_class WHERE relkind = 'r' AND reltuples > %s", [LARGE]
        )
        large = {name for (name,) in cursor.fetchall()}
        found: set[str] = set()
        for query in queries:
            if query["sql"].startswith(("SELECT", "WITH")):
                cursor.execute("EXPLAIN (FORMAT JSON) " + query["sql"])
                found |= _read_whole(cursor.fetchone()[0][0]["Plan"])
    return found & large


def _read_whole(plan: dict) -> set[str]:
    own = {plan["Relation Name"]} if plan["Node Type"].endswith("Seq Scan") else set()
    return own.union(*map(_read_whole, plan.get("Plans", ())))


@cache
def _live(statement: str) -> float | None:
    """Milliseconds, the second time; however long it takes."""
    if not statement:
        return None
    with connection.cursor() as cursor:
        cursor.execute("SET statement_timeout = 0")
        for _ in range(2):
            begun = time.perf_counter()
            cursor.execute(statement)
            cursor.fetchall()
            took = time.perf_counter() - begun
    return 1000 * took


if __name__ == "__main__":
    main(*sys.argv[1:])
