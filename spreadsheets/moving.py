"""The states of an import, changed in one place, and what is recorded of it."""

from typing import Any

from django.db import transaction
from django.utils import timezone

from audit import services as audit
from audit.refusal import Refused
from spreadsheets import files
from spreadsheets.models import IMPORT_MOVES, Import


def locked(job: Import) -> Import:
    rows = Import.objects.select_for_update(of=("self",), no_key=True)
    return rows.select_related("organization", "uploaded_by", "confirmed_by").get(pk=job.pk)


def move(job: Import, act: str, **fields: Any) -> None:
    """Lead it on and save `fields` with it. Raises Refused when its state does not allow that."""
    allowed, after = IMPORT_MOVES[act]
    if job.state not in allowed:
        raise Refused(f"这次导入现在是“{job.get_state_display()}”，不能这样办。")
    for name, value in {"state": after, **fields}.items():
        setattr(job, name, value)
    job.save(update_fields=["state", *fields])


def fail(job: Import, message: str) -> None:
    """It goes no further; what was kept of the file goes."""
    with transaction.atomic():
        job = locked(job)
        if job.state not in IMPORT_MOVES["fail"][0]:
            return
        move(job, "fail", message=message[:300], finished_at=timezone.now())
        job.rows.all().delete()
        record("spreadsheets.import_failed", job, None, reason=message)
    files.remove(job)


def record(action: str, job: Import, actor: Any, *, reason: str = "", **data: Any) -> None:
    audit.record(
        action, actor=actor, subject=job, unit=job.organization.name, reason=reason,
        data={"kind": job.kind, "file": job.file_name, **job.context, **data},
    )  # fmt: skip
