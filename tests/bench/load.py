"""A small load generator: prepared requests over plain sockets, timed one by one."""

import http.client
import statistics
import threading
import time
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Request:
    path: str
    method: str = "GET"
    headers: dict[str, str] = field(default_factory=dict)
    body: str = ""
    expect: int = 200


@dataclass(frozen=True)
class Result:
    """Seconds; `rate` is requests a second over the whole run."""

    rate: float
    p50: float
    p99: float
    bytes: int


def run(port: int, requests: list[Request], *, clients: int = 2) -> Result:
    """Send every request once, `clients` at a time. Raises AssertionError for a wrong answer."""
    waiting = iter(requests)
    lock = threading.Lock()
    times: list[float] = []
    sizes: list[int] = []
    wrong: list[str] = []

    def client():
        while True:
            with lock:
                request = next(waiting, None)
            if request is None or wrong:
                return
            started = time.perf_counter()
            status, size = _send(port, request)
            times.append(time.perf_counter() - started)
            sizes.append(size)
            if status != request.expect:
                wrong.append(f"{request.method} {request.path}: {status}")

    started = time.perf_counter()
    threads = [threading.Thread(target=client) for _ in range(clients)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    took = time.perf_counter() - started
    assert not wrong, wrong[0]
    times.sort()
    return Result(
        rate=len(times) / took,
        p50=statistics.median(times),
        p99=times[min(len(times) - 1, int(len(times) * 0.99))],
        bytes=round(statistics.mean(sizes)),
    )


def _send(port: int, request: Request) -> tuple[int, int]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    try:
        connection.request(request.method, request.path, request.body or None, request.headers)
        answer = connection.getresponse()
        return answer.status, len(answer.read())
    finally:
        connection.close()
