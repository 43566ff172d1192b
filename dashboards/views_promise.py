"""当日答复 and the applications behind its figures, for administrators, each in their subtree."""

from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from dashboards import period as periods
from dashboards import promise, promise_rows, rows_applications, scope
from dashboards.rows_applications import Rows
from dashboards.scope import VIEWERS
from organizations.decorators import post_required

# How many of the late and of the stopped ones the page itself shows.
FIRST = 6


@require_GET
@post_required(*VIEWERS)
def page(request):
    found = scope.read(request.user, request.GET.get("union", ""))
    now = timezone.localtime()
    period, form = periods.read(request.GET, now.date())
    shown = promise.Page(found, period, now)
    context = {
        "page": shown,
        "scope": found,
        "areas": scope.choices(request.user),
        "form": form,
        "spans": promise.spans(now.date(), period),
        "hours": promise.hour_chart(shown),
        "days": promise.day_chart(shown),
        **{name: _first(shown, name) for name in ("overdue", "late", "stopped")},
    }
    return render(request, "dashboards/promise.html", context)


def _first(page: promise.Page, name: str) -> list[promise_rows.Row]:
    """The first few of a list; none of them is asked for where the sums know of none."""
    known = page.waiting if name in ("overdue", "stopped") else page.figures.total
    if not getattr(known, name):
        return []
    rows = Rows(page.scope, page.period, page.at, name)
    listed = rows.queryset().select_related("organization").order_by(rows.measure.key, "pk")
    return promise_rows.rows(listed[:FIRST], page.at)


@require_GET
@post_required(*VIEWERS)
def applications(request):
    found = scope.read(request.user, request.GET.get("union", ""))
    now = timezone.localtime()
    rows = rows_applications.read(found, request.GET, now)
    listed = rows.page(after=request.GET.get("after", ""), before=request.GET.get("before", ""))
    context = {
        "rows": rows,
        "page": listed,
        "listed": promise_rows.rows(listed.rows, now),
        "back": promise.address(found, rows.period),
    }
    return render(request, "dashboards/rows_applications.html", context)
