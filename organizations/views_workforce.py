"""职工人数: what each union reports of its workers, and which have not reported yet."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from organizations import listing, posts, visible, workforce
from organizations.decorators import post_required
from organizations.forms_workforce import WorkforceForm
from organizations.models import Organization
from organizations.typed import text_of, union_of, with_refusal
from people.vocabulary import Occupation


@require_GET
@post_required(*visible.MANAGES)
def workforce_page(request):
    """The unions of one's own subtrees with what counts for each; `?missing=1`: for which nothing
    does, looked at from `?union=` or from the own unions down.
    """
    seen = visible.unions(request.user, visible.MANAGES).filter(is_active=True)
    below = union_of(request, seen)
    paths = [below.path] if below else posts.paths(request.user, visible.MANAGES)
    reports = {path: found for path in paths for path, found in workforce.newest(path).items()}
    counted = {report.path: report for report in workforce.tops(reports)}
    gaps = [pk for path in paths for pk in workforce.missing(path, counted)]
    rows = seen.filter(path__startswith=below.path) if below else seen
    if "missing" in request.GET:
        rows = rows.filter(pk__in=gaps)
    if text_of(request):
        rows = rows.filter(name__contains=text_of(request))
    page = _page(request, rows)
    context = {
        "page": page,
        "rows": _lines(page.rows, reports, counted, set(gaps)),
        "below": below,
        "gaps": len(gaps),
        "only_missing": "missing" in request.GET,
        "text": text_of(request),
    }
    return render(request, "organizations/workforce.html", context)


def _page(request, rows):
    given = {name: request.GET.get(name, "") for name in ("after", "before")}
    return listing.page(rows.select_related("division"), "path", **given)


def _lines(unions, reports, counted, gaps) -> list[dict]:
    """Each union with its own newest report, or with the one above that stands for it."""
    above = {
        union.pk: found.path
        for union in unions
        if (found := workforce.covering(union.path, counted))
    }
    rows = Organization.objects.filter(path__in=set(above.values()))
    names = dict(rows.values_list("path", "name"))
    return [
        {
            "union": union,
            "own": reports.get(union.path),
            "counts": above.get(union.pk) == union.path,
            "through": names.get(above.get(union.pk, "")),
            "missing": union.pk in gaps,
        }
        for union in unions
    ]


@require_http_methods(["GET", "POST"])
@post_required(*visible.MANAGES)
def report(request, public_id):
    seen = visible.unions(request.user, visible.MANAGES).filter(is_active=True)
    union = get_object_or_404(seen, public_id=public_id)
    past = workforce.history(union)
    if request.method == "POST":
        form = WorkforceForm(request.POST)
        answer = with_refusal(form, lambda: _reported(request, union, form))
        if answer:
            return answer
    else:
        form = WorkforceForm(initial=_before(past))
    context = {
        "form": form, "union": union, "past": past,
        "labels": dict(Occupation.choices), "today": timezone.localdate(),
    }  # fmt: skip
    return render(request, "organizations/workforce_report.html", context)


def _before(past) -> dict:
    if not past:
        return {"as_of": timezone.localdate()}
    return {"workers": past[0].workers, "as_of": past[0].as_of, **past[0].groups}


def _reported(request, union, form):
    given = form.cleaned_data
    workforce.report(
        union, workers=given["workers"], as_of=given["as_of"], groups=form.groups(),
        actor=request.user,
    )  # fmt: skip
    messages.success(request, "职工人数已记下，入会率从现在起按它算。")
    return redirect("organizations:desk-workforce-report", union.public_id)
