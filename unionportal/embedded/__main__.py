"""`python -m unionportal.embedded -- COMMAND…`: run a command with the servers up.

Standard input is the command's, and so is the exit code.
"""

import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

from unionportal.embedded.launcher import clean_environment, services
from unionportal.embedded.server import EmbeddedError

DATA_DIR = Path(os.environ.get("PORTAL_DATA_DIR") or Path(__file__).parents[2] / ".data")


def main(arguments: list[str]) -> int:
    command = arguments[1:] if arguments[:1] == ["--"] else arguments
    if not command:
        print("用法：python -m unionportal.embedded -- 命令…", file=sys.stderr)
        return 2
    # A polite end must pass through the context managers, or the servers would stay.
    signal.signal(signal.SIGTERM, lambda number, _: sys.exit(128 + number))
    try:
        with services(DATA_DIR) as environment:
            return run(command, clean_environment() | environment)
    except EmbeddedError as error:
        print(error, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 128 + signal.SIGINT


def run(command: list[str], environment: dict[str, str]) -> int:
    """Ctrl-C reaches the command from the terminal; what it does about it is its own affair."""
    try:
        process = subprocess.Popen(command, env=environment)  # noqa: S603 - the caller's command
    except OSError as error:
        print(f"不能运行 {command[0]}：{error.strerror}", file=sys.stderr)
        return 127
    forward: dict[int, Any] = {
        signal.SIGINT: signal.SIG_IGN,
        signal.SIGTERM: lambda *_: process.terminate(),
    }
    before = {number: signal.signal(number, handler) for number, handler in forward.items()}
    try:
        code = process.wait()
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
    return code if code >= 0 else 128 - code


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
