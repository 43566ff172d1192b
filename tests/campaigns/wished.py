"""Wishes as rows, in the state a test begins with."""

import datetime

from django.utils import timezone

from campaigns.models import Wish, WishState

DAY = datetime.timedelta(days=1)
_CLAIMED = (WishState.CLAIMED, WishState.DELIVERED, WishState.CONFIRMED)


def a_wish(campaign, organization, worker, *, state=WishState.SUBMITTED, **fields) -> Wish:
    """A pair of winter gloves for about eighty yuan; what is claimed is due in six days."""
    now = timezone.now()
    fields.setdefault("text", "一双防水的冬天骑车手套")
    fields.setdefault("value_fen", 80_00)
    if state != WishState.SUBMITTED:
        fields.setdefault("published_at", now - 2 * DAY)
    if state in _CLAIMED:
        fields.setdefault("claimed_at", now - DAY)
        fields.setdefault("claimed_until", now + 6 * DAY)
    return Wish.objects.create(
        campaign=campaign, organization=organization, worker=worker, state=state, **fields
    )
