"""The second factor is asked once more before what cannot be undone."""

import pytest

from accounts import sessions
from audit.models import Entry
from tests.accounts.doors import (
    ACCOUNT,
    DEVICE,
    PHONE,
    SIGN_IN_CODE,
    STEP_UP,
    errors,
    is_in,
    not_shown,
    shown,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def long_in(at_the_desk):
    """A browser in which the second factor was shown more than five minutes ago."""
    inside = at_the_desk()
    shown_at(inside, sessions.STEPPED_UP_FOR + 1)
    return inside


def shown_at(inside, seconds_ago: int) -> None:
    session = inside.session
    session["stepped_up_at"] = session["signed_in_at"] - seconds_ago
    session.save()


def fresh(device) -> str:
    """The next code; the one used for signing in counts no more."""
    return shown(device, 1)


@pytest.mark.parametrize("page", [PHONE, DEVICE])
def test_just_signed_in_it_is_not_asked(at_the_desk, page):
    assert is_in(at_the_desk(), page)


@pytest.mark.parametrize("page", [PHONE, DEVICE])
def test_five_minutes_later_it_is_asked_first(long_in, page):
    assert long_in.get(page).url == f"{STEP_UP}?next={page.replace('/', '%2F')}"


@pytest.mark.parametrize(("seconds", "asked"), [(290, False), (301, True)])
def test_it_counts_for_five_minutes(at_the_desk, seconds, asked):
    inside = at_the_desk()
    shown_at(inside, seconds)
    assert is_in(inside, PHONE) is not asked


def test_a_right_code_leads_on(long_in, device):
    answer = long_in.post(STEP_UP, {"code": fresh(device), "next": DEVICE})
    assert answer.url == DEVICE
    assert is_in(long_in, DEVICE)


def test_the_code_used_for_signing_in_does_not_count_again(long_in, device):
    answer = long_in.post(STEP_UP, {"code": shown(device)})
    assert "刚才用过了" in errors(answer)["code"]
    assert not is_in(long_in, PHONE)


def test_a_wrong_code_leads_nowhere_and_is_recorded(long_in, device, clerk):
    answer = long_in.post(STEP_UP, {"code": not_shown(device), "next": PHONE})

    assert "动态口令不对" in errors(answer)["code"]
    assert not is_in(long_in, PHONE)
    assert is_in(long_in, ACCOUNT)
    entry = Entry.objects.get(action="accounts.second_factor_refused")
    assert entry.actor_id == clerk.pk


@pytest.mark.parametrize("elsewhere", ["https://example.com/", "//example.com", "home", ""])
def test_another_host_is_not_followed(long_in, device, elsewhere):
    assert long_in.post(STEP_UP, {"code": fresh(device), "next": elsewhere}).url == ACCOUNT


def test_an_act_leads_back_to_the_page_it_was_done_on(long_in):
    answer = long_in.post(
        DEVICE, {"code": "123456"}, headers={"Referer": "http://testserver/desk/"}
    )
    assert answer.url == f"{STEP_UP}?next=http%3A%2F%2Ftestserver%2Fdesk%2F"


def test_the_page_itself_is_for_staff_who_are_in(client, signed_in, worker):
    assert client.get(STEP_UP).status_code == 302
    assert signed_in(worker).get(STEP_UP).status_code == 302
    assert SIGN_IN_CODE not in client.get(STEP_UP).url
