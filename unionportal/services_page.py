"""服务: this month's items in plain words, what can be booked nearby, what one has received."""

import datetime

from django.http import Http404
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from campaigns import month, offers, received
from campaigns.models import Wish
from campaigns.models.wish import OPEN_WISH_STATES
from membership.models import Application
from organizations import divisions

NEAR = 3
NEAR_HOME = 2


@require_GET
def services(request):
    now = timezone.now()
    district = _district(request)
    context = {
        "tab": "services",
        "month": month.current(now),
        "sessions": offers.bookable_now(NEAR, district, at=now),
        "districts": divisions.districts(),
        "chosen": district,
        "now": now,
        **_own(request.user),
    }
    return render(request, "campaigns/services.html", context)


def _district(request) -> int | None:
    """The one asked for (and remembered), else the one the worker works in."""
    known = {str(place.pk): place.pk for place in divisions.districts()}
    asked = request.GET.get("district")
    if asked is not None:
        request.session["services_district"] = known.get(asked)
        return known.get(asked)
    if "services_district" in request.session:
        return known.get(str(request.session["services_district"]))
    return _works_in(request.user)


def for_home(request, now: datetime.datetime) -> dict:
    """What the front page adds for a signed-in worker; nothing, and no query, for visitors."""
    if not _is_worker(request.user):
        return {}
    return {
        **_own(request.user),
        "sessions": offers.bookable_now(NEAR_HOME, _district(request), at=now),
    }


def _is_worker(user) -> bool:
    return user.is_authenticated and user.is_worker


def _works_in(user) -> int | None:
    if not _is_worker(user):
        return None
    latest = Application.objects.of_applicant(user).order_by("-created_at")
    return latest.values_list("district_id", flat=True).first()


def _own(user) -> dict:
    """What a signed-in worker has booked, wished for and received."""
    if not _is_worker(user):
        return {}
    return {
        "bookings": offers.bookings_of(user),
        "wish": Wish.objects.filter(worker=user, state__in=OPEN_WISH_STATES).first(),
        "received": received.received_by(user.person)[:NEAR] if user.person_id else [],
    }


@require_GET
def service(request, pk):
    """One item: how one gets it, and what of it can be booked."""
    now = timezone.now()
    found = month.current(now)
    offer = next((offer for offer in found.offers if offer.pk == pk), None) if found else None
    if offer is None:
        raise Http404
    district = _district(request)
    sessions = offers.offered(district=district, at=now).filter(item=pk)
    context = {
        "tab": "services",
        "month": found,
        "offer": offer,
        "sessions": sessions.order_by("starts_at", "pk")[:20],
        "districts": divisions.districts(),
        "chosen": district,
    }
    return render(request, "campaigns/service.html", context)
