"""大屏链接: which screens show the overview, made and revoked."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from dashboards import scope, screens
from dashboards.forms_screen import ScreenForm
from dashboards.models import ScreenLink
from dashboards.scope import VIEWERS
from organizations.decorators import post_required
from organizations.typed import with_refusal

SHOWN, OVER_SHOWN = 100, 10


@require_http_methods(["GET", "POST"])
@post_required(*VIEWERS)
def links(request):
    """The new link is shown in this one answer; only its hash is kept."""
    found = scope.read(request.user, request.GET.get("union", ""))
    form = ScreenForm(request.POST if request.method == "POST" else None)
    made = None
    if request.method == "POST":
        made = with_refusal(
            form, lambda: screens.make(union=found.union, actor=request.user, **form.cleaned_data)
        )
    now = timezone.now()
    rows = ScreenLink.objects.visible_to(request.user).select_related("organization", "made_by")
    context = {
        "scope": found,
        "areas": scope.choices(request.user),
        "form": ScreenForm() if made else form,
        "made": made and {"link": made[0], "url": _address(request, made[1])},
        "rows": list(rows.open_at(now)[:SHOWN]),
        "over": list(rows.exclude(revoked_at=None, expires_at__gt=now)[:OVER_SHOWN]),
        "now": now,
    }
    return render(request, "dashboards/screens.html", context)


@require_POST
@post_required(*VIEWERS)
def revoke(request, pk):
    link = get_object_or_404(ScreenLink.objects.visible_to(request.user), pk=pk)
    screens.revoke(link, actor=request.user)
    messages.success(request, f"{link.place}的链接停用了，屏上一分钟内不再显示。")
    return redirect("dashboards:screens")


def _address(request, token: str) -> str:
    return request.build_absolute_uri(reverse("dashboards:screen-open", args=[token]))
