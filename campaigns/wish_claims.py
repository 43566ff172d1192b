"""Small wishes, whoever fulfils one: claim it, exactly one does; bring it, or let it go again."""

import datetime

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from campaigns import wish_acts
from campaigns.models import Wish, WishState
from campaigns.models.campaign import LOGGING_STATES
from campaigns.permissions import is_own, refusal_to_handle

TAKEN = (WishState.CLAIMED, WishState.DELIVERED, WishState.CONFIRMED)


def claim(wish: Wish, *, actor: User, at: datetime.datetime | None = None) -> Wish:
    """Take it upon oneself; twice is once. Raises Refused for one's own and when it is taken."""
    at = at or timezone.now()
    with transaction.atomic():
        wish = wish_acts.lock(wish)
        if wish.state in TAKEN and wish.claimer_id == actor.pk:
            return wish
        wish_acts.check(refusal_to_claim(actor, wish))
        wish.claimer, wish.claimed_at, wish.claimed_until = actor, at, wish_acts.until(at)
        wish_acts.move(wish, "claim", "claimer", "claimed_at", "claimed_until")
        wish_acts.record("campaigns.wish_claimed", wish, actor, at)
        wish_acts.enqueue("campaigns.wish_claimed", wish, wish.worker, at, channels=wish_acts.INBOX)
    return wish


def refusal_to_claim(user: User, wish: Wish) -> str:
    if is_own(user, wish):
        return "自己的心愿不能自己认领。"
    if wish.state in TAKEN:
        return "这个心愿刚被别人认领了，谢谢您。看看别的心愿。"
    if wish.campaign.state not in LOGGING_STATES:
        return "这个服务月已经归档，心愿不再认领。"
    return ""


def unclaim(wish: Wish, *, actor: User, at: datetime.datetime | None = None) -> Wish:
    """The claimer cannot after all: back on the wall. Twice is quiet."""
    at = at or timezone.now()
    with transaction.atomic():
        wish = wish_acts.lock(wish)
        if wish.state == WishState.PUBLISHED:
            return wish
        wish_acts.check("" if wish.claimer_id == actor.pk else "只有认领的人可以这样办。")
        _release(wish)
        wish_acts.record("campaigns.wish_unclaimed", wish, actor, at)
    return wish


def release_overdue(at: datetime.datetime | None = None) -> int:
    """Put back what was claimed and not delivered in time; the claimers are told. Twice is quiet."""
    at = at or timezone.now()
    return sum(_released(each, at) for each in Wish.objects.overdue(at).order_by("claimed_until"))


def _released(wish: Wish, at: datetime.datetime) -> bool:
    with transaction.atomic():
        wish = wish_acts.lock(wish)
        if wish.state != WishState.CLAIMED or not wish.claimed_until or wish.claimed_until > at:
            return False
        claimer = wish.claimer
        _release(wish)
        wish_acts.record("campaigns.wish_unclaimed", wish, None, at)
        wish_acts.enqueue("campaigns.wish_unclaimed", wish, claimer, at, channels=wish_acts.INBOX)
    return True


def _release(wish: Wish) -> None:
    wish.claimer = wish.claimed_at = wish.claimed_until = None
    wish.remark = ""
    wish_acts.move(wish, "unclaim", "claimer", "claimed_at", "claimed_until", "remark")


def deliver(wish: Wish, *, actor: User, at: datetime.datetime | None = None) -> Wish:
    """The claimer or the union says that it has come; the worker is asked to confirm."""
    at = at or timezone.now()
    with transaction.atomic():
        wish = wish_acts.lock(wish)
        by_claimer = wish.claimer_id == actor.pk
        wish_acts.check("" if by_claimer else refusal_to_handle(actor, wish))
        if wish.state == WishState.DELIVERED:
            return wish
        wish.delivered_at, wish.remark = at, ""
        wish_acts.move(wish, "deliver", "delivered_at", "remark")
        wish_acts.record("campaigns.wish_delivered", wish, actor, at)
        wish_acts.enqueue("campaigns.wish_delivered", wish, wish.worker, at)
    return wish
