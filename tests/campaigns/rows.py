"""Activities as rows, for tests of what is counted from them: each makes exactly what it says."""

from django.utils import timezone

from campaigns import districts, tallies, townships
from campaigns.models import Activity, ActivityItem, ActivityReach, ActivityState
from funds import money
from people.vocabulary import Occupation

ONE_GROUP = ((Occupation.PARCEL, "顺丰", 10),)


def an_activity(campaign, organization, actor, *, items=(1,), reach=ONE_GROUP, **fields):
    """Verified and counted unless `state` says otherwise; `items` are positions in the list."""
    fen = fields.pop("money_fen", 0)
    fields.setdefault("state", ActivityState.VERIFIED)
    fields.setdefault("held_on", timezone.localdate())
    held_in = townships.of(fields.get("station"), organization, townships.ids())
    fields.setdefault("township_id", held_in)
    activity = Activity.objects.create(
        campaign=campaign, organization=organization, logged_by=actor, kind="visit",
        district_id=districts.column_id(campaign, organization), place="火车站驿站",
        people=sum(people for *_, people in reach), money_fen=fen, **fields,
    )  # fmt: skip
    served = list(campaign.items.filter(position__in=items))
    for item, share in zip(served, money.shares(fen, len(served)), strict=True):
        ActivityItem.objects.create(activity=activity, item=item, money_fen=share)
    for occupation, platform, people in reach:
        ActivityReach.objects.create(
            activity=activity, occupation=occupation, platform=platform, people=people
        )
    if activity.state == ActivityState.VERIFIED:
        tallies.count(activity, 1)
    elif activity.state == ActivityState.SUBMITTED:
        tallies.count_pending(activity, 1)
    return activity
