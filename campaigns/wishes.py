"""Small wishes (微心愿), the worker's side: wish, take it back, say whether it has come."""

import datetime

from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.models import User
from audit.refusal import Refused
from campaigns import month, wish_acts
from campaigns.models import Campaign, CampaignState, Wish, WishState
from campaigns.models.wish import OPEN_WISH_STATES
from organizations.models import Organization


def wish(
    *, worker: User, organization: Organization, text: str, value_fen: int,
    at: datetime.datetime | None = None,
) -> Wish:  # fmt: skip
    """Send in a wish to the district's union; one a month. Sent twice it is one.

    Raises Refused: no month is running, not a union of it, it costs too much, wished already.
    """
    at = at or timezone.now()
    campaign = month.current_campaign()
    if campaign is None or organization not in unions_of(campaign):
        raise Refused("现在没有进行中的服务月，不能许心愿。", field="organization")
    if value_fen > campaign.wish_cap_fen:
        most = campaign.wish_cap_fen // 100
        raise Refused(f"微心愿不超过{most}元，请换一个小一点的。", field="value_fen")
    made = Wish(
        campaign=campaign, organization=organization, worker=worker, text=text,
        value_fen=value_fen, created_at=at, is_demo=worker.is_demo,
    )  # fmt: skip
    try:
        with transaction.atomic():
            made.save(force_insert=True)
            wish_acts.record("campaigns.wished", made, worker, at)
    except IntegrityError:
        return _known(campaign, worker, text)
    return made


def _known(campaign: Campaign, worker: User, text: str) -> Wish:
    """The one that was in the way: a double click, or really a second wish."""
    rows = Wish.objects.filter(campaign=campaign, worker=worker, state=WishState.SUBMITTED)
    known = rows.filter(text=text).first()
    if known is None:
        raise Refused("您在这个服务月已经许过一个心愿，每人一个。")
    return known


def unions_of(campaign: Campaign) -> list[Organization]:
    """The district unions that take wishes of this month, in tree order; the one that runs it
    where there is none below.
    """
    rows = Organization.objects.filter(
        parent=campaign.organization_id, kind=Organization.Kind.FEDERATION, is_active=True
    )
    return list(rows.select_related("division").order_by("path")) or [campaign.organization]


def withdraw(wish: Wish, *, actor: User, at: datetime.datetime | None = None) -> Wish:
    """The worker takes it back, until somebody has claimed it."""
    at = at or timezone.now()
    with transaction.atomic():
        wish = wish_acts.lock(wish)
        wish_acts.check_wisher(wish, actor)
        if wish.state == WishState.WITHDRAWN:
            return wish
        wish_acts.move(wish, "withdraw")
        wish_acts.record("campaigns.wish_withdrawn", wish, actor, at)
    return wish


def confirm(wish: Wish, *, actor: User, at: datetime.datetime | None = None) -> Wish:
    """The worker has it: fulfilled."""
    at = at or timezone.now()
    with transaction.atomic():
        wish = wish_acts.lock(wish)
        wish_acts.check_wisher(wish, actor)
        if wish.state == WishState.CONFIRMED:
            return wish
        wish.confirmed_at = at
        wish_acts.move(wish, "confirm", "confirmed_at")
        wish_acts.record("campaigns.wish_confirmed", wish, actor, at)
        wish_acts.enqueue(
            "campaigns.wish_confirmed", wish, wish.claimer, at, channels=wish_acts.INBOX
        )
    return wish


def not_received(
    wish: Wish, *, remark: str, actor: User, at: datetime.datetime | None = None
) -> Wish:
    """The worker says that it has not come: the claimer has it in hand again, and reads why."""
    at, remark = at or timezone.now(), remark.strip()
    if not remark:
        raise Refused("请写一句情况，认领的人和工会会看到。", field="remark")
    with transaction.atomic():
        wish = wish_acts.lock(wish)
        wish_acts.check_wisher(wish, actor)
        if wish.state == WishState.CLAIMED and wish.remark == remark:
            return wish
        wish.remark, wish.delivered_at = remark, None
        wish.claimed_at, wish.claimed_until = at, wish_acts.until(at)
        wish_acts.move(
            wish, "not_received", "remark", "delivered_at", "claimed_at", "claimed_until"
        )
        wish_acts.record("campaigns.wish_not_received", wish, actor, at)
        wish_acts.enqueue(
            "campaigns.wish_not_received", wish, wish.claimer, at, channels=wish_acts.INBOX
        )
    return wish


def open_wish_of(user: User) -> Wish | None:
    """The user's wish that is under way. One query."""
    rows = Wish.objects.filter(worker=user, state__in=OPEN_WISH_STATES)
    return rows.select_related("organization").order_by("-created_at").first()


def to_review_count(user: User) -> int:
    """How many wait for this user's review. One query."""
    rows = Wish.objects.visible_to(user).filter(state=WishState.SUBMITTED)
    return rows.filter(campaign__state=CampaignState.RUNNING).count()
