"""What is typed about an activity, as one value: checked, compared and written as a whole."""

import datetime
from collections import Counter
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import Any

from audit.refusal import Refused
from campaigns import townships
from campaigns.models import (
    Activity,
    ActivityGoods,
    ActivityItem,
    ActivityReach,
    Campaign,
    ServiceItem,
)
from campaigns.vocabulary import ActivityKind, Category
from funds.money import shares
from organizations.models import Station
from people.vocabulary import PLATFORMS, Occupation

# More at one activity, of one thing at one activity: a slip of the finger.
MOST_PEOPLE = 100_000
MOST_GOODS = 1_000_000
# How an item of the category is usually done: nobody has to say it each time.
KIND_OF = {
    Category.CULTURE: ActivityKind.EVENT,
    Category.HEALTH_CHECK: ActivityKind.CHECKUP,
    Category.COUNSELLING: ActivityKind.CONSULTATION,
    Category.ACCIDENT_COVER: ActivityKind.HANDOUT,
    Category.GIFTS: ActivityKind.HANDOUT,
    Category.LEGAL: ActivityKind.LECTURE,
    Category.RIGHTS: ActivityKind.CONSULTATION,
    Category.CARE: ActivityKind.VISIT,
    Category.HARDSHIP: ActivityKind.VISIT,
    Category.JOBS: ActivityKind.JOB_FAIR,
    Category.SKILLS: ActivityKind.COURSE,
    Category.WISHES: ActivityKind.HANDOUT,
    Category.STATIONS: ActivityKind.HANDOUT,
}


@dataclass(frozen=True)
class Group:
    """People of one occupation, of one platform or of none."""

    occupation: str
    people: int
    platform: str = ""


@dataclass(frozen=True)
class Goods:
    name: str
    quantity: int
    unit: str = "份"


@dataclass(frozen=True)
class Entry:
    """`place` may be left out where there is a `station`."""

    kind: str
    held_on: datetime.date
    place: str = ""
    station: Station | None = None
    items: tuple[ServiceItem, ...] = ()
    reach: tuple[Group, ...] = ()
    goods: tuple[Goods, ...] = ()
    money_fen: int = 0
    partner: str = ""
    note: str = ""

    @property
    def where(self) -> str:
        return self.station.name if self.station else self.place

    @property
    def people(self) -> int:
        return sum(group.people for group in self.reach)

    @property
    def groups(self) -> dict[tuple[str, str], int]:
        """(occupation, platform) -> people; a group named twice is added up."""
        found: Counter[tuple[str, str]] = Counter()
        for group in self.reach:
            found[group.occupation, group.platform] += group.people
        return {key: people for key, people in found.items() if people}


# What may differ between two entries, in the words of the page.
LABELS = {
    "kind": "形式", "held_on": "日期", "where": "地点", "items": "项目", "groups": "服务人次",
    "goods": "物资", "money_fen": "花费", "partner": "合作单位", "note": "备注",
}  # fmt: skip


def of(activity: Activity) -> Entry:
    """What stands in the rows of an activity."""
    served = activity.served.select_related("item").order_by("item__position")
    return Entry(
        kind=activity.kind, held_on=activity.held_on, place=activity.place,
        station=activity.station, items=tuple(row.item for row in served),
        reach=tuple(
            Group(row.occupation, row.people, row.platform)
            for row in activity.reach.order_by("pk")
        ),
        goods=tuple(Goods(row.name, row.quantity, row.unit) for row in activity.goods.all()),
        money_fen=activity.money_fen, partner=activity.partner, note=activity.note,
    )  # fmt: skip


def differences(before: Entry, after: Entry) -> list[str]:
    """Names of LABELS in which the two differ."""
    return [name for name in LABELS if _plain(before, name) != _plain(after, name)]


def _plain(entry: Entry, name: str) -> Any:
    """`items` without their order: an activity has none."""
    value = getattr(entry, name)
    return {item.pk for item in value} if name == "items" else value


