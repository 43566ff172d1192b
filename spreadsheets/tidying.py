"""What sheets leave behind, and how long it stays: the rows of an import until nobody looks at them
any more, a written list as long as its kind says, a file nothing knows of for a day.
"""

import datetime

from django.core.files.storage import default_storage
from django.db import transaction

from spreadsheets import exporting, files, moving
from spreadsheets.models import (
    WORKING_STATES,
    Export,
    Import,
    ImportRow,
    ImportState,
)

ROWS_KEPT = datetime.timedelta(days=90)
# An upload is stored a moment before its row is.
STRAYS_KEPT = datetime.timedelta(days=1)

NOT_CONFIRMED = f"放了{ROWS_KEPT.days}天没有确认，已经取消。"


def tidy(at: datetime.datetime) -> dict[str, int]:
    """How many of each went."""
    return {"import_rows": _rows(at), "exports": exporting.let_go(at), "stray_sheets": _strays(at)}


def _rows(at: datetime.datetime) -> int:
    """The import itself stays, with its counts: what was imported knows it by its id."""
    for job in Import.objects.filter(state=ImportState.READY, created_at__lt=at - ROWS_KEPT):
        _call_off(job)
    over = Import.objects.filter(finished_at__lt=at - ROWS_KEPT).exclude(state__in=WORKING_STATES)
    # Where a row remembers what was made of it, undoing needs it.
    return ImportRow.objects.filter(job__in=over, made="").delete()[0]


@transaction.atomic
def _call_off(job: Import) -> None:
    job = moving.locked(job)
    if job.state == ImportState.READY:
        moving.move(job, "cancel", finished_at=job.created_at, message=NOT_CONFIRMED)
        moving.record("spreadsheets.import_cancelled", job, None)


def _strays(at: datetime.datetime) -> int:
    """Files whose row was never written, or whose removal failed."""
    strays = [name for folder in files.FOLDERS for name in _old_files(folder, at)]
    files.remove_named(strays)
    return len(strays)


def _old_files(folder: str, at: datetime.datetime) -> list[str]:
    try:
        names = [f"{folder}/{name}" for name in default_storage.listdir(folder)[1]]
    except FileNotFoundError:
        return []
    known = {
        *Import.objects.filter(file__in=names).values_list("file", flat=True),
        *Export.objects.filter(file__in=names).values_list("file", flat=True),
    }
    before = at - STRAYS_KEPT
    return [n for n in names if n not in known and default_storage.get_modified_time(n) < before]
