"""Two sheets of a district: one that was imported and has rows to mend, one that waits to be decided.

They go the way of every sheet: written as a file, taken in, looked at, imported.
"""

import datetime
import uuid
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from campaigns.bulk_sheet import Known, columns
from campaigns.imports import ACTIVITIES
from campaigns.models import Campaign
from organizations.models import Post, Role
from people.vocabulary import Occupation
from spreadsheets import deciding, running, uploading, writing
from spreadsheets.models import Import

STREETS = ("东大街", "西大街", "南大街", "北大街", "环城路", "新乐路", "火车站广场", "物流园东门")
# What stands in a row instead of what belongs there, by its place in the sheet.
WRONG = {9: {"人次": "几十人"}, 17: {"日期": "本月上旬"}, 26: {"从业类别": "骑手"}}
# These say what the row two above them says.
TWICE = (14, 33)


def load(campaign: Campaign, now: datetime.datetime) -> list[Import]:
    """None in a month that takes no activities, or without an officer in a district."""
    post = _officer(campaign)
    if not post or not campaign.takes_activities:
        return []
    done = _taken_in(campaign, post, now, f"{campaign.starts_on.month}月上半月.xlsx", 48)
    deciding.confirm(done, actor=post.user)
    running.run(Import, done.pk)
    waiting = _taken_in(campaign, post, now, f"{campaign.starts_on.month}月下半月.xlsx", 36)
    return [done, waiting]


def _officer(campaign: Campaign) -> Post | None:
    posts = Post.objects.current().filter(
        role=Role.CAMPAIGN_OFFICER, organization__parent=campaign.organization
    )
    return posts.select_related("user", "organization").order_by("organization__path").first()


def _taken_in(
    campaign: Campaign, post: Post, now: datetime.datetime, name: str, rows: int
) -> Import:
    job = Import(
        kind=ACTIVITIES, organization=post.organization, context={"campaign": str(campaign.pk)},
        uploaded_by=post.user,
    )  # fmt: skip
    heads = [column.title for column in columns(Known.of(job))]
    lines = _lines(campaign, post, timezone.localdate(now), rows)
    sheet = writing.Sheet("活动", heads, [[line.get(head, "") for head in heads] for line in lines])
    upload = SimpleUploadedFile(name, writing.book(sheet))
    job = uploading.take_in(
        kind=job.kind, organization=job.organization, context=job.context, upload=upload,
        client_id=uuid.uuid4(), actor=post.user,
    )  # fmt: skip
    Import.objects.filter(pk=job.pk).update(is_demo=True)
    running.run(Import, job.pk)
    return Import.objects.get(pk=job.pk)


def _lines(campaign: Campaign, post: Post, today: datetime.date, rows: int) -> list[dict[str, Any]]:
    items = [item.name for item in campaign.items.all()]
    trades = [Occupation.FOOD, Occupation.PARCEL, Occupation.TRUCK, Occupation.RIDE]
    days = (min(today, campaign.ends_on) - campaign.starts_on).days
    # The later sheet has other places.
    shift = len(STREETS) // 2 * (rows < 40)
    told: list[dict[str, Any]] = []
    for number in range(rows):
        line = {
            "日期": campaign.starts_on + datetime.timedelta(days=number * 5 % (days + 1)),
            "举办工会": post.organization.name, "送项目": items[number % len(items)],
            "形式": "物资发放", "从业类别": trades[number % len(trades)].label,
            "地点": f"{STREETS[(number + shift) % len(STREETS)]}{number * 7 % 90 + 10 + shift}号",
            "人次": number * 11 % 40 + 8, "备注": "",
        }  # fmt: skip
        told.append(dict(told[number - 2]) if number in TWICE else line | WRONG.get(number, {}))
    return told
