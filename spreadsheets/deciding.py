"""What a person decides about an import: the doubtful rows, whether to go on, whether to take back."""

from collections.abc import Iterable
from functools import partial
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from audit.refusal import Refused
from spreadsheets import files, kinds, moving, sealing
from spreadsheets.checking import counts
from spreadsheets.handover import hand_over
from spreadsheets.models import Import, ImportState, RowState

# Rows one may still decide about.
_OPEN = Q(state__in=(RowState.PARKED, RowState.SKIPPED)) | Q(state=RowState.GOOD) & ~Q(doubts=[])
_FIRM = Q(doubts__contains=[{"firm": True}])
NUMBERS_TOLD = 50


@transaction.atomic
def decide(job: Import, numbers: Iterable[int] | None, *, let_in: bool, actor: Any) -> int:
    """Let doubtful rows in, or leave them out; `numbers` None are all not decided yet.

    Returns how many changed. Raises Refused.
    """
    job = moving.locked(job)
    _check(actor, job)
    if job.state != ImportState.READY:
        raise Refused(f"这次导入现在是“{job.get_state_display()}”，不能再改。")
    if numbers is None:
        rows = job.rows.filter(state=RowState.PARKED)
    else:
        rows = job.rows.filter(_OPEN, number__in=list(numbers))
    rows = rows.exclude(state=RowState.GOOD if let_in else RowState.SKIPPED)
    if let_in:
        rows = rows.exclude(_FIRM)
    changed = sorted(rows.values_list("number", flat=True))
    rows.update(state=RowState.GOOD if let_in else RowState.SKIPPED)
    if changed:
        _count(job)
        told = changed[:NUMBERS_TOLD]
        moving.record("spreadsheets.rows_decided", job, actor, let_in=let_in, rows=told)
    return len(changed)


def _count(job: Import) -> None:
    for name, number in counts(job).items():
        setattr(job, name, number)
    job.save(update_fields=["good", "bad", "doubtful"])


@transaction.atomic
def confirm(job: Import, *, actor: Any) -> None:
    """Have the good rows imported; pressed twice is quiet. Raises Refused."""
    job = moving.locked(job)
    _check(actor, job)
    if job.state in (ImportState.IMPORTING, ImportState.DONE):
        return
    if job.state == ImportState.READY and not job.good:
        raise Refused("没有可以导入的行，请改好表格再传一次。")
    moving.move(
        job, "confirm", confirmed_at=timezone.now(), confirmed_by=actor, attempts=0, message=""
    )
    transaction.on_commit(partial(hand_over, job), robust=True)


@transaction.atomic
def cancel(job: Import, *, actor: Any) -> None:
    """Import nothing of it; pressed twice is quiet. Raises Refused."""
    job = moving.locked(job)
    _check(actor, job)
    if job.state == ImportState.CANCELLED:
        return
    moving.move(job, "cancel", finished_at=timezone.now())
    job.rows.all().delete()
    moving.record("spreadsheets.import_cancelled", job, actor)
    transaction.on_commit(partial(files.remove, job))


@transaction.atomic
def undo(job: Import, *, actor: Any) -> None:
    """Have all of it taken back; pressed twice is quiet. Raises Refused, as long as nothing of it
    may be lost that others have built on.
    """
    job = moving.locked(job)
    _check(actor, job)
    if job.state in (ImportState.UNDOING, ImportState.UNDONE):
        return
    if job.state == ImportState.DONE:
        _refuse(refusal_to_undo(job))
    moving.move(job, "undo", undone_by=actor, attempts=0, message="")
    transaction.on_commit(partial(hand_over, job), robust=True)


def refusal_to_undo(job: Import) -> str:
    return sealing.refusal_to_undo(job) or kinds.of(job).refusal_to_undo(job)


def _check(actor: Any, job: Import) -> None:
    _refuse(kinds.of(job).refusal(actor, job))


def _refuse(refusal: str) -> None:
    if refusal:
        raise Refused(refusal)
