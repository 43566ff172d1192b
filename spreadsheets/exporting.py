"""Long lists written in the background, to be fetched within some days."""

import datetime
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache, partial
from importlib import import_module
from typing import Any

from django.conf import settings
from django.core.files import File
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from accounts.models import User
from audit import services as audit
from audit.refusal import Refused
from organizations.models import Organization
from spreadsheets import files, writing
from spreadsheets.handover import hand_over
from spreadsheets.models import Export, ExportState

KEPT = datetime.timedelta(days=7)


@dataclass(frozen=True)
class ExportKind:
    """`sheets(job)` hold what the one who asked may see now; their rows come from an iterator and
    are written in constant memory. It raises Refused with what the one who asked then reads.
    `action` is how the record calls it.
    """

    name: str
    action: str
    # Who fetches it, while they hold one of these on the union it was asked for.
    roles: Sequence[str]
    sheets: Callable[[Export], Sequence[writing.Sheet]]
    # How long it can be fetched, from the moment it was asked for.
    kept: datetime.timedelta = KEPT


@cache
def registry() -> dict[str, ExportKind]:
    """All kinds of the modules in settings.EXPORTS, by name."""
    modules = [import_module(name) for name in settings.EXPORTS]
    return {kind.name: kind for module in modules for kind in module.EXPORTS}


def of(job: Export) -> ExportKind:
    return registry()[job.kind]


def ask_for(
    *, kind: str, title: str, organization: Organization, context: dict, rows: int, actor: Any
) -> Export:
    """A list to be written by a worker; asked for again while it waits, it is the same one."""
    with transaction.atomic():
        # Two presses at once: the second waits here and finds the first.
        User.objects.select_for_update(no_key=True).get(pk=actor.pk)
        waiting = Export.objects.filter(
            kind=kind, context=context, requested_by=actor, state=ExportState.WAITING
        )
        job = waiting.first()
        if job:
            return job
        job = Export.objects.create(
            kind=kind, title=title[:80], organization=organization, context=context,
            requested_by=actor, rows=rows,
        )  # fmt: skip
        _record(job, of(job).action)
        transaction.on_commit(partial(hand_over, job), robust=True)
    return job


def write(job: Export) -> None:
    """Write the file; a worker holds the job (running.py)."""
    kind = of(job)
    with tempfile.TemporaryFile() as out:
        try:
            rows = writing.write(out, *kind.sheets(job))
            out.seek(0)
            name = files.store(files.EXPORTS, File(out))
        except Refused as refused:
            fail(job, refused.message)
            return
    ready = {"state": ExportState.READY, "file": name, "rows": rows, "finished_at": timezone.now()}
    Export.objects.filter(pk=job.pk, state=ExportState.WAITING).update(**ready)


def fail(job: Export, message: str) -> None:
    Export.objects.filter(pk=job.pk, state=ExportState.WAITING).update(
        state=ExportState.FAILED, message=message[:300], finished_at=timezone.now()
    )


def is_over(job: Export, at: datetime.datetime) -> bool:
    """Whether a written list is past its time: it is fetched no more, tidied away or not."""
    return job.state == ExportState.READY and at >= job.created_at + of(job).kept


def let_go(at: datetime.datetime) -> int:
    """Remove the files of all that are past their time; returns how many went."""
    kept = {kind.name: kind.kept for kind in registry().values()}
    ready = Export.objects.filter(state=ExportState.READY)
    # What a kind of former days wrote is kept as long as anything else.
    old = Q(created_at__lte=at - KEPT) & ~Q(kind__in=kept)
    for name, time in kept.items():
        old |= Q(kind=name, created_at__lte=at - time)
    found = list(ready.filter(old))
    for job in found:
        files.remove(job)
    Export.objects.filter(pk__in=[job.pk for job in found]).update(state=ExportState.GONE)
    return len(found)


def _record(job: Export, action: str) -> None:
    data = {"kind": job.kind, "title": job.title, **job.context}
    reason = data.pop("reason", "")
    audit.record(
        action, actor=job.requested_by, subject=job, unit=job.organization.name, reason=reason,
        data=data,
    )  # fmt: skip
