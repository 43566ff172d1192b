"""驿站: those kept by the unions under one's own, their details and their QR posters."""

import datetime

from django.contrib import messages
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from audit.refusal import Refused
from organizations import (
    calendar,
    listing,
    nearest,
    permissions,
    posters,
    register,
    stations,
    visible,
)
from organizations.decorators import post_required
from organizations.forms_places import StationForm
from organizations.models import Station
from organizations.posts import holds_any
from organizations.typed import union_names, union_of, with_refusal
from people.vocabulary import PLATFORMS


@require_GET
@post_required(*visible.SEES_UNIONS)
def stations_page(request):
    filters, now = register.Filters.read(request.GET), timezone.now()
    rows = visible.stations(request.user)
    rows = filters.apply(rows.select_related("organization", "joins", "division__parent"), now)
    page = listing.page(
        rows,
        "name",
        after=request.GET.get("after", ""),
        before=request.GET.get("before", ""),
    )
    context = {
        "page": page,
        "rows": [_Row(station, now) for station in page.rows],
        "filters": filters,
        "kinds": Station.Kind.choices,
        "platforms": PLATFORMS,
        "districts": register.districts(),
        "may_manage": holds_any(request.user, visible.MANAGES),
    }
    return render(request, "organizations/desk_stations.html", context)


class _Row:
    """A line of the list."""

    def __init__(self, station: Station, now: datetime.datetime):
        self.station = station
        self.is_open = station.is_open_at(now)
        self.is_stale = station.is_active and station.is_stale_on(timezone.localdate(now))
        self.is_verified_today = station.verified_on == timezone.localdate(now)


@require_http_methods(["GET", "POST"])
@post_required(*visible.MANAGES)
def add(request):
    unions = visible.unions(request.user, visible.MANAGES).filter(is_active=True)
    if request.method == "POST":
        form = StationForm(request.POST, unions=unions)
        answer = with_refusal(form, lambda: _added(request, form.cleaned_data))
        if answer:
            return answer
    else:
        form = StationForm(unions=unions, initial={"organization": union_of(request, unions)})
    context = {"form": form, "unions": union_names(unions)}
    return render(request, "organizations/station_form.html", context)


def _added(request, given):
    station = stations.add(actor=request.user, **given)
    messages.success(request, f"{station.name}已登记，可以打印二维码了。")
    _warn_if_lonely(request, station)
    return redirect("organizations:desk-station-qr", station.pk)


def _seen(request, pk):
    rows = visible.stations(request.user)
    return get_object_or_404(
        rows.select_related("organization", "joins", "division__parent"), pk=pk
    )


@require_http_methods(["GET", "POST"])
@post_required(*visible.MANAGES)
def edit(request, pk):
    station = _seen(request, pk)
    unions = visible.unions(request.user, visible.MANAGES).filter(is_active=True)
    if request.method == "POST":
        form = StationForm(request.POST, unions=unions)
        answer = with_refusal(form, lambda: _edited(request, station, form.cleaned_data))
        if answer:
            return answer
    else:
        initial = {name: getattr(station, name) for name in stations.FIELDS}
        form = StationForm(unions=unions, initial=initial)
    context = {
        "form": form,
        "station": station,
        "unions": union_names(unions),
        "refusal": permissions.refusal_to_manage(request.user, station.organization),
    }
    return render(request, "organizations/station_form.html", context)


def _edited(request, station, given):
    stations.edit(station, actor=request.user, **given)
    messages.success(request, "已保存。")
    station.refresh_from_db()
    _warn_if_lonely(request, station)
    return redirect("organizations:desk-stations")


def _warn_if_lonely(request, station) -> None:
    """Far from all others is possible, and more often two digits changed places."""
    metres = stations.metres_to_others(station)
    if metres:
        messages.warning(
            request,
            f"{station.name}离最近的别的驿站也有{nearest.told(metres)}，请再核对一下纬度和经度。",
        )


@require_POST
@post_required(*visible.MANAGES)
def verified(request, pk):
    """“核实无误”: one press, and back to the list as it was."""
    station = _seen(request, pk)
    try:
        stations.verify(station, actor=request.user)
        messages.success(request, f"{station.name}今天核实过了。")
    except Refused as refused:
        messages.error(request, refused.message)
    query = f"?{request.GET.urlencode()}" if request.GET else ""
    return HttpResponseRedirect(reverse("organizations:desk-stations") + query)


@require_POST
@post_required(*visible.MANAGES)
def active(request, pk):
    station = _seen(request, pk)
    is_active = request.POST.get("is_active") == "yes"
    stations.set_active(station, is_active, actor=request.user)
    word = "恢复使用" if is_active else "停用"
    messages.success(request, f"{station.name}已{word}。")
    return redirect("organizations:desk-station", pk)


@require_GET
@post_required(*visible.SEES_UNIONS)
def poster(request, pk):
    station = _seen(request, pk)
    address = posters.address("scan-station", station.code)
    context = {
        "name": station.name,
        "place": station.address,
        "union": station.joins,
        "address": address,
        "svg": posters.svg(address),
        "is_active": station.is_active,
        "hours": calendar.hours_for(station.joins),
        "back": "organizations:desk-stations",
    }
    return render(request, "organizations/poster.html", context)
