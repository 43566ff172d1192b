"""`make bench`: the portal's pages beside a bare Django page, at 10,000 and 1,000,000 members.

Both run under the same server on the same database, in turn within one run; the machine is shared
and noisy, so the ratios are what counts. Databases are kept for the next run (names bench_…).
"""

import argparse
import os
import subprocess
import sys
from urllib.parse import urlsplit, urlunsplit

import psycopg2
from psycopg2 import sql
from psycopg2.extensions import ISOLATION_LEVEL_AUTOCOMMIT

MANAGE = [sys.executable, "manage.py"]


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--members", type=int, nargs="*", default=[10_000, 1_000_000])
    options.add_argument("--rounds", type=int, default=5)
    options.add_argument("--requests", type=int, default=120)
    options.add_argument("--fresh", action="store_true", help="drop the databases first")
    given = options.parse_args()
    for members in given.members:
        url = database(members, fresh=given.fresh)
        environment = os.environ | {"DATABASE_URL": url, "LOG_LEVEL": "ERROR"}
        prepare(members, environment)
        subprocess.run(
            [sys.executable, "-m", "tests.bench.one", str(members), str(given.rounds),
             str(given.requests)],
            env=environment | {"DJANGO_SETTINGS_MODULE": "unionportal.settings"},
            check=True,
        )  # fmt: skip


def database(members: int, *, fresh: bool) -> str:
    """The URL of a database of this size on the server in use, created when missing."""
    url = urlsplit(os.environ["DATABASE_URL"])
    name = f"bench_{members}"
    connection = psycopg2.connect(os.environ["DATABASE_URL"])
    connection.set_isolation_level(ISOLATION_LEVEL_AUTOCOMMIT)
    with connection.cursor() as cursor:
        if fresh:
            cursor.execute(
                sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name))
            )
        cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name])
        if not cursor.fetchone():
            cursor.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
    connection.close()
    return urlunsplit(url._replace(path=f"/{name}"))


def prepare(members: int, environment: dict[str, str]) -> None:
    subprocess.run([*MANAGE, "migrate", "--verbosity=0"], env=environment, check=True)
    have = subprocess.run(
        [*MANAGE, "shell", "--verbosity=0", "-c",
         "from membership.models import Member; print(Member.objects.exists())"],
        env=environment, check=True, capture_output=True, text=True,
    ).stdout  # fmt: skip
    if "True" not in have:
        subprocess.run([*MANAGE, "load_demo", f"--members={members}"], env=environment, check=True)
        analyse(environment["DATABASE_URL"])


def analyse(url: str) -> None:
    connection = psycopg2.connect(url)
    connection.set_isolation_level(ISOLATION_LEVEL_AUTOCOMMIT)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
    connection.close()


if __name__ == "__main__":
    main()
