"""会员发展: the drive of a year, and the source's figures as a worked example."""

from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from dashboards import drive, drive_example, drive_page, scope
from dashboards.scope import VIEWERS
from membership.permissions import refusal_to_set_targets
from organizations.decorators import post_required


@require_GET
@post_required(*VIEWERS)
def drive_view(request):
    found = scope.read(request.user, request.GET.get("union", ""))
    today = timezone.localdate()
    year = year_of(request.GET, today)
    context = drive_page.context(drive.read(found, year, today))
    context |= {
        "areas": scope.choices(request.user),
        "years": drive.years(today),
        "may_set": not refusal_to_set_targets(request.user, found.union),
    }
    return render(request, "dashboards/drive.html", context)


def year_of(query, today) -> int:
    """The year an address asks for; this one where it cannot be understood."""
    asked = query.get("year", "")
    return next((year for year in drive.years(today) if str(year) == asked), today.year)


@require_GET
@post_required(*VIEWERS)
def example(request):
    found = scope.read(request.user, request.GET.get("union", ""))
    context = drive_example.context(found, timezone.localdate())
    context["areas"] = scope.choices(request.user)
    return render(request, "dashboards/drive_example.html", context)
