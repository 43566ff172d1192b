"""总览, and the list of those nobody has called in time."""

from django.conf import settings
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from assistance import looks, overload, overview, scope, silent_list
from assistance.models.file import STEWARDS
from organizations.decorators import post_required


def _rhythm() -> dict[str, int]:
    return {"interval": settings.CONTACT_INTERVAL_DAYS, "escalate": settings.ESCALATE_AFTER_DAYS}


@require_GET
@post_required(*STEWARDS)
def page(request):
    """The silent ones first, then union by union. As many queries with one file as with 200,000."""
    today = timezone.localdate()
    table = overview.read(request.user, request.GET.get("union", ""))
    after = request.GET.get("after", "").replace("\0", "")[:64]
    context = {
        "table": table,
        "first": silent_list.first(request.user, today, table.union),
        "units": overview.units(table, after=after),
        "alarms": overload.alarms(request.user),
        "above": overview.above(request.user, table.union),
        **_rhythm(),
    }
    return render(request, "assistance/overview.html", context)


@require_GET
@post_required(*STEWARDS)
def silent(request):
    today = timezone.localdate()
    union = scope.named(request.user, request.GET.get("union", ""))
    found = silent_list.page(
        request.user, today, union,
        after=request.GET.get("after", ""), before=request.GET.get("before", ""),
    )  # fmt: skip
    looks.shown([row.file for row in found.rows], request.user)
    context = {
        "page": found, "number": silent_list.number(request.user, union), "union": union,
        "unions": scope.unions_for(request.user), **_rhythm(),
    }  # fmt: skip
    return render(request, "assistance/silent.html", context)
