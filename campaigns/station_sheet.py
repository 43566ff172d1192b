"""The sheet of stations: one row is one 驿站, in the words of its form at the desk."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from campaigns.bulk_sheet import labelled
from organizations.models import FACILITIES, Division, Organization, Station
from organizations.visible import MANAGES
from organizations.visible import unions as visible_unions
from people.vocabulary import PLATFORMS
from spreadsheets import cells
from spreadsheets.kinds import Column
from spreadsheets.models import Import
from spreadsheets.reading import EXAMPLE

YES_NO = ("是", "否")


@dataclass
class Known:
    """What the sheet may name, read once."""

    unions: dict[str, Organization]
    # Those a worker can be admitted to, under the same administrator.
    receiving: dict[str, Organization]
    districts: dict[str, Division]
    # (district, name of the township) -> it
    townships: dict[tuple[int, str], Division]

    @classmethod
    def of(cls, job: Import) -> "Known":
        rows = visible_unions(job.uploaded_by, MANAGES).filter(is_active=True)
        unions = list(rows.select_related("parent").order_by("path"))
        divisions = list(Division.objects.all())
        return cls(
            labelled(unions), labelled([union for union in unions if union.receives]),
            {row.name: row for row in divisions if row.level == Division.Level.DISTRICT},
            {
                (row.parent_id, row.name): row
                for row in divisions
                if row.level == Division.Level.TOWNSHIP and row.parent_id
            },
        )  # fmt: skip


def columns(known: Known) -> list[Column]:
    kinds = {label: value for value, label in Station.Kind.choices}
    facilities = {name: name for name in FACILITIES}
    return [
        Column("name", "名称", cells.text(64, what="名称"), required=True, width=26, as_text=True,
               help="驿站的全称，不超过64个字；同一个工会下不能重名。"),
        Column("kind", "类型", cells.choice(kinds, what="类型"), required=True,
               choices=list(kinds), width=18, help="从下拉框里选。"),
        Column("platform", "平台", cells.text(16, what="平台"), choices=PLATFORMS, free=True,
               width=10, empty="", help="只有平台企业站点要填。"),
        Column("organization", "管理工会", cells.choice(known.unions, what="管理工会"),
               required=True, choices=list(known.unions), width=26, help="从下拉框里选。"),
        Column("joins", "扫码后加入", cells.choice(known.receiving, what="收会员的工会"), width=26,
               choices=list(known.receiving),
               help="不填就是管理工会；管理工会不直接收会员的，是本区县的会员周转库。"),
        Column("district", "所在区县", cells.choice(known.districts, what="区县"), required=True,
               choices=list(known.districts), width=16, help="从下拉框里选。"),
        Column("township", "乡镇街道", cells.text(32, what="乡镇街道"), width=16, empty="",
               free=True, choices=sorted({name for _, name in known.townships}),
               help="可以空着；填了要是这个区县的。"),
        Column("address", "地址", cells.text(120, what="地址"), required=True, width=32,
               as_text=True, help="让人找得到，不超过120个字。"),
        Column("longitude", "经度", cells.degrees(73, 136, what="经度"), width=12,
               help="比如100.4498；经度、纬度要么都填，要么都空着。"),
        Column("latitude", "纬度", cells.degrees(3, 54, what="纬度"), width=12,
               help="比如38.9259。"),
        Column("facilities", "设施", cells.choices(facilities, what="设施"), width=24, free=True,
               choices=FACILITIES, empty=(), help="几样用“、”隔开，可以空着。"),
        Column("opens_at", "开门", cells.time, width=8, as_text=True,
               help="写成08:00的样子；24小时的可以空着。"),
        Column("closes_at", "关门", cells.time, width=8, as_text=True, help="写成20:00的样子。"),
        Column("is_24h", "24小时", cells.yes_or_no, choices=YES_NO, width=8, empty=False,
               help="填“是”或空着。"),
        Column("contact", "联系人", cells.text(32, what="联系人"), width=10, empty="",
               help="只给工作人员看，可以空着。"),
        Column("contact_phone", "联系电话", cells.phone, width=16, as_text=True, empty="",
               help="只给工作人员看，可以空着。座机带上区号。"),
    ]  # fmt: skip


def example(known: Known) -> dict[str, Any]:
    return {
        "name": "火车站工会爱心驿站", "kind": Station.Kind.LOVE.label,
        "organization": next(iter(known.unions), ""), "district": next(iter(known.districts), ""),
        "address": EXAMPLE, "longitude": 100.4498, "latitude": 38.9259,
        "facilities": "饮水机、微波炉", "opens_at": "08:00", "closes_at": "20:00", "is_24h": "否",
        "contact": "演示", "contact_phone": "0936-0000000",
    }  # fmt: skip


def instructions() -> Sequence[str]:
    return ("登记新的驿站，一行一个。已经登记过的驿站要改，请到“驿站”页里改。",)
