"""How the acts on a file are put on record, and how they say no."""

import datetime
from typing import Any

from assistance.models import HardshipFile
from audit import services as audit
from audit.refusal import Refused


def check(refusal: str, *, field: str = "") -> None:
    if refusal:
        raise Refused(refusal, field=field)


def record(
    action: str,
    file: HardshipFile,
    actor: Any,
    at: datetime.datetime,
    *,
    reason: str = "",
    data: dict[str, Any] | None = None,
) -> None:
    """The file's acts name the person: they read them under what was done with their data."""
    audit.record(
        action, actor=actor, subject=file, person=file.person_id, unit=file.organization.name,
        reason=reason, data=data, at=at,
    )  # fmt: skip


def look(file: HardshipFile, *, viewer: Any, at: datetime.datetime | None = None) -> None:
    """Somebody opens the file; the person themself leaves no trace in it."""
    if file.person_id and file.person_id != viewer.person_id:
        audit.record(
            "assistance.opened", actor=viewer, subject=file, person=file.person_id,
            unit=file.organization.name, at=at,
        )  # fmt: skip
