"""Proposed pairs for an area: a machine proposes, a person changes and confirms (PIPL §24).

Until then (confirming.py) nothing happens to anybody. Computing is a task: the row is the promise, the queue a
hint, and a worker that dies is followed by another (sweep).
"""

import datetime
from functools import partial

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from assistance.models import HardshipFile, Proposal, ProposalState
from assistance.permissions import refusal_to_keep
from audit import services as audit
from audit.refusal import Refused
from notifications.handover import ask
from organizations.models import Organization

TASK = "assistance.tasks.propose"
# A hint nobody took is no news: the next sweep gives another.
EXPIRES = 60


@transaction.atomic
def start(
    organization: Organization, *, actor, allows_across: bool = False,
    at: datetime.datetime | None = None,
) -> Proposal:  # fmt: skip
    """Have pairs proposed for all households of this area that have nobody. Raises Refused.

    Pressed twice it is one: the first is still being computed.
    """
    at = at or timezone.now()
    _check(refusal_to_keep(actor, organization))
    User.objects.select_for_update(no_key=True).get(pk=actor.pk)
    known = Proposal.objects.filter(
        organization=organization, made_by=actor, state=ProposalState.COMPUTING
    ).first()
    if known:
        return known
    files = waiting(organization).count()
    if not files:
        raise Refused("这个范围里没有等着结对的户。", field="organization")
    proposal = Proposal.objects.create(
        organization=organization, made_by=actor, made_at=at, files=files,
        allows_across=allows_across,
    )  # fmt: skip
    record("assistance.proposal_started", proposal, actor, at, files=files, across=allows_across)
    transaction.on_commit(partial(hand_over, proposal), robust=True)
    return proposal


def waiting(organization: Organization):
    """On file and consented, and nobody's, in this union and below."""
    rows = HardshipFile.objects.unpaired()
    return rows.filter(organization__path__startswith=organization.path)


def hand_over(proposal: Proposal) -> bool:
    """False when the broker is away."""
    return ask(TASK, [[str(proposal.pk)]], expires=EXPIRES)


@transaction.atomic
def drop(proposal: Proposal, *, actor, at: datetime.datetime | None = None) -> Proposal:
    """Nothing comes of this list. Twice is quiet. Raises Refused."""
    at = at or timezone.now()
    found = locked(proposal.pk, actor, also=(ProposalState.DROPPED, ProposalState.FAILED))
    if found.state == ProposalState.DROPPED:
        return found
    _decide(found, ProposalState.DROPPED, actor, at)
    record("assistance.proposal_dropped", found, actor, at)
    return found


def locked(pk, actor, *, also: tuple[str, ...] = ()) -> Proposal:
    """The proposal, to be changed by somebody who may; ready, or in one of the states `also`."""
    proposal = (
        Proposal.objects.select_for_update(of=("self",)).select_related("organization").get(pk=pk)
    )
    _check(refusal_to_keep(actor, proposal.organization))
    if proposal.state not in (ProposalState.READY, *also):
        raise Refused(f"这份名单现在是“{proposal.get_state_display()}”，不能再改。")
    return proposal


def _decide(proposal: Proposal, state: str, actor, at: datetime.datetime) -> None:
    proposal.state, proposal.decided_by, proposal.decided_at = state, actor, at
    proposal.save(update_fields=["state", "decided_by", "decided_at"])


def _check(refusal: str) -> None:
    if refusal:
        raise Refused(refusal)


def record(action: str, proposal: Proposal, actor, at: datetime.datetime, **data) -> None:
    audit.record(
        action, actor=actor, subject=proposal, unit=proposal.organization.name, data=data, at=at
    )
