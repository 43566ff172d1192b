"""Two launchers may share one data directory: the last one to leave stops the server."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from unionportal.embedded.server import Server


@contextmanager
def shared(server: Server) -> Iterator[None]:
    """Keep the server up while the block runs.

    The locks belong to open files, so a launcher that is killed lets go of them; the server it
    leaves behind is found and stopped by the next one.
    """
    server.home.mkdir(parents=True, exist_ok=True, mode=0o700)
    users = _open(server.home.with_suffix(".users"))
    try:
        with _turn(server):
            fcntl.flock(users, fcntl.LOCK_SH)
            _ensure_up(server, users)
        try:
            yield
        finally:
            with _turn(server):
                _stop_if_last(server, users)
    finally:
        os.close(users)


def _ensure_up(server: Server, users: int) -> None:
    try:
        server.ensure_up()
    except BaseException:  # Ctrl-C while it starts included
        _stop_if_last(server, users)
        raise


def _stop_if_last(server: Server, users: int) -> None:
    try:
        fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return
    server.stop()


@contextmanager
def _turn(server: Server) -> Iterator[None]:
    """One launcher at a time starts or stops; without it one could stop what another counts on."""
    turn = _open(server.home.with_suffix(".turn"))
    try:
        fcntl.flock(turn, fcntl.LOCK_EX)
        yield
    finally:
        os.close(turn)


def _open(path: Path) -> int:
    return os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
