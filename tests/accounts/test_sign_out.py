"""Signing out leaves nothing behind."""

import pytest

from audit.models import Entry
from tests.accounts.doors import ACCOUNT, MINE, SIGN_OUT, STAFF, is_in

pytestmark = pytest.mark.django_db


def test_a_clerk_is_out_and_led_to_the_desks_door(at_the_desk, clerk):
    browser = at_the_desk()
    key = browser.session.session_key

    answer = browser.post(SIGN_OUT)

    assert answer.url == STAFF
    assert not is_in(browser)
    assert clerk.sign_ins.get(session_key=key).ended_at
    entry = Entry.objects.get(action="accounts.signed_out")
    assert entry.actor_id == clerk.pk


def test_a_worker_is_out_and_led_home(signed_in, worker):
    browser = signed_in(worker)
    assert browser.post(SIGN_OUT).url == "/"
    assert not is_in(browser, MINE)


def test_the_browser_is_told_to_forget_pages_but_not_cookies(signed_in, worker):
    answer = signed_in(worker).post(SIGN_OUT)
    assert answer["Clear-Site-Data"] == '"cache", "storage"'


def test_what_waits_on_the_phone_to_be_sent_is_not_forgotten(at_the_desk):
    answer = at_the_desk().post(SIGN_OUT, {"keep": "1"})
    assert answer["Clear-Site-Data"] == '"cache"'


def test_the_old_cookie_opens_nothing(at_the_desk):
    browser = at_the_desk()
    cookie = browser.cookies["sessionid"].value
    browser.post(SIGN_OUT)
    browser.cookies["sessionid"] = cookie
    assert not is_in(browser)


def test_a_link_signs_nobody_out(at_the_desk):
    browser = at_the_desk()
    assert browser.get(SIGN_OUT).status_code == 405
    assert is_in(browser)


def test_signing_out_without_being_in_is_no_error(client):
    assert client.post(SIGN_OUT).url == "/"
    assert not Entry.objects.exists()


def test_signing_out_says_so(at_the_desk):
    answer = at_the_desk().post(SIGN_OUT, follow=True)
    assert "已退出登录。" in answer.content.decode()
    assert ACCOUNT not in answer.content.decode()
