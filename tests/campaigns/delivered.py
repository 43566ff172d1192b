"""A round of medicine boxes to four stations: two of 甘州区, one of 民乐县, one of the city's own."""

import datetime
from types import SimpleNamespace

from django.contrib.messages import get_messages
from django.urls import reverse
from django.utils import timezone

from campaigns import delivering, rounds
from campaigns.models import Campaign, Delivery, DeliveryRound
from organizations.register import Filters
from tests import factories

DAY = datetime.timedelta(days=1)
GOOD_DAYS = 400


def today() -> datetime.date:
    return timezone.localdate()


def some_stations(city) -> SimpleNamespace:
    return SimpleNamespace(
        a=factories.a_station("甲驿站", city.ganzhou_federation),
        b=factories.a_station(
            "乙驿站", city.joint, kind="platform", platform="顺丰", division=city.railway
        ),
        c=factories.a_station("丙驿站", city.minle_federation, division=city.hongshui),
        own=factories.a_station("本级驿站", city.root),
    )


def a_round(campaign: Campaign, actor, name="医药箱进站点", **given) -> DeliveryRound:
    """Begun ten days ago, with all stations there are."""
    given = {
        "goods": "医药箱", "starts_on": today() - 10 * DAY, "ends_on": today() + 10 * DAY,
        "expires_on": today() + GOOD_DAYS * DAY,
    } | given  # fmt: skip
    made = rounds.open_round(campaign=campaign, name=name, actor=actor, **given)
    rounds.add_stations(made, filters=Filters(), actor=actor)
    return made


def of(delivery_round: DeliveryRound, station) -> Delivery:
    return delivery_round.deliveries.get(station=station)


def brought(delivery: Delivery, actor, **given) -> Delivery:
    """Delivered today, good for the usual time."""
    given = {"delivered_on": today(), "expires_on": today() + GOOD_DAYS * DAY} | given
    return delivering.record(delivery, actor=actor, **given)


def url(name: str, row=None) -> str:
    return reverse(f"campaigns:{name}", args=[row.pk] if row else [])


def said(response) -> list[str]:
    return [str(message) for message in get_messages(response.wsgi_request)]


def names(response) -> list[str]:
    return [row.station.name for row in response.context["rows"]]
