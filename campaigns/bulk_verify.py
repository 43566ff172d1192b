"""What came in from one sheet, verified at once by the union that runs the month."""

import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from audit.refusal import Refused
from campaigns import bulk, bulk_sheet, tallies
from campaigns.models import Activity, ActivityState
from campaigns.models.activity import ACTIVITY_MOVES
from campaigns.permissions import runs
from spreadsheets.models import Import


def refusal_to_verify_all(user, job: Import) -> str:
    campaign = bulk_sheet.campaign_of(job)
    if not campaign.takes_activities:
        return "这个服务月现在不收活动了。"
    if not runs(user, campaign):
        return "活动由主办工会核实。"
    if job.uploaded_by_id == user.pk:
        return "自己导入的活动要请别人核实。"
    return ""


@transaction.atomic
def verify_all(job: Import, *, actor: Any, at: datetime.datetime | None = None) -> int:
    """Count what still waits of this import from now on; returns how many. Twice is quiet.

    What was sent back or withdrawn stays as it is. Raises Refused.
    """
    at = at or timezone.now()
    refusal = refusal_to_verify_all(actor, job)
    if refusal:
        raise Refused(refusal)
    campaign = bulk_sheet.campaign_of(job)
    rows = Activity.objects.filter(import_id=job.pk, state=ActivityState.SUBMITTED)
    rows = rows.exclude(logged_by=actor).order_by("pk").select_for_update(of=("self",))
    waiting = list(rows.select_related("organization").prefetch_related("served", "reach"))
    Activity.objects.filter(pk__in=[activity.pk for activity in waiting]).update(
        state=ACTIVITY_MOVES["verify"][1], verified_at=at, verified_by=actor
    )
    served = [row for activity in waiting for row in activity.served.all()]
    tallies.count_pending_many(campaign, bulk.cells(waiting, served), -1)
    tallies.count_many(campaign, waiting, 1)
    bulk.record("campaigns.activity_verified", waiting, job, actor, at)
    return len(waiting)
