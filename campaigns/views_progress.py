"""The page of a service month: how far each item is in each district, and its export."""

import datetime

from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from audit import services as audit
from campaigns import coverage, money, sheets, tallies
from campaigns.coverage import Cut
from campaigns.models import Activity, ActivityState, Campaign
from campaigns.models.campaign import OFFICERS
from campaigns.navigation import campaign_or_404, page
from campaigns.permissions import refusal_to_log, runs
from organizations import posts
from organizations.decorators import post_required
from people.vocabulary import PLATFORMS, Occupation
from spreadsheets import writing

LATEST = 5


def _cut(request) -> Cut:
    """From the address; what is none of ours cuts nothing."""
    occupation = request.GET.get("occupation", "")
    platform = request.GET.get("platform", "")
    return Cut(
        occupation if occupation in Occupation.values else "",
        platform if platform in PLATFORMS else "",
    )


@require_GET
@post_required(*OFFICERS)
def campaign(request, pk):
    """At most a dozen queries, the same with a thousand activities and with half a million."""
    found = campaign_or_404(request.user, pk)
    cut = _cut(request)
    shown = coverage.columns(request.user, found)
    ids = [district.pk for district in shown]
    table = coverage.read(found, shown)
    passed = found.share_passed(timezone.localdate())
    context = page(
        request,
        found,
        table=table,
        heat=coverage.read(found, shown, cut) if cut else table,
        cut=cut,
        lines=[_line(line, passed) for line in table.by_item],
        passed=passed,
        money=money.standing(found, ids),
        occupations=_groups(found, ids, "occupation"),
        platforms=_groups(found, ids, "platform"),
        latest=_latest(request.user, found),
        all_occupations=Occupation.choices,
        all_platforms=PLATFORMS,
        runs=runs(request.user, found),
        may_log=found.takes_activities and _may_log(request.user),
    )
    return render(request, "campaigns/campaign.html", context)


def _may_log(user) -> bool:
    return any(not refusal_to_log(user, post.organization) for post in posts.current_posts(user))


def _line(line: coverage.Line, passed: float) -> dict:
    """An item's bar: widths in the 300 units of its drawing."""
    share = min(line.total.people / line.total.target, 1) if line.total.target else 0
    return {
        "item": line.of,
        "total": line.total,
        "pace": line.total.pace(passed),
        "width": round(300 * share),
        "mark": round(300 * passed),
    }


def _groups(campaign: Campaign, ids: list[int], by: str) -> list[dict]:
    """People reached by occupation or platform, most first; those with nobody stand at the end."""
    found = tallies.groups(campaign, ids, by=by)
    words = dict(Occupation.choices) if by == "occupation" else {p: p for p in PLATFORMS}
    found = dict.fromkeys(words, 0) | found
    most = max(found.values(), default=0) or 1
    rows = sorted(found.items(), key=lambda row: -row[1])
    return [
        {
            "key": key,
            "word": words.get(key, "没有平台"),
            "people": n,
            "width": round(300 * n / most),
        }
        for key, n in rows
    ]


def _latest(user, campaign: Campaign) -> list[Activity]:
    """What was logged last, drafts and withdrawn ones left out. Two queries."""
    rows = Activity.objects.visible_to(user).filter(campaign=campaign)
    told = rows.exclude(state__in=(ActivityState.DRAFT, ActivityState.WITHDRAWN))
    newest = told.select_related("district__division").prefetch_related("items")
    return list(newest.order_by("-held_on", "-pk")[:LATEST])


@require_GET
@post_required(*OFFICERS)
def export(request, pk):
    """The table of the page, its cuts and its money as one Excel file: the same figures."""
    found = campaign_or_404(request.user, pk)
    shown = coverage.columns(request.user, found)
    now = timezone.now()
    content = writing.book(*sheets.of_campaign(found, shown, now))
    audit.record(
        "campaigns.exported",
        actor=request.user, subject=found, unit=posts.unit_of(request.user),
        data={"title": found.title, "what": "进度总表"},
    )  # fmt: skip
    return writing.download(_name(found, now), content)


def _name(campaign: Campaign, now: datetime.datetime) -> str:
    return f"{campaign.title}_{timezone.localtime(now):%Y%m%d%H%M}"
