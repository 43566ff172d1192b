"""Sheets of a survey as people fill them in, on their way through the portal."""

import uuid
from typing import Any

from assistance.imports import SURVEY
from spreadsheets import uploading
from spreadsheets.models import Import
from tests.assistance.typed import a_number
from tests.campaigns.importing import worked_on
from tests.spreadsheets.making import a_book, an_upload

HEADS = [
    "姓名", "证件类型", "证件号码", "手机", "单位", "居住乡镇", "群体", "困难类别", "原因",
    "家庭人口", "常用语言", "需要", "住址", "人均月收入", "备注",
]  # fmt: skip
_phones = iter(range(10_000, 99_999))


def a_row(**changed: Any) -> list:
    """A household of 甘州区 with a number and a phone of its own."""
    row = {
        "姓名": "赵范例", "证件类型": "居民身份证", "证件号码": a_number(),
        "手机": f"199000{next(_phones)}", "单位": "演示公司", "居住乡镇": "火车站街道",
        "群体": "困难职工", "困难类别": "相对困难", "原因": "本人大病", "家庭人口": 3,
        "常用语言": "普通话", "需要": "生活物资", "住址": "东街1号", "人均月收入": 900, "备注": "",
    }  # fmt: skip
    return list((row | changed).values())


def uploaded(actor, *rows: list, organization=None, content: bytes = b"") -> Import:
    return uploading.take_in(
        kind=SURVEY, organization=organization or actor.posts.get().organization, context={},
        upload=an_upload(content or a_book([HEADS, *rows], sheet="摸底"), "摸底表.xlsx"),
        client_id=uuid.uuid4(), actor=actor,
    )  # fmt: skip


def checked(actor, *rows: list) -> Import:
    return worked_on(uploaded(actor, *rows))
