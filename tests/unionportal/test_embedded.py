"""The servers from the wheels: started, shared, found again after a crash, and stopped."""

import contextlib
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import psycopg2
import pytest
import redis

from tests.processes import wait_until
from unionportal.embedded import EmbeddedError, clean_environment, services
from unionportal.embedded.postgres import Postgres
from unionportal.embedded.valkey import Valkey

ROOT = Path(__file__).parents[2]
COMMAND = [sys.executable, "-m", "unionportal.embedded", "--"]


@pytest.fixture(autouse=True)
def _no_urls(monkeypatch):
    """As on a bare machine."""
    for name in ("DATABASE_URL", "REDIS_URL", "CELERY_BROKER_URL", "PORTAL_MODE"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def data_dir(tmp_path):
    """With a space and Chinese in its path, as home directories have."""
    return tmp_path / "数据 1"


def servers(data_dir):
    return [kind(data_dir, durable=False) for kind in (Postgres, Valkey)]


def running(data_dir) -> list[bool]:
    return [server.is_running() for server in servers(data_dir)]


@contextlib.contextmanager
def database(found):
    connection = psycopg2.connect(found["DATABASE_URL"])
    connection.autocommit = True
    with contextlib.closing(connection), connection.cursor() as cursor:
        yield cursor


def run(*command, data_dir, **kwargs):
    return subprocess.run(
        [*COMMAND, *command], cwd=ROOT, env=clean_environment() | {"PORTAL_DATA_DIR": str(data_dir)},
        capture_output=True, text=True, check=False, timeout=120, **kwargs,
    )  # fmt: skip


def test_both_servers_answer_inside_and_are_gone_outside(data_dir):
    with services(data_dir, durable=False) as found:
        with database(found) as cursor:
            cursor.execute("SHOW server_encoding")
            assert cursor.fetchone() == ("UTF8",)
        assert redis.from_url(found["REDIS_URL"]).ping()
        assert set(found) == {"DATABASE_URL", "REDIS_URL", "CELERY_BROKER_URL"}
        assert running(data_dir) == [True, True]
    assert running(data_dir) == [False, False]


def test_they_listen_on_private_sockets_only(data_dir):
    with services(data_dir, durable=False) as found:
        with database(found) as cursor:
            cursor.execute("SHOW listen_addresses")
            assert cursor.fetchone() == ("",)
        assert redis.from_url(found["REDIS_URL"]).config_get("port") == {"port": "0"}
    assert servers(data_dir)[0].sockets.stat().st_mode & 0o777 == 0o700


def test_data_is_kept_from_one_start_to_the_next(data_dir):
    with services(data_dir) as found:
        with database(found) as cursor:
            cursor.execute("CREATE TABLE kept AS SELECT 42 AS answer")
        redis.from_url(found["REDIS_URL"]).set("kept", "42")
    with services(data_dir) as found:
        with database(found) as cursor:
            cursor.execute("SELECT answer FROM kept")
            assert cursor.fetchone() == (42,)
        assert redis.from_url(found["REDIS_URL"]).get("kept") == b"42"


def test_what_is_named_is_not_started(data_dir, monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "postgresql://elsewhere/db")
    with services(data_dir, durable=False) as found:
        assert set(found) == {"REDIS_URL", "CELERY_BROKER_URL"}
        assert running(data_dir) == [False, True]


def test_production_never_starts_them(data_dir, monkeypatch):
    monkeypatch.setenv("PORTAL_MODE", "production")
    with pytest.raises(EmbeddedError, match="DATABASE_URL 和 REDIS_URL"), services(data_dir):
        pass
    assert not data_dir.exists()


def test_the_last_of_two_launchers_stops_them(data_dir):
    with services(data_dir, durable=False) as found:
        other = run(
            sys.executable, "-c", "import os; print(os.environ['DATABASE_URL'])", data_dir=data_dir
        )
        assert other.stdout.strip() == found["DATABASE_URL"]
        assert running(data_dir) == [True, True]
    assert running(data_dir) == [False, False]


def test_after_kill_9_of_both_they_come_back_with_what_was_committed(data_dir):
    with services(data_dir) as found:
        with database(found) as cursor:
            cursor.execute("CREATE TABLE kept AS SELECT 42 AS answer")
        for server in servers(data_dir):
            os.kill(server.pid(), signal.SIGKILL)
        wait_until(lambda: running(data_dir) == [False, False])
    with services(data_dir) as found, database(found) as cursor:
        cursor.execute("SELECT answer FROM kept")
        assert cursor.fetchone() == (42,)


def test_servers_left_by_a_killed_launcher_are_used_and_stopped_by_the_next(data_dir):
    environment = clean_environment() | {"PORTAL_DATA_DIR": str(data_dir)}
    launcher = subprocess.Popen(
        [*COMMAND, "sleep", "60"], cwd=ROOT, env=environment, start_new_session=True
    )
    wait_until(lambda: running(data_dir) == [True, True])
    pids = [server.pid() for server in servers(data_dir)]
    os.killpg(launcher.pid, signal.SIGKILL)
    launcher.wait()
    with services(data_dir):
        assert [server.pid() for server in servers(data_dir)] == pids
    assert running(data_dir) == [False, False]


def test_a_process_that_got_the_old_number_is_neither_believed_nor_killed(data_dir):
    with services(data_dir, durable=False):
        pass
    with subprocess.Popen(["sleep", "60"]) as stranger:
        postgres, valkey = servers(data_dir)
        (postgres.home / "postmaster.pid").write_text(f"{stranger.pid}\n{postgres.home}\n")
        (valkey.home / "valkey.pid").write_text(str(stranger.pid))
        with services(data_dir, durable=False):
            assert running(data_dir) == [True, True]
        assert stranger.poll() is None
        stranger.kill()


def test_a_path_too_long_for_a_socket_gets_a_private_one_elsewhere(tmp_path):
    data_dir = tmp_path / ("很长" * 20)
    with services(data_dir, durable=False) as found:
        sockets = servers(data_dir)[0].sockets
        assert data_dir not in sockets.parents
        assert sockets.stat().st_mode & 0o777 == 0o700
        assert redis.from_url(found["REDIS_URL"]).ping()
    for left in sockets.iterdir():
        left.unlink()
    sockets.rmdir()


def test_a_link_in_place_of_the_socket_directory_is_refused(data_dir, tmp_path):
    data_dir.mkdir()
    (tmp_path / "elsewhere").mkdir()
    (data_dir / "run").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(EmbeddedError, match="PORTAL_DATA_DIR"), services(data_dir):
        pass


def test_variables_of_another_database_lead_nowhere(data_dir, monkeypatch):
    monkeypatch.setenv("PGPORT", "1")
    monkeypatch.setenv("PGDATABASE", "elsewhere")
    with services(data_dir, durable=False) as found:
        assert ":5432/portal" in found["DATABASE_URL"]
        assert not [name for name in clean_environment() if name.startswith("PG")]


def test_a_data_directory_of_another_version_is_named(data_dir):
    (data_dir / "postgres").mkdir(parents=True)
    (data_dir / "postgres" / "PG_VERSION").write_text("9\n")
    with pytest.raises(EmbeddedError, match="PostgreSQL 9"), services(data_dir):
        pass


def test_a_command_gets_standard_input_and_gives_its_exit_code(data_dir):
    done = run("sh", "-c", "cat; exit 7", data_dir=data_dir, input="你好")
    assert (done.stdout, done.returncode) == ("你好", 7)
    assert running(data_dir) == [False, False]


def test_a_command_that_does_not_exist_is_said_in_one_line(data_dir):
    done = run("no-such-command", data_dir=data_dir)
    assert done.returncode == 127
    assert done.stderr.count("\n") == 1


def test_a_command_killed_by_a_signal_gives_the_shell_s_code(data_dir):
    done = run("sh", "-c", "kill -9 $$", data_dir=data_dir)
    assert done.returncode == 128 + signal.SIGKILL


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_ends_the_command_and_the_servers(data_dir, number):
    environment = clean_environment() | {"PORTAL_DATA_DIR": str(data_dir)}
    launcher = subprocess.Popen(
        [*COMMAND, "sleep", "60"], cwd=ROOT, env=environment, start_new_session=True
    )
    wait_until(lambda: running(data_dir) == [True, True])
    time.sleep(0.5)  # the command itself starts after the servers
    # Ctrl-C goes to the whole group, `kill` to the launcher alone.
    (os.killpg if number == signal.SIGINT else os.kill)(launcher.pid, number)
    assert launcher.wait(60) == 128 + number
    assert running(data_dir) == [False, False]
