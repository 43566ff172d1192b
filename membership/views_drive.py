"""发展会员目标: what each district wants within a year, all districts on one form."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from membership import drive, roll
from membership.forms_drive import DriveTargetsForm
from membership.permissions import refusal_to_set_targets
from organizations.decorators import post_required
from organizations.models import Organization, Role
from organizations.typed import with_refusal


@require_http_methods(["GET", "POST"])
@post_required(Role.ADMINISTRATOR)
def targets(request):
    city = Organization.objects.get(parent=None)
    if refusal_to_set_targets(request.user, city):
        raise Http404
    today = timezone.localdate()
    years = list(range(today.year + 1, today.year - 3, -1))
    year = _year(request, years, today.year)
    districts, now = drive.districts(city), drive.targets(city.path, year)
    form = DriveTargetsForm(request.POST or None, districts=districts, targets=now)
    answer = with_refusal(form, lambda: _set(request, city, year, form, today))
    context = {
        "form": form, "year": year, "years": years, "total": sum(now.values()),
        "rows": _with_new(city.path, year, form),
    }  # fmt: skip
    return answer or render(request, "membership/targets.html", context)


def _year(request, years: list[int], usual: int) -> int:
    text = request.GET.get("year", "")
    return int(text) if text in map(str, years) else usual


def _with_new(path: str, year: int, form) -> list[dict]:
    """Each district with how many joined in that year and in the one before. Two queries."""
    now, before = (
        {area: count.joined for (area,), count in roll.counts(path, "area", **_all_of(of)).items()}
        for of in (year, year - 1)
    )
    return [
        {
            "district": district, "field": field,
            "new": now.get(district.path, 0), "before": before.get(district.path, 0),
        }
        for district, field in form.fields_of()
    ]  # fmt: skip


def _all_of(year: int) -> dict:
    return dict(zip(("since", "until"), roll.year(year), strict=True))


def _set(request, city, year, form, today):
    drive.set_targets(city, year, people=form.people(), actor=request.user, today=today)
    messages.success(request, f"{year}年的目标已保存。")
    return redirect(f"{reverse('membership:drive-targets')}?year={year}")
