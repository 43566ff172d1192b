"""The pages of one service month, as tabs over each of them."""

from dataclasses import dataclass

from django.http import Http404
from django.urls import reverse

from campaigns.models import Campaign
from campaigns.permissions import runs


@dataclass(frozen=True)
class Tab:
    """`view` takes the campaign's id; `also` are the further views under which it stays marked."""

    label: str
    view: str
    also: tuple[str, ...] = ()
    # Only for those who run the month.
    runs: bool = False


TABS = (
    Tab("进度", "campaigns:campaign"),
    Tab("活动", "campaigns:activities", ("campaigns:activity", "campaigns:activity-send-back")),
    Tab("资金", "campaigns:fund", ("campaigns:fund-ledger", "campaigns:fund-counter")),
    Tab("实名发放", "campaigns:grants", (
        "campaigns:grant", "campaigns:grant-reverse", "campaigns:grants-export",
        "campaigns:give", "campaigns:give-sign",
    )),
    Tab("场次", "campaigns:desk-sessions", (
        "campaigns:desk-session", "campaigns:desk-session-add", "campaigns:desk-session-edit",
        "campaigns:desk-session-cancel", "campaigns:desk-session-check-in",
        "campaigns:desk-booking",
    )),
    Tab("微心愿", "campaigns:desk-wishes", (
        "campaigns:desk-wish", "campaigns:desk-wish-publish", "campaigns:desk-wish-refuse",
    )),
    Tab("配送", "campaigns:rounds", (
        "campaigns:round", "campaigns:round-add", "campaigns:round-choose",
        "campaigns:round-record", "campaigns:delivery",
    )),
    Tab("表格", "campaigns:imports"),
    Tab("计划", "campaigns:plan", ("campaigns:items", "campaigns:targets"), runs=True),
)  # fmt: skip


def tabs(user, campaign: Campaign, view: str) -> list[dict]:
    may_run = runs(user, campaign)
    return [
        {
            "label": tab.label,
            "url": reverse(tab.view, args=[campaign.pk]),
            "on": view == tab.view or view in tab.also,
        }
        for tab in TABS
        if may_run or not tab.runs
    ]


def campaign_or_404(user, pk) -> Campaign:
    """The month as far as the user may see it, with its union and fund."""
    rows = Campaign.objects.visible_to(user).select_related("organization", "fund")
    found = rows.filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def page(request, campaign: Campaign, **context) -> dict:
    """What `campaigns/base_campaign.html` needs, and the page's own context."""
    view = request.resolver_match.view_name if request.resolver_match else ""
    return {"campaign": campaign, "campaign_tabs": tabs(request.user, campaign, view), **context}
