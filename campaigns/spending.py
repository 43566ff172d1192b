"""The money of an activity: taken from its district's share, put right by counter-entries."""

import datetime

from accounts.models import User
from audit.refusal import Refused
from campaigns import money
from campaigns.models import Activity
from funds import services as funds
from funds.models import EntryKind, FundEntry


def settle(
    activity: Activity, amount_fen: int, *, reason: str, actor: User, at: datetime.datetime
) -> None:
    """Bring what is spent on the activity to `amount_fen`; quiet when it is that already.

    Else what stands is taken back for `reason` and the new sum spent anew. Sets `allocation`, not
    saved yet. Under the row's lock, in the act's own transaction. Raises Refused (field "money").
    """
    standing = spent_on(activity)
    if (standing.amount_fen if standing else 0) == amount_fen:
        return
    if standing:
        funds.counter(standing, reason=reason, actor=actor, at=at)
    if amount_fen:
        activity.allocation = _share(activity)
        funds.spend(
            activity.allocation, amount_fen=amount_fen, purpose=purpose(activity),
            source=activity, actor=actor, at=at,
        )  # fmt: skip


def spent_on(activity: Activity) -> FundEntry | None:
    """The entry that stands for the activity's money; None when none is spent."""
    rows = FundEntry.objects.filter(
        source_type=activity._meta.label_lower, source_id=str(activity.pk), kind=EntryKind.SPEND
    )
    standing = rows.filter(reverses__isnull=True, reversed_by__isnull=True)
    return standing.select_related("allocation").first()


def _share(activity: Activity):
    found = money.allocation_for(activity.campaign, activity.district)
    if found is None:
        raise Refused(
            f"{activity.district.name}在这个服务月还没有专项资金，花费先不填，或请主办工会拨付。",
            field="money",
        )
    return found


def purpose(activity: Activity) -> str:
    day = activity.held_on
    return f"{activity.get_kind_display()}，{day.month}月{day.day}日，{activity.place}"
