"""`make bench`: the portal's pages beside a bare Django page, in a small city (10,000 members,
1,000 activities in the running month, 1,000 hardship files) and in a large one (1,000,000, 500,000
and 200,000).

Both run under the same server on the same database, in turn within one run; the machine is shared
and noisy, so the ratios are what counts. Databases are kept for the next run (names bench_…).
"""

import argparse
import os
import subprocess
import sys
from contextlib import closing

import psycopg2

from tests import scratch

MANAGE = [sys.executable, "manage.py"]


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--members", type=int, nargs="*", default=[10_000, 1_000_000])
    options.add_argument(
        "--activities", type=int, nargs="*", default=[1_000, 500_000],
        help="of the running month, one number for each of --members",
    )  # fmt: skip
    options.add_argument(
        "--files", type=int, nargs="*", default=[1_000, 200_000],
        help="of hardship, one number for each of --members",
    )  # fmt: skip
    options.add_argument("--pages", nargs="*", default=[], help="only these")
    options.add_argument("--rounds", type=int, default=5)
    options.add_argument("--requests", type=int, default=120)
    options.add_argument("--fresh", action="store_true", help="drop the databases first")
    given = options.parse_args()
    for sizes in zip(given.members, given.activities, given.files, strict=True):
        url = database("_".join(map(str, ("bench", *sizes))), fresh=given.fresh)
        environment = os.environ | {"DATABASE_URL": url, "LOG_LEVEL": "ERROR"}
        prepare(*sizes, environment)
        numbers = map(str, (*sizes, given.rounds, given.requests))
        subprocess.run(
            [sys.executable, "-m", "tests.bench.one", *numbers, *given.pages],
            env=environment | {"DJANGO_SETTINGS_MODULE": "unionportal.settings"},
            check=True,
        )  # fmt: skip


def database(name: str, *, fresh: bool) -> str:
    """The URL of a database of this name on the server in use, created when missing."""
    server = os.environ["DATABASE_URL"]
    if fresh:
        scratch.drop(server, name)
    if not scratch.exists(server, name):
        scratch.run(server, "CREATE DATABASE {}", name)
    return scratch.at(server, name)


# As long as load_demo has no number of its own for them.
FILES = (
    "from django.utils import timezone; from assistance.demo import bulk;"
    " bulk.load({files}, now=timezone.localtime())"
)


def prepare(members: int, activities: int, files: int, environment: dict[str, str]) -> None:
    subprocess.run([*MANAGE, "migrate", "--verbosity=0"], env=environment, check=True)
    have = subprocess.run(
        [*MANAGE, "shell", "--verbosity=0", "-c",
         "from membership.models import Member; print(Member.objects.exists())"],
        env=environment, check=True, capture_output=True, text=True,
    ).stdout  # fmt: skip
    if "True" not in have:
        # Half of what load_demo makes lies in the running month.
        size = [f"--members={members}", f"--activities={activities * 2}"]
        subprocess.run([*MANAGE, "load_demo", *size], env=environment, check=True)
        bulk = [*MANAGE, "shell", "--verbosity=0", "-c", FILES.format(files=files)]
        subprocess.run(bulk, env=environment, check=True)
        analyse(environment["DATABASE_URL"])


def analyse(url: str) -> None:
    with closing(psycopg2.connect(url)) as connection:
        connection.autocommit = True
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE")


if __name__ == "__main__":
    main()
