"""Codes by SMS: hashed, bound to the browser that asked, five tries, ten minutes, once."""

import threading

import pytest

from accounts import codes
from accounts.limits import client
from audit.refusal import Refused
from notifications import delivery
from notifications.gateways import outbox
from notifications.models import Message, State
from tests.accounts.doors import A_PHONE, another, everything_in_redis, sms_code
from tests.together import together

pytestmark = pytest.mark.django_db


def send(phone: str = A_PHONE, device: str = "a-device", address: str = "192.0.2.1") -> str:
    return codes.send(phone, device=device, address=address)


def forget_the_minute(phone: str = A_PHONE) -> None:
    """As if the minute until the next code had passed."""
    client().delete(f"portal:limit:code-phone:{phone}")


def refusal(act, *args, **given) -> str:
    with pytest.raises(Refused) as refused:
        act(*args, **given)
    return refused.value.message


def test_the_right_code_tells_whose_phone_it_is():
    assert codes.check(send(), sms_code()) == A_PHONE


def test_a_code_is_six_digits_made_for_each_message():
    send()
    first = sms_code()
    forget_the_minute()
    send()
    assert len(first) == 6
    assert first.isdecimal()
    assert {first, sms_code()} == {message.params["code"] for message in Message.objects.all()}


def test_the_code_itself_is_nowhere_in_redis(django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        challenge = send()
    code, stored = sms_code(), everything_in_redis()
    assert f"portal:code:{challenge}" in stored
    assert {key: value for key, value in stored.items() if code in value} == {}


def test_after_sending_the_code_is_nowhere_in_the_database():
    send()
    code, message = sms_code(), Message.objects.get()
    delivery.deliver([message.pk])
    assert code in outbox.latest()[0]["text"]
    row = Message.objects.values().get()
    assert row["state"] == State.SENT
    assert code not in str(row)


def test_the_code_of_another_request_is_refused_though_the_phone_is_the_same():
    send()
    first = sms_code()
    forget_the_minute()
    second = send(device="another-device")
    if sms_code() == first:
        pytest.skip("one in a million: both got the same code")
    assert "验证码不对" in refusal(codes.check, second, first)


def test_a_code_counts_once():
    challenge = send()
    codes.check(challenge, sms_code())
    assert refusal(codes.check, challenge, sms_code()) == codes.EXPIRED


def test_a_code_lives_ten_minutes():
    challenge = send()
    assert 590 <= client().ttl(f"portal:code:{challenge}") <= 600
    assert Message.objects.get().expires_at - Message.objects.get().created_at <= codes.LIFETIME
    client().pexpire(f"portal:code:{challenge}", 0)
    assert refusal(codes.check, challenge, sms_code()) == codes.EXPIRED


def test_a_challenge_nobody_was_given_is_refused():
    assert refusal(codes.check, "0" * 32, "123456") == codes.EXPIRED


def test_five_wrong_tries_are_told_what_is_left_and_then_the_right_one_is_refused_too():
    challenge, wrong = send(), another(sms_code())
    assert [refusal(codes.check, challenge, wrong) for _ in range(5)] == [
        "验证码不对，请再看一遍短信，还可以试4次。",
        "验证码不对，请再看一遍短信，还可以试3次。",
        "验证码不对，请再看一遍短信，还可以试2次。",
        "验证码不对，请再看一遍短信，还可以试1次。",
        "验证码不对。已经试了5次，请重新获取验证码。",
    ]
    right = sms_code()
    assert refusal(codes.check, challenge, right) == "输错的次数太多，请重新获取验证码。"
    assert refusal(codes.check, challenge, right) == codes.EXPIRED


def test_of_fifty_guesses_at_once_five_are_looked_at():
    challenge, wrong = send(), another(sms_code())

    results = together(*[lambda: codes.check(challenge, wrong)] * 50)

    assert all(isinstance(result, Refused) for result in results)
    assert sum(result.message.startswith("验证码不对") for result in results) == 5


class AtTheSameMoment:
    """The same Redis, in which two have both read the code before either goes on."""

    def __init__(self, *, told_who_deleted: bool):
        self.read = threading.Barrier(2)
        self.told = told_who_deleted

    def get(self, key):
        found = client().get(key)
        self.read.wait(10)
        return found

    def delete(self, key):
        return client().delete(key) if self.told else 1


@pytest.mark.parametrize(("told", "let_in"), [(False, 2), (True, 1)])
def test_two_with_the_right_code_both_pass_unless_deleting_it_decides(monkeypatch, told, let_in):
    challenge, code = send(), sms_code()
    moment = AtTheSameMoment(told_who_deleted=told)
    monkeypatch.setattr(codes, "client", lambda: moment)

    results = together(*[lambda: codes.check(challenge, code)] * 2)

    assert results.count(A_PHONE) == let_in
    refused = [result.message for result in results if isinstance(result, Refused)]
    assert refused == [codes.EXPIRED] * (2 - let_in)


def test_the_same_phone_waits_a_minute():
    send()
    said = refusal(send)
    assert said in (
        "这个手机号获取得太频繁了，请60秒后再试。",
        "这个手机号获取得太频繁了，请59秒后再试。",
    )
    assert Message.objects.count() == 1


def test_a_phone_gets_five_an_hour_and_ten_a_day():
    for number in range(5):
        send(device=f"device-{number}")
        forget_the_minute()
    assert refusal(send) == "这个手机号获取得太频繁了，请1小时后再试。"
    client().delete(f"portal:limit:code-phone-hour:{A_PHONE}")
    for number in range(5):
        forget_the_minute()
        send(device=f"device-{number}")
    forget_the_minute()
    client().delete(f"portal:limit:code-phone-hour:{A_PHONE}")
    assert refusal(send) == "这个手机号获取得太频繁了，请24小时后再试。"


def test_a_device_gets_ten_an_hour_whatever_the_phone():
    for number in range(10):
        send(f"1990001{number:04d}", address=f"192.0.2.{number}")
    said = refusal(send, address="192.0.2.99")
    assert said == "这台手机上获取得太频繁了，请1小时后再试。"
    send(device="another-device")


def test_an_address_gets_sixty_an_hour_whatever_the_device():
    for number in range(60):
        send(f"1990001{number:04d}", device=f"device-{number}")
    assert refusal(send, device="x") == "您所在的网络获取得太频繁了，请1小时后再试。"
    send(device="x", address="192.0.2.2")


def test_all_the_addresses_of_one_line_are_counted_together():
    for number in range(60):
        send(f"1990001{number:04d}", device=f"device-{number}", address=f"2001:db8::{number:x}")
    assert "您所在的网络" in refusal(send, device="x", address="2001:db8::ffff")
    send(device="x", address="2001:db8:0:1::1")


def test_whoever_asks_too_often_does_not_use_up_somebody_elses_phone():
    """A device without tries left costs the phone nothing."""
    for number in range(10):
        send(f"1990001{number:04d}")
    for _ in range(20):
        refusal(send)
    send(device="the-owners-own")


def test_a_dozen_requests_at_once_send_one_message(transactional_db):
    results = together(*[send] * 12)
    assert sum(isinstance(result, str) for result in results) == 1
    assert Message.objects.count() == 1
