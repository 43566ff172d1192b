"""Activities of a month by the hundred thousand, as rows: the same ones for the same month.

Sums are left to `tallies.recount` and `funds.proof.recount`, which the caller runs.
"""

import datetime
import itertools
import random
import uuid
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from accounts.models import User
from audit.copying import copy
from audit.models import Entry as Record
from campaigns import districts
from campaigns.models import Activity, ActivityGoods, ActivityItem, ActivityReach, Campaign
from campaigns.vocabulary import ActivityKind, Category
from funds import money
from funds.models import Allocation, EntryKind, FundEntry
from organizations.models import Organization, Post, Station
from people.vocabulary import Occupation

CHUNK = 20_000
# How an item is usually done, what is brought, and what that costs a head, in fen.
HOW = {
    Category.HEALTH_CHECK: (ActivityKind.CHECKUP, "", 0),
    Category.COUNSELLING: (ActivityKind.CONSULTATION, "", 0),
    Category.LEGAL: (ActivityKind.CONSULTATION, "普法手册", 3_00),
    Category.GIFTS: (ActivityKind.HANDOUT, "保暖包", 35_00),
    Category.CARE: (ActivityKind.VISIT, "慰问包", 30_00),
    Category.HARDSHIP: (ActivityKind.VISIT, "米面油", 60_00),
    Category.JOBS: (ActivityKind.JOB_FAIR, "", 0),
    Category.SKILLS: (ActivityKind.COURSE, "", 0),
    Category.STATIONS: (ActivityKind.OTHER, "医药箱", 80_00),
    Category.WISHES: (ActivityKind.EVENT, "心愿物品", 50_00),
}
OTHERWISE = (ActivityKind.EVENT, "", 0)
PLATFORMS = {
    Occupation.TRUCK: ("货拉拉", "满帮", ""),
    Occupation.PARCEL: ("顺丰", "中通", "圆通", "京东", "极兔"),
    Occupation.FOOD: ("美团", "饿了么", "闪送"),
    Occupation.RIDE: ("滴滴", "曹操", "T3"),
    Occupation.DOMESTIC: ("",),
    Occupation.CARE: ("",),
    Occupation.GUARD: ("",),
}
PARTNERS = ("", "", "", "演示医院", "演示律师事务所", "演示培训学校", "演示商场")
STATES = ("verified",) * 92 + ("submitted",) * 5 + ("returned",) * 2 + ("draft",)
REMARK = "人次和签收单对不上，请核对后再提交"
# No district has done this one yet, so that the table has something to point at.
COLD = (Category.COUNSELLING, 1)


@dataclass
class Place:
    """A district as its activities need it: who logs, where, and what may still be spent."""

    union: Organization
    officers: list[User]
    # Each in a township: id, name, township.
    stations: list[tuple[Any, str, int]]
    share: Allocation | None
    left_fen: int = 0
    spent_fen: int = 0
    items: list[tuple[int, str]] = field(default_factory=list)


def load(campaign: Campaign, now: datetime.datetime, *, number: int) -> None:
    """`number` activities over the days gone by; money stays within what each district was given."""
    chance = random.Random(f"activities {campaign.title}")
    places = _places(campaign)
    verifier = _officers(campaign.organization)[0]
    rows = (_row(campaign, places, chance, now, serial) for serial in range(number))
    for chunk in _chunks(rows):
        copy(Activity, _ACTIVITY, (_activity(row, verifier) for row in chunk))
        copy(ActivityItem, ("activity_id", "item_id", "money_fen"), _items(chunk))
        copy(ActivityReach, ("activity_id", "occupation", "platform", "people"), _reach(chunk))
        copy(ActivityGoods, ("activity_id", "name", "quantity", "unit"), _goods(chunk))
        copy(FundEntry, _ENTRY, _entries(chunk))
        copy(Record, _RECORD, itertools.chain.from_iterable(_story(r, verifier) for r in chunk))
    for place in places:
        if place.share:
            Allocation.objects.filter(pk=place.share.pk).update(
                spent_fen=place.share.spent_fen + place.spent_fen
            )


def _places(campaign: Campaign) -> list[Place]:
    """Districts in the proportion of their size: the first has the most to log."""
    shares = {
        share.organization_id: share for share in Allocation.objects.filter(fund=campaign.fund)
    }
    found = []
    for number, union in enumerate(districts.of_campaign(campaign)):
        held_at = Station.objects.filter(organization=union)
        stations = list(held_at.values_list("pk", "name", "division_id")[:60])
        share = shares.get(union.pk)
        # Something is left for what people try out.
        left = share.remaining_fen * 7 // 10 if share else 0
        items = [
            (item.pk, item.category)
            for item in campaign.items.all()
            if (item.category, number) != COLD
        ]
        found.append(Place(union, _officers(union), stations, share, left, items=items))
    return found


def _officers(union: Organization) -> list[User]:
    posts = (
        Post.objects.filter(organization=union).select_related("user").order_by("user__username")
    )
    return [post.user for post in posts if post.role in ("campaign_officer", "administrator")]


