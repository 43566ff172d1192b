"""What a district does with its activities: keep a draft, submit, correct, withdraw."""

import datetime
import uuid

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from audit.refusal import Refused
from campaigns import districts, entries, spending, tallies
from campaigns.activities import check, check_move, locked, record
from campaigns.entries import Entry
from campaigns.models import Activity, ActivityState, Campaign
from campaigns.models.activity import ACTIVITY_MOVES
from campaigns.permissions import refusal_to_change, refusal_to_log
from organizations.models import Organization


def known(actor: User, client_id: uuid.UUID | None) -> Activity | None:
    """What this account has sent under this id before."""
    if client_id is None:
        return None
    return Activity.objects.filter(logged_by=actor, client_id=client_id).first()


def save_draft(
    campaign: Campaign,
    entry: Entry,
    *,
    organization: Organization,
    actor: User,
    activity: Activity | None = None,
    client_id: uuid.UUID | None = None,
    at: datetime.datetime | None = None,
) -> Activity:
    """Keep an entry that may lack items and people; `activity` is the draft to go on with.

    The same `client_id` sent again returns the same activity unchanged. Raises Refused.
    """
    at = at or timezone.now()
    with transaction.atomic():
        activity, is_known = _taken_up(
            campaign, entry, organization, activity, client_id, actor=actor, at=at
        )
        if is_known:
            return activity
        if activity.state != ActivityState.DRAFT:
            raise Refused("这条已经提交过，改好以后直接再提交。")
        entries.check(entry, activity.campaign, timezone.localdate(at), complete=False)
        _place(activity, organization)
        entries.write(activity, entry)
        activity.saved_at = at
        activity.save(update_fields=[*entries.COLUMNS, *_PLACE, "saved_at"])
        record("campaigns.activity_saved", activity, actor, at, data=_told(entry))
    return activity


def submit(
    campaign: Campaign,
    entry: Entry,
    *,
    organization: Organization,
    actor: User,
    activity: Activity | None = None,
    client_id: uuid.UUID | None = None,
    at: datetime.datetime | None = None,
) -> Activity:
    """Send an activity to be verified and take its money; `activity` is the draft or the returned
    one it comes from, and one submitted already is corrected.

    The same `client_id` sent again, also at the same moment, returns the same activity unchanged.
    Raises Refused: something is missing, or the money is not there (field "money").
    """
    at = at or timezone.now()
    with transaction.atomic():
        activity, is_known = _taken_up(
            campaign, entry, organization, activity, client_id, actor=actor, at=at
        )
        if is_known:
            return activity
        if activity.state == ActivityState.SUBMITTED:
            return _corrected(activity, entry, actor=actor, at=at)
        check_move(activity, "submit")
        entries.check(entry, activity.campaign, timezone.localdate(at), complete=True)
        if activity.state == ActivityState.DRAFT:
            _place(activity, organization)
        entries.write(activity, entry)
        spending.settle(activity, entry.money_fen, reason="改了花费", actor=actor, at=at)
        activity.state, activity.remark = ACTIVITY_MOVES["submit"][1], ""
        activity.submitted_at = activity.saved_at = at
        activity.save(
            update_fields=[
                *entries.COLUMNS, *_PLACE, "allocation", "state", "remark", "submitted_at",
                "saved_at",
            ]
        )  # fmt: skip
        tallies.count_pending(activity, 1)
        record("campaigns.activity_submitted", activity, actor, at, data=_told(entry))
    return activity


def correct(
    activity: Activity, entry: Entry, *, actor: User, at: datetime.datetime | None = None
) -> Activity:
    """Change a submitted activity that is not verified yet; what changes nothing is quiet.

    Another sum of money is a counter-entry and a new entry. Raises Refused.
    """
    at = at or timezone.now()
    with transaction.atomic():
        activity = locked(activity)
        check(refusal_to_change(actor, activity))
        check_move(activity, "correct")
        return _corrected(activity, entry, actor=actor, at=at)


