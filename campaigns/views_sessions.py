"""预约, for workers: what can be booked, one session, my bookings with their codes."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.decorators import worker_required
from audit import keyset
from audit.refusal import Refused
from campaigns import booking as acts
from campaigns import eligibility, offers
from campaigns.models import Booking, BookingState, Session, SessionKind
from campaigns.models.campaign import OFFICERS
from organizations import divisions
from organizations.posts import holds_any
from people.qr import qr


@require_GET
def sessions(request):
    kind, district = _chosen(request)
    rows = offers.offered(kind=kind, district=district)
    page = keyset.page(
        rows,
        "starts_at",
        after=request.GET.get("after", ""),
        before=request.GET.get("before", ""),
    )
    held = offers.held_at(request.user, page.rows)
    context = {
        "page": page,
        "rows": [(found, held.get(found.pk)) for found in page.rows],
        "kinds": SessionKind.choices,
        "kind": kind,
        "districts": divisions.districts(),
        "district": district,
        "mine": offers.bookings_of(request.user) if _is_worker(request.user) else [],
        "tab": "services",
    }
    return render(request, "campaigns/sessions.html", context)


def _chosen(request) -> tuple[str, int | None]:
    """(kind, district) of the address line, the district else as the services page remembers it;
    what cannot be understood does not filter.
    """
    kind = request.GET.get("kind", "")
    kept = request.session.get("services_district")
    known = {str(place.pk): place.pk for place in divisions.districts()}
    district = known.get(request.GET.get("district", str(kept)))
    return (kind if kind in SessionKind.values else ""), district


def _is_worker(user) -> bool:
    return user.is_authenticated and user.is_worker


def _session(pk) -> Session:
    rows = Session.objects.select_related("campaign", "organization", "station", "item")
    return get_object_or_404(rows.select_related("division__parent"), pk=pk)


@require_GET
def session(request, pk):
    return _page(request, _session(pk))


def _page(request, found: Session, *, refusal: str = "", status: int = 200):
    mine = offers.held_at(request.user, [found]).get(found.pk)
    closed = eligibility.refusal_of_session(found, timezone.now())
    asks = _is_worker(request.user) and not mine and not closed
    # Whoever may not is told before they press.
    barred = eligibility.refusal_of_worker(found, request.user) if asks else ""
    context = {
        "session": found,
        "mine": mine,
        "refusal": refusal or barred,
        "barred": barred,
        "closed": closed,
        "who": eligibility.occupations(found),
        "tab": "services",
    }
    return render(request, "campaigns/session.html", context, status=status)


@require_POST
@worker_required
def book(request, pk):
    found = _session(pk)
    try:
        made = acts.book(found, worker=request.user)
    except Refused as refused:
        return _page(request, found, refusal=refused.message)
    messages.success(request, _answer(made))
    return redirect("campaigns:booking", made.pk)


def _answer(made: Booking) -> str:
    if made.state == BookingState.WAITING:
        place = acts.place_in_line(made)
        return f"已满，您在候补第{place}位。有人取消就轮到您，会发短信告诉您。"
    return "约好了。到了给工作人员看这个码。"


@require_GET
@worker_required
def bookings(request):
    rows = Booking.objects.filter(worker=request.user).select_related("session__item")
    page = keyset.page(
        rows,
        "-booked_at",
        after=request.GET.get("after", ""),
        before=request.GET.get("before", ""),
    )
    context = {"page": page, "tab": "services"}
    return render(request, "campaigns/bookings.html", context)


def _own(request, pk) -> Booking:
    rows = Booking.objects.filter(worker=request.user)
    return get_object_or_404(rows.select_related("session__station", "session__item"), pk=pk)


@require_GET
@worker_required
def booking(request, pk):
    found = _own(request, pk)
    waits = found.state == BookingState.WAITING
    context = {
        "booking": found,
        "session": found.session,
        "qr": _qr(request, found) if found.has_a_seat else "",
        "place": acts.place_in_line(found) if waits else 0,
        "over": found.session.ends_at <= timezone.now(),
        "cancellable": found.is_held and found.session.starts_at > timezone.now(),
        "tab": "services",
    }
    return render(request, "campaigns/booking.html", context)


def _qr(request, found: Booking) -> str:
    return qr(request.build_absolute_uri(reverse("campaigns:scan-booking", args=[found.pk])))


@require_http_methods(["GET", "POST"])
@worker_required
def cancel_booking(request, pk):
    found = _own(request, pk)
    if request.method == "POST":
        try:
            acts.cancel(found, actor=request.user)
            messages.success(request, "已取消，名额让给别人了。谢谢您提前说。")
        except Refused as refused:
            messages.error(request, refused.message)
        return redirect("campaigns:booking", pk)
    context = {"booking": found, "session": found.session, "tab": "services"}
    return render(request, "campaigns/booking_cancel.html", context)


@require_GET
@never_cache
def scan_booking(request, pk):
    """What the QR opens: for staff the page at the desk, for everybody else nothing personal."""
    if holds_any(request.user, OFFICERS):
        return redirect("campaigns:desk-booking", pk)
    return render(request, "campaigns/booking_scan.html", {"tab": "services"})
