"""Rows, lists and files go when their time is over; what an import made knows it still."""

import datetime
import os

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils import timezone

from campaigns import bulk_export
from campaigns.models import Activity
from spreadsheets import files, tidying
from spreadsheets.models import Export, ExportState, Import, ImportState
from tests.campaigns.importing import a_row, checked, imported, undone, uploaded

pytestmark = pytest.mark.usefixtures("private_folder")

NOW = timezone.now()
DAY = datetime.timedelta(days=1)
NOTHING = {"import_rows": 0, "exports": 0, "stray_sheets": 0}


def test_rows_go_after_ninety_days_and_the_import_can_still_be_taken_back(campaign, officer):
    job = imported(campaign, officer, a_row(), a_row(人次="x"))
    assert tidying.tidy(NOW + 89 * DAY) == NOTHING
    assert tidying.tidy(NOW + 91 * DAY) == NOTHING | {"import_rows": 2}
    assert (job.rows.count(), Import.objects.get().done) == (0, 1)
    undone(Import.objects.get(), officer)
    assert Activity.objects.get().state == "withdrawn"


def test_what_nobody_confirmed_is_called_off(campaign, officer):
    job = checked(campaign, officer, a_row())
    assert tidying.tidy(NOW + 91 * DAY) == NOTHING | {"import_rows": 1}
    job.refresh_from_db()
    assert (job.state, "没有确认" in job.message) == (ImportState.CANCELLED, True)


def test_what_is_under_way_stays(campaign, officer):
    job = uploaded(campaign, officer, a_row())
    assert tidying.tidy(NOW + 91 * DAY) == NOTHING
    assert job.file.storage.exists(job.file.name)


def test_a_written_list_is_kept_for_a_week(campaign, officer):
    name = files.store(files.EXPORTS, ContentFile(b"PK"))
    job = Export.objects.create(
        kind=bulk_export.NAME, title="活动", organization=campaign.organization,
        requested_by=officer, state=ExportState.READY, file=name,
    )  # fmt: skip
    assert tidying.tidy(NOW + 6 * DAY) == NOTHING
    assert tidying.tidy(NOW + 8 * DAY) == NOTHING | {"exports": 1}
    job.refresh_from_db()
    assert (job.state, job.file.name, default_storage.exists(name)) == (ExportState.GONE, "", False)


def test_a_file_nothing_knows_of_goes_after_a_day(db):
    name = files.store(files.IMPORTS, ContentFile(b"PK"))
    assert tidying.tidy(NOW) == NOTHING
    long_ago = (NOW - 2 * DAY).timestamp()
    os.utime(default_storage.path(name), (long_ago, long_ago))
    assert tidying.tidy(NOW) == NOTHING | {"stray_sheets": 1}
    assert not default_storage.exists(name)
