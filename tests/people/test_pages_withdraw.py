"""撤回授权: said beforehand, done at once, and a membership stays."""

import re
import threading

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse

from audit.models import Entry
from membership import deciding, drafts
from membership.models import Member, MemberState, State
from people import services
from people.models import Consent, Purpose
from tests.factories import local
from tests.membership.conftest import details, submit  # noqa: F401 - fixtures
from tests.people.conftest import number_of
from tests.together import together, until_somebody_waits
from unionportal import own_data

WITHDRAW, DATA = reverse("people:withdraw-consent"), reverse("people:data")
MORNING, NOON = local(2026, 11, 23, 10, 0), local(2026, 11, 23, 12, 0)
APPLICATION_GOES, MEMBER_STAYS = "正在办的入会申请一起撤回", "会员身份不变"


@pytest.fixture
def applied(submit, worker):  # noqa: F811
    return submit(worker, at=MORNING)


@pytest.fixture
def client(signed_in, worker):
    return signed_in(worker)


def words(answer) -> str:
    return re.sub(r"<[^>]+>|\s+", "", answer.content.decode())


def standing() -> int:
    return Consent.objects.filter(withdrawn_at=None).count()


def test_before_it_happens_it_says_what_will(client, applied):
    page = words(client.get(WITHDRAW))
    assert APPLICATION_GOES in page
    assert f"{applied.organization}，11月23日10:00提交的那份，不再审核" in page
    assert MEMBER_STAYS not in page
    assert standing() == 1


def test_then_consent_and_application_go_together(client, applied, worker):
    answer = client.post(WITHDRAW, follow=True)

    assert answer.redirect_chain == [(DATA, 302)]
    assert "已撤回授权。" in words(answer)
    applied.refresh_from_db()
    assert applied.state == State.WITHDRAWN
    assert bytes(applied.draft) == b""
    assert standing() == 0
    acts = Entry.objects.filter(actor_id=worker.pk).order_by("pk")
    assert list(acts.values_list("action", flat=True))[-2:] == [
        "membership.withdrawn", "people.consent_withdrawn",
    ]  # fmt: skip


def test_a_returned_application_goes_too(client, applied, reviewer):
    item = {"field": "name", "problem": "姓名和证件号码对不上", "hint": "对照证件"}
    deciding.return_for_correction(applied, items=[item], actor=reviewer, at=NOON)
    client.post(WITHDRAW)
    applied.refresh_from_db()
    assert applied.state == State.WITHDRAWN


def test_a_member_stays_a_member(client, applied, reviewer):
    member = deciding.approve(applied, actor=reviewer, at=NOON)
    page = words(client.get(WITHDRAW))
    assert MEMBER_STAYS in page
    assert APPLICATION_GOES not in page

    client.post(WITHDRAW)

    member.refresh_from_db()
    assert member.state == MemberState.ACTIVE
    assert standing() == 0
    applied.refresh_from_db()
    assert applied.state == State.APPROVED


def test_withdrawing_twice_is_quiet(client, applied):
    client.post(WITHDRAW)
    again = client.post(WITHDRAW, follow=True)
    assert "没有正在生效的授权，不用撤回。" in words(again)
    assert "没有正在生效的授权" in words(client.get(WITHDRAW))
    assert Entry.objects.filter(action="people.consent_withdrawn").count() == 1


def test_each_consent_is_withdrawn_by_itself(client, applied, worker):
    services.give_consent(
        applied.person, purpose=Purpose.GIFTS, policy_version="2026-11", at=MORNING
    )
    assert "撤回“实名登记慰问和补贴”的授权" in words(client.get(DATA))
    page = words(client.get(WITHDRAW, {"purpose": "gifts"}))
    assert "以后不再用您的名字登记慰问和补贴" in page
    assert APPLICATION_GOES not in page

    client.post(WITHDRAW, {"purpose": "gifts"})

    assert list(Consent.objects.filter(withdrawn_at=None).values_list("purpose", flat=True)) == [
        Purpose.JOIN
    ]
    applied.refresh_from_db()
    assert applied.state == State.SUBMITTED


def test_a_purpose_nobody_knows_is_taken_for_joining(client, applied):
    client.post(WITHDRAW, {"purpose": "x\0"})
    assert standing() == 0


def test_who_never_agreed_has_nothing_to_withdraw(client):
    assert "没有正在生效的授权" in words(client.get(WITHDRAW))
    assert client.post(WITHDRAW).url == DATA
    assert not Entry.objects.filter(action="people.consent_withdrawn").exists()


def test_a_draft_alone_is_left_to_its_writer(client, worker):
    draft = drafts.open_draft(worker)
    client.post(WITHDRAW)
    draft.refresh_from_db()
    assert draft.state == State.DRAFT


def test_nobody_elses_consent_or_application_is_touched(applied, signed_in, other_worker):
    signed_in(other_worker).post(WITHDRAW)
    applied.refresh_from_db()
    assert (applied.state, standing()) == (State.SUBMITTED, 1)


def test_one_may_agree_and_apply_again(client, applied, submit, worker):  # noqa: F811
    number = number_of(applied.person)
    client.post(WITHDRAW)
    again = submit(worker, at=NOON, number=number)
    assert again.state == State.SUBMITTED
    assert standing() == 1


@pytest.mark.django_db(transaction=True)
def test_approved_this_very_moment_the_consent_goes_and_the_membership_stays(
    applied, worker, reviewer
):
    """The page still found it open; the reviewer's decision was there first."""
    approved = threading.Event()

    def the_reviewer():
        with transaction.atomic():
            deciding.approve(applied, actor=reviewer, at=NOON)
            approved.set()
            until_somebody_waits()

    def the_worker():
        approved.wait(10)
        return own_data.withdraw_consent(worker, at=NOON)

    assert together(the_reviewer, the_worker) == [None, 1]
    applied.refresh_from_db()
    assert applied.state == State.APPROVED
    assert Member.objects.standing().filter(person=applied.person).exists()
    assert standing() == 0


def test_a_forged_form_of_another_site_does_nothing(applied, worker):
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(worker, backend="django.contrib.auth.backends.ModelBackend")
    assert strict.post(WITHDRAW).status_code == 403
    assert standing() == 1
