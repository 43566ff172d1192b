"""Computing a proposal in a worker: taken up by one at a time, done again when that one dies."""

import datetime
import logging
import uuid

from django.db import InterfaceError, OperationalError, transaction
from django.db.models import Q
from django.utils import timezone

from assistance import gathering, proposing
from assistance.assignment import assign
from assistance.explaining import is_across, sentence
from assistance.models import Proposal, ProposalState, ProposedPair
from assistance.models.file import STEWARDS
from assistance.weighing import Household, Match
from organizations import tree
from organizations.posts import paths, within

logger = logging.getLogger("portal.assistance")

# A list that kills its worker again and again is given up.
LONGEST = datetime.timedelta(minutes=15)
NOBODY, NOBODY_NEAR = "没有合适的空位了。", "本区县没有合适的空位了。"


def compute(pk: uuid.UUID) -> bool:
    """Fill the list and have it ready, or say that it failed; False when there is nothing to do.

    The row is held meanwhile: a second worker passes by, and when this one dies the lock goes too.
    """
    try:
        with transaction.atomic():
            rows = Proposal.objects.select_for_update(of=("self",), skip_locked=True)
            rows = rows.select_related("organization", "made_by")
            proposal = rows.filter(pk=pk, state=ProposalState.COMPUTING).first()
            if proposal:
                _fill(proposal)
        return bool(proposal)
    except (OperationalError, InterfaceError):
        # A row locked for too long, a database gone: the next sweep tries again.
        raise
    except Exception:
        logger.exception("proposal %s failed", pk)
        _fail(Proposal.objects.filter(pk=pk))
        return False


def sweep(at: datetime.datetime | None = None) -> int:
    """Hand over what waits for a worker or has lost its own; returns how much."""
    at = at or timezone.now()
    rows = Proposal.objects.filter(state=ProposalState.COMPUTING)
    _fail(rows.filter(made_at__lte=at - LONGEST))
    waiting = list(rows.filter(made_at__gt=at - LONGEST).order_by("made_at")[:100])
    for proposal in waiting:
        if not proposing.hand_over(proposal):
            break
    return len(waiting)


@transaction.atomic
def _fail(rows) -> None:
    idle = rows.filter(state=ProposalState.COMPUTING).select_for_update(skip_locked=True)
    Proposal.objects.filter(pk__in=list(idle.values_list("pk", flat=True))).update(
        state=ProposalState.FAILED
    )


def _fill(proposal: Proposal) -> None:
    where = gathering.Map()
    ours = gathering.households(proposing.waiting(proposal.organization), where)
    theirs = gathering.free_places(_unions(proposal), where)
    matches = assign(ours, theirs, across=proposal.allows_across)
    # Lists read from the newest row down: whom a person must look at is written last.
    matches.sort(key=lambda match: match.cost)
    served = {match.household.key for match in matches}
    rows = [_row(proposal, match, where) for match in matches]
    rows += [_without(proposal, each) for each in ours if each.key not in served]
    ProposedPair.objects.bulk_create(rows, batch_size=1000)
    proposal.files, proposal.places = len(ours), sum(place.free for place in theirs)
    proposal.state = ProposalState.READY
    proposal.save(update_fields=["files", "places", "state"])


def _unions(proposal: Proposal) -> Q:
    """Whose cadres may serve: the area's own, and those of the unions above it, as far as whoever
    asked administers them; all of theirs when districts may be crossed.
    """
    kept = within(proposal.made_by, STEWARDS, "organization__path")
    if proposal.allows_across:
        return kept
    path = proposal.organization.path
    above = [path[:end] for end in range(tree.SEGMENT, len(path), tree.SEGMENT)]
    own = [
        each for each in above if any(each.startswith(p) for p in paths(proposal.made_by, STEWARDS))
    ]
    return kept & (Q(organization__path__startswith=path) | Q(organization__path__in=own))


def _row(proposal: Proposal, match: Match, where: gathering.Map) -> ProposedPair:
    return ProposedPair(
        proposal=proposal, file_id=match.household.key, post_id=match.place.key, cost=match.cost,
        why=sentence(match.household, match.place, match.held, where.names),
        is_across=is_across(match.household, match.place),
    )  # fmt: skip


def _without(proposal: Proposal, household: Household) -> ProposedPair:
    why = NOBODY if proposal.allows_across else NOBODY_NEAR
    return ProposedPair(proposal=proposal, file_id=household.key, why=why)
