"""“医药箱进站点”: a medicine box for every station, 600 of 620 delivered, some to be restocked."""

import datetime

from django.utils import timezone

from campaigns.models import Campaign, Delivery, DeliveryRound
from campaigns.vocabulary import Category
from organizations.models import Organization, Post, Role, Station

GOODS = "医药箱"
# Of a hundred stations this many have it, as in the source: 600多家.
DELIVERED = 97
RECEIVERS = ("马演示", "牛演示", "杨演示", "柳演示", "石演示", "田演示")
EARLIER_DAYS = 400


def load(campaign: Campaign, now: datetime.datetime) -> list[DeliveryRound]:
    """A smaller round of last year whose boxes expire by now, and this month's. Two INSERTs of
    deliveries.
    """
    today = timezone.localdate(now)
    stations = list(
        Station.objects.filter(
            is_active=True, organization__path__startswith=campaign.organization.path
        ).order_by("code")
    )
    first = campaign.starts_on
    last = min(max(first, today), campaign.ends_on)
    earlier = _round(
        campaign, "去年的医药箱", first - datetime.timedelta(days=EARLIER_DAYS),
        first - datetime.timedelta(days=EARLIER_DAYS - 40), good_days=430,
    )  # fmt: skip
    current = _round(campaign, "医药箱进站点", first, campaign.ends_on, good_days=540)
    _deliver(current, stations, DELIVERED, (first, last), now)
    # Those that have no new box yet are the ones to be restocked.
    _deliver(earlier, stations[::4], 100, (earlier.starts_on, earlier.ends_on), now)
    earlier.is_closed = True
    earlier.save(update_fields=["is_closed"])
    return [earlier, current]


def _round(campaign: Campaign, name: str, first, last, *, good_days: int) -> DeliveryRound:
    return DeliveryRound.objects.create(
        campaign=campaign, organization=campaign.organization, name=name, goods=GOODS,
        item=campaign.items.filter(category=Category.STATIONS).first(),
        expires_on=first + datetime.timedelta(days=good_days), starts_on=first,
        ends_on=max(first, last), is_demo=True,
    )  # fmt: skip


def _deliver(delivery_round: DeliveryRound, stations, percent: int, days, now) -> None:
    officers = _officers()
    first, span = days[0], (days[1] - days[0]).days + 1
    rows = []
    for number, station in enumerate(stations):
        row = Delivery(round=delivery_round, station=station)
        # Spread evenly, so that every district has some to go to.
        if number * 7 % 100 < percent:
            row.delivered_on = first + datetime.timedelta(days=number * 13 % span)
            row.recorded_at = min(now, _in_office_hours(row.delivered_on, number))
            row.recorded_by_id = officers.get(station.organization_id)
            row.receiver = RECEIVERS[number % len(RECEIVERS)]
            row.expires_on = _good_until(delivery_round, number, row.delivered_on)
        rows.append(row)
    Delivery.objects.bulk_create(rows)


def _in_office_hours(day: datetime.date, number: int) -> datetime.datetime:
    minute = datetime.time(9 + number * 7 % 9, number * 11 % 60)
    return datetime.datetime.combine(day, minute, timezone.get_default_timezone())


def _good_until(delivery_round: DeliveryRound, number: int, delivered_on: datetime.date):
    """The batch's last day; a few boxes came from the end of another batch."""
    if number % 29 == 3:
        return delivered_on + datetime.timedelta(days=12 + number % 40)
    return delivery_round.expires_on


def _officers() -> dict[int, int]:
    """Union -> who recorded there: the officer or administrator nearest above."""
    held = Post.objects.current().filter(role__in=(Role.CAMPAIGN_OFFICER, Role.ADMINISTRATOR))
    above = sorted(held.values_list("organization__path", "user_id"))
    return {
        pk: user
        for pk, path in Organization.objects.values_list("pk", "path")
        for prefix, user in above
        if path.startswith(prefix)
    }
