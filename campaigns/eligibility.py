"""Who may book a session, and when: the reason shown to the worker, with the way on."""

import datetime

from django.utils import timezone

from accounts.models import User
from audit.refusal import Refused
from campaigns import benefits
from campaigns.models import Booking, BookingState, CampaignState, Session, SessionState
from people import standing
from people.vocabulary import Occupation

JOIN_FIRST = "先入会登记一下，再来预约。入会一分半钟能填完。"
WHO_ARE_YOU = f"体检每人一次，要知道是您本人。请{JOIN_FIRST}"


def check(session: Session, worker: User, at: datetime.datetime) -> None:
    """Raises Refused when this worker may not book this session now."""
    reason = (
        refusal_of_session(session, at)
        or refusal_of_worker(session, worker)
        or _refusal_of_time(session, worker)
    )
    if reason:
        raise Refused(reason)


def refusal_of_session(session: Session, at: datetime.datetime) -> str:
    """Why nobody may book it now, or "". `session.campaign` is read."""
    if session.state == SessionState.CANCELLED:
        return "这一场已经取消了，看看别的场次。"
    if session.starts_at <= at:
        return "这一场已经开始，不能再约了，看看别的场次。"
    if session.campaign.state != CampaignState.RUNNING:
        return "服务月不在进行中，现在不能预约。"
    if session.booking_opens_at and at < session.booking_opens_at:
        return f"这一场{moment(session.booking_opens_at)}起可以预约。"
    return ""


def refusal_of_worker(session: Session, worker: User) -> str:
    """Why this worker may not, whenever they ask, or ""."""
    if not worker.is_worker:
        return "预约要用职工的手机号登录。"
    if session.is_health_check and not worker.person_id:
        return WHO_ARE_YOU
    reason = _refusal_of_standing(session, worker)
    if reason or not session.is_health_check:
        return reason
    return benefits.refusal_to_claim(session.campaign, worker.person_id, "booking")


def _refusal_of_standing(session: Session, worker: User) -> str:
    if not session.members_only and not session.occupations:
        return ""
    found = standing.of(worker)
    if session.members_only and not found.is_member:
        return f"这一场给会员预约。请{JOIN_FIRST}"
    if session.occupations and not found.occupation:
        return f"这一场给{occupations(session)}预约。请{JOIN_FIRST}"
    if session.occupations and found.occupation not in session.occupations:
        return f"这一场给{occupations(session)}预约，看看别的场次。"
    return ""


def occupations(session: Session) -> str:
    """“快递员、网约送餐员”; "" for all."""
    return "、".join(str(Occupation(name).label) for name in session.occupations)


def overlapping(session: Session, worker: User) -> Booking | None:
    """A seat the worker has elsewhere at that time."""
    rows = Booking.objects.filter(
        worker=worker, state=BookingState.BOOKED,
        session__starts_at__lt=session.ends_at, session__ends_at__gt=session.starts_at,
    )  # fmt: skip
    return rows.exclude(session=session).select_related("session").first()


def _refusal_of_time(session: Session, worker: User) -> str:
    other = overlapping(session, worker)
    if not other:
        return ""
    when = moment(other.session.starts_at)
    return f"您{when}已经约了“{other.session.title}”，时间撞上了。要换的话，先取消那一场。"


def moment(at: datetime.datetime) -> str:
    """11月24日 09:00"""
    local = timezone.localtime(at)
    return f"{local.month}月{local.day}日 {local:%H:%M}"
