"""我的信息和授权: one's own, masked, with what one may do about it."""

import datetime
import re

import pytest
from django.urls import reverse

from people import services
from people.models import Consent, Purpose
from tests.factories import a_worker, local
from tests.membership.conftest import details, submit  # noqa: F401 - fixtures
from tests.people.conftest import a_number, number_of

DATA = reverse("people:data")


@pytest.fixture
def applied(submit, worker):  # noqa: F811
    return submit(worker, at=local(2026, 11, 23, 10, 0))


def words(answer) -> str:
    return re.sub(r"<[^>]+>|\s+", "", answer.content.decode())


def test_what_is_kept_is_shown_masked(applied, signed_in, worker):
    page = words(signed_in(worker).get(DATA))

    assert "姓名李示例" in page
    assert f"居民身份证{applied.person.number_masked}" in page
    assert "性别男出生日期1988年5月6日" in page
    assert f"手机{worker.phone[:3]}****{worker.phone[-4:]}" in page
    assert number_of(applied.person) not in page
    assert worker.phone not in page


def test_consents_stand_with_their_dates_and_a_way_to_take_them_back(applied, signed_in, worker):
    answer = signed_in(worker).get(DATA)
    assert "办理入会生效中2026年11月23日10:00同意，隐私说明2026-11版" in words(answer)
    assert reverse("people:withdraw-consent") in answer.content.decode()


def test_what_was_withdrawn_says_so_and_needs_no_button(applied, signed_in, worker):
    services.withdraw_consent(applied.person, purpose=Purpose.JOIN, at=local(2026, 11, 24, 9, 5))
    answer = signed_in(worker).get(DATA)
    assert "办理入会已撤回" in words(answer)
    assert "2026年11月24日09:05撤回" in words(answer)
    assert reverse("people:withdraw-consent") not in answer.content.decode()


def test_who_has_not_applied_reads_that_there_is_only_a_phone(signed_in, worker):
    page = words(signed_in(worker).get(DATA))
    assert "我们这里只有您的手机号" in page
    assert "您还没有给过授权" in page


def test_nobody_elses_data_is_there(applied, signed_in, other_worker):
    page = words(signed_in(other_worker).get(DATA))
    assert "李示例" not in page
    assert applied.person.number_masked not in page


@pytest.mark.parametrize("name", ["data", "withdraw-consent", "copy", "looks"])
def test_the_door_is_for_workers_who_signed_in(client, signed_in, reviewer, name):
    address = reverse(f"people:{name}")
    for visitor in (client, signed_in(reviewer)):
        answer = visitor.get(address)
        assert answer.status_code == 302
        assert answer.url.startswith(reverse("accounts:sign-in"))


@pytest.mark.parametrize("name", ["data", "withdraw-consent", "copy", "looks"])
def test_no_copy_is_left_behind(applied, signed_in, worker, name):
    answer = signed_in(worker).get(reverse(f"people:{name}"))
    assert "no-store" in answer["Cache-Control"]


@pytest.mark.parametrize("name", ["data", "copy", "looks"])
def test_what_only_shows_takes_no_post(signed_in, worker, name):
    assert signed_in(worker).post(reverse(f"people:{name}")).status_code == 405


def test_a_name_cannot_become_markup(signed_in, db):
    person = services.build(name="<b>李</b>", document_type="identity_card", number=a_number())
    person.save()
    page = signed_in(a_worker(person=person)).get(DATA).content.decode()
    assert "&lt;b&gt;李&lt;/b&gt;" in page


@pytest.mark.parametrize("rows", [1, 3])
def test_the_page_costs_the_same_for_one_and_three(
    applied, signed_in, worker, rows, django_assert_num_queries
):
    for number in range(1, rows):
        Consent.objects.create(
            person=applied.person, purpose=Purpose.JOIN, policy_version=str(number),
            given_at=local(2026, 1, 1) + datetime.timedelta(days=number),
        )  # fmt: skip
    client = signed_in(worker)
    client.get(DATA)
    with django_assert_num_queries(3):
        client.get(DATA)
