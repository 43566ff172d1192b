"""A worker at the door: a phone, a code, in."""

import pytest
from django.test import Client

from accounts.limits import client as redis
from accounts.models import SignIn, User
from audit.models import Entry
from tests import factories
from tests.accounts.doors import (
    A_PHONE,
    DESK,
    MINE,
    SIGN_IN,
    SIGN_IN_CODE,
    another,
    ask_for_a_code,
    errors,
    is_in,
    sms_code,
)

pytestmark = pytest.mark.django_db


def enter(client, phone: str = A_PHONE, **given):
    return client.post(SIGN_IN_CODE, {"code": ask_for_a_code(client, phone)} | given)


def test_the_first_time_opens_an_account_and_leads_home(client):
    assert enter(client).url == "/"

    user = User.objects.get(phone=A_PHONE)
    assert user.is_worker
    assert is_in(client, MINE)
    recorded = Entry.objects.order_by("pk").values_list("action", "actor_id")
    assert list(recorded) == [
        ("accounts.worker_created", user.pk),
        ("accounts.signed_in", user.pk),
    ]


def test_the_same_phone_comes_back_to_the_same_account(client, worker):
    enter(client, worker.phone)

    assert client.session["_auth_user_id"] == str(worker.pk)
    assert User.objects.count() == 1


def test_a_member_of_staff_with_that_phone_is_another_account(client, city):
    clerk = factories.a_member_of_staff("王演示", city.root)
    clerk.phone = A_PHONE
    clerk.save(update_fields=["phone"])

    enter(client)

    assert client.session["_auth_user_id"] != str(clerk.pk)
    assert client.get(DESK).status_code == 302


@pytest.mark.parametrize(
    ("phone", "sentence"),
    [
        ("", "请填写手机号。"),
        ("1990000", "手机号是11位，您填了7位，请再看一遍。"),
        ("199000099990", "手机号是11位，您填了12位，请再看一遍。"),
        ("12900009999", "这不像手机号，请填13到19开头的11位号码。"),
        ("1990000999a", "手机号只有数字，请看看有没有打错的字。"),
        ("1990000\x009999", "手机号只有数字，请看看有没有打错的字。"),
        ("١٩٩٠٠٠٠٩٩٩٩", "手机号只有数字，请看看有没有打错的字。"),
        ("1" * 500, "手机号是11位，您填了500位，请再看一遍。"),
    ],
)
def test_a_bad_phone_gets_one_sentence_at_its_place_and_no_message(client, phone, sentence):
    answer = client.post(SIGN_IN, {"phone": phone, "next": "/"})

    assert errors(answer) == {"phone": sentence}
    assert list(redis().scan_iter("portal:code*")) == []


@pytest.mark.parametrize(
    "phone",
    [
        "+86 199 0000 9999",
        "86-199-0000-9999",
        "１９９００００９９９９",
        " 19900009999 ",
        "＋86199\u200b00009999",
    ],
)
def test_country_code_spaces_and_full_width_are_understood(client, phone):
    client.post(SIGN_IN, {"phone": phone})
    assert client.session["asked_code"]["phone"] == A_PHONE


@pytest.mark.parametrize("code", ["{0[0]}{0[1]} {0[2]}{0[3]}{0[4]} {0[5]}", " {0} ", "wide"])
def test_a_code_may_have_spaces_and_full_width_digits(client, code):
    right = ask_for_a_code(client)
    wide = "".join(chr(ord(digit) + 0xFEE0) for digit in right)

    client.post(SIGN_IN_CODE, {"code": wide if code == "wide" else code.format(right)})

    assert is_in(client, MINE)


@pytest.mark.parametrize(
    ("code", "sentence"),
    [
        ("", "请填短信里的6位数字。"),
        ("12345", "这里是6位数字，请再看一遍。"),
        ("1234567", "这里是6位数字，请再看一遍。"),
        ("12345\0", "这里是6位数字，请再看一遍。"),
        ("١٢٣٤٥٦", "这里是6位数字，请再看一遍。"),
        ("1" * 5000, "这里是6位数字，请再看一遍。"),
    ],
)
def test_what_is_no_code_costs_no_try(client, code, sentence):
    ask_for_a_code(client)
    for _ in range(6):
        assert errors(client.post(SIGN_IN_CODE, {"code": code, "next": "/"})) == {"code": sentence}

    client.post(SIGN_IN_CODE, {"code": sms_code()})
    assert is_in(client, MINE)


def test_a_wrong_code_is_told_and_recorded_without_the_code(client):
    wrong = another(ask_for_a_code(client))

    answer = client.post(SIGN_IN_CODE, {"code": wrong})

    assert "还可以试4次" in errors(answer)["code"]
    entry = Entry.objects.get()
    assert (entry.action, entry.data) == ("accounts.code_refused", {"address": "127.0.0.1"})
    assert not is_in(client, MINE)


