"""Sheets of activities and stations as people fill them in, on their way through the portal."""

import datetime
import uuid
from typing import Any

from django.utils import timezone

from campaigns.imports import ACTIVITIES
from campaigns.station_import import STATIONS
from spreadsheets import deciding, running, uploading
from spreadsheets.models import Import
from tests.spreadsheets.making import a_book, an_upload

HEADS = [
    "日期", "举办工会", "送项目", "形式", "地点", "从业类别", "平台", "人次", "支出（元）", "物资",
    "数量", "合作单位", "备注",
]  # fmt: skip
STATION_HEADS = [
    "名称", "类型", "平台", "管理工会", "扫码后加入", "所在区县", "乡镇街道", "地址", "经度", "纬度",
    "设施", "开门", "关门", "24小时", "联系人", "联系电话",
]  # fmt: skip
# One that differs from the next only where a test says so would be taken for the same.
_places = iter(range(1, 100_000))


def yesterday() -> datetime.date:
    return timezone.localdate() - datetime.timedelta(days=1)


def a_row(**changed: Any) -> list:
    """A row that may be imported by 甘州区, at a place of its own."""
    row = {
        "日期": yesterday(), "举办工会": "甘州区总工会", "送项目": "送慰问品", "形式": "物资发放",
        "地点": f"东街{next(_places)}号", "从业类别": "网约送餐员", "平台": "美团", "人次": 36,
        "支出（元）": "", "物资": "", "数量": "", "合作单位": "", "备注": "",
    }  # fmt: skip
    return list((row | changed).values())


def a_station_row(**changed: Any) -> list:
    row = {
        "名称": f"爱心驿站{next(_places)}", "类型": "工会爱心驿站", "平台": "",
        "管理工会": "甘州区快递外卖行业工会联合会", "扫码后加入": "", "所在区县": "甘州区",
        "乡镇街道": "", "地址": f"南街{next(_places)}号", "经度": "", "纬度": "", "设施": "饮水机、AED",
        "开门": "08:00", "关门": "20:00", "24小时": "", "联系人": "", "联系电话": "",
    }  # fmt: skip
    return list((row | changed).values())


def uploaded(
    campaign,
    actor,
    *rows: list,
    organization=None,
    heads=HEADS,
    content: bytes = b"",
    name: str = "11月活动.xlsx",
) -> Import:
    content = content or a_book([heads, *rows])
    return uploading.take_in(
        kind=ACTIVITIES, organization=organization or actor.posts.get().organization,
        context={"campaign": str(campaign.pk)}, upload=an_upload(content, name),
        client_id=uuid.uuid4(), actor=actor,
    )  # fmt: skip


def stations_uploaded(actor, *rows: list) -> Import:
    return uploading.take_in(
        kind=STATIONS, organization=actor.posts.get().organization, context={},
        upload=an_upload(a_book([STATION_HEADS, *rows])), client_id=uuid.uuid4(), actor=actor,
    )  # fmt: skip


def worked_on(job: Import) -> Import:
    """What a worker makes of it."""
    running.run(Import, job.pk)
    return Import.objects.get(pk=job.pk)


def checked(campaign, actor, *rows: list) -> Import:
    return worked_on(uploaded(campaign, actor, *rows))


def confirmed(job: Import, actor) -> Import:
    deciding.confirm(job, actor=actor)
    return worked_on(job)


def imported(campaign, actor, *rows: list) -> Import:
    return confirmed(checked(campaign, actor, *rows), actor)


def undone(job: Import, actor) -> Import:
    deciding.undo(job, actor=actor)
    return worked_on(job)


def problems(job: Import) -> list[list[tuple[str, str]]]:
    """(title of the column, what is wrong) of each row, in the order of the sheet."""
    titles = dict(job.columns) | {"": ""}
    return [
        [(titles[each["column"]], each["text"]) for each in row.problems]
        for row in job.rows.order_by("number")
    ]


def states(job: Import) -> list[str]:
    return list(job.rows.order_by("number").values_list("state", flat=True))
