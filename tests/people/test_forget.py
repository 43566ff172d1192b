"""People nobody speaks of any more are forgotten, with what they agreed to; all others stay."""

from people import services as people
from people.models import Consent, Person
from tests.assistance.rows import a_file
from tests.factories import a_worker
from tests.people.conftest import a_number, a_person


def test_whom_no_row_speaks_of_goes_with_the_consents(db):
    person = a_person("李示例", a_number())
    people.give_consent(person, purpose="assistance", policy_version="1")
    assert people.forget([person.pk]) == 1
    assert not Person.objects.exists()
    assert not Consent.objects.exists()


def test_whoever_signs_in_or_is_on_file_stays(city):
    worker = a_worker(person=a_person("李示例", a_number()))
    file = a_file(city.ganzhou_federation)
    assert people.forget([worker.person_id, file.person_id]) == 0
    assert Person.objects.count() == 2


def test_many_at_once_are_registered_once_and_keep_their_first_names(db):
    numbers = [a_number() for _ in range(3)]
    known = a_person("王示例", numbers[0])
    built = [
        people.build(name="李示例", document_type="identity_card", number=number)
        for number in (*numbers, numbers[2])
    ]
    found = people.register_all(built)
    assert len(found) == Person.objects.count() == 3
    assert found[known.number_fingerprint] == known
    assert found[known.number_fingerprint].name == "王示例"


def test_agreed_anew_takes_the_place_of_what_was_agreed(db):
    person = a_person("李示例", a_number())
    first = people.give_consent(person, purpose="assistance", policy_version="1")
    second = people.give_consent(person, purpose="assistance", policy_version="2", anew=True)
    first.refresh_from_db()
    assert (first.withdrawn_at is not None, second.withdrawn_at) == (True, None)
