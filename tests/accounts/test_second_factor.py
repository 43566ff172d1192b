"""The second factor of staff: right once, wrong five times."""

import datetime
import threading

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from accounts import second_factor
from audit.refusal import Refused
from tests.accounts.doors import SECOND_FACTOR, give_password, is_in, not_shown, shown
from tests.together import together

pytestmark = pytest.mark.django_db

WRONG = "动态口令不对，请看一眼手机上现在显示的6位数字。"


def refusal(user, code: str) -> str:
    with pytest.raises(Refused) as refused:
        second_factor.check(user, code)
    return refused.value.message


def rested(device) -> None:
    """As if the pause after a wrong code had passed."""
    device.refresh_from_db()
    device.throttle_reset()


@pytest.mark.parametrize("steps", [-1, 0, 1])
def test_a_clock_half_a_minute_off_is_forgiven(clerk, device, steps):
    assert second_factor.check(clerk, shown(device, steps)) == device


@pytest.mark.parametrize("steps", [-3, 3])
def test_a_code_of_another_minute_is_refused(clerk, device, steps):
    assert refusal(clerk, shown(device, steps)) == WRONG


def test_a_code_counts_once(clerk, device):
    code = shown(device)
    second_factor.check(clerk, code)
    assert refusal(clerk, code) == "这个动态口令刚才用过了，请等手机上换一个新的。"


def test_an_older_code_than_the_last_one_counts_no_more(clerk, device):
    second_factor.check(clerk, shown(device))
    assert refusal(clerk, shown(device, -1)) == WRONG


def test_the_next_code_counts_again(clerk, device):
    second_factor.check(clerk, shown(device))
    with time_machine.travel(timezone.now() + datetime.timedelta(seconds=30)):
        assert second_factor.check(clerk, shown(device)) == device


def test_after_a_wrong_one_the_right_one_waits_a_moment(clerk, device):
    refusal(clerk, not_shown(device))
    assert refusal(clerk, shown(device)) == "刚才输错了，请等1秒再试。"
    with time_machine.travel(timezone.now() + datetime.timedelta(seconds=2)):
        assert second_factor.check(clerk, shown(device)) == device


def test_after_five_wrong_ones_the_right_one_is_refused_for_a_quarter_of_an_hour(clerk, device):
    for _ in range(5):
        assert refusal(clerk, not_shown(device)) == WRONG
        rested(device)
    assert refusal(clerk, shown(device)) == "输错的次数太多，请15分钟后再试。"


def test_the_right_one_forgives_earlier_wrong_ones(clerk, device):
    for _ in range(4):
        refusal(clerk, not_shown(device))
        rested(device)
    second_factor.check(clerk, shown(device))
    for _ in range(4):
        assert refusal(clerk, not_shown(device)) == WRONG
        rested(device)


def test_somebody_elses_code_is_wrong(clerk, device, reviewer):
    assert refusal(reviewer, shown(device)) == WRONG


def test_without_any_device_every_code_is_wrong(newcomer):
    assert refusal(newcomer, "123456") == WRONG


@pytest.mark.django_db(transaction=True)
def test_two_with_the_same_code_at_once_let_one_in(clerk, device):
    code, browsers = shown(device), [Client(), Client()]
    for browser in browsers:
        give_password(browser, clerk)

    answers = together(*[lambda b=b: b.post(SECOND_FACTOR, {"code": code}) for b in browsers])

    assert sorted(answer.status_code for answer in answers) == [200, 302]
    assert sorted(is_in(browser) for browser in browsers) == [False, True]


@pytest.mark.django_db(transaction=True)
def test_without_the_lock_both_would_be_let_in(clerk, device):
    """Why the row is locked: two that read it before either writes."""
    read, code = threading.Barrier(2), shown(device)

    def look_then_verify():
        own = second_factor.device_of(clerk)
        read.wait(10)
        return own.verify_token(code)

    assert together(look_then_verify, look_then_verify) == [True, True]


@pytest.mark.django_db(transaction=True)
def test_of_fifty_guesses_at_once_five_are_looked_at(clerk, device):
    wrong = not_shown(device)

    results = together(*[lambda: second_factor.check(clerk, wrong)] * 50)

    assert all(isinstance(result, Refused) for result in results)
    assert sum("次数太多" not in result.message for result in results) == 5
