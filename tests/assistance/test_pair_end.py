"""A pair ends with the household's leaving; what was stays on record."""

import datetime

import pytest
from django.utils import timezone

from assistance.ending import end_pairing
from assistance.models import HandOver, HardshipFile, Pairing
from audit.models import Entry
from notifications.models import Message
from tests.assistance.rows import a_file, a_pair

pytestmark = pytest.mark.django_db
HOUR = datetime.timedelta(hours=1)


@pytest.fixture
def file(city, cadre):
    file = a_file(city.couriers)
    a_pair(file, cadre, since=timezone.now() - HOUR)
    return file


def test_the_pair_ends_and_nobody_is_to_call(file, cadre, district_administrator):
    at = timezone.now()
    ended = end_pairing(file, reason="已脱困", actor=district_administrator, at=at)
    assert (ended.until, ended.end_reason) == (at, "已脱困")
    assert file.next_due_on is None
    assert HardshipFile.objects.get().next_due_on is None
    assert not HardshipFile.objects.kept_by(cadre).exists()


def test_the_row_stays(file, district_administrator):
    end_pairing(file, reason="退出", actor=district_administrator)
    assert Pairing.objects.get().file == file


def test_the_cadre_is_told_and_it_is_on_record(file, cadre, district_administrator):
    end_pairing(file, reason="退出", actor=district_administrator)
    message = Message.objects.get(recipient=cadre, kind="assistance.pairing_ended")
    assert file.person.name not in message.title + message.body
    entry = Entry.objects.get(action="assistance.pairing_ended")
    assert (entry.subject_id, entry.person_id) == (str(file.pk), file.person_id)


def test_twice_is_once(file, district_administrator):
    assert end_pairing(file, reason="退出", actor=district_administrator)
    assert end_pairing(file, reason="退出", actor=district_administrator) is None
    assert Entry.objects.filter(action="assistance.pairing_ended").count() == 1


def test_a_household_without_a_pair_has_nothing_to_end(city, district_administrator):
    file = a_file(city.couriers)
    assert end_pairing(file, reason="退出", actor=district_administrator) is None
    assert not Message.objects.exists()


def test_a_hand_over_that_waited_is_settled_with_it(file, district_administrator):
    waiting = HandOver.objects.create(file=file, reason="asked_for")
    end_pairing(file, reason="搬走了", actor=district_administrator)
    waiting.refresh_from_db()
    assert waiting.decided_at
    assert (waiting.to_pairing, waiting.note) == (None, "搬走了")


def test_a_clock_behind_the_beginning_ends_it_at_its_beginning(file, district_administrator):
    began = Pairing.objects.get().since
    ended = end_pairing(file, reason="退出", actor=district_administrator, at=began - HOUR)
    assert ended.until == began
