import datetime
import uuid

import pytest
from django.db import connection
from django.db.utils import IntegrityError

from audit import services as audit
from audit.models import Entry
from tests.factories import a_worker, local

pytestmark = pytest.mark.django_db


def test_one_act_is_one_row_with_all_that_was_told(reviewer, city, django_assert_num_queries):
    person, at = uuid.uuid4(), local(2026, 11, 23, 10, 0)
    with django_assert_num_queries(1):
        entry = audit.record(
            "membership.opened", actor=reviewer, subject=city.joint, person=person,
            unit="甘州区总工会", reason="核对材料", data={"field": "name"}, at=at,
        )  # fmt: skip
    assert Entry.objects.filter(pk=entry.pk).values().get() == {
        "id": entry.pk,
        "at": at,
        "action": "membership.opened",
        "actor_id": reviewer.pk,
        "actor_name": "陈演示",
        "actor_unit": "甘州区总工会",
        "subject_type": "organizations.organization",
        "subject_id": str(city.joint.pk),
        "person_id": person,
        "reason": "核对材料",
        "data": {"field": "name"},
    }


def test_the_system_acts_without_a_name():
    entry = audit.record("membership.card_checked")
    assert (entry.actor_id, entry.actor_name, entry.subject_type) == (None, "", "")


def test_history_tells_one_subject_alone_from_the_beginning():
    one, other = a_worker(), a_worker()
    for act, subject in [("a.first", one), ("a.other", other), ("a.second", one)]:
        audit.record(act, subject=subject)
    assert [entry.action for entry in audit.history(one)] == ["a.first", "a.second"]


def test_looks_are_those_at_this_person_newest_first():
    person, somebody = uuid.uuid4(), uuid.uuid4()
    audit.record("people.revealed", person=person)
    audit.record("membership.approved", person=person)
    audit.record("people.revealed", person=somebody)
    audit.record("membership.opened", person=person)
    assert [entry.action for entry in audit.looks_at(person)] == [
        "membership.opened",
        "people.revealed",
    ]


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit_entry SET reason = 'x'",
        "DELETE FROM audit_entry",
        "DELETE FROM audit_entry WHERE false",
        "UPDATE audit_seal SET hash = 'x'",
        "DELETE FROM audit_seal",
    ],
)
def test_the_database_refuses_to_change_the_record(statement):
    audit.record("a.b")
    with pytest.raises(IntegrityError, match="append-only"), connection.cursor() as cursor:
        cursor.execute(statement)


@pytest.mark.parametrize("table", ["audit_entry", "audit_seal"])
def test_the_database_refuses_to_empty_the_record(table):
    with connection.cursor() as cursor:
        # Test runs have it off, to empty tables between tests; installations have it on.
        cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER {table}_no_truncate")
        with pytest.raises(IntegrityError, match="append-only"):
            cursor.execute(f"TRUNCATE {table}")


def test_the_record_is_kept_to_the_microsecond():
    at = local(2026, 11, 23, 10, 0) + datetime.timedelta(microseconds=7)
    assert Entry.objects.get(pk=audit.record("a.b", at=at).pk).at == at
