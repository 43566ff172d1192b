"""场次 at the desk: planned, changed, called off; who comes, and the check-in at the door."""

from django.contrib import messages
from django.db.models import Count, Q
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from audit import keyset
from audit.refusal import Refused
from campaigns import check_in as door
from campaigns import eligibility
from campaigns import sessions as acts
from campaigns.eligibility import moment
from campaigns.forms_sessions import (
    MOST_STOPS,
    CancelForm,
    ChangeForm,
    CheckInForm,
    PlanForm,
    StopFormSet,
    stations_for,
    unions_for,
)
from campaigns.models import Booking, BookingState, Session
from campaigns.models.campaign import OFFICERS
from campaigns.navigation import campaign_or_404, page
from organizations.decorators import post_required
from organizations.forms_places import DivisionField
from organizations.posts import within
from organizations.typed import with_refusal

STATIONS_OFFERED = 200


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


@require_http_methods(["GET", "POST"])
@post_required(*OFFICERS)
def session_add(request, pk):
    campaign = campaign_or_404(request.user, pk)
    shared = {"campaign": campaign, "unions": unions_for(request.user, campaign)}
    if request.method == "GET":
        form = PlanForm(initial={"organization": shared["unions"].first()}, **shared)
        return _plan_page(request, campaign, form, _stops(request, campaign))
    form, stops = PlanForm(request.POST, **shared), _stops(request, campaign, data=request.POST)
    if "more" in request.POST:
        # Nothing is called wrong yet: it is not sent in.
        form = PlanForm(initial=_typed(form), **shared)
        return _plan_page(request, campaign, form, _one_more(request, campaign, stops))
    answer = with_refusal(form, lambda: _planned(request, campaign, form, stops))
    return answer or _plan_page(request, campaign, form, stops)


def _stops(request, campaign, **given):
    divisions = DivisionField(required=False)
    divisions.load()
    options = {
        "campaign": campaign,
        "stations": stations_for(request.user),
        "divisions": divisions,
    }
    return StopFormSet(form_kwargs=options, prefix="stop", **given)


def _typed(form) -> dict:
    return {name: form[name].value() for name in form.fields}


def _one_more(request, campaign, stops):
    """What was typed, and one stop more with the hours and seats of the last."""
    typed = [_typed(stop) for stop in stops.forms]
    last = typed[-1] if typed else {}
    typed.append({name: last.get(name) for name in ("begins", "until", "capacity")})
    more = _stops(request, campaign, initial=typed[:MOST_STOPS])
    more.extra = 0
    return more


def _planned(request, campaign, form, stops):
    if not stops.is_valid():
        return None
    typed = [stop.stop() for stop in stops if stop.has_changed()]
    if not typed:
        raise Refused("请至少填一站：地点、日期、时间和名额。")
    made = acts.plan(campaign, stops=typed, actor=request.user, **form.cleaned_data)
    messages.success(request, f"已安排{len(made)}场，职工在“服务”里就能约。")
    return redirect("campaigns:desk-sessions", campaign.pk)


def _plan_page(request, campaign, form, stops):
    context = page(
        request, campaign, form=form, stops=stops, full=stops.total_form_count() >= MOST_STOPS,
        stations=_station_names(request.user),
    )  # fmt: skip
    return render(request, "campaigns/session_add.html", context)


def _station_names(user) -> list[str]:
    rows = stations_for(user).order_by("name").values_list("name", flat=True)
    return list(rows[:STATIONS_OFFERED])


def _seen(request, pk) -> Session:
    rows = Session.objects.visible_to(request.user).select_related("organization", "station")
    rows = rows.select_related("campaign__organization", "campaign__fund", "item")
    return get_object_or_404(rows.select_related("division__parent"), pk=pk)


@require_GET
@post_required(*OFFICERS)
def session(request, pk):
    return _session_page(request, _seen(request, pk), CheckInForm())


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
        counts=_counts(found), door_open=door.is_open(found, now), opens_at=door.opens_at(found),
        over=found.ends_at <= now, who=eligibility.occupations(found),
    )  # fmt: skip
    return render(request, "campaigns/session_desk.html", context)


def _counts(found: Session) -> dict[str, int]:
    """Bookings by state. One query."""
    rows = found.bookings.values_list("state").annotate(number=Count("pk"))
    return dict.fromkeys(BookingState.values, 0) | dict(rows.order_by())


@require_POST
@post_required(*OFFICERS)
def session_check_in(request, pk):
    found = _seen(request, pk)
    form = CheckInForm(request.POST)
    answer = with_refusal(form, lambda: _checked_in(request, found, form.cleaned_data["code"]))
    return answer or _session_page(request, found, form)


def _checked_in(request, found: Session, code: str):
    booking = door.check_in(found, code=code, actor=request.user)
    ending = (booking.worker.phone or "")[-4:]
    messages.success(request, f"手机尾号{ending}已签到，{moment(booking.checked_in_at or timezone.now())}。")
    return redirect("campaigns:desk-session", found.pk)


@require_GET
@post_required(*OFFICERS)
def booking(request, pk):
    """Where the scanned code leads: who it is, masked, and one button."""
    rows = Booking.objects.filter(within(request.user, OFFICERS, "session__organization__path"))
    found = get_object_or_404(rows.select_related("worker__person"), pk=pk)
    seen = _seen(request, found.session_id)
    context = page(
        request, seen.campaign, session=seen, booking=found, opens_at=door.opens_at(seen),
        door_open=door.is_open(seen, timezone.now()),
    )  # fmt: skip
    return render(request, "campaigns/booking_desk.html", context)


@require_http_methods(["GET", "POST"])
@post_required(*OFFICERS)
def session_edit(request, pk):
    found = _seen(request, pk)
    divisions = DivisionField(required=False)
    divisions.load()
    options = {
        "campaign": found.campaign, "stations": stations_for(request.user), "divisions": divisions,
        "initial": _initial(found),
    }  # fmt: skip
    form = ChangeForm(request.POST if request.method == "POST" else None, **options)
    answer = with_refusal(form, lambda: _changed(request, found, form)) if form.is_bound else None
    context = page(
        request, found.campaign, session=found, form=form, stations=_station_names(request.user)
    )
    return answer or render(request, "campaigns/session_edit.html", context)


def _initial(found: Session) -> dict:
    begins, until = timezone.localtime(found.starts_at), timezone.localtime(found.ends_at)
    kept = {name: getattr(found, name) for name in acts.FIELDS}
    return kept | {"day": begins.date(), "begins": begins.time(), "until": until.time()}


def _changed(request, found: Session, form: ChangeForm):
    acts.change(found, actor=request.user, **form.given())
    messages.success(request, "已保存。时间地点改了的，约好的人都会收到消息。")
    return redirect("campaigns:desk-session", found.pk)


@require_http_methods(["GET", "POST"])
@post_required(*OFFICERS)
def session_cancel(request, pk):
    found = _seen(request, pk)
    form = CancelForm(request.POST if request.method == "POST" else None)
    answer = with_refusal(form, lambda: _cancelled(request, found, form)) if form.is_bound else None
    context = page(request, found.campaign, session=found, form=form, counts=_counts(found))
    return answer or render(request, "campaigns/session_cancel.html", context)


def _cancelled(request, found: Session, form: CancelForm):
    acts.cancel(found, actor=request.user, **form.cleaned_data)
    messages.success(request, "已取消，约好的和候补的人都会收到消息。")
    return redirect("campaigns:desk-session", found.pk)
