"""The account behind a post: a forgotten password, a lost phone, somebody who left."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from accounts import second_factor, sessions
from accounts import services as accounts
from accounts.decorators import step_up_required
from audit.refusal import Refused
from organizations import permissions, visible
from organizations.decorators import post_required
from organizations.models import Post


def _post(request, pk) -> Post:
    rows = visible.posts(request.user).select_related("user", "organization")
    return get_object_or_404(rows, pk=pk)


@require_GET
@post_required(*visible.MANAGES)
def account(request, pk):
    post = _post(request, pk)
    seen = visible.posts(request.user).filter(user=post.user).select_related("organization")
    context = {
        "post": post,
        "holder": post.user,
        "posts": seen.order_by("until", "organization__path"),
        "bound": second_factor.device_of(post.user),
        "last": post.user.sign_ins.order_by("-started_at").first(),
        "open": sessions.open_ones(post.user).count(),
        "refusal": permissions.refusal_to_manage_account(request.user, post.user),
    }
    return render(request, "organizations/account.html", context)


def _managed(request, pk) -> Post:
    """The post, when its holder's account is the actor's to manage; a forged request gets 404."""
    post = _post(request, pk)
    if permissions.refusal_to_manage_account(request.user, post.user):
        raise Http404
    return post


@never_cache
@require_POST
@post_required(*visible.MANAGES)
@step_up_required
def reset(request, pk):
    """A new first password, shown in this one answer, and the second factor to be bound anew."""
    post = _managed(request, pk)
    password = accounts.reset_sign_in(post.user, actor=request.user)
    return render(request, "organizations/reset.html", {"post": post, "password": password})


@require_POST
@post_required(*visible.MANAGES)
@step_up_required
def active(request, pk):
    """Shut the account, or open it again: whichever it is not."""
    post = _managed(request, pk)
    act, said = (
        (accounts.disable, "已停用，马上不能再登录。")
        if request.POST.get("active") == "no"
        else (accounts.enable, "已恢复，可以登录了。")
    )
    try:
        act(post.user, actor=request.user)
        messages.success(request, f"{post.user.name}的账号{said}")
    except Refused as refused:
        messages.error(request, refused.message)
    return redirect("organizations:desk-account", pk)
