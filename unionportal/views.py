"""The front door: home, the large-print switch, complaints, and the pages for refused requests."""

from django.conf import settings
from django.http import HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from accounts.addresses import is_ours
from membership.models import OPEN_STATES, Application, Member, State
from organizations import office_hours
from organizations.calendar import hours_for, working_calendar
from organizations.models import Organization
from unionportal import front, services_page
from unionportal.context import ELDER_COOKIE

A_YEAR = 365 * 24 * 3600


@require_GET
def home(request):
    now = timezone.localtime()
    root, station, figures, month = front.read()
    context = {
        "tab": "home",
        "figures": figures,
        "month": month,
        "station": station,
        "is_open": station and station.is_open_at(now),
        **_promise(root, now),
        **_mine(request.user),
        **(services_page.for_home(request, now) if month else {}),
    }
    return render(request, "home.html", context)


def _promise(root: Organization | None, now) -> dict:
    """When the answer comes to whoever submits now; empty while there is no union at all."""
    if not root:
        return {}
    hours = hours_for(root)
    due = office_hours.due_at(now, hours, working_calendar())
    return {"due": due, "same_day": due.date() == now.date(), "hours": hours}


def _mine(user) -> dict:
    """What the big button leads to for a signed-in worker."""
    if not user.is_authenticated or not user.is_worker:
        return {}
    standing = Member.objects.standing().filter(person=user.person_id)
    if user.person_id and standing.exists():
        return {"is_member": True}
    started = Application.objects.of_applicant(user).filter(state__in=(State.DRAFT, *OPEN_STATES))
    return {"application": started.first()}


@require_POST
def elder(request):
    """Switch the large print on or off and go back to where one was."""
    target = request.POST.get("next", "/")
    response = HttpResponseRedirect(target if is_ours(request, target) else "/")
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


def bad_request(request, exception=None):
    """`handler400`: Django's own renders the page without the visitor's context."""
    return render(request, "400.html", status=400)


def csrf_failed(request, reason=""):
    """The page one came from can be opened anew; the refused address may take no GET at all."""
    came_from = request.headers.get("Referer", "")
    context = {"again": came_from if is_ours(request, came_from) else reverse("home")}
    return render(request, "csrf_failed.html", context, status=403)
