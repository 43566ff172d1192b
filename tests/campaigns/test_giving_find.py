"""Finding whom something is given to, and carrying them from page to page unseen."""

import datetime

import pytest

from accounts.models import User
from audit.models import Entry
from audit.refusal import Refused
from campaigns import recipients
from people import identity
from people.models import Person
from tests import factories, leaks
from tests.campaigns.booked import a_known_worker
from tests.people.conftest import a_number, a_person, number_of

BOUND = {"campaign": "1", "actor": "2"}


@pytest.fixture
def by_document(officer, city):
    def find(**given):
        typed = {"name": "李示例", "document_type": "identity_card"} | given
        return recipients.by_document(**typed, actor=officer, unit=city.ganzhou_federation)

    return find


@pytest.fixture
def by_phone(officer, city):
    return lambda phone: recipients.by_phone(phone, actor=officer, unit=city.ganzhou_federation)


def test_somebody_on_record_is_found_and_the_look_is_theirs_to_see(by_document, officer):
    number = a_number()
    person = a_person(number=number)

    found = by_document(number=f" {number.lower()} ")

    assert found == recipients.of(person)
    entry = Entry.objects.get(action="campaigns.recipient_found")
    assert (entry.person_id, entry.actor_unit) == (person.pk, "甘州区总工会")


def test_another_name_finds_nobody_and_tells_nothing(by_document):
    number = a_number()
    a_person("孙范例", number=number)
    with pytest.raises(Refused, match="另一个姓名") as refused:
        by_document(number=number)
    assert refused.value.field == "name"
    assert "孙范例" not in refused.value.message
    assert not Entry.objects.filter(action="campaigns.recipient_found").exists()


def test_somebody_new_is_not_on_record_until_they_sign(by_document):
    number = a_number()
    found = by_document(number=number)
    assert (found.name, found.masked, found.person_id) == (
        "李示例", f"6299**********{number[14:]}", "",
    )  # fmt: skip
    assert not Person.objects.exists()

    person = recipients.settled(found)

    assert (person.name, number_of(person)) == ("李示例", number)
    assert recipients.settled(found) == person


def test_registered_meanwhile_under_another_name_is_refused(by_document):
    number = a_number()
    found = by_document(number=number)
    a_person("孙范例", number=number)
    with pytest.raises(Refused, match="另一个姓名"):
        recipients.settled(found)


@pytest.mark.parametrize("number", ["", "123", "629900198805061239", "1" * 18, "x" * 40, "\0"])
def test_a_number_that_cannot_be_right_is_refused(by_document, number):
    with pytest.raises(Refused) as refused:
        by_document(number=number)
    assert refused.value.field == "number"


def test_a_child_is_not_put_on_the_ledger(by_document):
    born = datetime.date.today() - datetime.timedelta(days=15 * 366)
    with pytest.raises(Refused, match="年满16周岁"):
        by_document(number=identity.demo_number(born, 1, "male"))


def test_a_passport_tells_no_age_and_passes(by_document):
    assert by_document(document_type="passport", number="E1234567").masked == "E1****67"


def test_a_worker_is_found_by_phone(by_phone):
    worker = a_known_worker()
    assert by_phone(worker.phone) == recipients.of(worker.person)
    assert Entry.objects.get(action="campaigns.recipient_found").person_id == worker.person_id


def test_a_phone_without_a_known_person_finds_nobody(by_phone, reviewer):
    unknown, gone = factories.a_worker(), a_known_worker()
    User.objects.filter(pk=gone.pk).update(is_active=False)
    reviewer.phone = factories.a_phone()
    reviewer.save()
    for phone in (unknown.phone, gone.phone, reviewer.phone, "19999999999", ""):
        with pytest.raises(Refused, match="还没有实名登记"):
            by_phone(phone)


# --- carried in the page ------------------------------------------------------------------------
def test_what_is_carried_comes_back(by_document):
    found = by_document(number=a_number())
    token = recipients.pack(found, bound=BOUND | {"kind": "solatium"})
    assert recipients.unpack(token, bound=BOUND) == (found, BOUND | {"kind": "solatium"})


def test_no_number_can_be_read_in_it(by_document):
    number = a_number()
    token = recipients.pack(by_document(number=number), bound=BOUND)
    assert leaks.numbers_in(number) == {number}
    assert leaks.numbers_in(token) == set()


@pytest.mark.parametrize("other", [{"campaign": "9"}, {"actor": "9"}, {"more": "x"}])
def test_it_serves_nobody_else_and_nowhere_else(by_document, other):
    token = recipients.pack(by_document(number=a_number()), bound=BOUND)
    with pytest.raises(Refused, match="重新找一次人"):
        recipients.unpack(token, bound=BOUND | other)


@pytest.mark.parametrize(
    "change", [lambda t: t[:-1], lambda t: f"x{t}", lambda t: "", lambda t: "\0"]
)
def test_what_was_tampered_with_is_nothing(by_document, change):
    token = recipients.pack(by_document(number=a_number()), bound=BOUND)
    with pytest.raises(Refused):
        recipients.unpack(change(token), bound=BOUND)


def test_after_two_hours_it_is_stale(by_document, time_machine):
    token = recipients.pack(by_document(number=a_number()), bound=BOUND)
    now = datetime.datetime.now(tz=datetime.UTC)
    time_machine.move_to(now + datetime.timedelta(seconds=recipients.SECONDS + 5))
    with pytest.raises(Refused):
        recipients.unpack(token, bound=BOUND)
