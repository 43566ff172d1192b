"""Staff at the door: first the password, then the second factor, and nobody in before both."""

import pytest
from axes.models import AccessAttempt
from django.test import Client
from django.urls import reverse

from accounts import services, views_staff
from accounts.limits import client as redis
from accounts.models import SignIn, User
from audit.models import Entry
from tests import factories
from tests.accounts.doors import (
    ACCOUNT,
    DESK,
    ENROL,
    PASSWORD,
    SECOND_FACTOR,
    STAFF,
    errors,
    give_password,
    is_in,
    not_shown,
    shown,
)
from tests.together import together

pytestmark = pytest.mark.django_db

WRONG = {"password": "账号或密码不对，请再看一遍。"}


def forget_our_own_count() -> None:
    for key in redis().scan_iter("portal:limit:password:*"):
        redis().delete(key)


def test_password_and_second_factor_lead_to_the_desk(client, clerk, device):
    assert give_password(client, clerk).url == SECOND_FACTOR
    answer = client.post(SECOND_FACTOR, {"code": shown(device), "next": ""})

    assert answer.url == DESK
    assert is_in(client)
    entry = Entry.objects.get(action="accounts.signed_in")
    assert (entry.actor_id, entry.actor_name) == (clerk.pk, "王演示")
    assert SignIn.objects.get().session_key == client.session.session_key


def test_the_page_asked_for_is_reached_through_both_steps(client, clerk, device):
    asked = client.get(ACCOUNT).url
    on = client.post(asked, {"username": clerk.username, "password": PASSWORD}).url
    assert client.post(on, {"code": shown(device)}).url == ACCOUNT


@pytest.mark.parametrize("elsewhere", ["https://example.com/", "//example.com", "home", "/\\x"])
def test_another_host_is_not_followed(client, clerk, device, elsewhere):
    give_password(client, clerk, next=elsewhere)
    assert client.post(SECOND_FACTOR, {"code": shown(device), "next": elsewhere}).url == DESK


def test_after_the_password_alone_nobody_is_signed_in(client, clerk):
    give_password(client, clerk)

    assert "_auth_user_id" not in client.session
    assert client.get(ACCOUNT).url.startswith(STAFF)
    assert client.get(DESK).url.startswith(STAFF)
    assert not SignIn.objects.exists()


def test_the_second_page_without_a_password_leads_back(client, clerk, device):
    for page in (SECOND_FACTOR, ENROL):
        assert client.get(page).url.startswith(STAFF)
        assert client.post(page, {"code": shown(device)}).url.startswith(STAFF)


def test_whoever_has_a_second_factor_cannot_bind_another_at_the_door(client, clerk):
    give_password(client, clerk)
    assert client.get(ENROL).url.startswith(SECOND_FACTOR)


def test_the_user_name_may_be_typed_in_capitals(client, clerk):
    answer = client.post(STAFF, {"username": f" {clerk.username.upper()} ", "password": PASSWORD})
    assert answer.url.startswith(SECOND_FACTOR)


@pytest.mark.parametrize("kind", ["wrong", "unknown", "disabled", "worker"])
def test_everybody_without_the_right_password_reads_the_same(client, clerk, worker, kind):
    if kind == "disabled":
        User.objects.filter(pk=clerk.pk).update(is_active=False)
    if kind == "worker":
        worker.set_password(PASSWORD)
        worker.save(update_fields=["password"])
    name = {"unknown": "nobody", "worker": worker.phone}.get(kind, clerk.username)
    password = "not this one" if kind == "wrong" else PASSWORD

    answer = client.post(STAFF, {"username": name, "password": password})

    assert (answer.status_code, errors(answer)) == (200, WRONG)
    entry = Entry.objects.get(action__startswith="accounts.")
    # A name nobody has may be a password typed into the wrong field: it is not written down.
    written = "" if kind in ("unknown", "worker") else name
    assert (entry.action, entry.data) == ("accounts.sign_in_failed", {"username": written})
    assert client.get(SECOND_FACTOR).url.startswith(STAFF)


