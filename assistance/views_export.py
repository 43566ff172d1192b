"""Taking files, needs and coverage out: the second factor once more, a reason, and a watermark."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from accounts.decorators import step_up_required
from assistance import exporting, need_list, overview, register, scope
from assistance.exporting import Taking
from assistance.forms_overview import ExportForm
from assistance.models import HardshipFile, Need
from assistance.models.file import STEWARDS
from organizations.decorators import post_required
from organizations.typed import with_refusal
from people.forms_export import ReasonForm
from spreadsheets import writing
from spreadsheets.writing import Sheet


@require_http_methods(["GET", "POST"])
@post_required(*STEWARDS)
@step_up_required
def export(request):
    """The files as they are filtered in the address; without filters all one keeps."""
    filters = register.Filters.read(request.GET, scope.unions_for(request.user))
    rows = filters.apply(HardshipFile.objects.kept_in(request.user), timezone.localdate())
    first = "files" if filters.any else "coverage"
    form = ExportForm(request.POST or None, initial={"what": first, "names": "masked"})
    answer = with_refusal(form, lambda: _file(request, rows, form.cleaned_data))
    context = {"form": form, "count": rows.count(), "filtered": filters.any}
    return answer or render(request, "assistance/overview_export.html", context)


def _file(request, rows, given: dict) -> HttpResponse:
    taking = Taking(request.user, given["reason"], timezone.localtime())
    if given["what"] == "files":
        sheet = exporting.files(rows, taking, full_names=given["names"] == "full")
    else:
        sheet = exporting.coverage(overview.read(request.user), taking)
    return _download(sheet, taking)


@require_http_methods(["GET", "POST"])
@post_required(*STEWARDS)
@step_up_required
def needs(request):
    """The needs as they are filtered in the address, of the files one keeps."""
    filters = need_list.Filters.read(request.GET, request.user)
    rows = Need.objects.kept_in(request.user).filter(filters.condition())
    form = ReasonForm(request.POST or None)

    def act():
        taking = Taking(request.user, form.cleaned_data["reason"], timezone.localtime())
        return _download(exporting.needs(rows, taking), taking)

    answer = with_refusal(form, act)
    context = {"form": form, "count": rows.count()}
    return answer or render(request, "assistance/needs_export.html", context)


def _download(sheet: Sheet, taking: Taking) -> HttpResponse:
    return writing.download(f"{sheet.title}_{taking.at:%Y%m%d%H%M}", writing.book(sheet))
