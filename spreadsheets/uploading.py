"""An uploaded file comes in: small enough, what it says it is, kept private, handed to a worker."""

import re
import uuid
from functools import partial
from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction

from audit.refusal import Refused
from organizations.models import Organization
from people import identity
from spreadsheets import files, kinds, moving, sealing, sniffing
from spreadsheets.handover import hand_over
from spreadsheets.models import Import, ImportState

# Nothing was made of these, or it was taken back.
_OVER = (ImportState.FAILED, ImportState.CANCELLED, ImportState.UNDONE)


def take_in(
    *,
    kind: str,
    organization: Organization,
    context: dict,
    upload: Any,
    client_id: uuid.UUID,
    actor: Any,
) -> Import:
    """Keep the file and have it checked. Sent twice under one `client_id` it is one import.

    Raises Refused (field "file").
    """
    known = _known(actor, client_id)
    if known:
        return known
    _check_file(upload)
    job = Import(
        kind=kind, organization=organization, context=context, client_id=client_id,
        uploaded_by=actor, size=upload.size, file_name=_plain_name(upload.name),
        digest=files.digest(upload),
    )  # fmt: skip
    refusal = kinds.of(job).refusal(actor, job)
    if refusal:
        raise Refused(refusal, field="file")
    upload.seek(0)
    job.same_as = _same(job)
    job.file = files.store(files.IMPORTS, sealing.closed(job, upload))
    return _kept(job)


def _kept(job: Import) -> Import:
    try:
        with transaction.atomic():
            job.save(force_insert=True)
            moving.record("spreadsheets.uploaded", job, job.uploaded_by, size=job.size)
            transaction.on_commit(partial(hand_over, job), robust=True)
    except IntegrityError:
        # Both presses came through at once: the other one's row stands.
        files.remove_named([job.file.name or ""])
        return Import.objects.get(uploaded_by=job.uploaded_by, client_id=job.client_id)
    return job


def _known(actor: Any, client_id: uuid.UUID) -> Import | None:
    return Import.objects.filter(uploaded_by=actor, client_id=client_id).first()


def _same(job: Import) -> Import | None:
    """The latest import of the very same bytes for the same purpose."""
    rows = Import.objects.filter(digest=job.digest, kind=job.kind, context=job.context)
    return rows.exclude(state__in=_OVER).order_by("-created_at").first()


def _check_file(upload: Any) -> None:
    most = settings.SPREADSHEET_MAX_BYTES
    if upload.size > most:
        raise Refused(too_large(upload.size), field="file")
    try:
        sniffing.check(upload)
    except Refused as refused:
        raise Refused(refused.message, field="file") from None


def too_large(size: int) -> str:
    most = settings.SPREADSHEET_MAX_BYTES // 1024 // 1024
    return (
        f"这个文件有{size / 1024 / 1024:.0f}MB，最大只收{most}MB。"
        "请去掉图片和用不到的工作表，或分成几份再传。"
    )


def _plain_name(name: str) -> str:
    """The name as people know it, without path, odd characters or a document number."""
    last = re.split(r"[\\/]", name or "")[-1]
    plain = re.sub(r"[\x00-\x1f\x7f<>\"]", "", last).strip()[:120]
    return "表格.xlsx" if not plain or identity.stands_in(plain) else plain
