"""A full number is shown for a reason, and the look is on record before it is."""

import pytest
from django.db import transaction

from audit.models import Entry
from audit.refusal import Refused
from people import crypto, services
from tests.factories import local
from tests.people.conftest import NEW_KEY, a_number, a_person, number_of

NOON = local(2026, 11, 23, 12, 0)
REASON = "核对本人证件"
pytestmark = pytest.mark.django_db


def looks():
    return Entry.objects.filter(action="people.revealed")


def test_the_number_is_shown_and_the_look_recorded(reviewer):
    number = a_number()
    person = a_person(number=number)

    shown = services.reveal(
        person, viewer=reviewer, reason=f" {REASON} ", unit="甘州区总工会", at=NOON
    )

    assert shown == number
    entry = looks().get()
    assert (entry.action, entry.at, entry.reason) == ("people.revealed", NOON, REASON)
    assert (entry.actor_id, entry.actor_name, entry.actor_unit) == (
        reviewer.pk, "陈演示", "甘州区总工会",
    )  # fmt: skip
    assert (entry.subject_type, entry.subject_id) == ("people.person", str(person.pk))
    assert entry.person_id == person.pk
    assert entry.data == {}


def test_every_look_is_a_row_of_its_own(person, reviewer):
    for _ in range(3):
        services.reveal(person, viewer=reviewer, reason=REASON)
    assert looks().count() == 3


@pytest.mark.parametrize("reason", ["", "   ", "看看", " 看 看 ", "看一看"])
def test_a_reason_too_short_shows_and_records_nothing(person, reviewer, reason):
    with pytest.raises(Refused) as refusal:
        services.reveal(person, viewer=reviewer, reason=reason)
    assert refusal.value.message == "请写明查看原因，至少4个字，本人会看到。"
    assert refusal.value.field == "reason"
    assert looks().count() == 0


def test_a_number_in_the_reason_is_refused_and_kept_nowhere(person, reviewer):
    reason = f"核对{number_of(person)}"
    with pytest.raises(Refused) as refusal:
        services.reveal(person, viewer=reviewer, reason=reason)
    assert refusal.value.message == "请不要在原因里写证件号码。"
    assert looks().count() == 0


def test_a_look_taken_back_was_none(person, reviewer):
    with transaction.atomic():
        services.reveal(person, viewer=reviewer, reason=REASON)
        transaction.set_rollback(True)
    assert looks().count() == 0


def test_a_number_that_cannot_be_opened_is_no_look(person, reviewer, settings):
    settings.IDENTITY_KEYS = {"2027": NEW_KEY}
    with pytest.raises(crypto.Unreadable):
        services.reveal(person, viewer=reviewer, reason=REASON)
    assert looks().count() == 0


def test_without_a_record_there_is_no_number(person, reviewer):
    """What the record cannot hold (a NUL byte) fails the whole look."""
    with pytest.raises(ValueError, match="NUL"), transaction.atomic():
        services.reveal(person, viewer=reviewer, reason=f"{REASON}\0")
    assert looks().count() == 0
