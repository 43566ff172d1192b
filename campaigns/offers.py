"""What a worker can book, and what they have booked: for the public pages."""

import datetime

from django.db.models import F, Q
from django.utils import timezone

from accounts.models import User
from campaigns.models import Booking, BookingState, Session
from campaigns.models.session import HELD_STATES, SessionQuerySet


def offered(
    *, kind: str = "", district: int | None = None, at: datetime.datetime | None = None
) -> SessionQuerySet:
    """All that may be booked or waited for, with what a line of the list shows."""
    rows = Session.objects.bookable(at or timezone.now())
    if kind:
        rows = rows.filter(kind=kind)
    if district:
        rows = rows.filter(Q(division=district) | Q(division__parent=district))
    return rows.select_related("item", "division__parent")


def bookable_now(
    limit: int, division: int | None = None, *, at: datetime.datetime | None = None
) -> list[Session]:
    """The next sessions with a seat left, soonest first; `division` is a district's id. One query."""
    rows = offered(district=division, at=at).filter(taken__lt=F("capacity"))
    return list(rows.order_by("starts_at", "pk")[:limit])


def bookings_of(user: User, *, at: datetime.datetime | None = None) -> list[Booking]:
    """What the user has booked or waits for and is not over, soonest first. One query."""
    rows = Booking.objects.filter(
        worker=user, state__in=HELD_STATES, session__ends_at__gt=at or timezone.now()
    )
    return list(rows.select_related("session__item").order_by("session__starts_at", "pk"))


def held_at(user: User, sessions: list[Session]) -> dict:
    """Session id -> the user's standing booking there, for these sessions. One query."""
    if not user.is_authenticated or not user.is_worker:
        return {}
    rows = Booking.objects.filter(worker=user, session__in=sessions)
    held = {row.session_id: row for row in rows.exclude(state=BookingState.CANCELLED)}
    for session in sessions:
        if session.pk in held:
            held[session.pk].session = session
    return held
