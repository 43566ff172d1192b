"""When a household is to be called next."""

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistance import schedule
from assistance.models import FileState, HardshipFile
from tests.factories import local

DAY = datetime.timedelta(days=1)
PAIRED = datetime.date(2026, 11, 3)


def a_file(**fields) -> HardshipFile:
    return HardshipFile(state=FileState.ON_FILE, **fields)


def test_a_new_cadre_calls_within_the_interval():
    assert schedule.due_on(a_file(), paired_on=PAIRED) == PAIRED + 14 * DAY


def test_a_contact_starts_the_interval_anew():
    file = a_file(last_contact_at=local(2026, 11, 9, 10))
    assert schedule.due_on(file, paired_on=PAIRED) == datetime.date(2026, 11, 23)


def test_the_contact_of_a_former_cadre_does_not_count_against_the_new_one():
    file = a_file(last_contact_at=local(2026, 10, 1, 10))
    assert schedule.due_on(file, paired_on=PAIRED) == PAIRED + 14 * DAY


def test_the_files_own_interval_goes_before_the_citys():
    assert schedule.due_on(a_file(interval_days=30), paired_on=PAIRED) == PAIRED + 30 * DAY


def test_a_day_agreed_on_holds_and_silence_asked_for_goes_before_it():
    wished, quiet = PAIRED + 3 * DAY, PAIRED + 60 * DAY
    assert schedule.due_on(a_file(), paired_on=PAIRED, wished=wished) == wished
    file = a_file(quiet_until=quiet)
    assert schedule.due_on(file, paired_on=PAIRED, wished=wished) == quiet


@pytest.mark.parametrize("state", [FileState.SURVEYED, FileState.LIFTED, FileState.LEFT])
def test_nobody_is_to_call_who_is_not_on_file(state):
    assert schedule.due_on(HardshipFile(state=state), paired_on=PAIRED) is None


def test_nobody_is_to_call_without_a_pair():
    assert schedule.due_on(a_file(), paired_on=None) is None


@given(st.integers(-100, 400), st.integers(1, 60))
def test_one_round_an_interval_and_none_in_time(late, interval):
    found = schedule.round_of_silence(PAIRED, PAIRED + late * DAY, interval)
    if late <= 0:
        assert found is None
    else:
        assert found * interval < late <= (found + 1) * interval
