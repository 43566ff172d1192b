"""Doubtful rows: let in or left out by hand, one by one or all at once; and calling it off."""

import pytest

from audit.models import Entry
from audit.refusal import Refused
from spreadsheets import deciding
from spreadsheets.models import Import, ImportState
from tests.campaigns.importing import a_row, checked, confirmed, states, uploaded, worked_on

pytestmark = pytest.mark.usefixtures("private_folder")


@pytest.fixture
def job(campaign, officer) -> Import:
    """Rows 3 and 4 say what row 2 says; row 5 is bad."""
    twice = a_row()
    return checked(campaign, officer, twice, twice, twice, a_row(人次="x"))


def counted(job: Import) -> tuple:
    job.refresh_from_db()
    return job.good, job.bad, job.doubtful


def test_one_row_is_let_in_and_left_out_again(job, officer):
    assert deciding.decide(job, [3], let_in=True, actor=officer) == 1
    assert (states(job), counted(job)) == (["good", "good", "parked", "bad"], (2, 1, 1))
    assert deciding.decide(job, [3], let_in=False, actor=officer) == 1
    assert (states(job), counted(job)) == (["good", "skipped", "parked", "bad"], (1, 1, 1))
    assert deciding.decide(job, [3], let_in=True, actor=officer) == 1
    assert states(job)[1] == "good"


def test_all_undecided_rows_are_decided_at_once(job, officer):
    deciding.decide(job, [3], let_in=False, actor=officer)
    assert deciding.decide(job, None, let_in=True, actor=officer) == 1
    assert states(job) == ["good", "skipped", "good", "bad"]


def test_neither_bad_nor_clear_rows_are_decided_about(job, officer):
    assert deciding.decide(job, [2, 5, 99], let_in=False, actor=officer) == 0
    assert states(job) == ["good", "parked", "parked", "bad"]
    assert not Entry.objects.filter(action="spreadsheets.rows_decided").exists()


def test_each_decision_is_on_record(job, officer):
    deciding.decide(job, [4], let_in=True, actor=officer)
    entry = Entry.objects.get(action="spreadsheets.rows_decided")
    assert (entry.actor_id, entry.data["rows"], entry.data["let_in"]) == (officer.pk, [4], True)


def test_what_was_decided_is_what_is_imported(job, officer):
    deciding.decide(job, [3], let_in=True, actor=officer)
    deciding.decide(job, [4], let_in=False, actor=officer)
    done = confirmed(job, officer)
    assert (states(done), done.done) == (["imported", "imported", "skipped", "bad"], 2)


def test_nobody_of_another_district_decides(job, other_officer):
    with pytest.raises(Refused):
        deciding.decide(job, [3], let_in=True, actor=other_officer)


@pytest.mark.parametrize("state", [state for state in ImportState if state != "ready"])
def test_only_what_waits_for_a_decision_is_decided_about(job, officer, state):
    Import.objects.filter(pk=job.pk).update(state=state)
    with pytest.raises(Refused):
        deciding.decide(job, [3], let_in=True, actor=officer)


def test_it_is_called_off_and_nothing_of_it_is_kept(job, officer):
    deciding.cancel(job, actor=officer)
    deciding.cancel(job, actor=officer)
    job.refresh_from_db()
    assert (job.state, job.rows.count()) == (ImportState.CANCELLED, 0)
    assert Entry.objects.filter(action="spreadsheets.import_cancelled").count() == 1


def test_one_that_still_waits_is_called_off_with_its_file(
    campaign, officer, django_capture_on_commit_callbacks
):
    job = uploaded(campaign, officer, a_row())
    name, storage = job.file.name, job.file.storage
    with django_capture_on_commit_callbacks(execute=True):
        deciding.cancel(job, actor=officer)
    assert not storage.exists(name)
    assert worked_on(job).state == ImportState.CANCELLED


@pytest.mark.parametrize("state", ["importing", "done", "undoing", "undone", "failed"])
def test_what_is_under_way_or_over_is_not_called_off(job, officer, state):
    Import.objects.filter(pk=job.pk).update(state=state)
    with pytest.raises(Refused):
        deciding.cancel(job, actor=officer)
