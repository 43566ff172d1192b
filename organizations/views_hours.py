"""办公时间: each union's own or its superior's, and what that means for an answer today."""

from dataclasses import asdict

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from organizations import calendar, listing, office_hours, timetable, visible
from organizations.decorators import post_required
from organizations.forms import HoursForm
from organizations.models import Organization
from organizations.typed import text_of, with_refusal


@require_GET
@post_required(*visible.MANAGES)
def hours_page(request):
    rows = visible.unions(request.user, visible.MANAGES).filter(is_active=True)
    if "own" in request.GET:
        rows = rows.filter(office_hours__isnull=False)
    if text_of(request):
        rows = rows.filter(name__contains=text_of(request))
    page = listing.page(
        rows,
        "path",
        after=request.GET.get("after", ""),
        before=request.GET.get("before", ""),
    )
    context = {
        "page": page,
        "rows": _with_hours(page.rows),
        "text": text_of(request),
        "own": "own" in request.GET,
        "now": timezone.now(),
    }
    return render(request, "organizations/hours.html", context)


def _with_hours(unions) -> list[dict]:
    """Each union with its hours, whose they are, and the answer an application gets now."""
    sources = {union.pk: calendar.source_of_hours(union) for union in unions}
    named = [pk for pk in sources.values() if pk]
    names: dict[int | None, str] = dict(
        Organization.objects.filter(pk__in=named).values_list("pk", "name")
    )
    is_working, now = calendar.working_calendar(), timezone.now()
    return [
        {
            "union": union,
            "hours": (hours := calendar.hours_for(union)),
            "own": sources[union.pk] == union.pk,
            "source": names.get(sources[union.pk], ""),
            "due": office_hours.due_at(now, hours, is_working),
        }
        for union in unions
    ]


@require_http_methods(["GET", "POST"])
@post_required(*visible.MANAGES)
def change(request, public_id):
    unions = visible.unions(request.user, visible.MANAGES)
    union = get_object_or_404(unions, public_id=public_id)
    if request.method == "POST":
        form = HoursForm(request.POST)
        answer = with_refusal(form, lambda: _changed(request, union, form.hours()))
        if answer:
            return answer
    else:
        own = "yes" if calendar.source_of_hours(union) == union.pk else "no"
        form = HoursForm(initial={"own": own, **asdict(calendar.hours_for(union))})
    context = {"form": form, "row": _with_hours([union])[0], "now": timezone.now()}
    return render(request, "organizations/hours_change.html", context)


def _changed(request, union, hours):
    timetable.set_hours(union, hours, actor=request.user)
    messages.success(request, "办公时间已保存，从下一份申请起按它算答复时限。")
    return redirect("organizations:desk-hours-change", union.public_id)
