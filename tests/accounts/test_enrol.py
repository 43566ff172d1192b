"""The first sign-in binds an authenticator before anything else opens."""

import base64
import re

import pytest
import segno
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django_otp.plugins.otp_totp.models import TOTPDevice

from accounts import second_factor
from audit.models import Entry
from tests.accounts.doors import (
    ACCOUNT,
    DESK,
    ENROL,
    PASSWORD,
    SECOND_FACTOR,
    SET_PASSWORD,
    errors,
    give_password,
    is_in,
    not_shown,
    shown,
)
from tests.together import together

pytestmark = pytest.mark.django_db


@pytest.fixture
def halfway(client, newcomer):
    """Halfway in: the first password was right."""
    assert give_password(client, newcomer).url.startswith(ENROL)
    return client


def begun(newcomer) -> TOTPDevice:
    return TOTPDevice.objects.get(user=newcomer, confirmed=False)


def spelled_key(page: str) -> bytes:
    words = re.search(r'class="spelled">([^<]+)<', page)[1].replace(" ", "")
    return base64.b32decode(words + "=" * (-len(words) % 8))


def test_the_page_shows_the_key_as_picture_and_in_letters(halfway, newcomer):
    page = halfway.get(ENROL).content.decode()

    assert second_factor.picture(begun(newcomer)) in page
    assert "style=" not in page
    assert spelled_key(page) == begun(newcomer).bin_key


def test_every_dark_square_of_the_picture_is_drawn(newcomer):
    device = TOTPDevice.objects.create(user=newcomer, confirmed=False)
    dark = sum(map(sum, segno.make(device.config_url, error="m", micro=False).matrix))
    assert sum(int(run) for run in re.findall(r"h(\d+)", second_factor.picture(device))) == dark


def test_a_right_code_binds_it_and_opens_the_desk_for_the_password(halfway, newcomer):
    halfway.get(ENROL)
    answer = halfway.post(ENROL, {"code": shown(begun(newcomer)), "next": DESK})

    assert answer.url == DESK
    assert halfway.get(DESK).url == SET_PASSWORD
    assert second_factor.device_of(newcomer) is not None
    actions = Entry.objects.filter(actor_id=newcomer.pk).order_by("pk")
    assert list(actions.values_list("action", flat=True)) == [
        "accounts.device_bound",
        "accounts.signed_in",
    ]


def test_a_wrong_code_binds_nothing(halfway, newcomer):
    halfway.get(ENROL)
    answer = halfway.post(ENROL, {"code": not_shown(begun(newcomer))})

    assert "动态口令不对" in errors(answer)["code"]
    assert second_factor.device_of(newcomer) is None
    assert not is_in(halfway)


def test_a_reload_shows_the_same_picture(halfway, newcomer):
    first, again = (halfway.get(ENROL).content.decode() for _ in range(2))
    assert spelled_key(first) == spelled_key(again)


def test_whoever_saw_an_earlier_picture_does_not_hold_the_key_that_is_bound(halfway, newcomer):
    """The first password passes through other hands: whoever looked first must gain nothing."""
    looked = Client()
    give_password(looked, newcomer)
    seen = spelled_key(looked.get(ENROL).content.decode())

    halfway.get(ENROL)
    halfway.post(ENROL, {"code": shown(begun(newcomer))})

    assert second_factor.device_of(newcomer).bin_key != seen
    assert TOTPDevice.objects.filter(user=newcomer).count() == 1


def test_the_picture_does_not_write_the_session_each_time(halfway, newcomer):
    halfway.get(ENROL)
    with CaptureQueriesContext(connection) as captured:
        halfway.get(ENROL)
    assert captured.captured_queries
    assert [query for query in captured if "django_session" in query["sql"]] == []


def test_once_bound_the_page_asks_for_the_code_instead(halfway, newcomer):
    halfway.get(ENROL)
    halfway.post(ENROL, {"code": shown(begun(newcomer))})

    late = Client()
    assert give_password(late, newcomer).url.startswith(SECOND_FACTOR)


@pytest.mark.django_db(transaction=True)
def test_of_two_who_bind_at_once_with_the_same_code_one_is_let_in(newcomer):
    first, second = Client(), Client()
    give_password(first, newcomer)
    first.get(ENROL)
    second.cookies = first.cookies.copy()
    code = shown(begun(newcomer))

    together(*[lambda b=b: b.post(ENROL, {"code": code}) for b in (first, second)])

    assert sorted(is_in(one, SET_PASSWORD) for one in (first, second)) == [False, True]
    assert Entry.objects.filter(action="accounts.device_bound").count() == 1
    assert TOTPDevice.objects.filter(user=newcomer, confirmed=True).count() == 1


def test_nothing_opens_before_the_password_is_ones_own(halfway, newcomer):
    halfway.get(ENROL)
    halfway.post(ENROL, {"code": shown(begun(newcomer))})

    for page in (DESK, ACCOUNT, "/desk/account/device/", "/desk/applications/", "/desk/posts/"):
        assert halfway.get(page).url == SET_PASSWORD
    own = {"new": "seven herons by the weir", "again": "seven herons by the weir"}
    assert halfway.post(SET_PASSWORD, own).url == ACCOUNT
    assert is_in(halfway, DESK)
    newcomer.refresh_from_db()
    assert not newcomer.check_password(PASSWORD)
