"""Planning what can be booked, changing it, calling it off."""

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import partial

from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from audit import services as audit
from audit.refusal import Refused
from campaigns import benefits, booking
from campaigns.models import Booking, BookingState, Campaign, CampaignState, Session, SessionState
from campaigns.models.session import HELD_STATES
from campaigns.permissions import refusal_to_hold
from notifications import services as notifications
from notifications.handover import hand_over
from organizations.models import Division, Organization, Station

MOST_SEATS = 1000
# What may be changed once it is planned; kind and item stay, bookings were made for them.
FIELDS = (
    "title", "place", "station", "division", "starts_at", "ends_at", "capacity", "occupations",
    "members_only", "booking_opens_at", "note",
)  # fmt: skip
# What those who booked are told of.
TOLD = ("place", "division", "starts_at", "ends_at")


@dataclass(frozen=True)
class Stop:
    """One place and one window, of several that are planned in one go."""

    place: str
    division: Division
    starts_at: datetime.datetime
    ends_at: datetime.datetime
    capacity: int
    station: Station | None = None


def plan(
    campaign: Campaign, *, organization: Organization, stops: Sequence[Stop], actor: User,
    at: datetime.datetime | None = None, **shared,
) -> list[Session]:  # fmt: skip
    """One session for each stop; `shared` are kind, item, title and who may book.

    A stop that is planned already (same title, place and beginning) is returned as it is.
    Raises Refused.
    """
    at = at or timezone.now()
    _check(refusal_to_hold(actor, organization))
    with transaction.atomic():
        campaign = Campaign.objects.select_for_update(no_key=True).get(pk=campaign.pk)
        if campaign.state not in (CampaignState.PREPARING, CampaignState.RUNNING):
            raise Refused(f"服务月现在是“{campaign.get_state_display()}”，不能再加场次。")
        union = {"campaign": campaign, "organization": organization}
        planned = [Session(**union, created_at=at, **vars(stop), **shared) for stop in stops]
        return [_planned(session, actor, at) for session in planned]


def _planned(session: Session, actor: User, at: datetime.datetime) -> Session:
    _check_window(session.campaign, session.starts_at, session.ends_at, at)
    _check_opening(session.booking_opens_at, session.starts_at)
    known = Session.objects.filter(
        campaign=session.campaign, organization=session.organization, state=SessionState.OPEN,
        title=session.title, place=session.place, starts_at=session.starts_at,
    ).first()  # fmt: skip
    if known:
        return known
    session.save(force_insert=True)
    _record("campaigns.session_planned", session, actor, at, seats=session.capacity)
    return session


def change(
    session: Session, *, actor: User, at: datetime.datetime | None = None, **given
) -> Session:
    """Change some of FIELDS. Who booked hears of another time or place; more seats go to those
    who wait. Raises Refused.
    """
    at = at or timezone.now()
    with transaction.atomic():
        session = booking.lock_all(session)
        changed = [name for name, value in given.items() if getattr(session, name) != value]
        _check_changeable(session, actor, at)
        if not changed:
            return session
        _check_seats(session, given.get("capacity", session.capacity))
        for name in changed:
            setattr(session, name, given[name])
        if {"starts_at", "ends_at"} & set(changed):
            _check_window(session.campaign, session.starts_at, session.ends_at, at)
        _check_opening(session.booking_opens_at, session.starts_at)
        session.save(update_fields=changed)
        _record("campaigns.session_changed", session, actor, at, changed=changed)
        if set(TOLD) & set(changed):
            _tell(
                "campaigns.session_changed",
                session,
                session.bookings.filter(state__in=HELD_STATES),
                at,
            )
        booking.move_up(session, at=at)
    return session


def cancel(
    session: Session, *, reason: str, actor: User, at: datetime.datetime | None = None
) -> Session:
    """Call it off: everybody booked and waiting is told why, their health benefit is free again."""
    at = at or timezone.now()
    if not reason.strip():
        raise Refused("请写明取消的原因，约好的人会看到。", field="reason")
    with transaction.atomic():
        session = booking.lock_all(session)
        if session.state == SessionState.CANCELLED:
            return session
        _check_changeable(session, actor, at)
        held = list(session.bookings.filter(state__in=HELD_STATES).select_related("worker"))
        session.state, session.cancel_reason = SessionState.CANCELLED, reason.strip()
        session.taken -= sum(row.state == BookingState.BOOKED for row in held)
        session.save(update_fields=["state", "cancel_reason", "taken"])
        for row in held:
            benefits.release(booking=row)
        rows = Booking.objects.filter(pk__in=[row.pk for row in held])
        rows.update(state=BookingState.CANCELLED, cancelled_at=at)
        _record("campaigns.session_cancelled", session, actor, at, told=len(held))
        _tell("campaigns.session_cancelled", session, held, at)
    return session


def _check(refusal: str) -> None:
    if refusal:
        raise Refused(refusal)


def _check_changeable(session: Session, actor: User, at: datetime.datetime) -> None:
    _check(refusal_to_hold(actor, session.organization))
    if session.state == SessionState.CANCELLED:
        raise Refused("这一场已经取消了。")
    if session.ends_at <= at:
        raise Refused("这一场已经结束，不能再改。")


def _check_seats(session: Session, capacity: int) -> None:
    if capacity < session.taken:
        raise Refused(
            f"已经约出去{session.taken}个，名额不能少于{session.taken}个。", field="capacity"
        )


def window_problem(
    campaign: Campaign, starts_at: datetime.datetime, ends_at: datetime.datetime,
    at: datetime.datetime,
) -> tuple[str, str]:  # fmt: skip
    """(form field, what is wrong with the window), or two empty strings."""
    if ends_at <= starts_at:
        return "until", "结束时间要在开始时间之后。"
    if starts_at <= at:
        return "day", "开始时间要在现在之后。"
    if not campaign.starts_on <= timezone.localdate(starts_at) <= campaign.ends_on:
        return "day", f"日期要在服务月之内：{_days(campaign)}。"
    return "", ""


def _check_window(campaign, starts_at, ends_at, at) -> None:
    field, problem = window_problem(campaign, starts_at, ends_at, at)
    if problem:
        raise Refused(problem, field=field)


def _days(campaign: Campaign) -> str:
    first, last = campaign.starts_on, campaign.ends_on
    return f"{first.month}月{first.day}日至{last.month}月{last.day}日"


def _check_opening(opens_at: datetime.datetime | None, starts_at: datetime.datetime) -> None:
    if opens_at and opens_at >= starts_at:
        raise Refused("开始预约的时间要在场次开始之前。", field="booking_opens_at")


def _record(action: str, session: Session, actor: User, at: datetime.datetime, **data) -> None:
    audit.record(
        action, actor=actor, subject=session, unit=session.organization.name,
        data={"title": session.title, **data}, at=at,
    )  # fmt: skip


def _tell(
    kind: str,
    session: Session,
    bookings: Iterable[Booking] | QuerySet[Booking],
    at: datetime.datetime,
) -> None:
    """Hundreds at once: stored together and handed over together."""
    if isinstance(bookings, QuerySet):
        bookings = bookings.select_related("worker")
    messages = [
        message
        for row in bookings
        for message in notifications.compose(
            kind,
            recipient=row.worker,
            channels=notifications.BOTH,
            context={"session": session},
            dedupe=f"{row.pk}:{at.isoformat()}",
            about=row,
            link=reverse("campaigns:booking", args=[row.pk]),
            at=at,
        )
    ]
    notifications.store(messages)
    transaction.on_commit(partial(hand_over, [each.pk for each in messages]), robust=True)
