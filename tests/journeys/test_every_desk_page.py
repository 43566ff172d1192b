"""Every page of the desk: reviewer, administrator, auditor; full, empty and with errors."""

import pytest

from tests.browser import DESK
from tests.journeys import acts, world
from tests.journeys.inspection import faults
from tests.journeys.test_every_page import walk

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]

QUEUE, POSTS, UNIONS = "/desk/applications/", "/desk/posts/", "/desk/unions/"


@pytest.fixture
def here(city, applied, reviewer, administrator, auditor):
    return world.full(city, applied, reviewer, administrator, auditor)


def test_what_a_reviewer_sees(site, desk, here):
    acts.enter(desk, site, here.reviewer)
    found = walk(
        desk, site, "/desk/", QUEUE, f"{QUEUE}{here.application.pk}/", f"{QUEUE}{here.late_one.pk}/",
        f"{QUEUE}{here.sent_back.pk}/", f"{QUEUE}{here.refused_one.pk}/",
        f"{QUEUE}{here.application.pk}/union/", f"{QUEUE}?text=nobody", "/desk/members/",
        f"/desk/members/{here.member_row.pk}/", "/desk/members/?text=nobody", "/desk/messages/",
        "/desk/account/", "/desk/account/password/",
        "/feedback/", "/desk/nothing/",
    )  # fmt: skip
    assert found == []


def test_what_an_administrator_sees(site, desk, here, city):
    acts.enter(desk, site, here.administrator)
    union, station = f"{UNIONS}{here.union.public_id}/", f"/desk/stations/{here.station.pk}/"
    found = walk(
        desk, site, "/desk/today/", "/desk/today/?day=2026-01-01", POSTS, f"{POSTS}?ended=1",
        f"{POSTS}new/", f"{POSTS}{here.post.pk}/end/", f"{POSTS}{here.post.pk}/account/",
        "/desk/hours/", f"/desk/hours/{here.union.public_id}/", "/desk/hours/?text=nobody",
        "/desk/calendar/", "/desk/stations/", "/desk/stations/new/", "/desk/stations/?text=nobody",
        station, f"{station}qr/", f"{UNIONS}{city.root.public_id}/", union, f"{union}edit/",
        f"{union}add/", f"{union}qr/", "/desk/reconciliation/",
        "/desk/reconciliation/?day=2026-01-01",
    )  # fmt: skip
    assert found == []


def test_what_an_auditor_and_somebody_without_a_post_see(site, here, a_browser):
    found = []
    for user, paths in {
        here.auditor: ("/desk/audit/", "/desk/audit/?actor=nobody", "/desk/account/"),
        here.without_post: ("/desk/",),
    }.items():
        page = a_browser(**DESK)
        acts.enter(page, site, user)
        found += walk(page, site, *paths)
    assert found == []


def test_an_empty_city_offers_the_next_step(site, city, desk, a_browser, reviewer, administrator):
    acts.enter(desk, site, reviewer)
    found = walk(desk, site, "/desk/", QUEUE, "/desk/members/", "/desk/messages/")
    office = a_browser(**DESK)
    acts.enter(office, site, administrator)
    found += walk(office, site, "/desk/today/", "/desk/stations/", "/desk/reconciliation/")
    assert found == []


@pytest.mark.parametrize(
    ("path", "button"),
    [
        (f"{POSTS}new/", "任命"),
        ("/desk/calendar/", "保存调整"),
        ("/desk/stations/new/", "保存"),
        ("/desk/account/password/", "改好了"),
    ],
)
def test_forms_sent_empty_say_what_is_missing(site, desk, administrator, path, button):
    acts.enter(desk, site, administrator)
    desk.goto(f"{site}{path}")
    desk.get_by_role("button", name=button).click()
    desk.get_by_role("alert").wait_for()
    assert faults(desk) == []


def test_what_lies_behind_one_more_second_factor(site, desk, reviewer):
    acts.enter(desk, site, reviewer)
    desk.goto(f"{site}/desk/account/phone/")
    found = faults(desk)
    desk.get_by_label("动态口令").fill(acts.code_of(reviewer))
    desk.get_by_role("button", name="获取验证码").click()
    desk.get_by_role("alert").wait_for()
    found += faults(desk)
    desk.get_by_label("手机").fill("19900008888")
    desk.get_by_role("button", name="获取验证码").click()
    desk.get_by_label("验证码").wait_for()
    assert found + faults(desk) + walk(desk, site, "/desk/account/device/") == []


def test_the_review_page_with_every_form_open(site, desk, here):
    acts.enter(desk, site, here.reviewer)
    desk.goto(f"{site}{QUEUE}{here.late_one.pk}/", wait_until="networkidle")
    for details in desk.locator("#detail details").all():
        details.evaluate("details => { details.open = true; }")
    assert faults(desk) == []
