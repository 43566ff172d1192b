"""Every page for the public and for workers: full, empty and with errors.

The desk is in test_every_desk_page.py.
"""

from functools import partial

import pytest
from django.template.loader import render_to_string
from playwright.sync_api import Page, expect

from tests.journeys import acts, world
from tests.journeys.inspection import faults, strangers

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]

MOST_BYTES = 120_000


@pytest.fixture
def here(city, applied, reviewer, administrator, auditor):
    return world.full(city, applied, reviewer, administrator, auditor)


def walk(page: Page, site: str, *paths: str) -> list[str]:
    """All faults of all these pages, each with its address."""
    others, found = strangers(page, site), []
    for path in paths:
        page.goto(f"{site}{path}")
        expect(page.locator(".htmx-request")).to_have_count(0)
        found += [f"{path} {fault}" for fault in faults(page)]
    return found + others


def test_what_anybody_sees(site, phone, here):
    found = walk(
        phone, site, "/", "/stations/", f"/s/{here.station.code}/", f"/u/{here.union.code}/",
        "/privacy/", "/feedback/", "/sign-in/?next=/join/me/", f"/card/{here.token}/",
        "/card/old/", "/demo/outbox/", "/nothing/", "/desk/sign-in/",
    )  # fmt: skip
    assert found == []


def test_what_workers_see(site, here, a_browser):
    found = []
    for user, paths in {
        here.new: ("/me/", "/me/messages/", "/me/looks/", "/me/data/", "/join/me/", "/join/me/?check=1"),
        here.waiting: ("/", "/me/", f"/join/{here.application.pk}/", f"/join/{here.application.pk}/withdraw/"),
        here.late: (f"/join/{here.late_one.pk}/",),
        here.returned: (f"/join/{here.sent_back.pk}/", "/join/me/", "/join/union/", "/join/confirm/"),
        here.refused: ("/me/", f"/join/{here.refused_one.pk}/"),
        here.member: ("/", "/me/", "/me/messages/", "/me/looks/", "/me/data/", "/me/data/withdraw/",
                      f"/join/{here.member_row.application_id}/"),
    }.items():  # fmt: skip
        page = a_browser()
        acts.enter(page, site, user)
        found += walk(page, site, *paths)
    assert found == []


def test_forms_sent_empty_say_what_is_missing(site, city, phone, worker):
    found = []
    for path, button in (
        ("/sign-in/?next=/join/me/", "获取验证码"),
        ("/desk/sign-in/", "下一步"),
        ("/join/me/", "下一步"),
    ):
        if path == "/join/me/":
            acts.enter(phone, site, worker)
        phone.goto(f"{site}{path}")
        phone.get_by_role("button", name=button).click()
        phone.get_by_role("alert").wait_for()
        found += [f"{path} {fault}" for fault in faults(phone)]
    assert found == []


def test_both_doors_and_what_they_say_to_a_wrong_code(site, city, reviewer, phone):
    acts.with_password(reviewer)
    phone.goto(f"{site}/sign-in/?next=/join/me/")
    phone.get_by_label("手机号").fill("19900004321")
    phone.get_by_role("button", name="获取验证码").click()
    phone.get_by_label("短信验证码").fill("000000")
    phone.get_by_role("alert").wait_for()
    found = faults(phone)
    phone.goto(f"{site}/desk/sign-in/")
    acts.give_password(phone, reviewer.username, acts.PASSWORD)
    phone.get_by_label("动态口令").fill("000000")
    phone.get_by_role("alert").wait_for()
    assert found + faults(phone) == []


def test_pages_of_things_gone_wrong(site, city, phone):
    found = []
    for status in (500, 503):
        body = render_to_string(f"{status}.html")
        answer = partial(_answer, status=status, body=body)
        phone.route(f"**/broken/{status}/", answer)
        found += walk(phone, site, f"/broken/{status}/")
    phone.goto(site)
    phone.context.clear_cookies(name="csrftoken")
    phone.get_by_role("switch", name="大字版").click()
    phone.get_by_text("这一页开得太久了").wait_for()
    assert found + faults(phone) == []


def _answer(route, status: int, body: str) -> None:
    route.fulfill(status=status, content_type="text/html; charset=utf-8", body=body)


def test_the_front_page_is_light(site, here, phone):
    """Over the wire, with everything it needs, on the first visit."""
    devtools = phone.context.new_cdp_session(phone)
    devtools.send("Network.enable")
    sizes = []
    devtools.on("Network.loadingFinished", lambda event: sizes.append(event["encodedDataLength"]))
    phone.goto(site, wait_until="networkidle")

    assert sum(sizes) < MOST_BYTES
