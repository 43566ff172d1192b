"""The front door: home, the large-print switch, complaints, and the pages for errors."""

from django.conf import settings
from django.http import HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_GET, require_POST

from membership import tallies
from membership.members import standing_membership
from membership.models import OPEN_STATES, Application
from organizations import office_hours
from organizations.calendar import hours_for, working_calendar
from organizations.models import Organization
from unionportal.context import ELDER_COOKIE

A_YEAR = 365 * 24 * 3600


@require_GET
def home(request):
    now = timezone.localtime()
    root = Organization.objects.filter(parent=None).first()
    context = {"tab": "home", "figures": tallies.city_today(now), **_mine(request)}
    if root:
        hours = hours_for(root)
        due = office_hours.due_at(now, hours, working_calendar())
        context |= {"due": due, "same_day": due.date() == now.date(), "cutoff": hours.cutoff}
    return render(request, "home.html", context)


def _mine(request) -> dict:
    """What the big button leads to for a signed-in worker."""
    user = request.user
    if not user.is_authenticated or not user.is_worker:
        return {}
    return {
        "member": standing_membership(user.person) if user.person_id else None,
        "open_application": Application.objects.of_applicant(user)
        .filter(state__in=OPEN_STATES)
        .first(),
    }


@require_POST
def elder(request):
    """Switch the large print on or off and go back to where one was."""
    target = request.POST.get("next", "/")
    if not url_has_allowed_host_and_scheme(target, allowed_hosts={request.get_host()}):
        target = "/"
    response = HttpResponseRedirect(target)
    on = request.COOKIES.get(ELDER_COOKIE) == "1"
    response.set_cookie(
        ELDER_COOKIE, "0" if on else "1", max_age=A_YEAR, samesite="Lax",
        httponly=True, secure=settings.SECURE_COOKIES,
    )  # fmt: skip
    return response


@require_GET
def feedback(request):
    unions = Organization.objects.filter(kind=Organization.Kind.FEDERATION, is_active=True)
    return render(request, "feedback.html", {"unions": unions.order_by("path")})


def csrf_failed(request, reason=""):
    return render(request, "csrf_failed.html", status=403)
