"""答复公示: for everybody, without signing in."""

import datetime

from django.http import Http404
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from dashboards.promise_public import Month
from organizations.calendar import hours_for
from organizations.models import Organization


@require_GET
def latest(request):
    """The month in progress."""
    return _shown(request, timezone.localdate().replace(day=1))


@require_GET
def month(request, named: str):
    """A month by its name, 2026-11; those to come do not exist yet."""
    try:
        first = datetime.date.fromisoformat(f"{named}-01")
    except ValueError:
        raise Http404 from None
    if not first.year >= 2015 or first > timezone.localdate():
        raise Http404
    return _shown(request, first)


def _shown(request, first: datetime.date):
    root = Organization.objects.filter(parent=None).order_by("path").first()
    if root is None:
        raise Http404
    found = Month(root, first, timezone.localdate())
    context = {"tab": "home", "month": found, "hours": hours_for(root)}
    return render(request, "dashboards/promise_public.html", context)
