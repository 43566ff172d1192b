"""Brings the embedded servers up before pytest-django reads DATABASES (`-p tests.plugin`).

With DATABASE_URL and REDIS_URL set, those are used and nothing is started.
"""

import os
from contextlib import ExitStack
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

from unionportal.embedded import EmbeddedError, services

DATA_DIR = Path(__file__).parent.parent / ".data" / "test"
REDIS_DATABASES = 16
running = ExitStack()


@pytest.hookimpl(wrapper=True)
def pytest_load_initial_conftests(early_config, parser, args):
    """A wrapper, because wrappers come before pytest-django's own hook, which comes first."""
    worker = os.environ.get("PYTEST_XDIST_WORKER")
    if worker is None:
        start_services()
    else:
        take_own_redis(int(worker.removeprefix("gw")))
    use_plain_static_files()
    return (yield)


def pytest_unconfigure(config):
    running.close()


def start_services() -> None:
    """Only the controller does; the workers of pytest-xdist inherit its environment."""
    try:
        found = running.enter_context(services(DATA_DIR, durable=False))
    except EmbeddedError as error:
        raise pytest.UsageError(str(error)) from error
    if "DATABASE_URL" in found:
        for name in [name for name in os.environ if name.startswith("PG")]:
            del os.environ[name]
    os.environ.update(found)


def take_own_redis(number: int) -> None:
    """Each worker empties its cache before every test: it must not empty its neighbour's."""
    for name in ("REDIS_URL", "CELERY_BROKER_URL"):
        if os.environ.get(name):
            os.environ[name] = with_redis_database(os.environ[name], number)


def with_redis_database(url: str, number: int) -> str:
    """The database `number` + 1 below the one that the URL names (after 0 comes 15)."""
    parts = urlsplit(url)
    base, _, query = url.partition("?")
    if not query and parts.scheme in ("redis", "rediss"):
        address, _, named = base.rpartition("/") if parts.path.strip("/") else (base, "", "0")
        return f"{address.rstrip('/')}/{(int(named) - 1 - number) % REDIS_DATABASES}"
    key, values = next(iter(parse_qs(query).items()))
    return f"{base}?{key}={(int(values[0]) - 1 - number) % REDIS_DATABASES}"


def use_plain_static_files() -> None:
    """Pages are rendered without collecting and hashing static files first.

    The settings module reads this; journeys run a real server on the collected ones.
    """
    os.environ.setdefault("STATIC_MANIFEST", "false")
