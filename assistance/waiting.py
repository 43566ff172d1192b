"""The households nobody calls yet, who waited longest first, and the figures above the list."""

from typing import Any

from django.db.models import F, Sum

from assistance import gathering
from assistance.models import HandOver, HardshipFile, Proposal
from assistance.models.file import STEWARDS
from audit import keyset
from organizations.posts import within

LISTS = 5


def _mine(user):
    return HardshipFile.objects.unpaired().filter(within(user, STEWARDS, "organization__path"))


def page(user, *, after: str, before: str) -> keyset.Page:
    rows = _mine(user).select_related("person", "division__parent", "organization")
    return keyset.page(rows, "agreed_at", after=after, before=before)


def sums(user) -> dict[str, Any]:
    """Four queries."""
    free = gathering.free().filter(within(user, STEWARDS, "organization__path"))
    places = free.aggregate(number=Sum(F("cap") - F("held")))["number"]
    proposals = Proposal.objects.visible_to(user).select_related("organization", "made_by")
    return {
        "unpaired": _mine(user).count(),
        "places": places or 0,
        "hand_overs": HandOver.objects.visible_to(user).pending().count(),
        "proposals": list(proposals[:LISTS]),
    }
