"""A list of proposed pairs changed by hand, row by row, before anybody confirms it."""

from collections import Counter

from django.db import transaction

from assistance.candidates import Offers
from assistance.explaining import is_across
from assistance.models import Proposal, ProposedPair
from assistance.proposing import locked
from audit.refusal import Refused
from organizations.models import Post

BY_HAND = "手工改为先不配。"


@transaction.atomic
def change(row: ProposedPair, *, post: Post | None, actor) -> ProposedPair:
    """Another free cadre for this household, or nobody for now. Raises Refused."""
    proposal = locked(row.proposal_id, actor)
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
    locked(row.proposal_id, actor)
    ProposedPair.objects.filter(pk=row.pk).delete()
