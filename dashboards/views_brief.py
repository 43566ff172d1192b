"""简报: chosen, read as a page that prints well, taken along as a Word file."""

from urllib.parse import quote

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from audit import services as audit
from dashboards import brief_text, brief_word, briefs, scope
from dashboards.brief import Brief
from dashboards.forms_brief import RemarkForm
from dashboards.navigation import OFFICERS
from dashboards.scope import VIEWERS, Scope
from organizations.decorators import post_required
from organizations.posts import holds

INDEX = "dashboards:briefs"


@require_GET
@post_required(*OFFICERS)
def choose(request):
    today = timezone.localdate()
    found = scope.read(request.user, request.GET.get("union", ""), OFFICERS)
    sees_months = holds(request.user, VIEWERS, found.union)
    context = {
        "scope": found, "choices": scope.choices(request.user, OFFICERS),
        "campaigns": briefs.campaigns(found), "months": briefs.months(today) if sees_months else [],
    }  # fmt: skip
    return render(request, "dashboards/briefs.html", context)


@require_http_methods(["GET", "POST"])
@post_required(*OFFICERS)
def of_campaign(request, pk):
    found, brief = briefs.of_campaign(request.user, _union(request), pk, timezone.localdate())
    return _page(request, found, brief)


@require_http_methods(["GET", "POST"])
@post_required(*VIEWERS)
def of_month(request, month):
    found, brief = briefs.of_month(request.user, _union(request), month, timezone.localdate())
    return _page(request, found, brief)


@require_POST
@post_required(*OFFICERS)
def campaign_word(request, pk):
    found, brief = briefs.of_campaign(request.user, _union(request), pk, timezone.localdate())
    return _word(request, found, brief, {"campaign": str(pk)})


@require_POST
@post_required(*VIEWERS)
def month_word(request, month):
    found, brief = briefs.of_month(request.user, _union(request), month, timezone.localdate())
    return _word(request, found, brief, {"month": f"{month:%Y-%m}"})


def _union(request) -> str:
    return request.GET.get("union", "")


def _page(request, found: Scope, brief: Brief, form: RemarkForm | None = None) -> HttpResponse:
    """The remark comes with a POST, so that it stands in no address and no log; it is not kept."""
    form = form or RemarkForm(request.POST or None)
    if form.is_valid():
        brief = brief.with_remark(brief_text.paragraphs(form.cleaned_data["remark"]))
    request.shown_as = INDEX
    page = request.path.removesuffix("word/")
    context = {
        "scope": found, "brief": brief, "form": form, "page": page, "query": _asked(found),
    }  # fmt: skip
    return render(request, "dashboards/brief.html", context)


def _word(request, found: Scope, brief: Brief, of: dict) -> HttpResponse:
    form = RemarkForm(request.POST)
    if not form.is_valid():
        return _page(request, found, brief, form)
    brief = brief.with_remark(brief_text.paragraphs(form.cleaned_data["remark"]))
    content = brief_word.document(brief)
    audit.record(
        "dashboards.brief_downloaded", actor=request.user, unit=found.union.name,
        data={**of, "union": str(found.union.public_id), "title": brief.kicker},
    )  # fmt: skip
    response = HttpResponse(content, content_type=brief_word.TYPE)
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(brief.name)}.docx"
    return response


def _asked(found: Scope) -> str:
    return f"?union={found.union.public_id}"
