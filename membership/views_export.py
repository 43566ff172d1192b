"""Taking the list of members out: the second factor once more, a reason, and a watermark."""

from django.http import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from accounts.decorators import step_up_required
from membership import exporting
from membership.exporting import Listed
from membership.models import SEES_MEMBERS
from organizations.decorators import post_required
from organizations.typed import with_refusal
from people.forms_export import ReasonForm
from spreadsheets import writing


@require_http_methods(["GET", "POST"])
@post_required(*SEES_MEMBERS)
@step_up_required
def members(request):
    """The members as they are filtered in the address."""
    listed = Listed.read(request.GET, request.user)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and not listed.refusal:
        answer = with_refusal(form, lambda: _taken(listed, form.cleaned_data["reason"]))
        if answer:
            return answer
    context = {
        "listed": listed, "form": form, "kept": exporting.KEPT.days,
        "waits": listed.size > exporting.DIRECT,
    }  # fmt: skip
    return render(request, "membership/members_export.html", context)


def _taken(listed: Listed, reason: str) -> HttpResponseBase:
    if listed.size > exporting.DIRECT:
        return redirect("spreadsheets:export", exporting.ask_for(listed, reason=reason).pk)
    file = exporting.write(listed, reason=reason)
    return writing.attachment(f"{listed.title}_{timezone.localtime():%Y%m%d%H%M}", file)
