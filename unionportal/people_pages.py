"""A person's own data: what is kept and why, who looked at it, a copy, and consent taken back.

They stand here because they tell of accounts and memberships, which the room of people lies below.
"""

from dataclasses import replace

from django.conf import settings
from django.contrib import messages as flash
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_GET, require_http_methods

from accounts.decorators import worker_required
from audit import keyset
from audit import services as audit
from membership.members import standing_membership
from people import services as people
from people.models import Purpose
from unionportal import own_data


@require_GET
def privacy(request):
    context = {"version": settings.POLICY_VERSION, "retention_years": settings.RETENTION_YEARS}
    return render(request, "people/privacy.html", context)


@require_GET
@worker_required
def data(request):
    consents = own_data.consents_of(request.user)
    context = {
        "person": request.user.person,
        "consents": consents,
        "purposes": own_data.standing_purposes(consents),
        "tab": "me",
    }
    return render(request, "people/data.html", context)


@require_http_methods(["GET", "POST"])
@worker_required
def withdraw_consent(request):
    """GET says beforehand what will happen (and is the way without JavaScript), POST does it."""
    asked = (request.POST or request.GET).get("purpose", "")
    purpose = Purpose(asked) if asked in Purpose.values else Purpose.JOIN
    if request.method == "GET":
        context = _what_will_happen(request.user, purpose)
        return render(request, "people/withdraw_consent.html", context)
    if own_data.withdraw_consent(request.user, purpose=purpose):
        flash.success(request, "已撤回授权。")
    else:
        flash.info(request, "没有正在生效的授权，不用撤回。")
    return redirect("people:data")


def _what_will_happen(user, purpose: Purpose) -> dict:
    return {
        "purpose": purpose,
        "standing": purpose in own_data.standing_purposes(own_data.consents_of(user)),
        "application": own_data.resting_on_consent(user),
        "member": standing_membership(user.person) if user.person else None,
        "tab": "me",
    }


@require_GET
@worker_required
def copy(request):
    """A file of plain text, which every phone opens; the mark at its start keeps Chinese whole."""
    name = f"我的信息-{timezone.localdate()}.txt"
    return HttpResponse(
        "\ufeff" + own_data.copy_of(request.user).replace("\n", "\r\n"),
        content_type="text/plain; charset=utf-8",
        headers={"Content-Disposition": content_disposition_header(True, name)},
    )


@require_GET
@worker_required
def looks(request):
    page = keyset.Page(rows=[])
    if request.user.person_id:
        page = keyset.newest(
            audit.looks_at(request.user.person_id),
            after=request.GET.get("after", ""),
            before=request.GET.get("before", ""),
        )
    page = replace(page, rows=[people.look(entry) for entry in page.rows])
    return render(request, "people/looks.html", {"page": page, "tab": "me"})
