"""Small wishes, the union's side: look, publish without the name, or say no with the reason."""

import datetime

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from audit.refusal import Refused
from campaigns import wish_acts
from campaigns.models import Wish, WishState
from campaigns.permissions import refusal_to_handle


def open_for_handling(wish: Wish, *, actor: User, at: datetime.datetime | None = None) -> None:
    """Note that staff looked at who wishes: the worker finds it among the looks."""
    wish_acts.record("campaigns.wish_opened", wish, actor, at or timezone.now())


def publish(wish: Wish, *, actor: User, at: datetime.datetime | None = None) -> Wish:
    """Put it on the wall."""
    at = at or timezone.now()
    with transaction.atomic():
        wish = wish_acts.lock(wish)
        wish_acts.check(refusal_to_handle(actor, wish))
        if wish.state == WishState.PUBLISHED:
            return wish
        wish.reviewed_by, wish.published_at = actor, at
        wish_acts.move(wish, "publish", "reviewed_by", "published_at")
        wish_acts.record("campaigns.wish_published", wish, actor, at)
        wish_acts.enqueue(
            "campaigns.wish_published", wish, wish.worker, at, channels=wish_acts.INBOX
        )
    return wish


def refuse(wish: Wish, *, reason: str, actor: User, at: datetime.datetime | None = None) -> Wish:
    """Say no; the worker reads why and may wish for something else. Also what hangs already."""
    at, reason = at or timezone.now(), reason.strip()
    if not reason:
        raise Refused("请写明不通过的理由，本人会看到。", field="reason")
    with transaction.atomic():
        wish = wish_acts.lock(wish)
        wish_acts.check(refusal_to_handle(actor, wish))
        if wish.state == WishState.REFUSED:
            return wish
        wish.reviewed_by, wish.refuse_reason = actor, reason
        wish_acts.move(wish, "refuse", "reviewed_by", "refuse_reason")
        wish_acts.record("campaigns.wish_refused", wish, actor, at, reason=reason)
        wish_acts.enqueue("campaigns.wish_refused", wish, wish.worker, at)
    return wish
