"""A server of its own for what is measured."""

import contextlib
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping


@contextlib.contextmanager
def server(
    settings_module: str, wsgi: str, environment: Mapping[str, str] = os.environ
) -> Iterator[int]:
    """Two workers on a free port, which is given."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    process = subprocess.Popen(
        [sys.executable, "-m", "gunicorn", wsgi, "--bind", f"127.0.0.1:{port}", "--workers", "2",
         "--log-level", "error"],
        env={**environment, "DJANGO_SETTINGS_MODULE": settings_module},
    )  # fmt: skip
    try:
        _wait(port)
        yield port
    finally:
        process.terminate()
        process.wait()


def _wait(port: int) -> None:
    for _ in range(200):
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
            return
        time.sleep(0.1)
    raise TimeoutError(f"nothing answers on port {port}")
