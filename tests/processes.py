"""Real processes against the test database: Celery worker, beat and a gunicorn of their own.

For tests that see committed rows: mark them `django_db(transaction=True)`.

    with processes.worker() as worker:
        …
        worker.kill()          # SIGKILL, its pool children with it
"""

import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import quote

import httpx
import redis
from django.conf import settings
from django.db import connection

from notifications import heartbeat
from notifications.models import Heartbeat
from unionportal.celery import app

ROOT = Path(__file__).parent.parent
PATIENCE = 60


class Process:
    """A child in a session of its own, so that a signal reaches all of its children too."""

    def __init__(self, *command: str, **variables: str):
        self.popen = subprocess.Popen(
            [sys.executable, *command], cwd=ROOT, env=environment() | variables,
            stdin=subprocess.DEVNULL, start_new_session=True,
        )  # fmt: skip

    @property
    def pid(self) -> int:
        return self.popen.pid

    def kill(self) -> None:
        """As if the power went: nobody gets to say goodbye."""
        self._signal(signal.SIGKILL)
        self.popen.wait()

    def stop(self) -> None:
        """Politely; by force after ten seconds."""
        self.popen.terminate()
        with contextlib.suppress(subprocess.TimeoutExpired):
            self.popen.wait(10)
        self.kill()

    def wait_until(self, ready: Callable[[], bool]) -> None:
        """Raises AssertionError when the process ends, or is not ready within a minute."""
        wait_until(lambda: self.popen.poll() is not None or ready())
        assert self.popen.poll() is None, f"ended with {self.popen.returncode}"

    def _signal(self, number: signal.Signals) -> None:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.pid, number)


@contextlib.contextmanager
def worker(concurrency: int = 1, **variables: str) -> Iterator[Process]:
    """A Celery worker that takes tasks; `variables` go into its environment."""
    name = f"test-{uuid.uuid4().hex[:8]}@localhost"
    command = ["worker", "-n", name, f"--concurrency={concurrency}", "--without-gossip"]
    with _running(*_celery(*command, "--without-mingle"), **variables) as process:
        process.wait_until(lambda: bool(app.control.ping(destination=[name], timeout=0.5)))
        yield process


@contextlib.contextmanager
def beat(**variables: str) -> Iterator[Process]:
    """A beat that has beaten at least once; several may run at once."""
    Heartbeat.objects.filter(name="beat").delete()
    with _running(*_celery("beat", "--pidfile="), **variables) as process:
        process.wait_until(lambda: heartbeat.seconds_since("beat") is not None)
        yield process


@contextlib.contextmanager
def web(workers: int = 2, **variables: str) -> Iterator[str]:
    """A gunicorn as in `make run`, on the collected static files; yields its address."""
    port = free_port()
    address = f"http://127.0.0.1:{port}"
    command = ["-m", "gunicorn", "unionportal.wsgi", "-c", "python:unionportal.gunicorn"]
    variables = {"WEB_CONCURRENCY": str(workers), "SITE_URL": address} | variables
    with _running(*command, "--bind", f"127.0.0.1:{port}", **variables) as process:
        process.wait_until(lambda: answers(address))
        yield address


@contextlib.contextmanager
def broker() -> Iterator[redis.Redis]:
    """The broker's own Redis, whichever of Celery's ways of naming it is in use."""
    with app.connection_for_write() as connected:
        yield connected.default_channel.client


def environment() -> dict[str, str]:
    """Our own environment, pointed at the test database and at this worker's Redis."""
    return os.environ | {
        "DATABASE_URL": database_url(),
        "REDIS_URL": settings.REDIS_URL,
        "CELERY_BROKER_URL": settings.CELERY_BROKER_URL,
        "STATIC_MANIFEST": "true",
    }


def database_url() -> str:
    """The URL of the database the tests really use ("test_portal_gw1")."""
    given = connection.settings_dict
    password = f":{quote(given['PASSWORD'], safe='')}" if given["PASSWORD"] else ""
    port = f":{given['PORT']}" if given["PORT"] else ""
    user, host = quote(given["USER"], safe=""), quote(given["HOST"], safe="")
    return f"postgresql://{user}{password}@{host}{port}/{quote(given['NAME'])}"


def wait_until(condition: Callable[[], bool], seconds: float = PATIENCE) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, f"still not so after {seconds} s"
        time.sleep(0.1)


def answers(address: str) -> bool:
    """Whether a web server is there at all; 503 from /healthz without a worker is an answer."""
    try:
        httpx.get(f"{address}/healthz", timeout=10)
    except httpx.TransportError:
        return False
    return True


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def _celery(*arguments: str) -> list[str]:
    quiet = ["-W", "ignore::RuntimeWarning:celery.platforms"]
    return [*quiet, "-m", "celery", "-A", "unionportal", "--quiet", *arguments]


@contextlib.contextmanager
def _running(*command: str, **variables: str) -> Iterator[Process]:
    process = Process(*command, **variables)
    try:
        yield process
    finally:
        process.stop()
