"""征求意见: one page that reads well aloud at the door, on a phone."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from assistance import moving, showing
from assistance.forms_answers import AnswerForm
from assistance.models import HardshipFile
from assistance.models.file import STEWARDS
from assistance.recording import look
from organizations.decorators import post_required
from organizations.typed import with_refusal

SAID = {
    AnswerForm.AGREED: "记下了，本人同意建档。接下来安排结对。",
    AnswerForm.LATER: "记下了，到了那天，在档案里选“该再问一次”就能找到。",
    AnswerForm.DECLINED: "记下了，不建档，也不会再问。",
}


@require_http_methods(["GET", "POST"])
@post_required(*STEWARDS)
def consent(request, pk):
    rows = HardshipFile.objects.kept_in(request.user)
    file = get_object_or_404(rows.select_related("person", "organization"), pk=pk)
    form = AnswerForm(request.POST or None)
    answer = with_refusal(form, lambda: _answered(request, file, form))
    if answer:
        return answer
    if request.method == "GET":
        look(file, viewer=request.user)
    context = {
        "file": file, "form": form, "asks": showing.asks(file),
        "phone_shown": showing.shows_phone(file, request.user),
    }  # fmt: skip
    return render(request, "assistance/file_consent.html", context)


def _answered(request, file: HardshipFile, form: AnswerForm) -> HttpResponse:
    given = form.cleaned_data
    match given["answer"]:
        case AnswerForm.AGREED:
            moving.agree(file, actor=request.user, guardian_agreed=given["guardian_agreed"])
        case AnswerForm.LATER:
            moving.postpone(file, until=given["until"], actor=request.user)
        case _:
            moving.decline(file, actor=request.user)
    messages.success(request, SAID[given["answer"]])
    return redirect("assistance:file", file.pk)
