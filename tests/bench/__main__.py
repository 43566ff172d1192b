"""`make bench`: the portal's pages beside a bare Django page, and the pages of 看全局 in a small city
(10,000 members, 2,000 applications, 1,000 activities in the running month, 1,000 hardship files)
beside those of a large one (10,000,000, 1,000,000, 500,000 and 200,000).

Pages run under the same server, in turn within one run; the machine is shared and noisy, so the
ratios are what counts. Databases are kept for the next run (names bench_…).
"""

import argparse
import os
import subprocess
import sys
from contextlib import closing

import psycopg2

from tests import scratch
from tests.bench import beside
from tests.bench.seeds import ACTIVITIES, SEEDS
from tests.plugin import with_redis_database

SETTINGS = {"DJANGO_SETTINGS_MODULE": "unionportal.settings"}
SIZES = {
    "members": ([10_000, 10_000_000], "of each city"),
    "applications": ([2_000, 1_000_000], "one number for each of --members"),
    "activities": ([1_000, 500_000], "of the running month, the same"),
    "files": ([1_000, 200_000], "of hardship, the same"),
}


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    for name, (sizes, says) in SIZES.items():
        options.add_argument(f"--{name}", type=int, nargs="*", default=sizes, help=says)
    options.add_argument("--pages", nargs="*", default=[], help="only these")
    options.add_argument("--rounds", type=int, default=5)
    options.add_argument("--requests", type=int, default=120)
    options.add_argument("--fresh", action="store_true", help="drop the databases first")
    given = options.parse_args()
    cities = []
    for sizes in zip(*(getattr(given, name) for name in SIZES), strict=True):
        url = database("_".join(map(str, ("bench", *sizes))), fresh=given.fresh)
        environment = os.environ | {"DATABASE_URL": url, "LOG_LEVEL": "ERROR", **SETTINGS}
        # What one city keeps at hand is none of the other's.
        for kept in ("REDIS_URL", "CELERY_BROKER_URL"):
            environment[kept] = with_redis_database(os.environ["REDIS_URL"], len(cities))
        prepare(*sizes, environment)
        cities.append(environment)
    for environment in cities:
        numbers = map(str, (given.rounds, given.requests))
        run(["-m", "tests.bench.one", *numbers, *given.pages], environment)
    beside.compare(cities, rounds=given.rounds, only=given.pages)


def database(name: str, *, fresh: bool) -> str:
    """The URL of a database of this name on the server in use, created when missing."""
    server = os.environ["DATABASE_URL"]
    if fresh:
        scratch.drop(server, name)
    if not scratch.exists(server, name):
        scratch.run(server, "CREATE DATABASE {}", name)
    return scratch.at(server, name)


def prepare(
    members: int, applications: int, activities: int, files: int, environment: dict[str, str]
) -> None:
    """A city of that size, if this database is not one already; the newest migrations in any case."""
    run(["manage.py", "migrate", "--verbosity=0"], environment)
    if is_ready(environment["DATABASE_URL"]):
        return
    seeds = [f"--members={SEEDS}", f"--activities={ACTIVITIES}"]
    run(["manage.py", "load_demo", *seeds], environment)
    size = map(str, (members, applications, activities, files))
    run(["-m", "tests.bench.growing", *size], environment)
    execute(environment["DATABASE_URL"], "VACUUM ANALYZE", READY)


def run(arguments: list[str], environment: dict[str, str]) -> None:
    subprocess.run([sys.executable, *arguments], env=environment, check=True)


# Written last: a city of which half was built is built again by --fresh.
READY = "CREATE TABLE IF NOT EXISTS bench_ready (at timestamptz DEFAULT now())"


def is_ready(url: str) -> bool:
    with closing(psycopg2.connect(url)) as connection, connection.cursor() as cursor:
        cursor.execute("SELECT to_regclass('bench_ready') IS NOT NULL")
        return cursor.fetchone()[0]


def execute(url: str, *statements: str) -> None:
    with closing(psycopg2.connect(url)) as connection:
        connection.autocommit = True
        with connection.cursor() as cursor:
            for statement in statements:
                cursor.execute(statement)


if __name__ == "__main__":
    main()
