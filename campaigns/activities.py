"""An activity held, judged and put on record: what logging and verifying share."""

import datetime

from accounts.models import User
from audit import services as audit
from audit.refusal import Refused
from campaigns.models import Activity, ActivityState
from campaigns.models.activity import ACTIVITY_MOVES

_STANDS = {
    ActivityState.DRAFT: "这条还是草稿，提交以后才能这样办。",
    ActivityState.SUBMITTED: "这条已经提交，正等着核实。",
    ActivityState.RETURNED: "这条已经退回，等记录的人改好再提交。",
    ActivityState.VERIFIED: "这条已经核实，不能再改。有错请主办工会退回。",
    ActivityState.WITHDRAWN: "这条已经作废，请重新记一条。",
}


def locked(activity: Activity) -> Activity:
    """The activity as it stands, held until the transaction ends.

    The row is locked alone and read afterwards: a join in the locking query would still show the
    neighbours as they were before the wait.
    """
    rows = Activity.objects.filter(pk=activity.pk)
    list(rows.select_for_update().values_list("pk"))
    return rows.select_related(
        "campaign__organization", "organization", "district", "station", "logged_by"
    ).get()


def check(refusal: str, *, field: str = "") -> None:
    if refusal:
        raise Refused(refusal, field=field)


def check_move(activity: Activity, act: str) -> None:
    """Whether the act is possible now. Raises Refused with how the activity stands."""
    if not activity.campaign.takes_activities:
        raise Refused("这个服务月现在不收活动了。")
    if activity.state not in ACTIVITY_MOVES[act][0]:
        raise Refused(_STANDS[ActivityState(activity.state)])


def record(action: str, activity: Activity, actor: User, at: datetime.datetime, **more) -> None:
    audit.record(
        action,
        actor=actor, subject=activity, unit=activity.organization.name, at=at, **more,
    )  # fmt: skip
