"""`make run`: the whole portal on one machine, from servers to beat, under one process."""

import os
import signal
import socket
import subprocess
import sys
from pathlib import Path

from unionportal import env
from unionportal.embedded import EmbeddedError, clean_environment, services
from unionportal.supervisor import Child, say, stop_on_signals, supervise

ROOT = Path(__file__).parent.parent
DATA_DIR = Path(env.text("PORTAL_DATA_DIR") or ROOT / ".data")


def main() -> int:
    host, port = env.text("HOST", "127.0.0.1"), env.integer("PORT", 8000)
    if not is_free(host, port):
        say(f"端口 {port} 已被占用，请换一个，例如：make run PORT={port + 1}")
        return 1
    # Until all is up, Ctrl-C and SIGTERM end it here, through the context managers.
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, _interrupt)
    try:
        with services(DATA_DIR) as found:
            return serve(clean_environment() | found, host, port)
    except EmbeddedError as error:
        say(str(error))
        return 1
    except KeyboardInterrupt:
        return 128 + signal.SIGINT


def serve(environment: dict[str, str], host: str, port: int) -> int:
    """Prepare, then keep web, worker and beat alive until Ctrl-C or SIGTERM."""
    prepared = subprocess.run(
        [sys.executable, "manage.py", "prepare"], cwd=ROOT, env=environment, check=False
    )
    if prepared.returncode:
        return prepared.returncode
    address = f"http://{'127.0.0.1' if host == '0.0.0.0' else host}:{port}"  # noqa: S104
    greeting = f"\n打开 {address} ，按 Ctrl-C 结束。\n"
    supervise(
        children(environment, host, port), stop_on_signals(),
        is_up=lambda: not is_free(host, port), greeting=greeting,
    )  # fmt: skip
    say("已全部结束。")
    return 0


def children(environment: dict[str, str], host: str, port: int) -> list[Child]:
    """In the order they start; they end the other way round: beat, worker, web."""
    python = [sys.executable, "-m"]
    # As root in a container Celery warns at length of pickle, which is not used here.
    quiet = [sys.executable, "-W", "ignore::RuntimeWarning:celery.platforms", "-m"]
    celery = [*quiet, "celery", "-A", "unionportal", "--quiet"]
    worker = ["worker", "--concurrency=2", "--without-gossip", "--without-mingle"]
    web = [*python, "gunicorn", "unionportal.wsgi", "-c", "python:unionportal.gunicorn"]
    return [
        Child("网页服务", [*web, "--bind", f"{host}:{port}"], environment),
        Child("后台任务", [*celery, *worker], environment),
        Child("定时器", [*celery, "beat", "--pidfile="], environment),
    ]


def is_free(host: str, port: int) -> bool:
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        # As gunicorn does it: a connection that has just ended is no hindrance.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
    return True


def _interrupt(number, frame) -> None:
    raise KeyboardInterrupt


if __name__ == "__main__":
    os.chdir(ROOT)
    sys.exit(main())
