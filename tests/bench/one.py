"""Measure one database: both servers up, every page in turn with the bare page, a table printed."""

import statistics
import sys

import django

django.setup()

from django.conf import settings  # noqa: E402 - the models need the set-up above
from django.db import connection  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import CaptureQueriesContext, override_settings  # noqa: E402

from assistance import covering  # noqa: E402
from assistance.models import HardshipFile  # noqa: E402
from campaigns.models import Campaign  # noqa: E402
from membership.models import Application, Member  # noqa: E402
from tests.bench import load, scenes  # noqa: E402
from tests.bench.serving import server  # noqa: E402

# What each page aims at, as a share of the bare list page's requests per second.
PAGES = (
    ("home", scenes.home, 2.0),
    ("submit", scenes.submit, 1.0),
    ("queue", scenes.queue, 0.8),
    ("detail", scenes.detail, 1.2),
    ("decide", scenes.decide, 1.0),
    ("month", scenes.month, 0.5),
    ("district", scenes.district, 0.5),
    ("activities", scenes.activities, 0.5),
    ("verifying", scenes.verifying, 0.5),
    ("activity", scenes.activity, 0.5),
    ("log", scenes.log, 0.5),
    ("ledger", scenes.ledger, 0.5),
    ("gifts", scenes.gifts, 0.5),
    ("services", scenes.services, 0.5),
    ("sessions", scenes.sessions, 0.5),
    ("stations", scenes.stations, 0.5),
    ("round", scenes.delivery_round, 0.5),
    ("households", scenes.households, 0.5),
    ("files", scenes.files, 0.5),
    ("overview", scenes.overview, 0.5),
    ("silent", scenes.silent, 0.5),
    ("needs", scenes.needs, 0.5),
)


def measure(rounds: int, requests: int, *only: str) -> None:
    # As the clock hand does every minute.
    covering.keep()
    with (
        server("unionportal.settings", "unionportal.wsgi:application") as portal,
        server("tests.bench.bare_settings", "tests.bench.bare_wsgi:application") as bare,
    ):
        yardstick = scenes.bare(requests)
        load.run(bare, yardstick)
        print(f"\n{sizes()}; {rounds} rounds of {requests}, in turn with the bare page")
        print(f"{'page':12}{'req/s':>8}{'bare':>8}{'ratio':>8}{'aim':>6}{'p50 ms':>9}{'p99 ms':>9}"
              f"{'queries':>9}{'bytes':>9}")  # fmt: skip
        for name, scene, aim in PAGES:
            if only and name not in only:
                continue
            # One round goes first, uncounted, so that nothing measured is a first time.
            rows = [_pair(portal, bare, scene, requests, yardstick) for _ in range(rounds + 1)][1:]
            _print(name, aim, rows, queries(scene))


def sizes() -> str:
    counted = (
        (Member.objects, "members"), (Application.objects, "applications"),
        (Campaign.objects.running().get().activities, "activities in the running month"),
        (HardshipFile.objects, "hardship files"),
    )  # fmt: skip
    return ", ".join(f"{rows.count():,} {name}" for rows, name in counted)


def _pair(portal, bare, scene, requests, yardstick):
    prepared = scene(requests)
    return load.run(portal, prepared), load.run(bare, yardstick)


def _print(name: str, aim: float, rows: list, count: int) -> None:
    def median(values):
        return statistics.median(values)

    ratio = median([page.rate / bare.rate for page, bare in rows])
    print(
        f"{name:12}{median([p.rate for p, _ in rows]):8.0f}{median([b.rate for _, b in rows]):8.0f}"
        f"{ratio:8.2f}{aim:6.1f}{1000 * median([p.p50 for p, _ in rows]):9.1f}"
        f"{1000 * median([p.p99 for p, _ in rows]):9.1f}{count:9d}{rows[0][0].bytes:9d}",
        flush=True,
    )


def queries(scene) -> int:
    """How many queries one such request makes, sessions and rights included."""
    request = scene(1)[0]
    client = Client()
    for part in request.headers.get("Cookie", "").split("; "):
        if part:
            key, _, value = part.partition("=")
            client.cookies[key] = value
    with CaptureQueriesContext(connection) as captured, _allowed():
        answer = client.generic(
            request.method, request.path, request.body,
            content_type="application/x-www-form-urlencoded",
        )  # fmt: skip
    assert answer.status_code == request.expect, (request.path, answer.status_code)
    return len(captured)


def _allowed():
    return override_settings(ALLOWED_HOSTS=[*settings.ALLOWED_HOSTS, "testserver"])


if __name__ == "__main__":
    measure(*(int(argument) for argument in sys.argv[1:3]), *sys.argv[3:])
