"""What every act on a wish does: lock the row, check, move on, put it on record, tell somebody."""

import datetime

from django.conf import settings
from django.urls import reverse

from accounts.models import User
from audit import services as audit
from audit.refusal import Refused
from campaigns.models import Wish
from campaigns.models.wish import WISH_MOVES
from notifications import services as notifications
from notifications.models import Channel

INBOX = (Channel.INBOX,)


def lock(wish: Wish) -> Wish:
    # The row alone, read afterwards: a join would show the neighbours as before the wait.
    rows = Wish.objects.filter(pk=wish.pk)
    list(rows.select_for_update().values_list("pk"))
    return rows.select_related("campaign", "organization", "worker", "claimer").get()


def check(refusal: str) -> None:
    if refusal:
        raise Refused(refusal)


def check_wisher(wish: Wish, actor: User) -> None:
    check("" if wish.worker_id == actor.pk else "只有许心愿的人可以这样办。")


def move(wish: Wish, act: str, *changed: str) -> None:
    allowed, after = WISH_MOVES[act]
    if wish.state not in allowed:
        raise Refused(f"这个心愿现在是“{wish.get_state_display()}”，不能这样办。")
    wish.state = after
    wish.save(update_fields=["state", *changed])


def until(at: datetime.datetime) -> datetime.datetime:
    """By when what is claimed at `at` is to be delivered."""
    return at + datetime.timedelta(days=settings.WISH_CLAIM_DAYS)


def record(
    action: str, wish: Wish, actor: User | None, at: datetime.datetime, reason: str = ""
) -> None:
    audit.record(
        action, actor=actor, subject=wish, person=wish.worker.person_id,
        unit=wish.organization.name, reason=reason, at=at,
    )  # fmt: skip


def enqueue(
    kind: str, wish: Wish, recipient: User | None, at: datetime.datetime, **options
) -> None:
    notifications.enqueue(
        kind,
        recipient=recipient,
        context={"wish": wish, "days": settings.WISH_CLAIM_DAYS},
        dedupe=f"{wish.pk}:{at.isoformat()}",
        about=wish,
        link=_page_of(wish, recipient),
        at=at,
        **options,
    )


def _page_of(wish: Wish, reader: User | None) -> str:
    """To the wisher's page, to the claimer's, and for one who claims it no more to the wall."""
    if reader == wish.worker:
        return reverse("campaigns:my-wish")
    if reader == wish.claimer:
        return reverse("campaigns:claimed-wish", args=[wish.pk])
    return reverse("campaigns:wishes")
