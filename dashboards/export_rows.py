"""The lists behind the numbers as sheets: what the list shows, row by row, without anybody's name."""

from collections.abc import Callable, Iterator

from django.db.models import Prefetch, QuerySet
from django.http import QueryDict
from django.utils import timezone

from assistance.models import Contact
from campaigns.models import Activity, ActivityItem
from dashboards import messages as messages_of
from dashboards import months, period, rows_activities, rows_applications, rows_contacts
from dashboards.brief_text import plain
from dashboards.rows_activities import Rows as Activities
from dashboards.scope import Scope
from dashboards.tables import Table
from dashboards.taking import Content, Query, Tick
from dashboards.tile_months import as_officer
from membership.models import Application
from notifications.kinds import label
from notifications.models import Message

ACTIVITIES = (
    "campaign", "by", "since", "until", "occupation", "platform", "district", "item", "category",
    "township",
)  # fmt: skip
APPLICATIONS = ("measure", "of", "hour", "since", "until")
CONTACTS = ("result", "since", "until")
MESSAGES = ("outcome", "since", "until")
# One more than is ever written (exporting.MOST) is not counted.
CAP = 100_001
CHUNK = 1_000

_ACTIVITY = {
    "日期": 11, "举办工会": 26, "乡镇街道": 14, "送项目": 26, "地点": 28, "人次": 8,
    "计入合计": 10, "合作单位": 20,
}  # fmt: skip
_APPLICATION = {
    "收到": 17, "工会": 28, "从业类别": 16, "状态": 12, "应在这之前答复": 17, "答复": 17, "超时": 8,
    "请人补正": 17,
}  # fmt: skip
_CONTACT = {"时间": 17, "结果": 14, "方式": 12, "建档工会": 28}
_MESSAGE = {"写下的时间": 17, "哪一类": 28, "渠道": 12, "去向": 12, "有结果的时间": 17}


def activities(scope: Scope, query: Query, tick: Tick) -> Content:
    """Newest day first. “计入合计” is what the row stands for in the number it is behind."""
    asked = QueryDict(mutable=True)
    asked.update(query)
    found = months.read(as_officer(scope), asked, timezone.localdate())
    rows = rows_activities.read(found, asked)
    return _content(f"活动（{rows.title}）", _ACTIVITY, _held(rows), _activity, tick)


def _held(rows: Activities) -> QuerySet:
    served = ActivityItem.objects.select_related("item").order_by("item__position")
    found = rows.queryset().select_related("organization", "township")
    return found.prefetch_related(Prefetch("served", served)).order_by("-held_on", "-pk")


def _activity(activity: Activity) -> list:
    return [
        activity.held_on, activity.organization.name,
        activity.township.name if activity.township else "",
        "、".join(row.item.name for row in activity.served.all()), plain(activity.place),
        activity.shown_people, activity.counted, plain(activity.partner),  # type: ignore[attr-defined]
    ]  # fmt: skip


def applications(scope: Scope, query: Query, tick: Tick) -> Content:
    rows = rows_applications.read(scope, query, timezone.now())
    found = rows.queryset().select_related("organization").order_by(rows.measure.key, "pk")
    title = f"{rows.measure.label}（{rows.words}）"
    return _content(title, _APPLICATION, found, _application, tick)


def _application(row: Application) -> list:
    union = row.organization.name if row.organization else ""
    return [
        row.submitted_at, union, row.get_occupation_display(),
        row.get_state_display(), row.due_at, row.decided_at,
        row.was_late if row.decided_at else None, row.returned_at,
    ]  # fmt: skip


def contacts(scope: Scope, query: Query, tick: Tick) -> Content:
    """Without who called: a sheet that can be counted by cadres would be a ranking of them."""
    days, _ = period.read(query, timezone.localdate())
    rows = rows_contacts.Rows.read(scope, days, query.get("result", ""))
    related = rows.queryset().select_related("file__organization")
    found = related.defer("file__facts", "note").order_by("-at", "-pk")
    return _content(f"{rows.says}（{days.words}）", _CONTACT, found, _contact, tick)


def _contact(row: Contact) -> list:
    union = row.file.organization.name
    return [row.at, row.get_result_display(), row.get_channel_display(), union]


def messages(scope: Scope, query: Query, tick: Tick) -> Content:
    """Neither words nor whose they are, as on the page."""
    days, _ = period.read(query, timezone.localdate())
    rows = messages_of.Rows.read(scope, days, query.get("outcome", ""))
    found = rows.queryset().only(*messages_of.SHOWN).order_by("-created_at", "-pk")
    return _content(f"{rows.says}的消息（{days.words}）", _MESSAGE, found, _message, tick)


def _message(row: Message) -> list:
    return [
        row.created_at, label(row.kind), row.get_channel_display(), row.get_state_display(),
        row.finished_at,
    ]  # fmt: skip


def _content(
    title: str, columns: dict[str, int], rows: QuerySet, line: Callable, tick: Tick
) -> Content:
    size = rows.order_by()[:CAP].count()
    widths = list(columns.values())
    table = Table(title, list(columns), _Lines(rows, line, tick), widths=widths)  # type: ignore[arg-type]
    return Content([table], size)


class _Lines:
    """Read as they are written, so that a hundred thousand need no memory."""

    def __init__(self, rows: QuerySet, line: Callable, tick: Tick):
        self.rows, self.line, self.tick = rows, line, tick

    def __iter__(self) -> Iterator[list]:
        for number, row in enumerate(self.rows.iterator(CHUNK), 1):
            yield self.line(row)
            self.tick(number)
