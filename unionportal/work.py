"""What a service month asks of an officer today, and 1+1 of a cadre and of whoever supervises, for
今天要办.
"""

import datetime
from collections.abc import Iterator
from typing import NamedTuple

from django.db.models import Count
from django.urls import reverse
from django.utils import timezone

from assistance import coverage, households
from assistance.models import HardshipFile, HelpRequest, HelpRequestState, NeedState
from assistance.models.file import STEWARDS
from campaigns.models import Activity, ActivityState, Campaign, Delivery, Wish, WishState
from campaigns.models.campaign import LOGGING_STATES, OFFICERS
from organizations import posts
from organizations.models import Role
from organizations.posts import within

CAMPAIGN = ("campaign_id", "campaign__title")


class Task(NamedTuple):
    icon: str
    text: str
    under: str
    url: str


def officers_work(user, today: datetime.date | None = None) -> dict:
    """`tasks`, the most pressing first, and the months one may log in. Five queries for officers,
    none for others.
    """
    if not posts.holds_any(user, OFFICERS):
        return {}
    today = today or timezone.localdate()
    tasks = [*_returned(user), *_to_verify(user), *_wishes(user), *_drafts(user)]
    months = Campaign.objects.visible_to(user).filter(state__in=LOGGING_STATES)[:3]
    return {"tasks": tasks + list(_expiring(user, today)), "months": months}


def _counted(rows, page: str, query: str = "") -> Iterator[tuple[int, str, str]]:
    """(how many, title of the month, address) by month."""
    for campaign_id, title, n in rows.order_by().values_list(*CAMPAIGN).annotate(n=Count("pk")):
        yield n, title, reverse(f"campaigns:{page}", args=[campaign_id]) + query


def _to_verify(user) -> Iterator[Task]:
    """Of the months one runs, what others logged."""
    own = within(user, OFFICERS, "campaign__organization__path")
    rows = Activity.objects.filter(own, state=ActivityState.SUBMITTED).exclude(logged_by=user)
    for n, title, url in _counted(rows, "activities", "?state=submitted"):
        yield Task("check", f"{n}场活动等您核实", title, url)


def _returned(user) -> Iterator[Task]:
    rows = Activity.objects.filter(logged_by=user, state=ActivityState.RETURNED)
    for n, title, url in _counted(rows, "activities", "?state=returned"):
        yield Task("refresh", f"{n}场活动被退回，改好再交", title, url)


def _drafts(user) -> Iterator[Task]:
    rows = Activity.objects.filter(logged_by=user, state=ActivityState.DRAFT)
    for n, title, url in _counted(rows, "activities", "?state=draft"):
        yield Task("edit", f"{n}份草稿还没提交", title, url)


def _wishes(user) -> Iterator[Task]:
    rows = Wish.objects.visible_to(user).filter(state=WishState.SUBMITTED)
    for n, title, url in _counted(rows, "desk-wishes"):
        yield Task("star", f"{n}个微心愿等您审核", title, url)


def _expiring(user, today: datetime.date) -> Iterator[Task]:
    rows = Delivery.objects.visible_to(user).expiring(today).order_by()
    for campaign_id, goods, n in rows.values_list("round__campaign_id", "round__goods").annotate(
        n=Count("pk")
    ):
        url = reverse("campaigns:rounds", args=[campaign_id])
        yield Task("warn", f"{n}个站点的{goods}快到期或已到期", "到“配送”里看补货清单", url)


def cadres_work(user) -> dict:
    """How many households are to be called, and what is open. Five queries for cadres, none for
    others.
    """
    if not posts.holds_any(user, (Role.CADRE,)):
        return {}
    mine = households.of_user(user)
    needs = households.open_needs(user, mine.ids)
    called = [*mine.own, *mine.stood_in]
    due = [one for one in called if one.is_due]
    unsigned = sum(need.state == NeedState.DELIVERED for need in needs)
    return {
        "calls": len(called),
        "due": len(due),
        "late": sum(one.days_late > 0 for one in due),
        "unsigned": unsigned,
        "waiting": len(needs) - unsigned,
    }


def supervisors_work(user, today: datetime.date | None = None) -> dict:
    """`tasks` of whoever keeps files, the silent ones first. Four queries for them, none for
    others.
    """
    if not posts.holds_any(user, STEWARDS):
        return {}
    today = today or timezone.localdate()
    total = coverage.total(coverage.by_union(posts.paths(user, STEWARDS)).values())
    rows = HelpRequest.objects.visible_to(user).filter(state=HelpRequestState.SUBMITTED)
    again = HardshipFile.objects.kept_in(user).to_ask_again(today)
    asked = (
        (total.silent, "warn", "户该联系没联系", "看看是谁忙不过来", "silent"),
        (total.hand_overs, "refresh", "户等着交接", "给每一户选一位干部", "hand-overs"),
        (total.unpaired, "people", "户还没有人联系", "排一份结对名单", "pairs"),
        (rows.count(), "inbox", "份帮扶申请等着答复", "本人在等消息", "requests"),
        (
            again.count(),
            "clock",
            "户说过以后再说，该再问一次",
            "约好的日子到了",
            "files",
            "?show=again",
        ),
        (total.old_needs, "gift", "件需要超过5天没办完", "看看卡在哪里", "needs"),
    )
    return {
        "tasks": [
            Task(icon, f"{n:,}{text}", under, reverse(f"assistance:{page}") + "".join(query))
            for n, icon, text, under, page, *query in asked
            if n
        ]
    }
