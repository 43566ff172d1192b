"""服务覆盖: where service months have reached nobody, what to do next, and the rows behind it."""

from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from dashboards import months, months_page, rows_activities, scope
from dashboards.navigation import OFFICERS
from organizations.decorators import post_required


@require_GET
@post_required(*OFFICERS)
def coverage(request):
    found = _months(request)
    context = months_page.context(found, timezone.now())
    context["areas"] = scope.choices(request.user, OFFICERS)
    return render(request, "dashboards/coverage.html", context)


@require_GET
@post_required(*OFFICERS)
def activities(request):
    """The activities behind a number of the coverage page; at most fourteen queries."""
    found = _months(request)
    rows = rows_activities.read(found, request.GET)
    number, is_more = rows.number()
    context = {
        "months": found,
        "scope": found.scope,
        "rows": rows,
        "page": rows.page(after=request.GET.get("after", ""), before=request.GET.get("before", "")),
        "people": rows.people(),
        "number": number,
        "is_more": is_more,
    }
    return render(request, "dashboards/rows_activities.html", context)


def _months(request) -> months.Months:
    area = scope.read(request.user, request.GET.get("union", ""), OFFICERS)
    return months.read(area, request.GET, timezone.localdate())
