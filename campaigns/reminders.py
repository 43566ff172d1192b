"""What is due in a service month and who hears of it. Run by `notifications.sweep`.

Due means from a moment onwards, never at it: a missed day loses nothing. Each is asked once more
when its message leaves.
"""

import datetime
from collections.abc import Iterator

from django.db.models import Max
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from campaigns import coverage, districts
from campaigns.models import (
    Activity,
    ActivityState,
    Booking,
    BookingState,
    Campaign,
    CampaignState,
    Delivery,
    DeliveryRound,
    SessionState,
    Wish,
    WishState,
)
from notifications.models import Channel
from notifications.reminders import Reminder
from organizations.models import Organization, Role
from organizations.posts import holders

ENDING_DAYS = 3
UNFINISHED = datetime.timedelta(days=2)
BEFORE_SESSION = datetime.timedelta(hours=24)
# Whoever has just booked has just read when it is.
SETTLED = datetime.timedelta(hours=2)
BEFORE_UNCLAIM = datetime.timedelta(days=2)
DAY = datetime.timedelta(days=1)


def starting(at: datetime.datetime):
    """Months that begin tomorrow, or began today unannounced."""
    today = timezone.localdate(at)
    return Campaign.objects.filter(
        state__in=(CampaignState.PREPARING, CampaignState.RUNNING),
        starts_on__range=(today, today + DAY),
    ).select_related("organization")


def district_officers(campaign: Campaign) -> list[User]:
    """The campaign officers of every district, each once."""
    found = {
        user.pk: user
        for district in districts.of_campaign(campaign)
        for user in holders(district, Role.CAMPAIGN_OFFICER)
    }
    return list(found.values())


def _not_yet_old(campaign: Campaign, at: datetime.datetime) -> str:
    return "" if campaign.starts_on >= timezone.localdate(at) else "服务月已经开始"


def with_zeros(at: datetime.datetime) -> Iterator[Organization]:
    """Districts in which items of a month in its last days are still at zero.

    Each carries `.campaign` and `.zeros`, the names of the items.
    """
    for campaign in _ending(at):
        shown = districts.of_campaign(campaign)
        table = coverage.read(campaign, shown)
        for district in shown:
            spots = [(item.name, table.spots[district.pk, item.pk]) for item in table.items]
            zeros = [name for name, spot in spots if spot.is_zero]
            if zeros:
                district.campaign, district.zeros = campaign, zeros  # type: ignore[attr-defined]
                yield district


def _ending(at: datetime.datetime):
    today = timezone.localdate(at)
    last_days = (today, today + ENDING_DAYS * DAY)
    return (
        Campaign.objects.running().filter(ends_on__range=last_days).select_related("organization")
    )


def _still_zero(district: Organization, at: datetime.datetime) -> str:
    return "" if any(found.pk == district.pk for found in with_zeros(at)) else "各项都已经有活动"


def old_drafts(at: datetime.datetime):
    return _unfinished(ActivityState.DRAFT).filter(saved_at__lte=at - UNFINISHED)


def sent_back(at: datetime.datetime):
    return _unfinished(ActivityState.RETURNED).filter(returned_at__lte=at - UNFINISHED)


def _unfinished(state: str):
    """In months that are not archived: there nothing can be finished any more."""
    rows = Activity.objects.filter(state=state).exclude(campaign__state=CampaignState.ARCHIVED)
    return rows.select_related("campaign", "logged_by")


def _still_draft(activity: Activity, at: datetime.datetime) -> str:
    return "" if activity.state == ActivityState.DRAFT else "草稿已提交或已作废"


def _still_returned(activity: Activity, at: datetime.datetime) -> str:
    return "" if activity.state == ActivityState.RETURNED else "活动已改好或已作废"


def upcoming(at: datetime.datetime):
    """Seats in sessions of the next 24 hours, booked some time ago."""
    rows = Booking.objects.filter(
        state=BookingState.BOOKED,
        booked_at__lte=at - SETTLED,
        session__state=SessionState.OPEN,
        session__starts_at__gt=at,
        session__starts_at__lte=at + BEFORE_SESSION,
    )
    return rows.select_related("session", "worker")


def _still_booked(booking: Booking, at: datetime.datetime) -> str:
    if booking.state != BookingState.BOOKED:
        return "预约已取消或已签到"
    return "" if booking.session.starts_at > at else "场次已经开始"


def expiring(at: datetime.datetime) -> Iterator[DeliveryRound]:
    """Rounds with goods near expiry, each with `.newest`: the day its last lot came near."""
    rows = Delivery.objects.expiring(timezone.localdate(at))
    newest = dict(rows.order_by().values_list("round_id").annotate(newest=Max("warned_from")))
    for found in DeliveryRound.objects.filter(pk__in=newest).select_related("campaign"):
        found.newest = newest[found.pk]  # type: ignore[attr-defined]
        yield found


