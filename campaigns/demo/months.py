"""Service months that can be tried out: all seven lists, one of them running now."""

import datetime
import random

from accounts.models import User
from campaigns import districts, planning, shaping, tallies
from campaigns.demo import activities, deliveries, gifts, imports, money, sessions, wishes
from campaigns.models import Campaign
from campaigns.variants import variants
from organizations.models import Organization

DAY = datetime.timedelta(days=1)
FUND_FEN = 2_000_000_00
# List, year before this one, name; the first is the one that runs now.
PAST = (
    ("jilin", 1, "温暖行动六送"),
    ("shanghai", 2, "温暖行动八送"),
    ("jiangsu", 3, "温暖行动服务月"),
    ("fujian", 4, "温暖行动六送"),
    ("hubei", 5, "温暖行动五项集中"),
    ("guangxi", 6, "温暖行动服务月"),
)
RUNNING = "工会进万家·新就业形态劳动者温暖行动"


def load(now: datetime.datetime, *, officer: User, number: int) -> None:
    """`number` activities: half in the running month, the rest spread over the six past ones."""
    past = number // 2 // len(PAST)
    for key, years, title in PAST:
        campaign = _past(key, years, title, now, officer)
        activities.load(campaign, now, number=past)
        _close(campaign, officer)
    campaign = _running(now, officer)
    activities.load(campaign, now, number=number - past * len(PAST))
    # Before the sessions: whoever has a subsidy books no check-up.
    gifts.load(campaign, now, number=40)
    sessions.load(campaign, now)
    wishes.load(campaign, now)
    deliveries.load(campaign, now)
    imports.load(campaign, now)
    tallies.recount(write=True)


def _running(now: datetime.datetime, officer: User) -> Campaign:
    """Two thirds of its days are over."""
    today = now.date()
    campaign = _open("tianjin", RUNNING, today - 20 * DAY, today + 9 * DAY, officer)
    planning.move(campaign, "start", actor=officer)
    campaign.refresh_from_db()
    _with_money(campaign, officer, FUND_FEN)
    _with_targets(campaign, officer, least=700, most=1300)
    return campaign


def _past(key: str, years: int, title: str, now: datetime.datetime, officer: User) -> Campaign:
    year = now.year - years
    starts_on = datetime.date(year, 11, 4)
    campaign = _open(key, f"{year}年{title}", starts_on, starts_on + 26 * DAY, officer)
    planning.move(campaign, "start", actor=officer)
    campaign.refresh_from_db()
    _with_money(campaign, officer, FUND_FEN // 4)
    _with_targets(campaign, officer, least=60, most=200)
    return campaign


def _open(key: str, title: str, starts_on, ends_on, officer: User) -> Campaign:
    return planning.open_campaign(
        title=title, organization=Organization.objects.get(parent=None), starts_on=starts_on,
        ends_on=ends_on, actor=officer, variant=variants()[key], is_demo=True,
    )  # fmt: skip


def _with_money(campaign: Campaign, officer: User, amount_fen: int) -> None:
    """Split over the districts by rank, a tenth kept back."""
    found = districts.of_campaign(campaign)
    weights = list(range(len(found) + 2, 2, -1))
    each = amount_fen * 9 // 10 // sum(weights) // 1000 * 1000
    shares = {union: each * weight for union, weight in zip(found, weights, strict=True)}
    money.load(campaign, officer, amount_fen=amount_fen, shares=shares)
    campaign.refresh_from_db()


def _with_targets(campaign: Campaign, officer: User, *, least: int, most: int) -> None:
    chance = random.Random(campaign.title)
    found = districts.of_campaign(campaign)
    # The larger the district, the more is asked of it, as in activities.py.
    weights = list(range(len(found) + 2, 2, -1))
    middle = sum(weights) / len(weights)
    people = {
        (item.pk, district.pk): int(chance.randrange(least, most) * weight / middle) // 10 * 10
        for item in campaign.items.all()
        for district, weight in zip(found, weights, strict=True)
    }
    shaping.set_targets(campaign, people=people, actor=officer)


def _close(campaign: Campaign, officer: User) -> None:
    for act in ("end", "archive"):
        planning.move(campaign, act, actor=officer)
