"""Sheets that hold document numbers: neither file nor rows lie open, and neither is kept for long.

The numbers are needed until what the rows say is made; the rows that were not imported until they
are mended. A week after that all of them go, and with them the way to take the import back.
"""

import datetime
import io
import json
from collections.abc import Sequence
from typing import IO, Any

from django.core.files.base import ContentFile, File
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from people import crypto
from spreadsheets import cells, kinds, moving
from spreadsheets.kinds import Cell
from spreadsheets.models import WORKING_STATES, Import, ImportRow, ImportState

CELLS, FILE = "spreadsheets_importrow.sealed", "spreadsheets_import.file"
KEPT = datetime.timedelta(days=7)
TOO_LATE = f"导入已经过了{KEPT.days}天，表里的内容按规定清除了，不能再整批撤销。"
NOT_CONFIRMED = f"放了{KEPT.days}天没有确认，已经取消。"


def applies(job: Import) -> bool:
    return bool(kinds.of(job).sealed)


def closed(job: Import, upload: File) -> File:
    """The uploaded file as it is stored."""
    if not applies(job):
        return upload
    upload.seek(0)
    return ContentFile(crypto.seal_bytes(upload.read(), FILE))


def opened(job: Import, file: IO[bytes]) -> IO[bytes]:
    """The stored file as it was uploaded."""
    return io.BytesIO(crypto.unseal_bytes(file.read(), FILE)) if applies(job) else file


def put(row: ImportRow, read: Sequence[Cell], *, sealed: bool) -> None:
    """Lay the cells into a row that is about to be saved."""
    if sealed:
        row.sealed = crypto.seal(json.dumps(read, ensure_ascii=False), CELLS)
    else:
        row.cells = list(read)


def cells_of(row: ImportRow) -> list[Cell]:
    return json.loads(crypto.unseal(row.sealed, CELLS)) if row.sealed else row.cells


def shown(row: ImportRow, columns: Sequence[str], hidden: Sequence[str]) -> list[Cell]:
    """Its cells as anybody may see them, numbers masked; `columns` are their names."""
    pairs = zip(columns, cells_of(row), strict=False)
    return [masked(cell) if name in hidden else cell for name, cell in pairs]


def masked(cell: Cell) -> Cell:
    return cell if cells.is_blank(cell) else crypto.mask(cells.shown(cell))


def refusal_to_undo(job: Import, at: datetime.datetime | None = None) -> str:
    """Why it is too late to take the import back; what else stands against it the kind knows."""
    late = job.finished_at and job.finished_at <= (at or timezone.now()) - KEPT
    return TOO_LATE if late and applies(job) else ""


def wipe(at: datetime.datetime | None = None) -> int:
    """Delete the rows of sealed kinds whose time is over; returns how many went."""
    at = at or timezone.now()
    return sum(_wipe(job, at) for job in _over(at))


def _over(at: datetime.datetime) -> list[Import]:
    names = [kind.name for kind in kinds.registry().values() if kind.sealed]
    finished = Q(finished_at__lte=at - KEPT) & ~Q(state__in=WORKING_STATES)
    forgotten = Q(state=ImportState.READY, created_at__lte=at - KEPT)
    jobs = Import.objects.filter(finished | forgotten, kind__in=names, rows__isnull=False)
    return list(jobs.distinct())


@transaction.atomic
def _wipe(job: Import, at: datetime.datetime) -> int:
    job = moving.locked(job)
    if job.state == ImportState.READY:
        moving.move(job, "cancel", finished_at=at, message=NOT_CONFIRMED)
        moving.record("spreadsheets.import_cancelled", job, None)
    elif job.is_working:
        return 0
    gone: tuple[int, dict[str, Any]] = job.rows.all().delete()
    return gone[0]
