"""Thousands of activities at once: submitted out of a sheet, and withdrawn again."""

import datetime
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from typing import Any

from django.db.models import F, Q
from django.utils import timezone

from audit import services as audit
from audit.refusal import Refused
from campaigns import bulk_sheet, districts, entries, spending, tallies, townships
from campaigns.models import (
    Activity,
    ActivityGoods,
    ActivityItem,
    ActivityReach,
    ActivityState,
    Campaign,
)
from campaigns.models.activity import ACTIVITY_MOVES
from funds import bulk as funds
from funds.models import Allocation, EntryKind, FundEntry
from spreadsheets.kinds import Row
from spreadsheets.models import Import

BATCH = 1000
UNDONE = "撤销整批导入"


@dataclass
class _Made:
    """What a batch of rows becomes, not saved yet."""

    activities: list[Activity] = field(default_factory=list)
    served: list[ActivityItem] = field(default_factory=list)
    reach: list[ActivityReach] = field(default_factory=list)
    goods: list[ActivityGoods] = field(default_factory=list)

    def save(self) -> None:
        Activity.objects.bulk_create(self.activities)
        ActivityItem.objects.bulk_create(self.served)
        ActivityReach.objects.bulk_create(self.reach)
        ActivityGoods.objects.bulk_create(self.goods)


def submit_all(job: Import, rows: Sequence[Row], tick: Callable[[int], None]) -> None:
    """Each row an activity that waits to be verified, as if logged by who uploaded the sheet.

    In the caller's transaction. Raises Refused when the money is no longer there.
    """
    campaign, at = bulk_sheet.campaign_of(job), timezone.now()
    waiting: Counter = Counter()
    costly: dict[Allocation, list[Activity]] = defaultdict(list)
    known = townships.ids()
    for start in range(0, len(rows), BATCH):
        made = _Made()
        for row in rows[start : start + BATCH]:
            activity = _add(made, job, campaign, row, at=at, known=known)
            if activity.allocation:
                costly[activity.allocation].append(activity)
        made.save()
        record("campaigns.activity_imported", made.activities, job, job.confirmed_by, at)
        waiting += cells(made.activities, made.served)
        tick(start + len(made.activities))
    tallies.count_pending_many(campaign, waiting, 1)
    # The shares last: whoever else spends waits no longer than this takes.
    for share in sorted(costly, key=lambda share: share.pk):
        spendings = [
            funds.Spending(a.money_fen, spending.purpose(a), source=a) for a in costly[share]
        ]
        funds.spend_many(share, spendings, actor=job.uploaded_by, at=at)


def _add(
    made: _Made,
    job: Import,
    campaign: Campaign,
    row: Row,
    *,
    at: datetime.datetime,
    known: AbstractSet[int],
) -> Activity:
    entry, union = row.values["entry"], row.values["organization"]
    activity = Activity(
        campaign=campaign, organization=union, state=ACTIVITY_MOVES["submit"][1],
        district_id=districts.column_id(campaign, union), allocation=row.values.get("share"),
        logged_by=job.uploaded_by, created_at=at, saved_at=at, submitted_at=at, import_id=job.pk,
        is_demo=campaign.is_demo,
    )  # fmt: skip
    entries.fill(activity, entry, known)
    served, reach, goods = entries.parts(activity, entry)
    made.activities.append(activity)
    made.served += served
    made.reach += reach
    made.goods += goods
    return activity


def cells(activities: Iterable[Activity], served: Iterable[ActivityItem]) -> Counter:
    """How many count in each place (tallies.Place); item None is each activity."""
    of = {each.pk: each for each in activities}
    found = Counter(tallies.place(each, None) for each in of.values())
    found.update(tallies.place(of[row.activity_id], row.item_id) for row in served)
    return found


def refusal_to_withdraw_all(job: Import) -> str:
    """Why not to take all of it back: somebody has built on it. Two queries."""
    standing = Activity.objects.filter(import_id=job.pk).exclude(state=ActivityState.WITHDRAWN)
    verified = standing.filter(state=ActivityState.VERIFIED).count()
    touched = standing.exclude(state=ActivityState.VERIFIED).filter(_TOUCHED).count()
    said = []
    if verified:
        said.append(f"{verified}次已经核实")
    if touched:
        said.append(f"{touched}次退回或改过")
    if said:
        return f"这次导入的活动里，{'，'.join(said)}，不能整批撤销，请在活动里逐条处理。"
    return ""


# Sent back, or corrected since it came in.
_TOUCHED = ~Q(state=ActivityState.SUBMITTED) | ~Q(saved_at=F("created_at"))


def withdraw_all(job: Import) -> None:
    """Withdraw what was imported, with a counter-entry for each sum spent; what was withdrawn by
    hand before stays so. In the caller's transaction. Raises Refused.
    """
    campaign, at = bulk_sheet.campaign_of(job), timezone.now()
    if not campaign.takes_activities:
        raise Refused("这个服务月现在不收活动了，导入的也不再撤销。")
    # Held from here on: nobody verifies what is on its way out.
    locked = (
        Activity.objects.filter(import_id=job.pk).order_by("pk").select_for_update(of=("self",))
    )
    standing = [
        activity
        for activity in locked.select_related("organization")
        if activity.state != ActivityState.WITHDRAWN
    ]
    refusal = refusal_to_withdraw_all(job)
    if refusal:
        raise Refused(refusal)
    served = ActivityItem.objects.filter(activity__in=standing)
    ids = [activity.pk for activity in standing]
    Activity.objects.filter(pk__in=ids).update(state=ACTIVITY_MOVES["withdraw"][1], saved_at=at)
    tallies.count_pending_many(campaign, cells(standing, served), -1)
    record("campaigns.activity_withdrawn", standing, job, job.undone_by, at, reason=UNDONE)
    _take_back(standing, job, at)


def record(
    action: str, activities: Iterable[Activity], job: Import, actor: Any, at: datetime.datetime,
    *, reason: str = "",
) -> None:  # fmt: skip
    """Each activity tells its own story, out of a sheet as from the phone."""
    audit.record_all(
        audit.entry(
            action, actor=actor, subject=activity, unit=activity.organization.name, at=at,
            reason=reason, data={"import": str(job.pk), "file": job.file_name},
        )
        for activity in activities
    )  # fmt: skip


def _take_back(activities: Iterable[Activity], job: Import, at: datetime.datetime) -> None:
    spent: dict[Any, list[FundEntry]] = defaultdict(list)
    for entry in _entries([activity for activity in activities if activity.money_fen]):
        spent[entry.allocation_id].append(entry)
    for share in Allocation.objects.filter(pk__in=spent).order_by("pk"):
        funds.counter_many(share, spent[share.pk], reason=UNDONE, actor=job.undone_by, at=at)


def _entries(activities: Sequence[Activity]) -> Iterator[FundEntry]:
    """What stands spent on them."""
    for start in range(0, len(activities), BATCH):
        ids = [str(activity.pk) for activity in activities[start : start + BATCH]]
        yield from FundEntry.objects.filter(
            source_type=Activity._meta.label_lower, source_id__in=ids, kind=EntryKind.SPEND,
            reverses__isnull=True, reversed_by__isnull=True,
        )  # fmt: skip
