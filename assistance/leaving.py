"""A household leaves: the pair ends with it, and what stands in public comes down."""

import datetime
from typing import Any

from assistance.ending import end_pairing
from assistance.models import HardshipFile, Need, NeedState, Publication
from assistance.models.file import FILE_MOVES
from assistance.recording import record
from audit import services as audit

GONE = "已退出帮扶"


def leave(
    file: HardshipFile,
    *,
    reason: str,
    actor: Any,
    at: datetime.datetime,
    action: str = "assistance.left",
) -> None:
    """Part of an act: the file is locked, who may and whether it can has been asked."""
    end_pairing(file, reason=reason, actor=actor, at=at)
    take_down([file], at)
    _drop_needs(file, actor, at)
    file.state, file.left_at, file.leave_reason = FILE_MOVES["leave"][1], at, reason[:120]
    file.ask_again_on = file.next_due_on = file.quiet_until = None
    file.save(
        update_fields=[
            "state", "left_at", "leave_reason", "ask_again_on", "next_due_on", "quiet_until",
        ]
    )  # fmt: skip
    record(action, file, actor, at, reason=file.leave_reason)


def take_down(files, at: datetime.datetime) -> int:
    """End what is published of these files; returns how much that was."""
    standing = Publication.objects.filter(file__in=files, taken_down_at__isnull=True)
    return standing.update(taken_down_at=at)


def _drop_needs(file: HardshipFile, actor: Any, at: datetime.datetime) -> None:
    """What nobody has bought yet is not wanted any more; what was bought is still handed over."""
    waiting = Need.objects.filter(file=file, state__in=(NeedState.RAISED, NeedState.ASSIGNED))
    dropped = list(waiting.select_for_update().order_by("pk"))
    Need.objects.filter(pk__in=[need.pk for need in dropped]).update(
        state=NeedState.CANCELLED, closed_at=at, closing_note=GONE
    )
    audit.record_all(
        audit.entry(
            "assistance.need_cancelled", actor=actor, subject=need, person=file.person_id,
            unit=file.organization.name, data={"left": True}, at=at,
        )
        for need in dropped
    )  # fmt: skip
