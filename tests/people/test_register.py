"""One document is one person, whoever registers it and however often."""

import datetime
import threading

import pytest
from django.db import IntegrityError, connection, transaction

from audit.models import Entry
from audit.refusal import Refused
from people import crypto, services
from people.models import Person
from people.vocabulary import DocumentType, Sex
from tests.people.conftest import BORN, a_number, a_person, number_of
from tests.together import together, until_somebody_waits


@pytest.mark.django_db
def test_every_column_is_filled_from_name_and_number():
    number = a_number(Sex.FEMALE)
    made = a_person("曾示例", f" {number[:6]} {number[6:]} ")

    person = Person.objects.get()
    assert person == made
    assert (person.name, person.name_pinyin, person.name_initials) == ("曾示例", "zengshili", "zsl")
    assert (person.sex, person.birth_date) == (Sex.FEMALE, BORN)
    assert person.number_masked == f"6299**********{number[14:]}"
    assert person.number_fingerprint == crypto.fingerprint("identity_card", number)
    assert crypto.unseal(person.number_sealed, services.NUMBER) == number
    assert not person.is_demo


@pytest.mark.django_db
def test_the_full_number_stands_in_no_column():
    number = a_number()
    a_person(number=number)
    with connection.cursor() as cursor:
        cursor.execute("SELECT row_to_json(person)::text FROM people_person person")
        (row,) = cursor.fetchone()
    assert number[:4] in row
    assert number not in row
    assert number.encode().hex() not in row


@pytest.mark.django_db
def test_a_passport_keeps_the_sex_and_birthday_that_were_given():
    person = a_person(
        "John Smith", "e1234 5678", document_type=DocumentType.PASSPORT,
        sex=Sex.MALE, birth_date=datetime.date(1990, 1, 31),
    )  # fmt: skip
    assert (person.sex, person.birth_date) == (Sex.MALE, datetime.date(1990, 1, 31))
    assert (person.number_masked, person.name_pinyin) == ("E1*****78", "johnsmith")


@pytest.mark.django_db
def test_a_number_tells_more_than_what_was_given():
    person = a_person(sex=Sex.FEMALE, birth_date=datetime.date(2000, 1, 1))
    assert (person.sex, person.birth_date) == (Sex.MALE, BORN)


@pytest.mark.django_db
def test_twice_is_the_same_person_even_under_another_name():
    number = a_number()
    first = a_person("李示例", number)
    again = a_person("李示范", "".join(chr(ord(digit) + 0xFEE0) for digit in number))
    assert (again.pk, again.name) == (first.pk, "李示例")
    assert Person.objects.count() == 1


@pytest.mark.django_db
@pytest.mark.parametrize("number", ["", "629900198805061239", "629900880506123", "6" * 18])
def test_a_number_that_cannot_be_right_is_refused_beside_its_field(number):
    with pytest.raises(Refused) as refusal:
        services.register(name="李示例", document_type="identity_card", number=number)
    assert refusal.value.field == "number"
    assert Person.objects.count() == 0


@pytest.mark.django_db
def test_registering_alone_writes_no_record(person):
    """The act it is part of does: an application submitted, say."""
    assert Entry.objects.count() == 0


@pytest.mark.django_db
def test_people_are_found_by_any_spelling_of_their_number(person):
    number = number_of(person)
    assert services.find("identity_card", f"{number[:6]}-{number[6:]}") == person
    assert services.find("identity_card", a_number()) is None
    assert services.find("residence_permit", number) is None


@pytest.mark.django_db(transaction=True)
def test_without_the_constraint_s_help_two_at_once_both_find_nobody():
    """What the unique fingerprint is for: looking first and saving then lets both save."""
    number = a_number()
    looked = threading.Barrier(2)

    def look_and_save():
        known = services.find("identity_card", number)
        looked.wait(10)
        services.build(name="李示例", document_type="identity_card", number=number).save()
        return known

    results = together(look_and_save, look_and_save)
    assert sorted(str(type(result)) for result in results) == sorted(
        map(str, (type(None), IntegrityError))
    )


@pytest.mark.django_db(transaction=True)
def test_two_at_once_get_the_same_person():
    for _ in range(5):
        number = a_number()
        people = together(*[lambda number=number: a_person(number=number)] * 4)
        assert len({person.pk for person in people}) == 1
        assert Person.objects.filter(pk=people[0].pk).count() == 1


@pytest.mark.django_db(transaction=True)
def test_the_second_waits_for_a_first_who_has_not_committed():
    number = a_number()
    saved = threading.Event()

    def first():
        with transaction.atomic():
            person = a_person("李示例", number)
            saved.set()
            until_somebody_waits()
        return person

    def second():
        saved.wait(10)
        return a_person("李示范", number)

    one, other = together(first, second)
    assert (one.pk, one.name) == (other.pk, other.name)


@pytest.mark.django_db(transaction=True)
def test_when_the_first_takes_it_back_the_second_is_the_person():
    number = a_number()
    saved = threading.Event()

    def first():
        with transaction.atomic():
            a_person("李示例", number)
            saved.set()
            until_somebody_waits()
            transaction.set_rollback(True)

    def second():
        saved.wait(10)
        return a_person("李示范", number)

    _, person = together(first, second)
    assert list(Person.objects.values_list("pk", "name")) == [(person.pk, "李示范")]
