"""A desk left open closes by itself: after thirty idle minutes, and after twelve hours."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from audit.models import Entry
from tests.accounts.doors import ACCOUNT, MINE, STAFF, is_in

pytestmark = pytest.mark.django_db

MINUTE, HOUR = 60, 3600


def ago(browser, **seconds: int) -> None:
    """As if these moments of the session lay so many seconds further back."""
    session = browser.session
    for name, by in seconds.items():
        session[name] -= by
    session.save()


@pytest.mark.parametrize(("minutes", "stays"), [(29, True), (31, False)])
def test_after_thirty_idle_minutes_one_is_out(at_the_desk, minutes, stays):
    browser = at_the_desk()
    ago(browser, seen_at=minutes * MINUTE)
    assert is_in(browser) is stays


@pytest.mark.parametrize(("hours", "stays"), [(11.9, True), (12.1, False)])
def test_after_twelve_hours_one_is_out_whatever_one_does(at_the_desk, hours, stays):
    browser = at_the_desk()
    ago(browser, signed_in_at=int(hours * HOUR))
    assert is_in(browser) is stays


@pytest.mark.parametrize(
    ("moment", "why"),
    [
        ("seen_at", "30分钟没有操作，已自动退出，请重新登录。"),
        ("signed_in_at", "登录已满12小时，请重新登录。"),
    ],
)
def test_one_is_led_back_and_told_why_once(at_the_desk, moment, why):
    browser = at_the_desk()
    ago(browser, **{moment: 13 * HOUR})

    asked = browser.get(ACCOUNT)

    assert asked.url == f"{STAFF}?next=%2Fdesk%2Faccount%2F"
    assert why in browser.get(asked.url).content.decode()
    assert why not in browser.get(asked.url).content.decode()


def test_nothing_of_the_old_session_is_left(at_the_desk, clerk):
    browser = at_the_desk()
    key = browser.session.session_key
    ago(browser, seen_at=HOUR)

    browser.get(ACCOUNT)

    assert browser.session.session_key != key
    assert set(browser.session.keys()) == {"why_over"}
    assert clerk.sign_ins.get().ended_at
    entry = Entry.objects.get(action="accounts.timed_out")
    assert entry.actor_id == clerk.pk


def test_a_form_sent_too_late_changes_nothing(at_the_desk, clerk):
    browser = at_the_desk()
    ago(browser, seen_at=HOUR)
    browser.post("/desk/account/password/", {"new": "x" * 20, "again": "x" * 20})
    clerk.refresh_from_db()
    assert clerk.check_password("a quiet pond and five geese")


def test_working_on_keeps_one_in(at_the_desk):
    browser = at_the_desk()
    for _ in range(3):
        ago(browser, seen_at=20 * MINUTE)
        assert is_in(browser)


def test_a_click_a_minute_is_written_and_no_more(at_the_desk):
    browser = at_the_desk()
    browser.get(ACCOUNT)
    with CaptureQueriesContext(connection) as captured:
        for _ in range(5):
            browser.get(ACCOUNT)
    assert [q["sql"] for q in captured if "django_session" in q["sql"]] == []

    ago(browser, seen_at=2 * MINUTE)
    seen = browser.session["seen_at"]
    browser.get(ACCOUNT)
    assert browser.session["seen_at"] > seen


def test_a_worker_stays_signed_in(signed_in, worker):
    browser = signed_in(worker)
    ago(browser, seen_at=24 * HOUR, signed_in_at=24 * HOUR)
    assert is_in(browser, MINE)


def test_a_session_without_any_moments_begins_to_count_now(at_the_desk):
    browser = at_the_desk()
    session = browser.session
    del session["seen_at"], session["signed_in_at"]
    session.save()

    assert is_in(browser)
    assert browser.session["seen_at"] == browser.session["signed_in_at"]
