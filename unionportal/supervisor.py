"""Keeps a few child processes alive and ends them in order."""

import ctypes
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass

LONGEST_PAUSE = 30
# Whoever ran this long was well: its next fall is a first one again.
WELL_AFTER = 60
PATIENCE = 15
PR_SET_PDEATHSIG = 1


@dataclass
class Child:
    name: str
    command: list[str]
    environment: dict[str, str]
    process: subprocess.Popen | None = None
    started_at: float = 0.0
    falls: int = 0
    back_at: float = 0.0

    def start(self) -> None:
        self.started_at = time.monotonic()
        # A session of its own: Ctrl-C reaches us alone, and we end the children in order.
        self.process = subprocess.Popen(  # noqa: S603 - our own command
            self.command, env=self.environment, stdin=subprocess.DEVNULL, start_new_session=True,
            preexec_fn=_end_with_us,  # noqa: PLW1509 - no threads here, and one C call
        )  # fmt: skip

    def look_after(self) -> None:
        """Start it again after a pause that doubles with each fall."""
        now = time.monotonic()
        if self.process is None:
            if now >= self.back_at:
                self.start()
            return
        code = self.process.poll()
        if code is None:
            return
        self.falls = 1 if now - self.started_at > WELL_AFTER else self.falls + 1
        pause = min(2 ** (self.falls - 1), LONGEST_PAUSE)
        self.process, self.back_at = None, now + pause
        say(f"{self.name} 意外退出（{_ending(code)}），{pause} 秒后重新启动")

    def stop(self) -> None:
        """Politely, then not; its own children with it."""
        if self.process is None:
            return
        self.process.terminate()
        try:
            self.process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            say(f"{self.name} 没有按时结束，强行结束")
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()
        self.process = None


def supervise(
    children: list[Child], stopped: threading.Event, *, is_up: Callable[[], bool], greeting: str
) -> None:
    """Run until `stopped`, greet once when it is up; then end the children, last started first."""
    try:
        for child in children:
            child.start()
        greeted = False
        while not stopped.wait(0.3):
            for child in children:
                child.look_after()
            if not greeted and is_up():
                say(greeting)
                greeted = True
    finally:
        for child in reversed(children):
            child.stop()


def stop_on_signals() -> threading.Event:
    """An event that Ctrl-C or SIGTERM sets; a second press changes nothing."""
    stopped = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, lambda *_: stopped.set())
    return stopped


def say(line: str) -> None:
    print(line, flush=True)


def _ending(code: int) -> str:
    return f"信号 {signal.Signals(-code).name}" if code < 0 else f"代码 {code}"


if sys.platform == "linux":
    # Loaded before any fork: the child may only call what is there already.
    _libc = ctypes.CDLL(None)

    def _end_with_us() -> None:
        """Should we be killed without a word, the children get SIGTERM instead of living on."""
        _libc.prctl(PR_SET_PDEATHSIG, signal.SIGTERM)

else:

    def _end_with_us() -> None:
        """Only Linux can do it."""