def test_the_right_code_in_another_browser_is_refused(client):
    code = ask_for_a_code(client)
    redis().delete(f"portal:limit:code-phone:{A_PHONE}")
    elsewhere = Client()

    assert elsewhere.post(SIGN_IN_CODE, {"code": code}).url.startswith(SIGN_IN)
    if ask_for_a_code(elsewhere) == code:
        pytest.skip("one in a million: both got the same code")
    assert "验证码不对" in errors(elsewhere.post(SIGN_IN_CODE, {"code": code}))["code"]
    assert not is_in(elsewhere, MINE)


def test_the_code_page_without_having_asked_leads_back(client):
    answer = client.get(SIGN_IN_CODE, {"next": MINE})
    assert answer.url == "/sign-in/?next=%2Fme%2F"


def test_the_code_page_shows_the_phone_masked_and_counts_down(client):
    ask_for_a_code(client)
    answer = client.get(SIGN_IN_CODE)
    assert "199****9999" in answer.content.decode()
    assert 55 <= answer.context["seconds"] <= 60


def test_asking_again_too_soon_says_when(client):
    ask_for_a_code(client)
    assert "秒后再试" in errors(client.post(SIGN_IN, {"phone": A_PHONE}))["phone"]


def test_a_new_code_makes_the_old_one_worthless(client):
    old = ask_for_a_code(client)
    redis().delete(f"portal:limit:code-phone:{A_PHONE}")
    new = ask_for_a_code(client)
    if new == old:
        pytest.skip("one in a million: both got the same code")

    assert "验证码不对" in errors(client.post(SIGN_IN_CODE, {"code": old}))["code"]
    assert client.post(SIGN_IN_CODE, {"code": new}).status_code == 302


def test_a_disabled_worker_is_told_so_kindly(client, worker):
    worker.is_active = False
    worker.save(update_fields=["is_active"])

    answer = enter(client, worker.phone)

    assert errors(answer) == {"code": "这个账号已停用。如有疑问，请联系工会。"}
    assert not is_in(client, MINE)
    assert not SignIn.objects.exists()


def test_whether_a_phone_has_an_account_cannot_be_seen(client, worker):
    known = client.post(SIGN_IN, {"phone": worker.phone})
    unknown = Client().post(SIGN_IN, {"phone": A_PHONE})

    assert (known.status_code, known.url) == (unknown.status_code, unknown.url)


def test_the_page_asked_for_comes_after_the_code(client):
    client.post(SIGN_IN, {"phone": A_PHONE, "next": MINE})
    assert client.post(SIGN_IN_CODE, {"code": sms_code(), "next": MINE}).url == MINE


ELSEWHERE = [
    "https://example.com/", "//example.com", "/\\example.com", "javascript:alert(1)",
    "///example.com", "http:example.com", "home", "nowhere", "accounts:sign-in", "x" * 3000,
    "\0", "http://[",
]  # fmt: skip


@pytest.mark.parametrize("elsewhere", ELSEWHERE)
def test_no_other_host_and_no_nonsense_is_followed(client, worker, signed_in, elsewhere):
    assert enter(client, next=elsewhere).url == "/"
    assert signed_in(worker).get(SIGN_IN, {"next": elsewhere}).url == "/"


def test_signing_in_gives_the_session_a_new_key(client):
    ask_for_a_code(client)
    before = client.session.session_key

    client.post(SIGN_IN_CODE, {"code": sms_code()})

    assert client.session.session_key != before
    planted = Client()
    planted.cookies["sessionid"] = before
    assert not is_in(planted, MINE)


def test_the_session_is_listed_by_its_new_key(client):
    enter(client)

    row = SignIn.objects.get()
    assert row.session_key == client.session.session_key
    assert (row.address, row.ended_at) == ("127.0.0.1", None)


def test_the_next_page_is_read_without_writing_the_session(client, django_assert_num_queries):
    enter(client)
    client.get(SIGN_IN)
    with django_assert_num_queries(1):  # the user alone
        client.get(SIGN_IN)


def test_a_clerk_who_signs_in_as_a_worker_is_no_longer_signed_in_as_a_clerk(at_the_desk, clerk):
    browser = at_the_desk()

    enter(browser)

    assert not is_in(browser, DESK)
    assert not clerk.sign_ins.filter(ended_at=None).exists()
    assert Entry.objects.filter(action="accounts.signed_out", actor_id=clerk.pk).count() == 1


def test_the_device_is_remembered_and_a_forged_one_is_not_believed(client):
    ask_for_a_code(client)
    cookie = client.cookies["device"]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"

    client.cookies["device"] = cookie.value[:-1] + ("A" if cookie.value[-1] != "A" else "B")
    ask_for_a_code(client, "19900001111")
    assert client.cookies["device"].value.split(":")[0] != cookie.value.split(":")[0]


def test_the_pages_are_not_kept_by_any_cache(client):
    for page in (SIGN_IN, SIGN_IN_CODE):
        assert "no-store" in client.get(page)["Cache-Control"]
