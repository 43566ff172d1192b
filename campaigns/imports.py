"""What the service months take in from sheets (settings.IMPORTS)."""

from django.urls import reverse

from campaigns import bulk, bulk_check, navigation, station_import
from campaigns.bulk_sheet import campaign_of
from campaigns.models.campaign import OFFICERS
from campaigns.permissions import refusal_to_log
from spreadsheets.kinds import Kind
from spreadsheets.models import Import

ACTIVITIES = "activities"


def _refusal(user, job: Import) -> str:
    campaign = campaign_of(job)
    if not campaign.takes_activities:
        return f"服务月现在是“{campaign.get_state_display()}”，不能导入活动。"
    return refusal_to_log(user, job.organization)


def _home(job: Import) -> str:
    return reverse("campaigns:imports", args=[job.context["campaign"]])


def _result(job: Import) -> str:
    return f"{reverse('campaigns:activities', args=[job.context['campaign']])}?import={job.pk}"


def _dress(request, job: Import) -> dict:
    """The month's own tabs above the pages of an import."""
    campaign = campaign_of(job)
    return {
        "campaign": campaign,
        "campaign_tabs": navigation.tabs(request.user, campaign, "campaigns:imports"),
    }


KINDS = (
    Kind(
        name=ACTIVITIES, title="活动", roles=OFFICERS, refusal=_refusal, plan=bulk_check.plan,
        apply=bulk.submit_all, undo=bulk.withdraw_all,
        refusal_to_undo=bulk.refusal_to_withdraw_all, home=_home, result=_result,
        view="campaigns:imports", page="campaigns/import.html", dress=_dress,
    ),
    station_import.KIND,
)  # fmt: skip