def test_the_password_is_never_sent_back_nor_recorded(client, clerk):
    answer = client.post(STAFF, {"username": clerk.username, "password": "my-own-secret-word"})

    assert "my-own-secret-word" not in answer.content.decode()
    assert "my-own-secret-word" not in str(list(Entry.objects.values()))
    assert "my-own-secret-word" not in str(list(AccessAttempt.objects.values()))


def test_the_password_goes_into_no_access_record_when_the_address_is_odd(client, clerk):
    answer = client.post(f"{STAFF}?next=%00&x=%ED%A0%80", {"username": "nobody", "password": "x"})
    assert errors(answer) == WRONG


def test_after_five_wrong_ones_even_the_right_password_waits(client, clerk):
    for _ in range(5):
        give_password(client, clerk, "not this one")

    answer = give_password(client, clerk)

    assert errors(answer) == {"password": "输错的次数太多，请15分钟后再试。"}
    assert client.get(SECOND_FACTOR).url.startswith(STAFF)


def test_others_behind_another_address_are_not_kept_out(client, clerk):
    for _ in range(6):
        give_password(client, clerk, "not this one")
    elsewhere = Client(REMOTE_ADDR="192.0.2.7")
    assert give_password(elsewhere, clerk).status_code == 302


def test_the_right_password_forgives_earlier_wrong_ones(client, clerk, device):
    for _ in range(4):
        give_password(client, clerk, "not this one")
    give_password(client, clerk)
    client.post(SECOND_FACTOR, {"code": shown(device)})

    other = Client()
    for _ in range(4):
        assert errors(give_password(other, clerk, "not this one")) == WRONG


@pytest.mark.django_db(transaction=True)
def test_of_fifty_passwords_at_once_five_are_looked_at(clerk):
    answers = together(*[lambda: give_password(Client(), clerk, "not this one")] * 50)

    assert {answer.status_code for answer in answers} <= {200, 429}
    assert Entry.objects.filter(action="accounts.sign_in_failed").count() == 5


def test_should_redis_lose_its_count_the_record_of_failures_still_holds(client, clerk):
    for _ in range(5):
        give_password(client, clerk, "not this one")
        forget_our_own_count()

    answer = give_password(client, clerk)

    assert answer.status_code == 429
    assert errors(answer) == {"password": "输错的次数太多，请15分钟后再试。"}
    assert "工作人员登录" in answer.content.decode()
    assert client.get(SECOND_FACTOR).url.startswith(STAFF)
    locked = Entry.objects.filter(action="accounts.locked_out").latest("pk")
    assert locked.data == {"username": clerk.username}


def halfway_for(client, seconds: int) -> None:
    session = client.session
    session[views_staff.HALFWAY] = session[views_staff.HALFWAY] | {
        "at": session[views_staff.HALFWAY]["at"] - seconds
    }
    session.save()


@pytest.mark.parametrize(("seconds", "goes_on"), [(590, True), (601, False)])
def test_the_password_counts_for_ten_minutes(client, clerk, device, seconds, goes_on):
    give_password(client, clerk)
    halfway_for(client, seconds)

    client.post(SECOND_FACTOR, {"code": shown(device)})

    assert is_in(client) is goes_on


def test_an_account_disabled_meanwhile_does_not_get_in(client, clerk, device, administrator):
    give_password(client, clerk)
    services.disable(clerk, actor=administrator)

    assert client.post(SECOND_FACTOR, {"code": shown(device)}).url.startswith(STAFF)


def test_a_reset_meanwhile_shuts_out_whoever_knew_the_old_password(client, clerk, administrator):
    """Else they would bind a second factor of their own and choose the next password."""
    give_password(client, clerk)
    services.reset_sign_in(clerk, actor=administrator)

    assert client.get(ENROL).url.startswith(STAFF)
    assert client.post(ENROL, {"code": "123456"}).url.startswith(STAFF)


