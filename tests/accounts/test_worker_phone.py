"""At the counter: a worker's phone is taken away, or a new one given."""

import datetime
import threading

import pytest
from django.db import IntegrityError, transaction

from accounts import services
from accounts.models import Kind, User
from audit.models import Entry
from audit.refusal import Refused
from people import services as people
from people.vocabulary import DocumentType, Sex
from tests import factories
from tests.accounts.doors import A_PHONE, MINE, is_in
from tests.membership.conftest import a_number
from tests.together import together, until_somebody_waits

pytestmark = pytest.mark.django_db


def change(account, phone: str, actor) -> None:
    services.change_worker_phone(account, phone=phone, actor=actor, reason="换号，已核对证件")


def phones() -> dict[int, str | None]:
    return dict(User.objects.filter(kind=Kind.WORKER).values_list("pk", "phone"))


def test_a_new_phone_leads_to_the_same_account(worker, reviewer):
    change(worker, A_PHONE, reviewer)

    assert services.worker_with_phone(A_PHONE) == worker
    entry = Entry.objects.get(action="accounts.phone_changed_by_staff")
    assert (entry.actor_id, entry.subject_id) == (reviewer.pk, str(worker.pk))
    assert entry.reason == "换号，已核对证件"
    assert A_PHONE not in str(Entry.objects.values().get(pk=entry.pk))


def test_a_phone_taken_away_opens_a_new_account_for_its_next_holder(worker, reviewer):
    old = worker.phone
    change(worker, "", reviewer)

    assert phones() == {worker.pk: None}
    assert services.worker_with_phone(old) != worker
    assert Entry.objects.filter(action="accounts.phone_released").count() == 1


def test_the_same_phone_again_changes_nothing(signed_in, worker, reviewer):
    change(worker, A_PHONE, reviewer)
    inside = signed_in(worker)

    change(worker, A_PHONE, reviewer)

    assert is_in(inside, MINE)
    assert Entry.objects.filter(action="accounts.phone_changed_by_staff").count() == 1


def test_an_account_that_stands_for_nobody_gives_its_phone_up(client, worker, reviewer):
    empty = factories.a_worker(phone=A_PHONE)

    change(worker, A_PHONE, reviewer)

    assert phones() == {worker.pk: A_PHONE, empty.pk: None}


def test_a_phone_of_somebody_on_record_is_refused(worker, other_worker, reviewer, someone):
    other_worker.person = someone
    other_worker.save(update_fields=["person"])

    with pytest.raises(Refused, match="已登记在另一位职工名下"):
        change(worker, other_worker.phone, reviewer)
    assert phones() == {worker.pk: worker.phone, other_worker.pk: other_worker.phone}


@pytest.fixture
def someone(db):
    return people.register(
        name="孙范例", document_type=DocumentType.IDENTITY_CARD, number=a_number(),
        sex=Sex.MALE, birth_date=datetime.date(1988, 5, 6),
    )  # fmt: skip


def test_the_phone_of_a_clerk_is_no_hindrance(worker, reviewer, clerk):
    User.objects.filter(pk=clerk.pk).update(phone=A_PHONE)
    change(worker, A_PHONE, reviewer)
    assert phones()[worker.pk] == A_PHONE


@pytest.mark.django_db(transaction=True)
def test_a_phone_that_signs_in_at_that_very_moment_is_refused_kindly(worker, reviewer):
    opened = threading.Event()

    def sign_in():
        with transaction.atomic():
            services.worker_with_phone(A_PHONE)
            opened.set()
            until_somebody_waits()

    def at_the_counter():
        opened.wait(10)
        change(worker, A_PHONE, reviewer)

    _, refused = together(sign_in, at_the_counter)

    assert isinstance(refused, Refused), refused
    assert refused.message == "这个手机号刚刚有人用来登录，请再办一次。"
    assert phones()[worker.pk] == worker.phone


@pytest.mark.django_db(transaction=True)
def test_two_counters_with_one_phone_give_it_once(worker, other_worker, reviewer):
    results = together(
        lambda: change(worker, A_PHONE, reviewer), lambda: change(other_worker, A_PHONE, reviewer)
    )
    assert not any(isinstance(result, IntegrityError) for result in results)
    assert list(phones().values()).count(A_PHONE) == 1


@pytest.mark.django_db(transaction=True)
def test_two_sign_ins_at_once_open_one_account():
    first, second = together(*[lambda: services.worker_with_phone(A_PHONE)] * 2)
    assert first == second
    assert User.objects.count() == 1
