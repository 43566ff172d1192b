"""“先不要打扰我”: the person asks for silence until a day, or is glad to be called again."""

import datetime

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from assistance import callers, schedule
from assistance.ending import lock_file, standing
from assistance.models import HardshipFile
from assistance.recording import check, record
from assistance.said import QUIET_DAYS
from assistance.telling import HOUSEHOLDS, Outbox
from audit.refusal import Refused

DAY = datetime.timedelta(days=1)


@transaction.atomic
def ask_for(
    file: HardshipFile, *, until: datetime.date, actor: User, at: datetime.datetime | None = None
) -> HardshipFile:
    """Nobody calls before that day; whoever calls is told. The same day once more is quiet."""
    at = at or timezone.now()
    today = timezone.localdate(at)
    if not today < until <= today + QUIET_DAYS * DAY:
        raise Refused("请选明天起一年以内的日子。", field="until")
    file = _own(file, actor)
    if file.quiet_until == until:
        return file
    file.quiet_until = until
    _set_due(file, file.next_due_on)
    record("assistance.quiet_asked", file, actor, at, data={"until": until.isoformat()})
    _tell("assistance.quiet_asked", file, at)
    return file


@transaction.atomic
def end(file: HardshipFile, *, actor: User, at: datetime.datetime | None = None) -> HardshipFile:
    """One may call again; nobody is late for having been silent as long as was asked for."""
    at = at or timezone.now()
    file = _own(file, actor)
    if file.quiet_until is None:
        return file
    file.quiet_until = None
    _set_due(file, None, earliest=timezone.localdate(at) + DAY)
    record("assistance.quiet_ended", file, actor, at)
    _tell("assistance.quiet_ended", file, at)
    return file


def _own(file: HardshipFile, actor: User) -> HardshipFile:
    file = lock_file(file)
    own = file.person_id is not None and file.person_id == actor.person_id
    check("" if own else "只有本人可以这样办。")
    if not file.is_cared_for:
        raise Refused("现在没有人会打扰您。")
    return file


def _set_due(
    file: HardshipFile, wished: datetime.date | None, *, earliest: datetime.date | None = None
) -> None:
    pairing = standing(file)
    paired_on = timezone.localdate(pairing.since) if pairing else None
    due = schedule.due_on(file, paired_on=paired_on, wished=wished)
    file.next_due_on = max(due, earliest) if due and earliest else due
    file.save(update_fields=["quiet_until", "next_due_on"])


def _tell(kind: str, file: HardshipFile, at: datetime.datetime) -> None:
    outbox = Outbox(at)
    for reader in callers.of(file, at).people:
        outbox.enqueue(
            kind, reader, dedupe=f"{file.pk}:{reader.pk}:{at.isoformat()}", link=HOUSEHOLDS,
            until=file.quiet_until, due=file.next_due_on,
        )  # fmt: skip
    outbox.send()