def keepers(found: DeliveryRound) -> list[User]:
    """The officers nearest to the stations whose goods are near expiry, each once."""
    rows = Delivery.objects.filter(round=found).expiring(timezone.localdate())
    unions = Organization.objects.filter(pk__in=rows.values("station__organization"))
    return list(
        {
            user.pk: user for union in unions for user in holders(union, Role.CAMPAIGN_OFFICER)
        }.values()
    )


def _still_expiring(found: DeliveryRound, at: datetime.datetime) -> str:
    rows = Delivery.objects.filter(round=found).expiring(timezone.localdate(at))
    return "" if rows.exists() else "都已补货"


def undelivered(at: datetime.datetime):
    """Claimed wishes whose time is nearly over."""
    rows = Wish.objects.filter(state=WishState.CLAIMED, claimed_until__lte=at + BEFORE_UNCLAIM)
    return rows.select_related("claimer", "organization")


def _still_claimed(wish: Wish, at: datetime.datetime) -> str:
    return "" if wish.state == WishState.CLAIMED else "心愿已送到或已放回"


def _activity(activity: Activity, at: datetime.datetime) -> dict:
    return {"activity": activity}


REMINDERS = [
    Reminder(
        name="campaigns.starts_tomorrow",
        due=starting,
        recipients=district_officers,
        context=lambda campaign, at: {"campaign": campaign, "today": timezone.localdate(at)},
        dedupe=lambda campaign: f"{campaign.pk}:{campaign.starts_on}",
        channels=(Channel.INBOX,),
        link=lambda campaign: reverse("campaigns:campaign", args=[campaign.pk]),
        still_due=_not_yet_old,
    ),
    Reminder(
        name="campaigns.ends_with_zeros",
        due=with_zeros,
        recipients=lambda district: holders(district, Role.CAMPAIGN_OFFICER),
        context=lambda district, _at: {"campaign": district.campaign, "zeros": district.zeros},
        dedupe=lambda district: f"{district.campaign.pk}:{district.pk}",
        channels=(Channel.INBOX, Channel.SMS),
        link=lambda district: reverse("campaigns:campaign", args=[district.campaign.pk]),
        still_due=_still_zero,
    ),
    Reminder(
        name="campaigns.draft_waiting",
        due=old_drafts,
        recipients=lambda activity: [activity.logged_by],
        context=_activity,
        dedupe=lambda activity: f"{activity.pk}:{activity.saved_at.isoformat()}",
        channels=(Channel.INBOX,),
        link=lambda activity: reverse("campaigns:activity", args=[activity.pk]),
        still_due=_still_draft,
    ),
    Reminder(
        name="campaigns.returned_waiting",
        due=sent_back,
        recipients=lambda activity: [activity.logged_by],
        context=_activity,
        dedupe=lambda activity: f"{activity.pk}:{activity.returned_at.isoformat()}",
        channels=(Channel.INBOX, Channel.SMS),
        link=lambda activity: reverse("campaigns:activity", args=[activity.pk]),
        still_due=_still_returned,
    ),
    Reminder(
        name="campaigns.booking_tomorrow",
        due=upcoming,
        recipients=lambda booking: [booking.worker],
        context=lambda booking, at: {"session": booking.session, "code": booking.code, "now": at},
        # A session moved to another time is reminded of anew.
        dedupe=lambda booking: f"{booking.pk}:{booking.session.starts_at.isoformat()}",
        link=lambda booking: reverse("campaigns:booking", args=[booking.pk]),
        still_due=_still_booked,
    ),
    Reminder(
        name="campaigns.goods_expiring",
        due=expiring,
        recipients=keepers,
        context=lambda found, _at: {"round": found},
        # Once a week at most, and only when further stations have come near.
        dedupe=lambda found: f"{found.pk}:{found.newest:%G-%V}",
        channels=(Channel.INBOX,),
        link=lambda found: reverse("campaigns:rounds", args=[found.campaign_id]),
        still_due=_still_expiring,
    ),
    Reminder(
        name="campaigns.wish_undelivered",
        due=undelivered,
        recipients=lambda wish: [wish.claimer],
        context=lambda wish, at: {"wish": wish, "now": at},
        dedupe=lambda wish: f"{wish.pk}:{wish.claimed_at.isoformat()}",
        link=lambda wish: reverse("campaigns:claimed-wish", args=[wish.pk]),
        still_due=_still_claimed,
    ),
]