def check(entry: Entry, campaign: Campaign, today: datetime.date, *, complete: bool) -> None:
    """Raises Refused, beside its field, for what cannot stand so; `complete`: to be submitted."""
    _check_day(entry, campaign, today)
    if any(item.campaign_id != campaign.pk for item in entry.items):
        raise Refused("请从这个服务月的项目里选。", field="items")
    _check_reach(entry)
    if any(not 0 < row.quantity <= MOST_GOODS for row in entry.goods):
        raise Refused("物资的数量要大于0，请核对。", field="goods")
    if entry.money_fen < 0:
        raise Refused("花费不能是负数。", field="money")
    for field, words in missing(entry).items() if complete else ():
        raise Refused(words, field=field)


def _check_day(entry: Entry, campaign: Campaign, today: datetime.date) -> None:
    first, last = campaign.starts_on, campaign.ends_on
    if not first <= entry.held_on <= last:
        raise Refused(
            f"这个服务月是{_words(first)}到{_words(last)}，请选这段时间里的一天。", field="held_on"
        )
    if entry.held_on > today:
        raise Refused("这一天还没到，办完以后再记。", field="held_on")


def _words(day: datetime.date) -> str:
    return f"{day.month}月{day.day}日"


def _check_reach(entry: Entry) -> None:
    for group in entry.reach:
        if group.occupation not in Occupation.values:
            raise Refused("请选从业类别。", field="occupation")
        if group.platform and group.platform not in PLATFORMS:
            raise Refused("请从列出的平台里选，没有就不选。", field="platform")
        if group.people < 0:
            raise Refused("人数不能是负数。", field="people")
    if entry.people > MOST_PEOPLE:
        raise Refused(f"一次活动最多记{MOST_PEOPLE // 10_000}万人次，请核对。", field="people")


def missing(entry: Entry) -> dict[str, str]:
    """Field -> what must still be filled in before it can be submitted."""
    found = {
        "items": "" if entry.items else "请选送了哪一项，可以选几项。",
        "place": "" if entry.where else "请填在哪里。",
        "people": "" if entry.people else "请填服务了多少人，至少1人。",
    }
    return {field: words for field, words in found.items() if words}


# The columns `write` sets.
COLUMNS = (
    "kind", "held_on", "station", "township", "place", "people", "money_fen", "partner", "note",
)  # fmt: skip


def write(activity: Activity, entry: Entry) -> None:
    """Set the columns, not saved yet; write items, reach and goods anew. Under the row's lock."""
    fill(activity, entry, townships.ids())
    for rows in (activity.served, activity.reach, activity.goods):
        rows.all().delete()
    served, reach, goods = parts(activity, entry)
    ActivityItem.objects.bulk_create(served)
    ActivityReach.objects.bulk_create(reach)
    ActivityGoods.objects.bulk_create(goods)


def fill(activity: Activity, entry: Entry, known: AbstractSet[int]) -> None:
    """Set the columns alone; `known` are the townships (townships.ids)."""
    activity.kind, activity.held_on = entry.kind, entry.held_on
    activity.station, activity.place = entry.station, entry.where
    activity.township_id = townships.of(entry.station, activity.organization, known)
    activity.people, activity.money_fen = entry.people, entry.money_fen
    activity.partner, activity.note = entry.partner, entry.note


def parts(
    activity: Activity, entry: Entry
) -> tuple[list[ActivityItem], list[ActivityReach], list[ActivityGoods]]:
    """The rows below the activity's own, none saved yet."""
    reach = [
        ActivityReach(activity=activity, occupation=occupation, platform=platform, people=people)
        for (occupation, platform), people in entry.groups.items()
    ]
    goods = [
        ActivityGoods(activity=activity, name=row.name, quantity=row.quantity, unit=row.unit)
        for row in entry.goods
    ]
    return _served(activity, entry), reach, goods


def _served(activity: Activity, entry: Entry) -> list[ActivityItem]:
    items = sorted({item.pk: item for item in entry.items}.values(), key=lambda i: i.position)
    money = shares(entry.money_fen, len(items)) if items else []
    return [
        ActivityItem(activity=activity, item=item, money_fen=fen)
        for item, fen in zip(items, money, strict=True)
    ]
