"""One's own sessions: listed, ended by hand, ended by others' acts, at once."""

import datetime
import uuid

import pytest
from django.db import transaction
from django.urls import reverse

from accounts import services, sessions
from accounts.limits import client as redis
from accounts.models import SignIn
from audit.models import Entry
from tests.accounts.doors import (
    A_PHONE,
    ACCOUNT,
    DESK,
    MINE,
    SIGN_IN,
    SIGN_IN_CODE,
    is_in,
    sms_code,
)
from tests.organizations.queries import queries_of
from tests.together import together

pytestmark = pytest.mark.django_db

ON_A_PHONE = "Mozilla/5.0 (Linux; Android 14) MicroMessenger/8.0"


def end(browser, sign_in: SignIn):
    return browser.post(reverse("accounts:staff-end-session", args=[sign_in.pk]))


def row_of(browser) -> SignIn:
    return SignIn.objects.get(session_key=browser.session.session_key)


def test_the_page_lists_where_one_is_signed_in(at_the_desk):
    here, _ = at_the_desk(), at_the_desk(ON_A_PHONE)

    answer = here.get(ACCOUNT)
    page = answer.content.decode()

    assert [row.device for row in answer.context["open_ones"]] == [
        "安卓手机，微信",
        "Windows电脑，火狐浏览器",
    ]
    assert page.count("127.0.0.1") == 2
    assert page.count("这里") == 1
    assert page.count(">结束<") == 1


def test_ending_another_one_counts_at_its_next_click(at_the_desk, clerk):
    here, elsewhere = at_the_desk(), at_the_desk(ON_A_PHONE)

    assert end(here, row_of(elsewhere)).url == ACCOUNT

    assert not is_in(elsewhere)
    assert is_in(here)
    entry = Entry.objects.get(action="accounts.session_ended")
    assert (entry.actor_id, entry.data) == (clerk.pk, {"user": clerk.pk})


def test_ending_it_twice_is_recorded_once(at_the_desk):
    here, elsewhere = at_the_desk(), at_the_desk()
    row = row_of(elsewhere)
    assert [end(here, row).status_code for _ in range(2)] == [302, 302]
    assert Entry.objects.filter(action="accounts.session_ended").count() == 1


def test_ending_ones_own_signs_out(at_the_desk):
    here = at_the_desk()
    end(here, row_of(here))
    assert not is_in(here)


def test_somebody_elses_session_does_not_exist(at_the_desk, signed_in, reviewer):
    browser = at_the_desk()
    stranger = signed_in(reviewer)

    assert end(stranger, row_of(browser)).status_code == 404
    assert (
        stranger.post(reverse("accounts:staff-end-session", args=[uuid.uuid4()])).status_code == 404
    )
    assert is_in(browser)


def test_others_sessions_are_not_listed(at_the_desk, signed_in, reviewer):
    at_the_desk()
    SignIn.objects.create(user=reviewer, session_key="x" * 32)
    listed = signed_in(reviewer).get(ACCOUNT).context["open_ones"]
    assert [row.session_key for row in listed] == ["x" * 32]


@pytest.mark.django_db(transaction=True)
def test_a_click_before_the_commit_does_not_bring_a_session_back(at_the_desk, clerk):
    """It reads the old row into the cache once more, after the cache was emptied."""
    browser = at_the_desk()

    with transaction.atomic():
        sessions.end_one(row_of(browser), actor=clerk)
        assert together(lambda: is_in(browser)) == [True]

    assert not is_in(browser)


@pytest.mark.django_db(transaction=True)
def test_signing_out_while_the_page_asks_for_news_stays_out(at_the_desk, clerk, rf):
    browser = at_the_desk()
    key = browser.session.session_key
    request = rf.post("/sign-out/")
    request.user, request.session = clerk, browser.session

    with transaction.atomic():
        sessions.end(request)
        assert together(lambda: is_in(browser)) == [True]

    assert browser.session.session_key == key
    assert not is_in(browser)


def test_a_disabled_account_is_out_at_the_very_next_click(at_the_desk, clerk, administrator):
    browser = at_the_desk()
    services.disable(clerk, actor=administrator)
    assert not is_in(browser)
    assert not clerk.sign_ins.filter(ended_at=None).exists()


def test_a_worker_whose_phone_was_taken_away_is_out(client, reviewer):
    client.post(SIGN_IN, {"phone": A_PHONE})
    client.post(SIGN_IN_CODE, {"code": sms_code()})
    row = row_of(client)

    services.change_worker_phone(row.user, phone="", actor=reviewer, reason="换号")

    assert not is_in(client, MINE)


def test_with_an_empty_cache_an_ended_session_stays_ended(at_the_desk):
    here, elsewhere = at_the_desk(), at_the_desk()
    end(here, row_of(elsewhere))
    redis().flushdb()
    assert is_in(here)
    assert not is_in(elsewhere)


def test_the_page_costs_the_same_for_one_session_and_for_three(at_the_desk):
    here = at_the_desk()
    assert queries_of(here, ACCOUNT) == QUERIES
    at_the_desk(), at_the_desk()
    assert queries_of(here, ACCOUNT) == QUERIES


# user, posts, sessions, device, badge of the inbox, badge of the queue
QUERIES = 6


def test_a_session_of_yesterday_is_not_listed(at_the_desk, clerk):
    browser = at_the_desk()
    old = SignIn.objects.create(user=clerk, session_key="y" * 32)
    SignIn.objects.filter(pk=old.pk).update(
        started_at=old.started_at - datetime.timedelta(hours=13)
    )
    assert [row.pk for row in browser.get(ACCOUNT).context["open_ones"]] == [row_of(browser).pk]


def test_the_desk_is_private_to_caches(at_the_desk):
    browser = at_the_desk()
    for page in (ACCOUNT, DESK):
        assert "no-store" in browser.get(page)["Cache-Control"]