def _corrected(activity: Activity, entry: Entry, *, actor: User, at: datetime.datetime) -> Activity:
    entries.check(entry, activity.campaign, timezone.localdate(at), complete=True)
    before = entries.of(activity)
    changed = entries.differences(before, entry)
    if not changed:
        return activity
    # It waits in the cells of its items: out of the old ones, into the new ones.
    tallies.count_pending(activity, -1)
    entries.write(activity, entry)
    tallies.count_pending(activity, 1)
    spending.settle(activity, entry.money_fen, reason="改了花费", actor=actor, at=at)
    activity.saved_at = at
    activity.save(update_fields=[*entries.COLUMNS, "allocation", "saved_at"])
    record(
        "campaigns.activity_corrected", activity, actor, at, data=_change(before, entry, changed)
    )
    return activity


def withdraw(activity: Activity, *, actor: User, at: datetime.datetime | None = None) -> Activity:
    """Take an activity back that is not verified; its money returns. Twice is quiet."""
    at = at or timezone.now()
    with transaction.atomic():
        activity = locked(activity)
        check(refusal_to_change(actor, activity))
        if activity.state == ActivityState.WITHDRAWN:
            return activity
        check_move(activity, "withdraw")
        if activity.state == ActivityState.SUBMITTED:
            tallies.count_pending(activity, -1)
        if activity.state == ActivityState.DRAFT:
            # Nothing was spent: what was typed is no sum anybody will look for.
            activity.money_fen = 0
            activity.served.update(money_fen=0)
        spending.settle(activity, 0, reason="活动作废", actor=actor, at=at)
        activity.state, activity.saved_at = ACTIVITY_MOVES["withdraw"][1], at
        activity.save(update_fields=["state", "money_fen", "saved_at"])
        record("campaigns.activity_withdrawn", activity, actor, at)
    return activity


# What `_place` sets.
_PLACE = ("organization", "district")


def _place(activity: Activity, organization: Organization) -> None:
    activity.organization = organization
    activity.district = Organization.objects.get(
        pk=districts.column_id(activity.campaign, organization)
    )


def _taken_up(
    campaign: Campaign,
    entry: Entry,
    organization: Organization,
    activity: Activity | None,
    client_id: uuid.UUID | None,
    *,
    actor: User,
    at: datetime.datetime,
) -> tuple[Activity, bool]:
    """The row to write on, locked, and whether it was sent before under this very id."""
    found = None if activity else known(actor, client_id)
    if found:
        return found, True
    _check_place(campaign, organization, actor)
    if activity is None:
        return _new(campaign, entry, organization, client_id, actor=actor, at=at)
    activity = locked(activity)
    check(refusal_to_change(actor, activity))
    return activity, False


def _check_place(campaign: Campaign, organization: Organization, actor: User) -> None:
    check(refusal_to_log(actor, organization), field="organization")
    if not organization.path.startswith(campaign.organization.path):
        raise Refused("这个工会不在这个服务月里，请另选一个。", field="organization")
    if not campaign.takes_activities:
        raise Refused(f"服务月现在是“{campaign.get_state_display()}”，不能记活动。")


def _new(
    campaign: Campaign,
    entry: Entry,
    organization: Organization,
    client_id: uuid.UUID | None,
    *,
    actor: User,
    at: datetime.datetime,
) -> tuple[Activity, bool]:
    row = Activity(
        campaign=campaign, organization=organization, client_id=client_id or uuid.uuid4(),
        district_id=districts.column_id(campaign, organization), kind=entry.kind,
        held_on=entry.held_on, place=entry.where, logged_by=actor, created_at=at, saved_at=at,
        is_demo=campaign.is_demo,
    )  # fmt: skip
    # Of two at once the later waits here for the earlier, and finds it.
    Activity.objects.bulk_create([row], ignore_conflicts=True)
    kept = locked(Activity.objects.get(logged_by=actor, client_id=row.client_id))
    return kept, kept.pk != row.pk


def _told(entry: Entry) -> dict:
    return {
        "place": entry.where, "people": entry.people, "money_fen": entry.money_fen,
        "items": [item.name for item in entry.items],
    }  # fmt: skip


def _change(before: Entry, after: Entry, changed: list[str]) -> dict:
    """Which fields changed, and the figures as they were and as they are."""
    figures = {
        name: [getattr(before, name), getattr(after, name)]
        for name in ("people", "money_fen")
        if getattr(before, name) != getattr(after, name)
    }
    return {"fields": changed, **figures}
