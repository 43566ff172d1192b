"""The phone at which a clerk is reminded: proved by a code before it counts."""

import pytest

from accounts.limits import client as redis
from accounts.models import Kind, User
from audit.models import Entry
from tests import factories
from tests.accounts.doors import A_PHONE, ACCOUNT, PHONE, PHONE_CODE, another, errors, sms_code

pytestmark = pytest.mark.django_db


@pytest.fixture
def inside(at_the_desk):
    return at_the_desk()


def ask(inside, phone: str = A_PHONE) -> str:
    assert inside.post(PHONE, {"phone": phone}).url == PHONE_CODE
    return sms_code(phone)


def phone_of(clerk) -> str | None:
    clerk.refresh_from_db()
    return clerk.phone


def test_a_right_code_makes_it_ones_own(inside, clerk):
    code = ask(inside)
    assert phone_of(clerk) is None
    assert inside.post(PHONE_CODE, {"code": code}).url == ACCOUNT

    assert phone_of(clerk) == A_PHONE
    assert "199****9999" in inside.get(ACCOUNT).content.decode()
    entry = Entry.objects.get(action="accounts.phone_changed")
    assert (entry.actor_id, A_PHONE in str(entry.data)) == (clerk.pk, False)


def test_a_wrong_code_changes_nothing(inside, clerk):
    wrong = another(ask(inside))
    assert "还可以试4次" in errors(inside.post(PHONE_CODE, {"code": wrong}))["code"]
    assert phone_of(clerk) is None


def test_the_phone_is_the_one_that_was_proved_not_one_typed_later(inside, clerk):
    code = ask(inside)
    inside.post(PHONE_CODE, {"code": code, "phone": "19900001111"})
    assert phone_of(clerk) == A_PHONE


def test_a_code_that_was_used_is_asked_for_anew(inside):
    code = ask(inside)
    inside.post(PHONE_CODE, {"code": code})
    assert inside.post(PHONE_CODE, {"code": code}).url == PHONE


def test_the_code_page_without_having_asked_leads_back(inside):
    assert inside.get(PHONE_CODE).url == PHONE


def test_a_phone_of_another_clerk_is_refused(inside, clerk, reviewer):
    User.objects.filter(pk=reviewer.pk).update(phone=A_PHONE)
    code = ask(inside)
    answer = inside.post(PHONE_CODE, {"code": code})

    assert errors(answer) == {"code": "这个手机号已是另一个工作人员账号的。"}
    assert phone_of(clerk) is None


def test_a_clerk_who_is_a_worker_too_has_the_same_phone_twice(inside, clerk):
    worker = factories.a_worker(phone=A_PHONE)
    inside.post(PHONE_CODE, {"code": ask(inside)})

    assert phone_of(clerk) == A_PHONE
    assert User.objects.get(kind=Kind.WORKER, phone=A_PHONE) == worker


def test_the_same_phone_again_is_no_change(inside, clerk):
    for _ in range(2):
        redis().delete(f"portal:limit:code-phone:{A_PHONE}")
        inside.post(PHONE_CODE, {"code": ask(inside)})
    assert Entry.objects.filter(action="accounts.phone_changed").count() == 1


def test_too_many_codes_are_refused_at_the_phone(inside):
    ask(inside)
    assert "秒后再试" in errors(inside.post(PHONE, {"phone": A_PHONE}))["phone"]


def test_a_bad_phone_is_told_at_its_place(inside):
    said = errors(inside.post(PHONE, {"phone": "1990000"}))
    assert said == {"phone": "手机号是11位，您填了7位，请再看一遍。"}
