"""Who works at what: one worker a job, found again when it dies.

The worker holds an advisory lock of its own database session. When it is killed the session ends
and the lock with it; the sweep hands over whatever is still to be done, and a worker that cannot
take the lock leaves the job to the one that holds it. No clock is asked.
"""

import logging
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.db import InterfaceError, OperationalError, connection
from django.db.models import F

from spreadsheets import applying, checking, exporting, moving
from spreadsheets.handover import hand_over
from spreadsheets.models import WORKING_STATES, Export, ExportState, Import

logger = logging.getLogger("portal.spreadsheets")

SPACE = 0x5133EA
# A file that kills its worker again and again is given up.
MOST_ATTEMPTS = 5
MOST_HANDED_OVER = 100
GAVE_UP = "这份表格几次都没有处理完，请分成几份再传。"
OUR_FAULT = "处理时出了差错，什么也没有导入。请再传一次，还不行请联系系统管理员。"

_WAITING, _CHECKING, _IMPORTING, _UNDOING = WORKING_STATES
STEPS: dict[tuple[type, str], Callable[[Any], None]] = {
    (Import, _WAITING): checking.check,
    (Import, _CHECKING): checking.check,
    (Import, _IMPORTING): applying.apply,
    (Import, _UNDOING): applying.undo,
    (Export, ExportState.WAITING): exporting.write,
}


def sweep() -> int:
    """Hand over everything that waits for a worker or has lost its own; returns how much."""
    waiting = [
        *Import.objects.filter(state__in=WORKING_STATES).order_by("created_at")[:MOST_HANDED_OVER],
        *Export.objects.filter(state=ExportState.WAITING).order_by("created_at")[:MOST_HANDED_OVER],
    ]
    for job in waiting:
        if not hand_over(job):
            break
    return len(waiting)


def run(model: type[Import] | type[Export], pk: uuid.UUID) -> bool:
    """Do what is to be done for this job; False when another worker is at it or nothing is."""
    with _held(pk) as mine:
        job: Any = model.objects.filter(pk=pk).first() if mine else None
        step = STEPS.get((model, job.state)) if job else None
        if step:
            _try(job, step)
    return bool(step)


def _try(job: Any, step: Callable[[Any], None]) -> None:
    if job.attempts >= MOST_ATTEMPTS:
        _give_up(job, GAVE_UP)
        return
    type(job).objects.filter(pk=job.pk).update(attempts=F("attempts") + 1)
    try:
        step(job)
    except (OperationalError, InterfaceError):
        # A row locked for too long, a database gone: the next sweep tries again.
        logger.warning("job %s put off", job.pk, exc_info=True)
        raise
    except Exception:
        logger.exception("job %s failed", job.pk)
        _give_up(job, OUR_FAULT)


def _give_up(job: Any, message: str) -> None:
    if isinstance(job, Export):
        exporting.fail(job, message)
    else:
        moving.fail(job, message)


@contextmanager
def _held(pk: uuid.UUID) -> Iterator[bool]:
    key = [SPACE, pk.int & 0x7FFFFFFF]
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s, %s)", key)
        mine = cursor.fetchone()[0]
    try:
        yield mine
    finally:
        if mine:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s, %s)", key)
