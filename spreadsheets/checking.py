"""Looking at an uploaded file: each row is good, has problems, or may be there twice already."""

from collections.abc import Iterator, Sequence

from django.db import transaction
from django.db.models import Count, Q

from audit.refusal import Refused
from spreadsheets import cells, files, kinds, moving, reading, sealing
from spreadsheets.kinds import Plan, Row
from spreadsheets.models import Import, ImportRow, ImportState, RowState

CHUNK = 500
REQUIRED = "这一格要填。"


def check(job: Import) -> None:
    """Read the file, look at its rows, keep both; done again from the start it is the same.

    A worker holds the job meanwhile (running.py).
    """
    moving.move(job, "check")
    kind = kinds.of(job)
    plan = kind.plan(job)
    try:
        with job.file.open("rb") as file:
            sheet = sealing.opened(job, file)
            found = reading.read(sheet, plan.columns, plan.marked, numbers=kind.sealed)
    except Refused as refused:
        moving.fail(job, refused.message)
        return
    job.rows.all().delete()
    columns = [[column.name, column.title] for column in plan.columns]
    _note(job, total=len(found.rows), checked=0, notes=found.notes, columns=columns)
    if _keep(job, plan, found.rows):
        _show(job)


def _keep(job: Import, plan: Plan, rows: Sequence[Row]) -> bool:
    """False when the import was cancelled meanwhile."""
    examine, checked, sealed = examiner(plan), 0, sealing.applies(job)
    for chunk in chunks(rows):
        examine(chunk)
        ImportRow.objects.bulk_create(_stored(job, row, sealed=sealed) for row in chunk)
        checked += len(chunk)
        if not _note(job, checked=checked):
            return False
    return True


def _stored(job: Import, row: Row, *, sealed: bool) -> ImportRow:
    stored = ImportRow(
        job=job, number=row.number, problems=row.problems, doubts=row.doubts, state=state_of(row)
    )
    sealing.put(stored, row.cells, sealed=sealed)
    return stored


def _note(job: Import, **fields) -> bool:
    return bool(Import.objects.filter(pk=job.pk, state=ImportState.CHECKING).update(**fields))


def _show(job: Import) -> None:
    with transaction.atomic():
        job = moving.locked(job)
        if job.state != ImportState.CHECKING:
            return
        moving.move(job, "show", **counts(job))
    # The rows hold all that is needed; the less lies about the better.
    files.remove(job)


def counts(job: Import) -> dict[str, int]:
    """The import's own columns, counted from its rows. One query."""
    of = {
        name: Count("pk", filter=Q(state=state))
        for name, state in (
            ("good", RowState.GOOD), ("bad", RowState.BAD), ("doubtful", RowState.PARKED),
        )
    }  # fmt: skip
    return job.rows.aggregate(**of)


def examiner(plan: Plan):
    """`examine(rows)`: read their cells, find what stands twice in the file, ask the kind."""
    first: dict = {}

    def examine(rows: Sequence[Row]) -> None:
        for row in rows:
            _understand(row, plan)
            if not row.problems:
                _doubt_twice(row, first.setdefault(plan.key(row), row.number))
        plan.check(rows)

    return examine


def _doubt_twice(row: Row, number: int) -> None:
    if number != row.number:
        row.doubt(f"和第{number}行写的是同一件事，可能重复了。")


def _understand(row: Row, plan: Plan) -> None:
    known = {problem["column"] for problem in row.problems}
    for column, cell in zip(plan.columns, row.cells, strict=True):
        row.values[column.name] = column.empty
        if column.name in known:
            continue
        if cells.is_blank(cell):
            if column.required:
                row.refuse(column.name, REQUIRED)
            continue
        try:
            row.values[column.name] = column.parse(cell)
        except Refused as refused:
            row.refuse(column.name, refused.message)


def state_of(row: Row) -> RowState:
    if row.problems:
        return RowState.BAD
    return RowState.GOOD if row.counts else RowState.PARKED


def chunks(rows: Sequence[Row]) -> Iterator[Sequence[Row]]:
    for start in range(0, len(rows), CHUNK):
        yield rows[start : start + CHUNK]
