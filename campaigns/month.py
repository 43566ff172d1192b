"""The service month as a worker sees it: what is offered now, in plain words."""

import datetime
from collections import Counter
from typing import NamedTuple

from django.db.models import Count, F, Sum

from campaigns import offers
from campaigns.models import Campaign, ServiceItem
from campaigns.vocabulary import WORDS, Category

# What stands large on the front page, when the list has it.
LEADING = (Category.HEALTH_CHECK, Category.ACCIDENT_COVER)
NUMERALS = "零一二三四五六七八九十"


class Offer(NamedTuple):
    """One item. `left` seats may be booked now, in `sessions` sessions; None where there are none."""

    pk: int
    name: str  # as printed
    plain: str
    hint: str
    about: str
    icon: str
    category: str
    left: int | None
    sessions: int


class Month(NamedTuple):
    pk: str
    title: str
    label: str
    ends_on: datetime.date
    leading: list[Offer]
    others: list[Offer]

    @property
    def offers(self) -> list[Offer]:
        return self.leading + self.others

    @property
    def in_words(self) -> str:
        """“十项服务”"""
        n = len(self.offers)
        return f"{NUMERALS[n] if n < len(NUMERALS) else n}项服务"


def current_campaign() -> Campaign | None:
    """The running month of the highest union, the latest begun when there are several."""
    rows = Campaign.objects.running().select_related("organization")
    return rows.order_by("organization__path", "-starts_on", "-created_at").first()


def current(at: datetime.datetime) -> Month | None:
    """The month as it is now; None outside the season. Three queries."""
    campaign = current_campaign()
    if campaign is None:
        return None
    found = _offers(campaign, at)
    # Stable: those that lead come first, the others keep their order behind them.
    leading = sorted(found, key=lambda offer: offer.category not in LEADING)[:2]
    others = [offer for offer in found if offer not in leading]
    return Month(
        str(campaign.pk), campaign.title, campaign.label, campaign.ends_on, leading, others
    )


def _offers(campaign: Campaign, at: datetime.datetime) -> list[Offer]:
    items = list(campaign.items.all())
    alike = Counter(item.category for item in items)
    seats = _seats(campaign, at)
    return [_offer(item, seats.get(item.pk), alone=alike[item.category] == 1) for item in items]


def _seats(campaign: Campaign, at: datetime.datetime) -> dict[int, tuple[int, int]]:
    """Item id -> (seats left, sessions)."""
    rows = offers.offered(at=at).filter(campaign=campaign).order_by()
    sums = rows.values_list("item_id").annotate(left=Sum(F("capacity") - F("taken")), n=Count("pk"))
    return {item_id: (left, n) for item_id, left, n in sums}


def _offer(item: ServiceItem, seats: tuple[int, int] | None, *, alone: bool) -> Offer:
    words = WORDS[Category(item.category)]
    left, sessions = seats or (None, 0)
    # Two items of one category would have one name: each keeps its own words then.
    plain = words.plain if alone else item.short
    return Offer(
        item.pk, item.name, plain, words.hint, words.about, words.icon, item.category, left,
        sessions,
    )  # fmt: skip
