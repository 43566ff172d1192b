"""Making what the rows say, all of it or nothing: one transaction, whatever happens to the worker."""

from collections.abc import Sequence
from functools import partial

from django.db import transaction
from django.utils import timezone

from audit.refusal import Refused
from spreadsheets import kinds, moving, progress, sealing
from spreadsheets.checking import chunks, counts, examiner, state_of
from spreadsheets.kinds import Row
from spreadsheets.models import Import, ImportRow, RowState

CHANGED = "检查以后情况有变化，请看看新标出来的行，再导入一次。"


def apply(job: Import) -> None:
    """Look at the good rows once more and make them real. A worker holds the job (running.py).

    What is no longer good is shown again instead, and nothing is made.
    """
    kind = kinds.of(job)
    try:
        with transaction.atomic():
            _check(kind.refusal(job.confirmed_by, job))
            rows = _examined(job)
            changed = [row for row in rows if not row.counts]
            if changed:
                _show_again(job, changed)
                return
            kind.apply(job, rows, partial(progress.tell, job.pk, total=len(rows)))
            _finish(job, rows)
    except Refused as refused:
        _say(job, "show_again", refused.message)


def _check(refusal: str) -> None:
    if refusal:
        raise Refused(refusal)


def _examined(job: Import) -> list[Row]:
    """The rows to import, read and judged by today's rules, those let in by hand included."""
    stored = job.rows.filter(state=RowState.GOOD).order_by("number")
    rows = [
        Row(row.number, sealing.cells_of(row), is_let_in=bool(row.doubts))
        # With its job, which the manager lays into each row: else every one is asked for.
        for row in stored.only("job", "number", "cells", "sealed", "doubts")
    ]
    examine = examiner(kinds.of(job).plan(job))
    for chunk in chunks(rows):
        examine(chunk)
    return rows


def _show_again(job: Import, changed: Sequence[Row]) -> None:
    numbers = {row.number: row for row in changed}
    stored = list(job.rows.filter(number__in=numbers))
    for row in stored:
        now = numbers[row.number]
        row.state, row.problems, row.doubts = state_of(now), now.problems, now.doubts
    ImportRow.objects.bulk_update(stored, ["state", "problems", "doubts"], batch_size=500)
    moving.move(moving.locked(job), "show_again", message=CHANGED, **counts(job))


def _finish(job: Import, rows: Sequence[Row]) -> None:
    made = {row.number: row.made for row in rows if row.made}
    stored = list(job.rows.filter(number__in=made))
    for row in stored:
        row.made = made[row.number]
    ImportRow.objects.bulk_update(stored, ["made"], batch_size=500)
    job.rows.filter(state=RowState.GOOD).update(state=RowState.IMPORTED)
    job = moving.locked(job)
    moving.move(job, "finish", done=len(rows), good=0, message="", finished_at=timezone.now())
    moving.record("spreadsheets.imported", job, job.confirmed_by, rows=len(rows))


def undo(job: Import) -> None:
    """Take all of it back, in one transaction; refused by the kind, the import stays as it is."""
    try:
        with transaction.atomic():
            kinds.of(job).undo(job)
            job.rows.filter(state=RowState.IMPORTED).update(state=RowState.SKIPPED)
            gone = moving.locked(job)
            moving.move(gone, "finish_undo", undone_at=timezone.now(), message="")
            moving.record("spreadsheets.import_undone", gone, gone.undone_by, rows=gone.done)
    except Refused as refused:
        _say(job, "keep", refused.message)


def _say(job: Import, act: str, message: str) -> None:
    """Back to where it came from, with the reason, unless somebody else has led it on."""
    with transaction.atomic():
        now = moving.locked(job)
        if now.state == job.state:
            moving.move(now, act, message=message[:300])
