"""Which servers to start, and the environment that points at them."""

import os
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from unionportal import env
from unionportal.embedded.postgres import Postgres
from unionportal.embedded.server import EmbeddedError, Server
from unionportal.embedded.sharing import shared
from unionportal.embedded.valkey import Valkey


@contextmanager
def services(data_dir: Path, *, durable: bool = True) -> Iterator[dict[str, str]]:
    """Start what DATABASE_URL and REDIS_URL do not name; yield the variables that point at it.

    `durable=False` is for tests: nothing is synced to disk. Valkey stops before PostgreSQL, each
    only when no other launcher uses it. Raises EmbeddedError with one sentence to show.
    """
    data_dir = data_dir.resolve()
    with ExitStack() as stack:
        found: dict[str, str] = {}
        for server in _wanted(data_dir, durable):
            stack.enter_context(shared(server))
            found |= server.environment()
        yield found


def clean_environment() -> dict[str, str]:
    """Our environment without libpq's variables: they would lead a client to another server."""
    return {name: value for name, value in os.environ.items() if not name.startswith("PG")}


def _wanted(data_dir: Path, durable: bool) -> list[Server]:
    missing = [name for name in ("DATABASE_URL", "REDIS_URL") if not env.secret(name)]
    if missing and env.text("PORTAL_MODE") == "production":
        raise EmbeddedError(f"生产环境不会启动内置服务，请设置 {' 和 '.join(missing)}。")
    servers: dict[str, type[Server]] = {"DATABASE_URL": Postgres, "REDIS_URL": Valkey}
    return [servers[name](data_dir, durable=durable) for name in missing]
