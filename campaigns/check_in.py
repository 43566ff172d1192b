"""At the door: the code on the worker's phone, scanned or read out, is checked in by staff."""

import datetime
import re
import uuid

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from audit import services as audit
from audit.days import midnight
from audit.refusal import Refused
from campaigns.eligibility import moment
from campaigns.models import Booking, BookingState, Session, SessionState
from campaigns.models.session import BOOKING_MOVES
from campaigns.permissions import refusal_to_hold
from people import typed

OPENS_BEFORE = datetime.timedelta(hours=2)
_UUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)
_BETWEEN = re.compile(r"[\s\-–—]+")


def find(text: str) -> Booking | None:
    """By the code as it is read out, or by the address in the QR as a scanner types it."""
    plain = typed.plain(text)
    address = _UUID.search(plain)
    if address:
        return Booking.objects.filter(pk=uuid.UUID(address.group())).first()
    return Booking.objects.filter(code=_BETWEEN.sub("", plain)).first()


def check_in(
    session: Session, *, code: str, actor: User, at: datetime.datetime | None = None
) -> Booking:
    """Note that whoever holds this code has come; twice is quiet. Raises Refused (field "code")."""
    at = at or timezone.now()
    refusal = refusal_to_hold(actor, session.organization) or _refusal_of_time(session, at)
    if refusal:
        raise Refused(refusal, field="code")
    with transaction.atomic():
        booking = _locked(code)
        if booking.session_id != session.pk:
            raise Refused(_belongs_elsewhere(booking), field="code")
        if booking.state == BookingState.ATTENDED:
            return booking
        if booking.state not in BOOKING_MOVES["check_in"][0]:
            raise Refused(_NOT_BOOKED[BookingState(booking.state)], field="code")
        booking.state = BOOKING_MOVES["check_in"][1]
        booking.checked_in_at, booking.checked_in_by = at, actor
        booking.save(update_fields=["state", "checked_in_at", "checked_in_by"])
        audit.record(
            "campaigns.checked_in", actor=actor, subject=booking, person=booking.worker.person_id,
            unit=session.organization.name, data={"session": session.title}, at=at,
        )  # fmt: skip
    return booking


_NOT_BOOKED = {
    BookingState.WAITING: "这位还在候补，没有排到名额。",
    BookingState.CANCELLED: "这个预约已经取消了。",
}


def opens_at(session: Session) -> datetime.datetime:
    return session.starts_at - OPENS_BEFORE


def closes_at(session: Session) -> datetime.datetime:
    """The end of the day on which it ends."""
    day = timezone.localtime(session.ends_at).date() + datetime.timedelta(days=1)
    return midnight(day)


def is_open(session: Session, at: datetime.datetime) -> bool:
    return not _refusal_of_time(session, at)


def _refusal_of_time(session: Session, at: datetime.datetime) -> str:
    if session.state == SessionState.CANCELLED:
        return "这一场已经取消，不用签到。"
    if at < opens_at(session):
        return f"还没到签到的时候，{moment(opens_at(session))}起可以签到。"
    if at >= closes_at(session):
        return "签到到当天为止，这一场已经过去了。"
    return ""


def _locked(code: str) -> Booking:
    found = find(code)
    if found is None:
        raise Refused("没有这个预约码，请核对一遍。", field="code")
    rows = Booking.objects.filter(pk=found.pk)
    list(rows.select_for_update().values_list("pk"))
    return rows.select_related("worker", "session").get()


def _belongs_elsewhere(booking: Booking) -> str:
    other = booking.session
    return f"这个码约的是{moment(other.starts_at)}的“{other.title}”，不是这一场。"