def _row(campaign, places, chance, now, serial) -> dict:
    place = chance.choices(places, weights=range(len(places) + 2, 2, -1))[0]
    first, category = chance.choice(place.items)
    served = [first]
    if chance.random() < 0.15:
        served = sorted({first, chance.choice(place.items)[0]})
    kind, goods, each_fen = HOW.get(Category(category), OTHERWISE)
    state = chance.choice(STATES) if campaign.ends_on >= now.date() else "verified"
    groups = _groups(chance)
    people = sum(n for *_, n in groups)
    # Small months of a small fund spend little: what is left sets the pace.
    fen = min(people * each_fen, place.left_fen) if state != "draft" and place.share else 0
    place.left_fen -= fen
    place.spent_fen += fen
    days = (min(now.date(), campaign.ends_on) - campaign.starts_on).days
    held_on = campaign.starts_on + datetime.timedelta(days=int(days * chance.random() ** 0.8))
    logged_at = datetime.datetime.combine(held_on, datetime.time(16, serial % 60), now.tzinfo)
    station = chance.choice(place.stations) if place.stations and chance.random() < 0.8 else None
    return {
        "id": uuid.UUID(int=chance.getrandbits(128), version=4), "campaign": campaign,
        "place": place, "items": served, "kind": kind, "state": state, "groups": groups,
        "people": people, "fen": fen, "held_on": held_on, "at": min(logged_at, now),
        "station": station, "goods": (goods, people) if goods and state != "draft" else None,
        "partner": chance.choice(PARTNERS), "officer": chance.choice(place.officers),
    }  # fmt: skip


def _groups(chance: random.Random) -> list[tuple[str, str, int]]:
    occupations = chance.sample(list(PLATFORMS), chance.choice((1, 1, 2)))
    return [(o, chance.choice(PLATFORMS[o]), chance.randrange(4, 40)) for o in occupations]


_ACTIVITY = (
    "id", "client_id", "campaign_id", "organization_id", "district_id", "state", "kind", "held_on",
    "station_id", "township_id", "place", "people", "money_fen", "allocation_id", "partner", "note",
    "remark", "logged_by_id", "created_at", "saved_at", "submitted_at", "returned_at", "verified_at",
    "verified_by_id", "import_id", "is_demo",
)  # fmt: skip


def _activity(row: dict, verifier: User) -> tuple:
    at, state, place = row["at"], row["state"], row["place"]
    later = at + datetime.timedelta(hours=1)
    station_id, where, township_id = row["station"] or (
        "", f"{place.union.division.name}演示小区", ""
    )  # fmt: skip
    verified, returned = state == "verified", state == "returned"
    return (
        row["id"], row["id"], row["campaign"].pk, place.union.pk, place.union.pk, state, row["kind"],
        row["held_on"], station_id, township_id, where, row["people"], row["fen"],
        place.share.pk if row["fen"] else "", row["partner"], "", REMARK if returned else "",
        row["officer"].pk, at, at, "" if state == "draft" else at, later if returned else "",
        later if verified else "", verifier.pk if verified else "", "", True,
    )  # fmt: skip


def _items(rows: Iterable[dict]) -> Iterator[tuple]:
    for row in rows:
        shares = money.shares(row["fen"], len(row["items"]))
        for item_id, fen in zip(row["items"], shares, strict=True):
            yield row["id"], item_id, fen


def _reach(rows: Iterable[dict]) -> Iterator[tuple]:
    for row in rows:
        for occupation, platform, people in row["groups"]:
            yield row["id"], occupation, platform, people


def _goods(rows: Iterable[dict]) -> Iterator[tuple]:
    for row in rows:
        if row["goods"]:
            yield (row["id"], *row["goods"], "份")


_ENTRY = (
    "id", "allocation_id", "kind", "amount_fen", "purpose", "source_type", "source_id",
    "reverses_id", "reason", "at", "actor_id",
)  # fmt: skip


def _entries(rows: Iterable[dict]) -> Iterator[tuple]:
    for row in rows:
        if row["fen"]:
            yield (
                uuid.uuid5(row["id"], "spend"), row["place"].share.pk, EntryKind.SPEND, row["fen"],
                f"{row['held_on'].month}月{row['held_on'].day}日活动", "campaigns.activity",
                row["id"], "", "", row["at"], row["officer"].pk,
            )  # fmt: skip


_RECORD = (
    "at", "action", "actor_id", "actor_name", "actor_unit", "subject_type", "subject_id",
    "person_id", "reason", "data",
)  # fmt: skip
_LATER = {"verified": "campaigns.activity_verified", "returned": "campaigns.activity_sent_back"}


def _story(row: dict, verifier: User) -> Iterator[tuple]:
    """What the page of the activity tells of it."""

    def record(at, action, actor, reason=""):
        return (
            at, action, actor.pk, actor.name, row["place"].union.name, "campaigns.activity",
            row["id"], "", reason, "{}",
        )  # fmt: skip

    first = (
        "campaigns.activity_saved" if row["state"] == "draft" else "campaigns.activity_submitted"
    )
    yield record(row["at"], first, row["officer"])
    if row["state"] in _LATER:
        at, reason = row["at"] + datetime.timedelta(hours=1), REMARK * (row["state"] == "returned")
        yield record(at, _LATER[row["state"]], verifier, reason)


def _chunks(rows: Iterator[dict]) -> Iterator[list[dict]]:
    while chunk := list(itertools.islice(rows, CHUNK)):
        yield chunk
