"""场次 at the desk: the list by day, who comes to one, and the check-in at the door."""

from django.contrib import messages
from django.db.models import Count, Q
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from audit import keyset
from campaigns import check_in as door
from campaigns import eligibility
from campaigns.eligibility import moment
from campaigns.forms_sessions import CheckInForm
from campaigns.models import Booking, BookingState, Session
from campaigns.models.campaign import OFFICERS
from campaigns.navigation import campaign_or_404, page
from organizations.decorators import post_required
from organizations.posts import within
from organizations.typed import with_refusal


@require_GET
@post_required(*OFFICERS)
def sessions(request, pk):
    campaign = campaign_or_404(request.user, pk)
    past, now = "past" in request.GET, timezone.now()
    rows = Session.objects.visible_to(request.user).filter(campaign=campaign)
    rows = rows.filter(ends_at__lte=now) if past else rows.filter(ends_at__gt=now)
    listed = keyset.page(
        _counted(rows).select_related("organization"),
        "-starts_at" if past else "starts_at",
        after=request.GET.get("after", ""),
        before=request.GET.get("before", ""),
    )
    context = page(request, campaign, page=listed, past=past)
    return render(request, "campaigns/sessions_desk.html", context)


def _counted(rows):
    waiting = Q(bookings__state=BookingState.WAITING)
    attended = Q(bookings__state=BookingState.ATTENDED)
    return rows.annotate(
        waiting=Count("bookings", filter=waiting), attended=Count("bookings", filter=attended)
    )


def seen(request, pk) -> Session:
    rows = Session.objects.visible_to(request.user).select_related("organization", "station")
    rows = rows.select_related("campaign__organization", "campaign__fund", "item")
    return get_object_or_404(rows.select_related("division__parent"), pk=pk)


@require_GET
@post_required(*OFFICERS)
def session(request, pk):
    return _session_page(request, seen(request, pk), CheckInForm())


def _session_page(request, found: Session, form: CheckInForm):
    waiting, now = "waiting" in request.GET, timezone.now()
    rows = found.bookings.select_related("worker__person")
    wanted = (BookingState.WAITING,) if waiting else (BookingState.BOOKED, BookingState.ATTENDED)
    listed = keyset.page(
        rows.filter(state__in=wanted),
        "booked_at",
        after=request.GET.get("after", ""),
        before=request.GET.get("before", ""),
    )
    context = page(
        request, found.campaign, session=found, form=form, page=listed, waiting=waiting,
        counts=counts(found), door_open=door.is_open(found, now), opens_at=door.opens_at(found),
        over=found.ends_at <= now, who=eligibility.occupations(found),
    )  # fmt: skip
    return render(request, "campaigns/session_desk.html", context)


def counts(found: Session) -> dict[str, int]:
    """Bookings by state. One query."""
    rows = found.bookings.values_list("state").annotate(number=Count("pk"))
    return dict.fromkeys(BookingState.values, 0) | dict(rows.order_by())


@require_POST
@post_required(*OFFICERS)
def session_check_in(request, pk):
    found = seen(request, pk)
    form = CheckInForm(request.POST)
    answer = with_refusal(form, lambda: _checked_in(request, found, form.cleaned_data["code"]))
    return answer or _session_page(request, found, form)


def _checked_in(request, found: Session, code: str):
    booking = door.check_in(found, code=code, actor=request.user)
    ending = (booking.worker.phone or "")[-4:]
    messages.success(
        request, f"手机尾号{ending}已签到，{moment(booking.checked_in_at or timezone.now())}。"
    )
    return redirect("campaigns:desk-session", found.pk)


@require_GET
@post_required(*OFFICERS)
def booking(request, pk):
    """Where the scanned code leads: who it is, masked, and one button."""
    rows = Booking.objects.filter(within(request.user, OFFICERS, "session__organization__path"))
    found = get_object_or_404(rows.select_related("worker__person"), pk=pk)
    session = seen(request, found.session_id)
    context = page(
        request, session.campaign, session=session, booking=found, opens_at=door.opens_at(session),
        door_open=door.is_open(session, timezone.now()),
    )  # fmt: skip
    return render(request, "campaigns/booking_desk.html", context)
