"""人员岗位: who holds which post under one's own, appointing and ending."""

from django.contrib import messages
from django.db.models import Q
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from audit.refusal import Refused
from organizations import appointments, listing, permissions, visible
from organizations.decorators import post_required
from organizations.forms import AppointForm
from organizations.models import Role
from organizations.typed import text_of, union_names, union_of, with_refusal


@require_GET
@post_required(*visible.MANAGES)
def posts_page(request):
    union = union_of(request, visible.unions(request.user, visible.MANAGES))
    page = listing.page(
        _listed(request, union),
        "organization__path",
        after=request.GET.get("after", ""),
        before=request.GET.get("before", ""),
    )
    context = {
        "page": page,
        "text": text_of(request),
        "role": request.GET.get("role", ""),
        "ended": "ended" in request.GET,
        "union": union,
        "roles": Role.choices,
    }
    return render(request, "organizations/posts.html", context)


def _listed(request, union):
    now, text, role = timezone.now(), text_of(request), request.GET.get("role", "")
    ended = Q(until__lte=now)
    rows = visible.posts(request.user).filter(ended if "ended" in request.GET else ~ended)
    rows = rows.select_related("user", "organization", "appointed_by")
    if union:
        rows = rows.filter(organization__path__startswith=union.path)
    if role in Role.values:
        rows = rows.filter(role=role)
    if text:
        rows = rows.filter(Q(user__name__contains=text) | Q(user__username__startswith=text))
    return rows


@require_http_methods(["GET", "POST"])
@post_required(*visible.MANAGES)
def appoint(request):
    unions = visible.unions(request.user, visible.MANAGES).filter(is_active=True)
    if request.method == "POST":
        form = AppointForm(request.POST, unions=unions)
        answer = with_refusal(form, lambda: _appointed(request, form.cleaned_data))
        if answer:
            return answer
    else:
        form = AppointForm(unions=unions, initial={"organization": union_of(request, unions)})
    context = {"form": form, "unions": union_names(unions)}
    return render(request, "organizations/appoint.html", context)


def _appointed(request, given):
    """A new account's password is shown in this one answer; a known account needs none."""
    terms = {"organization": given["organization"], "role": given["role"], "actor": request.user}
    if given["account"]:
        post = appointments.appoint(user=given["account"], **terms)
        role = post.get_role_display()
        messages.success(request, f"已任命{post.user}为{post.organization}的{role}，现在就生效。")
        return redirect("organizations:desk-posts")
    post, password = appointments.appoint_newcomer(
        username=given["username"], name=given["name"], **terms
    )
    return render(request, "organizations/appointed.html", {"post": post, "password": password})


@require_http_methods(["GET", "POST"])
@post_required(*visible.MANAGES)
def end(request, pk):
    rows = visible.posts(request.user).select_related("user", "organization", "appointed_by")
    post = get_object_or_404(rows, pk=pk)
    if request.method == "GET":
        context = {"post": post, "refusal": permissions.refusal_to_end(request.user, post)}
        return render(request, "organizations/end_post.html", context)
    try:
        appointments.end(post, actor=request.user)
        messages.success(
            request, f"{post.user}在{post.organization}的{post.get_role_display()}岗位已结束。"
        )
    except Refused as refused:
        messages.error(request, refused.message)
    return redirect("organizations:desk-posts")
