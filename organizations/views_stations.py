"""驿站: those kept by the unions under one's own, their details and their QR posters."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from organizations import calendar, listing, permissions, posters, stations, visible
from organizations.decorators import post_required
from organizations.forms_places import StationForm
from organizations.posts import holds_any
from organizations.typed import text_of, union_names, union_of, with_refusal


@require_GET
@post_required(*visible.SEES_UNIONS)
def stations_page(request):
    rows = visible.stations(request.user)
    rows = rows.select_related("organization", "joins", "division__parent")
    if text_of(request):
        rows = rows.filter(name__contains=text_of(request))
    if "closed" in request.GET:
        rows = rows.filter(is_active=False)
    page = listing.page(
        rows,
        "name",
        after=request.GET.get("after", ""),
        before=request.GET.get("before", ""),
    )
    context = {
        "page": page,
        "text": text_of(request),
        "closed": "closed" in request.GET,
        "may_manage": holds_any(request.user, visible.MANAGES),
    }
    return render(request, "organizations/desk_stations.html", context)


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
    return redirect("organizations:desk-stations")


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
