"""导出: the tables of a page as an Excel file."""

from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_http_methods

from audit.refusal import Refused
from dashboards import export_pages, exporting, scope
from dashboards.navigation import OFFICERS
from dashboards.scope import Scope
from dashboards.taking import Content, Page
from organizations.decorators import post_required
from organizations.typed import with_refusal
from people.forms_export import ReasonForm
from spreadsheets import writing


@require_http_methods(["GET", "POST"])
@post_required(*OFFICERS)
def export(request, name):
    """The page's own address says what is taken out; the form asks what for."""
    page = export_pages.by_name().get(name)
    if page is None:
        raise Http404
    found = scope.read(request.user, request.GET.get("union", ""), page.roles)
    query = page.given(request.GET)
    request.shown_as = page.view
    form = ReasonForm(request.POST or None)
    try:
        read, refusal = exporting.content(page, found, query), ""
    except Refused as refused:
        read, refusal = None, refused.message
    if read and request.method == "POST":
        answer = with_refusal(form, lambda: _taken(page, found, query, read, form))
        if answer:
            return answer
    context = {
        "page": page, "scope": found, "form": form, "content": read, "refusal": refusal,
        "waits": read is not None and read.size > exporting.DIRECT, "back": _back(page, found, query),
    }  # fmt: skip
    return render(request, "dashboards/export.html", context)


def _taken(page: Page, found: Scope, query: dict, read: Content, form: ReasonForm):
    reason = form.cleaned_data["reason"]
    if read.size > exporting.DIRECT:
        job = exporting.ask_for(page, found, query, rows=read.size, reason=reason)
        return redirect("spreadsheets:export", job.pk)
    file = exporting.write(page, found, query, read, reason=reason)
    return writing.attachment(exporting.file_name(page, found), file)


def _back(page: Page, found: Scope, query: dict) -> str:
    asked = {"union": str(found.union.public_id)} | query
    return f"{reverse(page.view)}?{urlencode(asked)}"
