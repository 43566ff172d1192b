"""A worker that is killed in the middle: nothing is there by half, and another one finishes it.

With real processes, so the rows must be committed for them to see.
"""

import time
import uuid
from contextlib import nullcontext

import pytest
from django.db import OperationalError, transaction

from campaigns import tallies
from campaigns.imports import ACTIVITIES
from campaigns.models import Activity
from funds import proof
from funds.models import Allocation, FundEntry
from notifications import handover
from spreadsheets import deciding, running, uploading
from spreadsheets.models import Import, ImportState
from spreadsheets.running import sweep
from tests import processes
from tests.campaigns.importing import HEADS, a_row, checked, uploaded, worked_on
from tests.spreadsheets.making import a_book, an_upload
from tests.together import together, until_somebody_waits

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def shared_folder(settings, tmp_path, monkeypatch):
    """Where this process and the worker both look for files."""
    monkeypatch.setenv("PORTAL_DATA_DIR", str(tmp_path))
    settings.STORAGES = settings.STORAGES | {
        "default": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": str(tmp_path / "uploads")},
        }
    }


def state_of(job: Import) -> str:
    return Import.objects.get(pk=job.pk).state


def test_killed_in_the_middle_nothing_is_there_and_the_next_worker_makes_all_of_it(
    campaign, officer, money, shared_folder
):
    job = checked(campaign, officer, *(a_row(**{"支出（元）": 1}) for _ in range(40)))
    deciding.confirm(job, actor=officer)
    with transaction.atomic():
        Allocation.objects.select_for_update(no_key=True).get(pk=money.ganzhou.pk)
        with processes.worker() as worker:
            # It has written its activities and waits for the money.
            until_somebody_waits()
            worker.kill()
    assert not Activity.objects.exists()
    assert state_of(job) == ImportState.IMPORTING

    with processes.worker():
        # As beat does; what the broker remembers of the dead worker's task is no matter.
        sweep()
        processes.wait_until(lambda: state_of(job) == ImportState.DONE)

    assert Activity.objects.filter(import_id=job.pk).count() == 40
    assert FundEntry.objects.filter(kind="spend").count() == 40
    assert tallies.recount(write=False) == proof.recount(write=False) == []


def test_a_real_worker_takes_a_file_from_upload_to_imported(
    campaign, officer, money, shared_folder
):
    with processes.worker():
        job = uploaded(campaign, officer, *(a_row() for _ in range(30)), a_row(人次="x"))
        processes.wait_until(lambda: state_of(job) == ImportState.READY)
        deciding.confirm(job, actor=officer)
        processes.wait_until(lambda: state_of(job) == ImportState.DONE)
    done = Import.objects.get(pk=job.pk)
    assert (done.done, done.bad, Activity.objects.count()) == (30, 1, 30)


def test_a_file_that_kills_its_worker_is_given_up(campaign, officer, shared_folder):
    job = uploaded(campaign, officer, a_row())
    Import.objects.filter(pk=job.pk).update(
        state=ImportState.CHECKING, attempts=running.MOST_ATTEMPTS
    )
    job = worked_on(job)
    assert (job.state, job.message) == (ImportState.FAILED, running.GAVE_UP)


def test_two_workers_at_once_are_one(campaign, officer, money, shared_folder):
    job = checked(campaign, officer, *(a_row(**{"支出（元）": 1}) for _ in range(20)))
    deciding.confirm(job, actor=officer)
    results = together(*([lambda: running.run(Import, job.pk)] * 3))
    assert results.count(True) >= 1
    assert not [result for result in results if isinstance(result, Exception)]
    assert (state_of(job), Activity.objects.count()) == (ImportState.DONE, 20)


def test_should_the_hold_ever_fail_the_later_worker_takes_its_own_back(
    campaign, officer, money, shared_folder, monkeypatch
):
    job = checked(campaign, officer, *(a_row(**{"支出（元）": 1}) for _ in range(20)))
    deciding.confirm(job, actor=officer)
    monkeypatch.setattr(running, "_held", lambda pk: nullcontext(True))
    assert together(*([lambda: running.run(Import, job.pk)] * 2)) == [True, True]
    assert (state_of(job), Activity.objects.count()) == (ImportState.DONE, 20)
    assert tallies.recount(write=False) == proof.recount(write=False) == []


def test_pressed_by_two_at_once_it_is_confirmed_once(campaign, officer, shared_folder):
    job = checked(campaign, officer, a_row())
    results = together(*([lambda: deciding.confirm(job, actor=officer)] * 2))
    assert results == [None, None]
    assert worked_on(job).done == 1


def test_a_form_sent_twice_at_once_is_one_import_with_one_file(
    campaign, officer, shared_folder, tmp_path
):
    content, client_id = a_book([HEADS, a_row()]), uuid.uuid4()

    def send() -> Import:
        return uploading.take_in(
            kind=ACTIVITIES, organization=officer.posts.get().organization,
            context={"campaign": str(campaign.pk)}, upload=an_upload(content),
            client_id=client_id, actor=officer,
        )  # fmt: skip

    first, second = together(send, send)
    assert first == second == Import.objects.get()
    assert len(list((tmp_path / "uploads" / "imports").iterdir())) == 1


def test_money_locked_for_too_long_puts_the_whole_off(campaign, officer, money, shared_folder):
    job = checked(campaign, officer, a_row(**{"支出（元）": 1}))
    deciding.confirm(job, actor=officer)

    def hold() -> None:
        with transaction.atomic():
            Allocation.objects.select_for_update(no_key=True).get(pk=money.ganzhou.pk)
            until_somebody_waits()
            time.sleep(4)

    _, result = together(hold, lambda: time.sleep(0.5) or running.run(Import, job.pk))
    assert isinstance(result, OperationalError)
    assert (state_of(job), Activity.objects.count()) == (ImportState.IMPORTING, 0)
    assert worked_on(job).done == 1


def test_a_broker_that_is_away_loses_nothing(
    campaign, officer, shared_folder, settings, monkeypatch
):
    """The row is the promise: the sweep finds it once the broker is back."""
    known = settings.CELERY_BROKER_URL
    settings.CELERY_BROKER_URL = f"redis://127.0.0.1:{processes.free_port()}/0"
    monkeypatch.setattr(handover.Rest, "until", 0.0)
    job = uploaded(campaign, officer, a_row())
    assert sweep() == 1
    settings.CELERY_BROKER_URL = known
    monkeypatch.setattr(handover.Rest, "until", 0.0)
    with processes.worker():
        assert sweep() == 1
        processes.wait_until(lambda: state_of(job) == ImportState.READY)
    assert sweep() == 0
