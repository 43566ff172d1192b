"""A dozen small wishes in the demo city, in every state they may stand in."""

import datetime

from django.conf import settings
from django.utils import timezone

from accounts.models import Kind, User
from campaigns.models import Campaign, Wish, WishState
from organizations.models import Organization, Post, Role

DAY = datetime.timedelta(days=1)
# The demo member of the account table finds the wish delivered and may confirm it.
MEMBER = "19900000001"
CLAIMED = (WishState.CLAIMED, WishState.DELIVERED, WishState.CONFIRMED)

# text, yuan, state, days ago
WISHES = (
    ("一双防水的冬天骑车手套", 80, WishState.DELIVERED, 6),
    ("一个大一点的保温饭盒，跑单中午能吃口热的", 90, WishState.SUBMITTED, 0),
    ("孩子上三年级，想要一套《西游记》", 60, WishState.SUBMITTED, 1),
    ("一条加厚的护膝，晚上跑车腿凉", 70, WishState.SUBMITTED, 2),
    ("一个能夹在车把上的手机防雨套", 35, WishState.PUBLISHED, 3),
    ("一盏夜里卸货用的头灯", 55, WishState.PUBLISHED, 4),
    ("一件反光背心，夜里送货亮眼一点", 40, WishState.PUBLISHED, 4),
    ("一个书包，女儿明年上小学", 120, WishState.PUBLISHED, 5),
    ("一床驾驶室里用的电热毯（24伏）", 150, WishState.CLAIMED, 5),
    ("一台血压计，给家里老人量", 180, WishState.CLAIMED, 7),
    ("一双站得久也不累的鞋垫", 45, WishState.CONFIRMED, 8),
    ("一个大容量充电宝", 100, WishState.CONFIRMED, 9),
    ("换一辆电动车", 200, WishState.REFUSED, 6),
    ("一顶带风镜的头盔", 110, WishState.WITHDRAWN, 3),
)
REFUSAL = "电动车超出微心愿的范围，困难帮扶可以另外申请"


def load(campaign: Campaign, now: datetime.datetime) -> int:
    """Spread over the districts; how many were made. The month must have begun."""
    unions = list(
        Organization.objects.filter(parent=campaign.organization, kind="federation").order_by(
            "path"
        )
    ) or [campaign.organization]
    workers = _workers(2 * len(WISHES))
    if len(workers) < 2 * len(WISHES):
        return 0
    wishers, claimers = workers[: len(WISHES)], workers[len(WISHES) :]
    rows = []
    for number, sample in enumerate(WISHES):
        wish = _wish(campaign, unions[number % len(unions)], sample, now)
        wish.worker = wishers[number]
        if wish.state in CLAIMED:
            _claim(wish, claimers[number], now)
        rows.append(wish)
    Wish.objects.bulk_create(rows)
    return len(rows)


def _workers(wanted: int) -> list[User]:
    """The demo member first."""
    rows = User.objects.filter(kind=Kind.WORKER, is_demo=True, person__isnull=False)
    member = list(rows.filter(phone=MEMBER))
    return member + list(rows.exclude(phone=MEMBER).order_by("-pk")[: wanted - len(member)])


def _wish(campaign: Campaign, union: Organization, sample: tuple, now) -> Wish:
    text, yuan, state, days = sample
    wish = Wish(
        campaign=campaign, organization=union, text=text, value_fen=yuan * 100, state=state,
        created_at=_daytime(now, days, yuan), is_demo=True,
    )  # fmt: skip
    if state in (WishState.SUBMITTED, WishState.WITHDRAWN):
        return wish
    wish.reviewed_by = _reviewer(union)
    if state == WishState.REFUSED:
        wish.refuse_reason = REFUSAL
    else:
        wish.published_at = wish.created_at + DAY / 12
    return wish


def _daytime(now: datetime.datetime, days: int, minutes: int) -> datetime.datetime:
    """So many days ago, in the afternoon; what would lie ahead was the day before."""
    at = timezone.localtime(now).replace(hour=13, minute=0, second=0, microsecond=0)
    at += datetime.timedelta(minutes=minutes) - days * DAY
    return at if at < now else at - DAY


def _reviewer(union: Organization) -> User | None:
    held = Post.objects.current().filter(
        organization=union, role__in=(Role.CAMPAIGN_OFFICER, Role.ADMINISTRATOR)
    )
    post = held.select_related("user").order_by("role", "user_id").first()
    return post.user if post else None


def _claim(wish: Wish, claimer: User, now: datetime.datetime) -> None:
    wish.claimer = claimer
    wish.claimed_at = wish.created_at + DAY
    wish.claimed_until = wish.claimed_at + settings.WISH_CLAIM_DAYS * DAY
    if wish.state != WishState.CLAIMED:
        wish.delivered_at = wish.claimed_at + 2 * DAY
    if wish.state == WishState.CONFIRMED:
        wish.confirmed_at = wish.claimed_at + 3 * DAY
