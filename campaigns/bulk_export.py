"""The list of a month's activities as a sheet, narrowed down as its page is (settings.EXPORTS)."""

from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from typing import Any

from django.db.models import Prefetch, QuerySet
from django.utils import timezone

from campaigns import listing
from campaigns.listing import Filters
from campaigns.models import Activity, ActivityItem, ActivityReach, ActivityState, Campaign
from campaigns.models.campaign import OFFICERS
from campaigns.vocabulary import ActivityKind
from people import identity
from people.vocabulary import Occupation
from spreadsheets import progress
from spreadsheets.exporting import ExportKind
from spreadsheets.models import Export
from spreadsheets.writing import Sheet

NAME = "activities"
# As many are written while one waits; more are written by a worker.
DIRECT = 3_000
MOST = 100_000
CHUNK = 1_000
COLUMNS = {
    "日期": 11, "区县": 18, "举办工会": 26, "送项目": 26, "形式": 10, "地点": 26, "人次": 8,
    "服务了谁": 30, "支出（元）": 12, "物资": 26, "合作单位": 20, "备注": 30, "状态": 8,
    "提交时间": 17, "核实时间": 17,
}  # fmt: skip
_KINDS, _TRADES, _STATES = map(
    dict, (ActivityKind.choices, Occupation.choices, ActivityState.choices)
)


def given(query: Mapping[str, str]) -> dict[str, str]:
    """The filters out of an address line, as plain values that a job and the record keep."""
    asked = {name: query[name].replace("\0", "")[:64] for name in FILTERS if query.get(name)}
    return {name: NUMBER if identity.stands_in(value) else value for name, value in asked.items()}


# In place of a document number, which nobody finds a place by.
NUMBER = "（号码）"
FILTERS = (
    "district", "item", "state", "occupation", "platform", "kind", "since", "until", "text",
    "import",
)  # fmt: skip


def rows_of(user, campaign: Campaign, query: Mapping[str, str]) -> QuerySet[Activity]:
    filters = Filters.read(query, list(campaign.items.all()))
    return listing.rows_of(user, campaign, filters)


def sheet(
    user, campaign: Campaign, query: Mapping[str, str], tick: Callable[[int], None] | None = None
) -> Sheet:
    """The rows come as they are written, so that a hundred thousand need no memory."""
    served = ActivityItem.objects.select_related("item").order_by("item__position")
    reach = ActivityReach.objects.order_by("-people")
    rows = rows_of(user, campaign, query).select_related("organization", "district")
    rows = rows.prefetch_related(Prefetch("served", served), Prefetch("reach", reach), "goods")
    return Sheet(
        title="活动", columns=list(COLUMNS), widths=list(COLUMNS.values()),
        rows=_lines(rows.order_by("-held_on", "-pk"), tick), note=_note(campaign, query),
    )  # fmt: skip


def _lines(rows: QuerySet[Activity], tick: Callable[[int], None] | None) -> Iterator[list]:
    for number, activity in enumerate(rows.iterator(CHUNK), 1):
        yield _line(activity)
        if tick and number % CHUNK == 0:
            tick(number)


def _line(activity: Any) -> list:
    return [
        activity.held_on, activity.district.name, activity.organization.name,
        "、".join(row.item.name for row in activity.served.all()), _KINDS[activity.kind],
        activity.place, activity.shown_people,
        "、".join(_group(row) for row in activity.reach.all()),
        Decimal(activity.shown_fen) / 100, "、".join(map(str, activity.goods.all())),
        activity.partner, activity.note, _STATES[activity.state], activity.submitted_at,
        activity.verified_at,
    ]  # fmt: skip


def _group(row: ActivityReach) -> str:
    platform = f"（{row.platform}）" if row.platform else ""
    return f"{_TRADES[row.occupation]}{platform}{row.people}"


def _note(campaign: Campaign, query: Mapping[str, str]) -> str:
    some = "，只有筛选出来的" if query else ""
    shares = "，支出只算这一项分到的" if query.get("item") else ""
    return f"{campaign.title}的活动{some}{shares}，{timezone.localtime():%Y-%m-%d %H:%M}导出"


def _sheets(job: Export) -> list[Sheet]:
    campaign = Campaign.objects.select_related("organization").get(pk=job.context["campaign"])

    def tick(done: int) -> None:
        progress.tell(job.pk, done, job.rows)

    return [sheet(job.requested_by, campaign, job.context["filters"], tick)]


EXPORTS = (
    ExportKind(name=NAME, action="campaigns.exported", roles=OFFICERS, sheets=_sheets),
)  # fmt: skip
