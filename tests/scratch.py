"""A database of one's own on the server in use: made empty, dropped afterwards.

    python -m tests.scratch NAME -- COMMAND…

runs it with DATABASE_URL at that database and REDIS_URL at an empty one beside those in use.
"""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from urllib.parse import urlsplit, urlunsplit

import psycopg2
import redis
from psycopg2 import sql

from tests.plugin import take_own_redis

# Far below the named one: the first few belong to the workers of pytest-xdist.
OWN_REDIS = 7


@contextmanager
def database(name: str) -> Iterator[str]:
    """The URL of a new, empty database; whatever had this name before is gone."""
    server = os.environ["DATABASE_URL"]
    drop(server, name)
    run(server, "CREATE DATABASE {}", name)
    try:
        yield at(server, name)
    finally:
        drop(server, name)


def at(server: str, name: str) -> str:
    return urlunsplit(urlsplit(server)._replace(path=f"/{name}"))


def exists(server: str, name: str) -> bool:
    with closing(psycopg2.connect(server)) as connection, connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name])
        return cursor.fetchone() is not None


def drop(server: str, name: str) -> None:
    run(server, "DROP DATABASE IF EXISTS {} WITH (FORCE)", name)


def run(server: str, statement: str, name: str) -> None:
    """One statement about the database `name`, outside any transaction."""
    with closing(psycopg2.connect(server)) as connection:
        connection.autocommit = True
        with connection.cursor() as cursor:
            cursor.execute(sql.SQL(statement).format(sql.Identifier(name)))


def main(name: str, dashes: str, *command: str) -> int:
    take_own_redis(OWN_REDIS)
    redis.from_url(os.environ["REDIS_URL"]).flushdb()
    with database(name) as url:
        environment = os.environ | {"DATABASE_URL": url}
        return subprocess.run(command, env=environment, check=False).returncode


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
