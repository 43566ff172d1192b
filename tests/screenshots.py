"""`make screenshots`: the picture of the README, taken from a demo city made for it.

Four pages as Chromium shows them: home, progress and member card on a phone, the review desk on
an office screen. Whenever it is taken, it shows the last working day at twenty past ten, so the
portal is served from this very process, whose clock is set. Everybody in it is fictional.
"""

import datetime
import io
import os
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from socketserver import ThreadingMixIn
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "unionportal.settings")
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"  # playwright keeps a loop in this thread
django.setup()

import time_machine  # noqa: E402 - the models need the set-up above
from django.core.management import call_command  # noqa: E402
from django.core.wsgi import get_wsgi_application  # noqa: E402
from django.utils import timezone  # noqa: E402
from PIL import Image, ImageDraw  # noqa: E402
from playwright.sync_api import Browser, sync_playwright  # noqa: E402

from accounts.models import User  # noqa: E402
from membership.models import Application  # noqa: E402
from membership.queue import Filters, listed  # noqa: E402
from organizations import calendar  # noqa: E402
from tests import browser, clients  # noqa: E402

TARGET = Path(__file__).parent.parent / "docs" / "img" / "overview.png"
MOST_BYTES = 300_000
GROUND, LINE = "#e9e6e1", "#cfcac2"
WIDTH, GAP = 1360, 32


def main() -> int:
    path = browser.chromium()
    if path is None:
        print(browser.NO_BROWSER, file=sys.stderr)
        return 1
    with time_machine.travel(morning()):
        call_command("prepare", stdout=io.StringIO())
        picture(path)
    return 0


def morning() -> datetime.datetime:
    """Twenty past ten on the last working day that has come so far."""
    day = timezone.localdate()
    while not calendar.published(day):
        day -= datetime.timedelta(days=1)
    return timezone.make_aware(datetime.datetime.combine(day, datetime.time(10, 20)))


def picture(path: str) -> None:
    with (
        served() as site,
        sync_playwright() as playwright,
        playwright.chromium.launch(**browser.launch_options(path)) as chromium,
    ):
        phones, desk = take(chromium, site)
    save(compose(phones, desk))


@contextmanager
def served() -> Iterator[str]:
    """The address of the portal, served by threads of this process."""
    with Server(("127.0.0.1", 0), Quiet) as server:
        server.set_app(get_wsgi_application())
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


class Server(ThreadingMixIn, WSGIServer):
    daemon_threads = True


class Quiet(WSGIRequestHandler):
    def log_message(self, *args) -> None:
        pass


def take(chromium: Browser, site: str) -> tuple[list[Image.Image], Image.Image]:
    waiting = Application.objects.get(applicant__phone="19900000002")
    reviewer = User.objects.get(username="ganzhou")
    queue = listed(reviewer, Filters()).rows
    first = next(row for row in queue if not row.is_late(timezone.now()))
    phones = [
        shot(chromium, site, "/", browser.PHONE),
        shot(chromium, site, f"/join/{waiting.pk}/", browser.PHONE, waiting.applicant),
        shot(chromium, site, "/me/", browser.PHONE, User.objects.get(phone="19900000001")),
    ]
    return phones, shot(chromium, site, f"/desk/applications/{first.pk}/", browser.DESK, reviewer)


def shot(chromium: Browser, site: str, path: str, screen: dict, user=None) -> Image.Image:
    context = chromium.new_context(**browser.HERE, **screen)
    if user:
        context.add_cookies([clients.cookie_of(clients.signed_in(user), site)])
    page = context.new_page()
    page.clock.install(time=timezone.now())
    answer = page.goto(f"{site}{path}", wait_until="networkidle")
    assert answer is not None
    assert answer.status == 200, f"{path}: {answer.status}"
    picture = Image.open(io.BytesIO(page.screenshot())).convert("RGB")
    context.close()
    return picture


def compose(phones: list[Image.Image], desk: Image.Image) -> Image.Image:
    """Three phones in a row, the desk below them."""
    inner = WIDTH - 2 * GAP
    small = [scaled(phone, (inner - 2 * GAP) // 3) for phone in phones]
    wide = scaled(desk, inner)
    height = small[0].height
    sheet = Image.new("RGB", (WIDTH, height + wide.height + 3 * GAP), GROUND)
    for place, phone in enumerate(small):
        lay(sheet, phone, (GAP + place * (phone.width + GAP), GAP))
    lay(sheet, wide, (GAP, height + 2 * GAP))
    return sheet


def scaled(picture: Image.Image, width: int) -> Image.Image:
    height = round(picture.height * width / picture.width)
    return picture.resize((width, height), Image.Resampling.LANCZOS)


def lay(sheet: Image.Image, picture: Image.Image, at: tuple[int, int]) -> None:
    sheet.paste(picture, at)
    frame = (at[0] - 1, at[1] - 1, at[0] + picture.width, at[1] + picture.height)
    ImageDraw.Draw(sheet).rectangle(frame, outline=LINE)


def save(sheet: Image.Image) -> None:
    """As few colours as it takes; the octree keeps the rare ones (the green of “done”)."""
    TARGET.parent.mkdir(parents=True, exist_ok=True)
    for colours in (256, 128, 64, 32):
        few = sheet.quantize(colours, Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE)
        few.save(TARGET, optimize=True)
        if TARGET.stat().st_size <= MOST_BYTES:
            break
    print(f"{TARGET}: {sheet.width} × {sheet.height}, {TARGET.stat().st_size // 1024} KB")


if __name__ == "__main__":
    sys.exit(main())
