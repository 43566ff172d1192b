"""Whatever is typed at the doors, no page breaks."""

from urllib.parse import quote_from_bytes

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.limits import client as redis
from tests.accounts.doors import (
    A_PHONE,
    DEVICE,
    PHONE,
    PHONE_CODE,
    SECOND_FACTOR,
    SET_PASSWORD,
    SIGN_IN,
    SIGN_IN_CODE,
    STAFF,
    STEP_UP,
    ask_for_a_code,
    give_password,
)

pytestmark = pytest.mark.django_db

FORM = "application/x-www-form-urlencoded"
ODD = st.one_of(
    st.text(max_size=60),
    st.text(st.characters(categories=["Nd", "Cc", "Cf", "Zs", "So"]), max_size=20),
    st.sampled_from(["\0", "\r\n", "İ" * 32, "\u202e1", "１" * 6, "9" * 4000, "\U0010ffff", "%00"]),
).map(lambda text: text.encode("utf-8", "surrogatepass"))
# Bytes that are no text at all: half characters and lone surrogates.
BYTES = st.one_of(ODD, st.binary(max_size=20), st.just(b"\xed\xa0\x80"))

many = settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)


def body(**fields: bytes) -> str:
    return "&".join(f"{name}={quote_from_bytes(value)}" for name, value in fields.items())


def send(client, page: str, **fields: bytes) -> None:
    """Sent as form and as address; a page that breaks raises in the test client."""
    for key in redis().scan_iter("portal:limit:*"):
        redis().delete(key)
    answer = client.post(page, body(**fields), content_type=FORM)
    assert answer.status_code in (200, 302, 400, 429)
    assert client.get(f"{page}?{body(**fields)}").status_code in (200, 302, 400)


@many
@given(phone=BYTES, next_page=BYTES)
def test_the_workers_door(phone, next_page):
    send(Client(), SIGN_IN, phone=phone, next=next_page)


@many
@given(code=BYTES, next_page=BYTES)
def test_the_workers_code(code, next_page):
    client = Client()
    ask_for_a_code(client, A_PHONE)
    send(client, SIGN_IN_CODE, code=code, next=next_page)


@many
@given(username=BYTES, password=BYTES, next_page=BYTES)
def test_the_staff_door(username, password, next_page):
    send(Client(), STAFF, username=username, password=password, next=next_page)


@many
@given(code=BYTES, next_page=BYTES)
def test_the_second_factor(clerk, code, next_page):
    client = Client()
    give_password(client, clerk)
    send(client, SECOND_FACTOR, code=code, next=next_page)


@pytest.mark.parametrize("page", [STEP_UP, DEVICE, PHONE, PHONE_CODE])
def test_the_pages_of_ones_own_account(at_the_desk, page):
    inside = at_the_desk()

    @many
    @given(value=BYTES, next_page=BYTES)
    def try_them(value, next_page):
        send(inside, page, code=value, phone=value, next=next_page)

    try_them()


def test_the_password_page(at_the_desk):
    inside = at_the_desk()

    @many
    @given(now=BYTES, new=BYTES, again=BYTES)
    def try_them(now, new, again):
        send(inside, SET_PASSWORD, now=now, new=new, again=again)

    try_them()


@many
@given(cookie=st.text(st.characters(min_codepoint=33, max_codepoint=126), max_size=60))
def test_odd_cookies(cookie):
    client = Client()
    client.cookies["device"] = client.cookies["sessionid"] = cookie
    send(client, SIGN_IN, phone=b"1990000")


@many
@given(header=st.text(st.characters(min_codepoint=1, max_codepoint=255), max_size=60))
def test_odd_headers(header):
    odd = {"User-Agent": header, "Referer": header, "X-Forwarded-For": header}
    send(Client(headers=odd), STAFF, username=b"nobody", password=b"x")
    Client(headers=odd).post(SET_PASSWORD)
