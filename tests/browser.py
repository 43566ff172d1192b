"""Chromium, and a portal for it to look at: fixtures for pages and journeys.

    def test_…(site, phone):
        phone.goto(f"{site}/")

Without a Chromium these tests are skipped, and the last lines of the run say so; with
REQUIRE_BROWSER=1 (as in .ci/run) they fail instead.
"""

import fcntl
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.db import connections

from tests import processes
from tests.plugin import DATA_DIR

NO_BROWSER = "no Chromium on this machine (CHROMIUM names one)"
# As the people of this portal have them: a phone of some years ago, an office screen.
HERE = {"locale": "zh-CN", "timezone_id": "Asia/Shanghai"}
PHONE = {
    "viewport": {"width": 360, "height": 740}, "device_scale_factor": 2,
    "is_mobile": True, "has_touch": True,
}  # fmt: skip
DESK = {"viewport": {"width": 1280, "height": 800}}


def chromium() -> str | None:
    """The path of a Chromium or Chrome; None when there is none."""
    named = os.environ.get("CHROMIUM")
    return named or shutil.which("chromium") or shutil.which("google-chrome")


def launch_options(path: str) -> dict:
    # Chromium's sandbox refuses root, and /dev/shm is tiny in containers.
    return {
        "executable_path": path,
        "args": ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"],
    }


@pytest.fixture(scope="session")
def playwright(playwright):
    # From here on a loop runs in this thread, and Django would refuse every query in it.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    yield playwright
    # Django keeps connections of their own for a thread with a loop: nobody else would close them,
    # and the test database could not be dropped.
    connections.close_all()


@pytest.fixture(scope="session")
def browser_type_launch_args():
    path = chromium()
    if path is None:
        give_up = pytest.fail if os.environ.get("REQUIRE_BROWSER") == "1" else pytest.skip
        give_up(NO_BROWSER)
    return launch_options(path)


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args):
    return {**browser_context_args, **HERE}


@pytest.fixture(scope="session")
def site(browser, django_db_setup) -> Iterator[str]:
    """The address of a real web server on the test database, with the static files collected.

    For tests marked `django_db(transaction=True)`: it sees committed rows only.
    """
    collect_static_files()
    with processes.web() as address:
        yield address


def collect_static_files() -> None:
    """Hashed and compressed as production serves them, once for all workers of pytest-xdist."""
    DATA_DIR.mkdir(parents=True, exist_ok=True)
    run = os.environ.get("PYTEST_XDIST_TESTRUNUID", "")
    with (DATA_DIR / "collected-for").open("a+") as turn:
        fcntl.flock(turn, fcntl.LOCK_EX)
        turn.seek(0)
        if run and turn.read() == run:
            return
        subprocess.run(
            [sys.executable, "manage.py", "collectstatic", "--no-input", "--verbosity=0"],
            cwd=processes.ROOT, env=processes.environment(), check=True,
        )  # fmt: skip
        turn.truncate(0)
        turn.write(run)


@pytest.fixture
def phone(new_context):
    """A page on a worker's phone; a script error or a refusal of the CSP fails the test."""
    with watched(new_context(**PHONE).new_page()) as page:
        yield page


@pytest.fixture
def desk(new_context):
    """A page on an office screen, watched in the same way."""
    with watched(new_context(**DESK).new_page()) as page:
        yield page


@contextmanager
def watched(page) -> Iterator:
    """Whatever the browser complains of while the block runs is an AssertionError at its end."""
    complaints: list[str] = []

    def listen(message) -> None:
        # A refused form is answered with 4xx, which Chromium reports as an error: it is none.
        if message.type == "error" and "Failed to load resource" not in message.text:
            complaints.append(message.text)

    page.on("console", listen)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    yield page
    assert complaints == []


def pytest_terminal_summary(terminalreporter):
    """Said in a line of its own, so that nobody takes a run without a browser for a whole one."""
    skipped = [
        report
        for report in terminalreporter.stats.get("skipped", [])
        if NO_BROWSER in str(report.longrepr)
    ]
    if skipped:
        terminalreporter.section("NOT LOOKED AT", yellow=True, bold=True)
        terminalreporter.line(f"{len(skipped)} tests did not run: {NO_BROWSER}.", yellow=True)
