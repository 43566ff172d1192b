"""What anybody sees: scanned codes, townships for a form."""

from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_GET

from organizations import calendar
from organizations.models import Division, Organization, Station

CODE_LENGTH = 12


@require_GET
def scan_station(request, code):
    """A station's QR: remember it and its union, so that joining proposes them first."""
    rows = Station.objects.filter(is_active=True).select_related("joins", "division__parent")
    station = _scanned(rows, code)
    if not station:
        return _unknown(request)
    _remember(request, station.joins, station)
    is_open = station.is_open_at(timezone.now())
    context = {"station": station, "union": station.joins, "is_open": is_open}
    return render(request, "organizations/scan.html", context)


@require_GET
def scan_union(request, code):
    rows = Organization.objects.filter(is_active=True).select_related("division__parent")
    union = _scanned(rows, code)
    if not union:
        return _unknown(request)
    _remember(request, union, None)
    is_open = calendar.is_office_open(union, timezone.now())
    context = {"union": union, "is_open": is_open, "hours": calendar.hours_for(union)}
    return render(request, "organizations/scan.html", context)


def _scanned(rows, code: str):
    if not code.isascii() or not code.isalnum() or len(code) > CODE_LENGTH:
        return None
    return rows.filter(code=code.upper()).first()


def _remember(request, union: Organization, station: Station | None) -> None:
    """The last code scanned holds; a federation is no union one can be admitted to."""
    request.session.pop("scanned_union", None)
    request.session.pop("scanned_station", None)
    if union.receives:
        request.session["scanned_union"] = union.pk
    if station:
        request.session["scanned_station"] = str(station.pk)


def _unknown(request):
    return render(request, "organizations/unknown_code.html", status=404)


@require_GET
def townships(request, pk):
    """The `<option>`s of a district's townships, for a select that follows another one."""
    districts = Division.objects.filter(level=Division.Level.DISTRICT)
    try:
        district = get_object_or_404(districts, pk=pk)
    except OverflowError:
        raise Http404 from None
    context = {"townships": district.children.all()}
    return render(request, "organizations/_townships.html", context)