def test_signing_in_gives_the_session_a_new_key(client, clerk, device):
    give_password(client, clerk)
    before = client.session.session_key
    client.post(SECOND_FACTOR, {"code": shown(device)})

    planted = Client()
    planted.cookies["sessionid"] = before
    assert client.session.session_key != before
    assert planted.get(SECOND_FACTOR).url.startswith(STAFF)
    assert not is_in(planted)


def test_signing_in_again_in_a_session_whose_device_was_replaced_is_no_error(
    client, signed_in, clerk, device
):
    browser = signed_in(clerk)
    SignIn.objects.create(user=clerk, session_key=browser.session.session_key)
    device.delete()
    factories.TOTPDevice.objects.create(user=clerk, name="new", confirmed=True)
    device = clerk.totpdevice_set.get()
    before = browser.session.session_key

    give_password(browser, clerk)
    answer = browser.post(SECOND_FACTOR, {"code": shown(device)})

    assert answer.status_code == 302
    assert browser.session.session_key != before
    assert [row.ended_at is None for row in clerk.sign_ins.order_by("started_at")] == [False, True]


def test_a_worker_who_signs_in_as_a_clerk_is_no_longer_signed_in_as_a_worker(
    signed_in, worker, clerk, device
):
    browser = signed_in(worker)
    give_password(browser, clerk)
    browser.post(SECOND_FACTOR, {"code": shown(device)})

    assert browser.session["_auth_user_id"] == str(clerk.pk)
    assert Entry.objects.filter(action="accounts.signed_out", actor_id=worker.pk).count() == 1


def test_whoever_is_in_already_is_led_on(signed_in, clerk):
    assert signed_in(clerk).get(STAFF, {"next": ACCOUNT}).url == ACCOUNT


@pytest.mark.parametrize(
    ("given", "sentences"),
    [
        ({}, {"username": "请填账号。", "password": "请填密码。"}),
        ({"username": "a" * 33, "password": "x"}, {"username": "账号不超过32个字符。"}),
        ({"username": "a", "password": "x" * 129}, {"password": "密码太长，请再看一遍。"}),
        (
            {"username": "a\0", "password": "\0"},
            {
                "username": "里面有看不见的字符，请重新填一遍。",
                "password": "里面有看不见的字符，请重新填一遍。",
            },
        ),
    ],
)
def test_what_cannot_be_right_is_told_at_its_place_and_costs_no_try(client, given, sentences):
    for _ in range(6):
        answer = client.post(STAFF, {"next": DESK} | given)
        assert errors(answer) == sentences
    assert list(redis().scan_iter("portal:limit:*")) == []


def test_a_wrong_second_factor_lets_nobody_in_and_is_recorded(client, clerk, device):
    give_password(client, clerk)
    answer = client.post(SECOND_FACTOR, {"code": not_shown(device)})

    assert errors(answer) == {"code": "动态口令不对，请看一眼手机上现在显示的6位数字。"}
    entry = Entry.objects.get(action__startswith="accounts.")
    assert (entry.action, entry.actor_id) == ("accounts.second_factor_refused", clerk.pk)
    assert not is_in(client)


def test_the_configuration_admin_has_no_door_of_its_own(client, clerk):
    answer = client.post(reverse("admin:login"), {"username": clerk.username, "password": PASSWORD})
    assert answer.url.startswith(STAFF)
    assert "_auth_user_id" not in client.session


def test_an_administrator_made_by_command_can_sign_in_whatever_the_case(client, db):
    boss = User.objects.create_superuser("Boss", PASSWORD, name="冯模拟")
    assert client.post(STAFF, {"username": "Boss", "password": PASSWORD}).url.startswith(ENROL)
    assert boss.username == "boss"


def test_the_pages_are_not_kept_by_any_cache(client, clerk):
    give_password(client, clerk)
    for page in (STAFF, SECOND_FACTOR):
        assert "no-store" in client.get(page)["Cache-Control"]
