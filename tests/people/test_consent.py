"""Consent is a row: given once for each text, withdrawn as easily."""

import pytest

from audit.models import Entry
from people import services
from people.models import Consent, Purpose
from tests.factories import local
from tests.membership.conftest import details, submit  # noqa: F401 - fixtures
from tests.people.conftest import a_person
from tests.together import together

MORNING, NOON = local(2026, 11, 23, 10, 0), local(2026, 11, 23, 12, 0)
pytestmark = pytest.mark.django_db


def give(person, version="2026-11", at=MORNING, **more):
    return services.give_consent(
        person, purpose=Purpose.JOIN, policy_version=version, at=at, **more
    )


def rows(person):
    found = Consent.objects.filter(person=person).order_by("pk")
    return list(found.values_list("purpose", "policy_version", "given_at", "withdrawn_at"))


def records():
    return list(
        Entry.objects.order_by("pk").values_list("action", "actor_name", "person_id", "data")
    )


def test_giving_is_a_row_and_a_record(person, worker):
    give(person, actor=worker)
    assert rows(person) == [("join", "2026-11", MORNING, None)]
    assert records() == [
        (
            "people.consent_given",
            "李示例",
            person.pk,
            {"purpose": "join", "policy_version": "2026-11"},
        )
    ]


def test_giving_twice_is_giving_once(person):
    assert give(person) == give(person, at=NOON)
    assert len(rows(person)) == len(records()) == 1


def test_a_new_text_is_agreed_to_by_itself(person):
    give(person)
    give(person, "2027-03", at=NOON)
    assert [row[1:] for row in rows(person)] == [
        ("2026-11", MORNING, None), ("2027-03", NOON, None),
    ]  # fmt: skip


def test_withdrawing_ends_all_that_stand_and_nobody_else_s(person, worker):
    other = a_person("孙范例")
    give(person)
    give(person, "2027-03")
    give(other)

    assert services.withdraw_consent(person, purpose=Purpose.JOIN, actor=worker, at=NOON) == 2

    assert [row[3] for row in rows(person)] == [NOON, NOON]
    assert [row[3] for row in rows(other)] == [None]
    assert [record[:3] for record in records()[3:]] == [
        ("people.consent_withdrawn", "李示例", person.pk)
    ] * 2


def test_withdrawing_twice_or_nothing_is_quiet(person):
    assert services.withdraw_consent(person, purpose=Purpose.JOIN) == 0
    give(person)
    assert services.withdraw_consent(person, purpose=Purpose.JOIN, at=NOON) == 1
    assert services.withdraw_consent(person, purpose=Purpose.JOIN) == 0
    assert rows(person)[0][3] == NOON
    assert len(records()) == 2


def test_given_again_after_withdrawing_is_a_new_row(person):
    give(person)
    services.withdraw_consent(person, purpose=Purpose.JOIN, at=NOON)
    give(person, at=local(2026, 11, 24, 9, 0))
    assert [row[3] for row in rows(person)] == [NOON, None]


@pytest.mark.django_db(transaction=True)
def test_pressing_twice_at_once_is_one_row_and_one_record(person):
    together(*[lambda: give(person)] * 4)
    assert len(rows(person)) == len(records()) == 1

    counts = together(*[lambda: services.withdraw_consent(person, purpose=Purpose.JOIN)] * 4)
    assert sorted(counts) == [0, 0, 0, 1]
    assert len(records()) == 2


def test_an_application_s_consent_is_on_record_under_who_agreed(submit, worker):  # noqa: F811
    submit(worker)
    entry = Entry.objects.get(action="people.consent_given")
    assert (entry.actor_id, entry.person_id) == (worker.pk, worker.person_id)
