"""What the union that runs a month does with activities: verify them, or send them back."""

import datetime
from collections.abc import Iterable

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from audit.refusal import Refused
from campaigns import tallies
from campaigns.activities import check, check_move, locked, record
from campaigns.models import Activity, ActivityState
from campaigns.models.activity import ACTIVITY_MOVES
from campaigns.permissions import refusal_to_verify
from notifications import services as notifications


def verify(
    activity: Activity,
    *,
    actor: User,
    seen: datetime.datetime | None = None,
    at: datetime.datetime | None = None,
) -> Activity:
    """Count a submitted activity from now on. Twice, also at once, is quiet.

    `seen` is its `saved_at` as the page showed it: what was corrected since is looked at again
    first. Raises Refused.
    """
    at = at or timezone.now()
    with transaction.atomic():
        activity = locked(activity)
        check(refusal_to_verify(actor, activity))
        if activity.state == ActivityState.VERIFIED:
            return activity
        check_move(activity, "verify")
        if seen and seen != activity.saved_at:
            raise Refused("您看的时候，记录的人又改过了，请再看一遍。")
        activity.state = ACTIVITY_MOVES["verify"][1]
        activity.verified_at, activity.verified_by = at, actor
        activity.save(update_fields=["state", "verified_at", "verified_by"])
        tallies.count_pending(activity, -1)
        tallies.count(activity, 1)
        record("campaigns.activity_verified", activity, actor, at)
    return activity


def verify_many(
    seen: Iterable[tuple[Activity, datetime.datetime | None]],
    *,
    actor: User,
    at: datetime.datetime | None = None,
) -> tuple[list[Activity], list[tuple[Activity, str]]]:
    """Verify one after another, each its own transaction and record.

    Returns those verified and, for each left alone, why.
    """
    at = at or timezone.now()
    done, left = [], []
    for activity, saved_at in seen:
        try:
            done.append(verify(activity, actor=actor, seen=saved_at, at=at))
        except Refused as refused:
            left.append((activity, refused.message))
    return done, left


def send_back(
    activity: Activity, *, remark: str, actor: User, at: datetime.datetime | None = None
) -> Activity:
    """Return it to who logged it, with what to put right; a verified one is counted out again.

    Its money stays spent until it is corrected or withdrawn. Twice is quiet. Raises Refused.
    """
    at = at or timezone.now()
    remark = remark.strip()
    if not remark:
        raise Refused("请写明要改什么，记录的人会看到。", field="remark")
    with transaction.atomic():
        activity = locked(activity)
        check(refusal_to_verify(actor, activity))
        if activity.state == ActivityState.RETURNED:
            return activity
        check_move(activity, "send_back")
        _count_out(activity)
        activity.state, activity.remark = ACTIVITY_MOVES["send_back"][1], remark
        activity.returned_at, activity.verified_at, activity.verified_by = at, None, None
        activity.save(
            update_fields=["state", "remark", "returned_at", "verified_at", "verified_by"]
        )
        record("campaigns.activity_sent_back", activity, actor, at, reason=remark)
        _tell(activity, at)
    return activity


def _count_out(activity: Activity) -> None:
    if activity.state == ActivityState.VERIFIED:
        tallies.count(activity, -1)
    else:
        tallies.count_pending(activity, -1)


def _tell(activity: Activity, at: datetime.datetime) -> None:
    notifications.enqueue(
        "campaigns.sent_back",
        recipient=activity.logged_by,
        context={"activity": activity},
        dedupe=f"{activity.pk}:{at.isoformat()}",
        about=activity,
        link=reverse("campaigns:activity", args=[activity.pk]),
        at=at,
    )
