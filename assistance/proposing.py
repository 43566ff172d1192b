"""Proposed pairs for an area: a machine proposes, a person changes and confirms (PIPL §24).

Until then nothing happens to anybody. Computing is a task: the row is the promise, the queue a
hint, and a worker that dies is followed by another (sweep).
"""

import datetime
from collections import Counter
from functools import partial

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from assistance.admitting import Choice
from assistance.candidates import Offers
from assistance.explaining import is_across
from assistance.models import HardshipFile, Proposal, ProposalState, ProposedPair
from assistance.pairing import Outcome, pair_all
from assistance.permissions import refusal_to_keep
from audit import services as audit
from audit.refusal import Refused
from notifications.handover import ask
from organizations.models import Organization, Post

TASK = "assistance.tasks.propose"
# A hint nobody took is no news: the next sweep gives another.
EXPIRES = 60
BY_HAND = "手工改为先不配。"


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
    _record("assistance.proposal_started", proposal, actor, at, files=files, across=allows_across)
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
def change(row: ProposedPair, *, post: Post | None, actor) -> ProposedPair:
    """Another free cadre for this household, or nobody for now. Raises Refused."""
    proposal = _locked(row.proposal_id, actor)
    row = ProposedPair.objects.select_related("file").get(pk=row.pk)
    if row.post_id == (post.pk if post else None):
        return row
    if post is None:
        row.why, row.cost, row.is_across = BY_HAND, 0, False
    else:
        _weigh(row, post, actor, proposal)
    row.post, row.changed_by_hand = post, True
    row.save(update_fields=["post", "why", "cost", "is_across", "changed_by_hand"])
    return row


def offers(proposal: Proposal, actor, *, text: str = "") -> Offers:
    """The free places this list has not given away yet."""
    used = Counter(proposal.pairs.exclude(post=None).values_list("post_id", flat=True))
    return Offers.of(actor, text=text, used=used)


def _weigh(row: ProposedPair, post: Post, actor, proposal: Proposal) -> None:
    found = offers(proposal, actor)
    household = found.household(row.file)
    match = found.one(household, post.pk)
    if match is None:
        raise Refused(f"{post.user}现在没有空位，或者和这一户要回避，请另选一位。", field="post")
    row.why, row.cost = found.why(match), match.cost
    row.is_across = is_across(household, match.place)


@transaction.atomic
def leave_out(row: ProposedPair, *, actor) -> None:
    """This household is not part of the list; it still waits, and comes with the next one."""
    _locked(row.proposal_id, actor)
    ProposedPair.objects.filter(pk=row.pk).delete()


@transaction.atomic
def drop(proposal: Proposal, *, actor, at: datetime.datetime | None = None) -> Proposal:
    """Nothing comes of this list. Twice is quiet. Raises Refused."""
    at = at or timezone.now()
    found = _locked(proposal.pk, actor, also=(ProposalState.DROPPED, ProposalState.FAILED))
    if found.state == ProposalState.DROPPED:
        return found
    _decide(found, ProposalState.DROPPED, actor, at)
    _record("assistance.proposal_dropped", found, actor, at)
    return found


@transaction.atomic
def confirm(proposal: Proposal, *, actor, at: datetime.datetime | None = None) -> Proposal:
    """Pair them all in one go; each is asked once more. Twice is quiet. Raises Refused.

    Who was taken meanwhile stays in the list with the reason, and still waits for a cadre.
    """
    found = _locked(proposal.pk, actor, also=(ProposalState.CONFIRMED,))
    if found.state == ProposalState.CONFIRMED:
        return found
    rows = list(found.pairs.exclude(post=None).order_by("-pk"))
    if not rows:
        raise Refused("这份名单里没有可以结的对，请先给户选干部。")
    choices = [Choice(row.file_id, row.post_id, row.why) for row in rows if row.post_id]
    outcome = pair_all(choices, actor=actor, at=at)
    _note(rows, outcome)
    at = at or timezone.now()
    _decide(found, ProposalState.CONFIRMED, actor, at)
    _record(
        "assistance.proposal_confirmed", found, actor, at, paired=len(outcome.made),
        left=len(outcome.left),
    )  # fmt: skip
    return found


def _note(rows: list[ProposedPair], outcome: Outcome) -> None:
    reasons = {choice.file_id: reason for choice, reason in outcome.left}
    left = [row for row in rows if row.file_id in reasons]
    for row in left:
        row.left_because = reasons[row.file_id][:120]
    ProposedPair.objects.bulk_update(left, ["left_because"], batch_size=500)


def _locked(pk, actor, *, also: tuple[str, ...] = ()) -> Proposal:
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


def _record(action: str, proposal: Proposal, actor, at: datetime.datetime, **data) -> None:
    audit.record(
        action, actor=actor, subject=proposal, unit=proposal.organization.name, data=data, at=at
    )
