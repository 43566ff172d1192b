"""Pages of 看全局 in a small and in a large city, in turn under servers of their own.

Within 20 per cent of each other, with as many statements, under 100 ms in the large one: printed
beside what the same figure costs there counted live.
"""

import json
import statistics
import subprocess
import sys
from contextlib import ExitStack

from tests.bench import load
from tests.bench.serving import server

# Requests of one turn: short turns, so that what else the machine does meets both alike.
TURN = 5


def compare(cities: list[dict[str, str]], *, rounds: int, only: list[str]) -> None:
    """The first of `cities` (environments) is the yardstick of the others."""
    asked = [_asked(environment, only) for environment in cities]
    with ExitStack() as servers:
        ports = [
            servers.enter_context(
                server("unionportal.settings", "unionportal.wsgi:application", environment)
            )
            for environment in cities
        ]
        print("\n" + "\nbeside ".join(city["size"] for city in asked))
        print(f"{'page':40}" + f"{'ms':>9}" * len(cities) + f"{'ratio':>8}"
              + f"{'queries':>9}" * len(cities) + f"{'live ms':>10}  read from end to end")  # fmt: skip
        for pages in zip(*(city["pages"] for city in asked), strict=True):
            _print(pages, _times(ports, pages, rounds))


def _asked(environment: dict[str, str], only: list[str]) -> dict:
    command = [sys.executable, "-m", "tests.bench.asked", *only]
    given = subprocess.run(command, env=environment, check=True, capture_output=True, text=True)
    return json.loads(given.stdout.splitlines()[-1])


def _times(ports: list[int], pages: tuple[dict, ...], rounds: int) -> list[float]:
    """Milliseconds, each the median of the medians of its turns; the first turn does not count."""
    took: list[list[float]] = [[] for _ in ports]
    for _ in range(rounds + 1):
        for port, page, times in zip(ports, pages, took, strict=True):
            requests = [load.Request(**page["request"])] * TURN
            times.append(1000 * load.run(port, requests, clients=1).p50)
    return [statistics.median(times[1:]) for times in took]


def _print(pages: tuple[dict, ...], times: list[float]) -> None:
    large = pages[-1]
    live = "" if large["live"] is None else f"{large['live']:.0f}"
    print(
        f"{large['name'][:39]:40}" + "".join(f"{took:9.1f}" for took in times)
        + f"{times[-1] / times[0]:8.2f}" + "".join(f"{page['queries']:9d}" for page in pages)
        + f"{live:>10}  {', '.join(large['scans'])}",
        flush=True,
    )  # fmt: skip
