"""The sheet of a month's activities: one row is one activity, in the words of the portal."""

import datetime
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from audit.refusal import Refused
from campaigns.entries import MOST_GOODS, MOST_PEOPLE
from campaigns.models import Campaign, ServiceItem
from campaigns.models.campaign import OFFICERS
from campaigns.vocabulary import ActivityKind
from funds import money
from organizations.models import Organization, Station
from organizations.posts import within
from people.vocabulary import PLATFORMS, Occupation
from spreadsheets import cells
from spreadsheets.kinds import Cell, Column
from spreadsheets.models import Import
from spreadsheets.reading import EXAMPLE

MOST_ITEMS = 12
MOST_KINDS_OF_GOODS = 10
GOODS_LENGTH = 32
_PARTS = re.compile(r"[、，;；/\n]+")
_QUANTITY = re.compile(r"^(\d{1,3}(?:,\d{3})+|\d{1,9})(\D{0,8})$")


@dataclass
class Known:
    """What the sheet may name, read once: a handful of queries, however many rows."""

    job: Import
    campaign: Campaign
    unions: dict[str, Organization] = field(default_factory=dict)
    items: list[ServiceItem] = field(default_factory=list)
    # Only names that one station has.
    stations: dict[str, Station] = field(default_factory=dict)

    @classmethod
    def of(cls, job: Import) -> "Known":
        campaign = campaign_of(job)
        own = within(job.uploaded_by, OFFICERS, "path")
        unions = Organization.objects.filter(own, is_active=True).under(campaign.organization)
        return cls(
            job, campaign, labelled(list(unions.select_related("parent").order_by("path"))),
            list(campaign.items.all()), _stations(campaign),
        )  # fmt: skip


def campaign_of(job: Import) -> Campaign:
    rows = Campaign.objects.select_related("organization", "fund")
    return rows.get(pk=job.context["campaign"])


def labelled(unions: Sequence[Organization]) -> dict[str, Organization]:
    """Each under its name; where several share one, with the name of the union above."""
    names = [union.name for union in unions]
    return {
        union.name if names.count(union.name) == 1 else f"{union.name}（{union.parent}）": union
        for union in unions
    }


def _stations(campaign: Campaign) -> dict[str, Station]:
    inside = Station.objects.filter(
        organization__path__startswith=campaign.organization.path, is_active=True
    )
    found: dict[str, Station | None] = {}
    for station in inside.select_related("organization"):
        found[station.name] = None if station.name in found else station
    return {name: station for name, station in found.items() if station}


def columns(known: Known) -> list[Column]:
    kinds, trades = ActivityKind.choices, Occupation.choices
    return [
        Column("held_on", "日期", cells.date, required=True, width=12, as_date=True,
               help=f"{_days(known.campaign)}里已经办过的一天，写成2026-11-05的样子。"),
        Column("organization", "举办工会", cells.choice(known.unions, what="举办工会"),
               required=True, width=26, choices=tuple(known.unions),
               help="从下拉框里选，只能选自己管的工会。"),
        Column("items", "送项目", cells.choices(_item_names(known.items), what="送项目"),
               required=True, width=22, free=True, choices=[item.name for item in known.items],
               help="从下拉框里选；一次送了几项，用“、”隔开写在一格里。"),
        Column("kind", "形式", cells.choice({label: value for value, label in kinds}, what="形式"),
               required=True, choices=[label for _, label in kinds], help="从下拉框里选。"),
        Column("place", "地点", cells.text(80, what="地点"), required=True, width=24,
               as_text=True, help="驿站写驿站的全称，别处写清楚在哪里，不超过80个字。"),
        Column("occupation", "从业类别",
               cells.choice({label: value for value, label in trades}, what="从业类别"),
               required=True, choices=[label for _, label in trades], width=16,
               help="服务的主要是哪类职工，从下拉框里选。几类人分几行写。"),
        Column("platform", "平台", cells.choice({name: name for name in PLATFORMS}, what="平台"),
               choices=PLATFORMS, width=10, empty="", help="没有平台就空着。"),
        Column("people", "人次", cells.integer(MOST_PEOPLE, least=1, units=("人次", "人", "名")),
               required=True, width=8, help="服务了多少人，只填数字。"),
        Column("money", "支出（元）", yuan, width=12, empty=0,
               help="从专项资金里花的钱，最多两位小数；没有就空着。"),
        Column("goods", "物资", _goods, width=20, as_text=True, empty=(),
               help="发了什么，几样用“、”隔开；没有就空着。"),
        Column("quantities", "数量", _quantities, width=14, as_text=True, empty=(),
               help="每样多少，先后和物资一样，用“、”隔开，可以带单位：100瓶、50条。"),
        Column("partner", "合作单位", cells.text(64, what="合作单位"), width=20, as_text=True,
               empty="", help="可以空着。"),
        Column("note", "备注", cells.text(300, what="备注"), width=24, as_text=True, empty="",
               help="可以空着。不要写职工的姓名、电话和证件号码。"),
    ]  # fmt: skip


def example(known: Known) -> dict[str, Any]:
    first = min(max(known.campaign.starts_on, datetime.date(2000, 1, 1)), known.campaign.ends_on)
    names = [item.name for item in known.items[:2]]
    return {
        "held_on": first, "organization": next(iter(known.unions), ""), "items": "、".join(names),
        "kind": ActivityKind.HANDOUT.label, "place": "火车站工会爱心驿站",
        "occupation": Occupation.FOOD.label, "platform": "美团", "people": 36, "money": 1260.5,
        "goods": "保温杯、手套", "quantities": "36个、36双", "note": EXAMPLE,
    }  # fmt: skip


def instructions(known: Known) -> tuple[str, ...]:
    return (
        f"{known.campaign.title}，{_days(known.campaign)}。一行是一次活动，导入后由主办工会核实。",
    )


def _days(campaign: Campaign) -> str:
    return f"{campaign.starts_on:%Y-%m-%d}至{campaign.ends_on:%Y-%m-%d}"


def _item_names(items: Sequence[ServiceItem]) -> dict[str, ServiceItem]:
    """As printed, and as people shorten it where that is clear."""
    known = {item.name.removeprefix("送"): item for item in items}
    known |= {item.short: item for item in items}
    return known | {item.name: item for item in items}


def yuan(cell: Cell) -> int:
    """Whole fen of yuan, as a number or as typed."""
    line = cells.plain(cell)
    if line.startswith("-"):
        raise Refused("金额不能是负数；退回的钱请在“资金”里冲销。")
    return money.parse(line)


def _goods(cell: Cell) -> tuple[str, ...]:
    names = tuple(part.strip() for part in _PARTS.split(cells.text(300)(cell)) if part.strip())
    if len(names) > MOST_KINDS_OF_GOODS:
        raise Refused(f"一次最多写{MOST_KINDS_OF_GOODS}样物资。")
    if any(len(name) > GOODS_LENGTH for name in names):
        raise Refused(f"物资的名称不超过{GOODS_LENGTH}个字；几样用“、”隔开。")
    return names


def _quantities(cell: Cell) -> tuple[tuple[int, str], ...]:
    parts = [part.strip() for part in _PARTS.split(cells.plain(cell)) if part.strip()]
    return tuple(_quantity(part.replace(" ", "")) for part in parts)


def _quantity(part: str) -> tuple[int, str]:
    found = _QUANTITY.match(part)
    number = int(found.group(1).replace(",", "")) if found else 0
    if not found or not 0 < number <= MOST_GOODS:
        raise Refused(f"看不出“{part[:20]}”是多少，请写成100或100瓶的样子。")
    return number, found.group(2).strip() or "份"
