"""Confirming a list of proposed pairs: a short one in the request, a long one by a worker.

Block by block, each block one transaction: what stands is never made again, and a worker that dies
is followed by another (sweep). The row is the promise, the queue a hint.
"""

import datetime
import logging
import uuid
from functools import partial

from django.db import InterfaceError, OperationalError, transaction
from django.utils import timezone

from assistance.admitting import Choice
from assistance.models import Proposal, ProposalState, ProposedPair
from assistance.pairing import pair_all
from assistance.proposing import EXPIRES, locked, record
from audit.refusal import Refused
from notifications.handover import ask

logger = logging.getLogger("portal.assistance")

TASK = "assistance.tasks.confirm_proposal"
AT_ONCE, BLOCK = 200, 100
NOBODY_CHOSEN = "这份名单里没有可以结的对，请先给户选干部。"
FAILED = "出了差错，这一户没有结成，请再排一次。"


@transaction.atomic
def confirm(proposal: Proposal, *, actor, at: datetime.datetime | None = None) -> Proposal:
    """Pair them all; each is asked once more. Twice is quiet. Raises Refused.

    Who was taken meanwhile stays in the list with the reason, and still waits for a cadre. More
    than AT_ONCE rows are left to a worker.
    """
    found = locked(proposal.pk, actor, also=(ProposalState.CONFIRMING, ProposalState.CONFIRMED))
    if found.state != ProposalState.READY:
        return found
    number = _to_do(found).count()
    if not number:
        raise Refused(NOBODY_CHOSEN)
    found.state, found.decided_by = ProposalState.CONFIRMING, actor
    found.decided_at = at or timezone.now()
    found.save(update_fields=["state", "decided_by", "decided_at"])
    if number <= AT_ONCE:
        _pair_block(found, list(_to_do(found)), at)
        _finish(found)
    else:
        transaction.on_commit(partial(hand_over, found), robust=True)
    return found


def hand_over(proposal: Proposal) -> bool:
    """False when the broker is away."""
    return ask(TASK, [[str(proposal.pk)]], expires=EXPIRES)


def go_on(pk: uuid.UUID, *, at: datetime.datetime | None = None) -> None:
    """Until nobody is left, or another worker is at it."""
    while _next_block(pk, at):
        pass


def sweep() -> int:
    """Hand over what waits for a worker or has lost its own; returns how much."""
    waiting = list(Proposal.objects.filter(state=ProposalState.CONFIRMING)[:100])
    for proposal in waiting:
        if not hand_over(proposal):
            break
    return len(waiting)


@transaction.atomic
def _next_block(pk: uuid.UUID, at: datetime.datetime | None) -> bool:
    """Whether there may be more. The row is held meanwhile: a second worker passes by."""
    rows = Proposal.objects.select_for_update(of=("self",), skip_locked=True)
    rows = rows.select_related("organization", "decided_by")
    found = rows.filter(pk=pk, state=ProposalState.CONFIRMING).first()
    if found is None:
        return False
    block = list(_to_do(found)[:BLOCK])
    if block:
        _pair_block(found, block, at)
        return True
    _finish(found)
    return False


def _to_do(proposal: Proposal):
    return proposal.pairs.filter(post__isnull=False, is_done=False).order_by("-pk")


def _pair_block(
    proposal: Proposal, rows: list[ProposedPair], at: datetime.datetime | None
) -> None:  # fmt: skip
    reasons = _reasons(rows, proposal.decided_by, at)
    for row in rows:
        row.is_done, row.left_because = True, reasons.get(row.file_id, "")[:120]
    ProposedPair.objects.bulk_update(rows, ["is_done", "left_because"], batch_size=500)


def _reasons(rows: list[ProposedPair], actor, at: datetime.datetime | None) -> dict:
    """File -> why it could not be paired. What stops a whole block is looked for row by row."""
    choices = [Choice(row.file_id, row.post_id, row.why) for row in rows if row.post_id]
    try:
        outcome = pair_all(choices, actor=actor, at=at)
    except (OperationalError, InterfaceError):
        # A row locked for too long, a database gone: the next sweep tries again.
        raise
    except Exception as error:
        if len(rows) > 1:
            return {key: why for row in rows for key, why in _reasons([row], actor, at).items()}
        if not isinstance(error, Refused):
            logger.exception("a proposed pair failed")
        return {rows[0].file_id: error.message if isinstance(error, Refused) else FAILED}
    return {choice.file_id: reason for choice, reason in outcome.left}


def _finish(proposal: Proposal) -> None:
    left = proposal.pairs.exclude(left_because="").count()
    done = proposal.pairs.filter(is_done=True).count()
    proposal.state = ProposalState.CONFIRMED
    proposal.save(update_fields=["state"])
    record(
        "assistance.proposal_confirmed", proposal, proposal.decided_by, timezone.now(),
        paired=done - left, left=left,
    )  # fmt: skip
