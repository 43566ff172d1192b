"""Booking a session, waiting for one, taking it back. A seat goes to exactly one.

Locks are taken in one order, so that nobody waits in a circle: the session, then all the workers
concerned by their ids, then the health benefits.
"""

import datetime
import secrets
from collections.abc import Iterable

from django.db import transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from audit import services as audit
from audit.refusal import Refused
from campaigns import benefits, eligibility
from campaigns.models import Booking, BookingState, Session
from campaigns.models.session import BOOKING_MOVES
from notifications import services as notifications
from notifications.models import Channel

CODE_DIGITS = 8


def book(session: Session, *, worker: User, at: datetime.datetime | None = None) -> Booking:
    """A seat, or the next place on the waiting list when all are taken; twice is once.

    Raises Refused: not open, not for them, another booking at that time, no health benefit left.
    """
    at = at or timezone.now()
    with transaction.atomic():
        session = lock(session)
        _lock_workers([worker.pk])
        mine = standing(session).filter(worker=worker).first()
        if mine:
            return mine
        eligibility.check(session, worker, at)
        booking = Booking.objects.create(
            session=session, worker=worker, code=_new_code(), booked_at=at,
            state=BookingState.BOOKED if session.left else BookingState.WAITING,
        )  # fmt: skip
        if booking.state == BookingState.BOOKED:
            _take_seat(session, booking)
            _tell(booking, "campaigns.booked", at, channels=(Channel.INBOX,))
        _record("campaigns.booked", booking, worker, at, state=booking.state)
    return booking


def cancel(booking: Booking, *, actor: User, at: datetime.datetime | None = None) -> Booking:
    """The worker gives the seat back, until it begins; whoever waits longest moves up. Raises Refused."""
    at = at or timezone.now()
    with transaction.atomic():
        session = lock(booking.session)
        waiting = [row.worker_id for row in _waiting(session)]
        _lock_workers([booking.worker_id, *waiting])
        booking = session.bookings.select_for_update(of=("self",)).get(pk=booking.pk)
        if booking.worker_id != actor.pk:
            raise Refused("预约只能由本人取消。")
        if booking.state == BookingState.CANCELLED:
            return booking
        if session.starts_at <= at:
            raise Refused("这一场已经开始，不用取消了。来不了也没关系。")
        _check_move(booking, "cancel")
        held_a_seat = booking.state == BookingState.BOOKED
        booking.state, booking.cancelled_at = BOOKING_MOVES["cancel"][1], at
        booking.save(update_fields=["state", "cancelled_at"])
        _record("campaigns.booking_cancelled", booking, actor, at)
        if held_a_seat:
            _give_seat_back(session, booking)
            move_up(session, at=at)
    return booking


def move_up(session: Session, *, at: datetime.datetime) -> list[Booking]:
    """Give the free seats to those who wait, first come first; the caller holds the session's lock.

    Who could not take a seat now (another booking at that time, the benefit used) keeps waiting.
    """
    if session.starts_at <= at:
        return []
    in_line = _waiting(session) if session.left else []
    return [each for each in in_line if session.left and _moved_up(session, each, at)]


def lock_all(session: Session) -> Session:
    """The session and everybody who waits for it: for acts that may move them up."""
    session = lock(session)
    _lock_workers(row.worker_id for row in _waiting(session))
    return session


def lock(session: Session) -> Session:
    # The row alone, read afterwards: a join in the locking query would show the neighbours as
    # they were before the wait.
    rows = Session.objects.filter(pk=session.pk)
    list(rows.select_for_update().values_list("pk"))
    return rows.select_related("campaign", "organization", "station").get()


def standing(session: Session):
    return session.bookings.exclude(state=BookingState.CANCELLED)


def place_in_line(booking: Booking) -> int:
    """第几位: 1 is the next to move up."""
    before = Q(booked_at__lt=booking.booked_at) | Q(booked_at=booking.booked_at, pk__lt=booking.pk)
    rows = Booking.objects.filter(before, session=booking.session_id, state=BookingState.WAITING)
    return rows.count() + 1


def _waiting(session: Session) -> list[Booking]:
    rows = session.bookings.filter(state=BookingState.WAITING).select_related("worker__person")
    return list(rows.order_by("booked_at", "pk"))


def _lock_workers(ids: Iterable[int]) -> None:
    """Two sessions at one time, booked by one worker from two phones, meet here."""
    rows = User.objects.filter(pk__in=set(ids)).order_by("pk")
    list(rows.select_for_update(no_key=True).values_list("pk"))


def _moved_up(session: Session, booking: Booking, at: datetime.datetime) -> bool:
    if eligibility.overlapping(session, booking.worker):
        return False
    try:
        with transaction.atomic():
            _take_seat(session, booking)
    except Refused:
        session.refresh_from_db(fields=["taken"])
        return False
    _check_move(booking, "move_up")
    booking.state = BOOKING_MOVES["move_up"][1]
    booking.save(update_fields=["state"])
    _record("campaigns.moved_up", booking, None, at)
    _tell(booking, "campaigns.moved_up", at)
    return True


def _take_seat(session: Session, booking: Booking) -> None:
    session.taken += 1
    session.save(update_fields=["taken"])
    if session.is_health_check:
        person = booking.worker.person
        if person is None:
            raise Refused(eligibility.WHO_ARE_YOU)
        benefits.claim_for_booking(session.campaign, person, booking)


def _give_seat_back(session: Session, booking: Booking) -> None:
    session.taken -= 1
    session.save(update_fields=["taken"])
    benefits.release(booking=booking)


def _check_move(booking: Booking, move: str) -> None:
    if booking.state not in BOOKING_MOVES[move][0]:
        raise Refused(f"这个预约现在是“{booking.get_state_display()}”，不能这样办。")


def _new_code() -> str:
    """Digits, because they are read out and typed at the door. The column is unique."""
    while True:
        code = f"{secrets.randbelow(10**CODE_DIGITS):0{CODE_DIGITS}d}"
        if not Booking.objects.filter(code=code).exists():
            return code


def _record(
    action: str, booking: Booking, actor: User | None, at: datetime.datetime, **data
) -> None:
    session = booking.session
    audit.record(
        action, actor=actor, subject=booking, person=booking.worker.person_id,
        unit=session.organization.name, data={"session": session.title, **data}, at=at,
    )  # fmt: skip


def _tell(booking: Booking, kind: str, at: datetime.datetime, **options) -> None:
    notifications.enqueue(
        kind,
        recipient=booking.worker,
        context={"session": booking.session},
        dedupe=str(booking.pk),
        about=booking,
        link=reverse("campaigns:booking", args=[booking.pk]),
        at=at,
        **options,
    )
