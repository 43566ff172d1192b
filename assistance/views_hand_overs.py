"""交接: all that wait on one page, the best free cadre chosen beforehand."""

import uuid

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from assistance import choosing, handing_over, looks, scope, suggesting
from assistance.admitting import Choice
from assistance.models import HandOver
from assistance.models.file import STEWARDS
from assistance.need_list import kept_by
from audit import keyset
from audit.refusal import Refused
from organizations.decorators import post_required
from organizations.models import Organization, Post
from organizations.posts import within

CHOICE = "choice-"
MOST = 60


def _pending(user, union: Organization | None = None, *, own: bool = False):
    rows = HandOver.objects.visible_to(user).pending()
    if union:
        rows = rows.filter(kept_by(union, own=own, file="file__"))
    return rows.select_related(
        "file__person", "file__organization", "file__division__parent", "from_pairing__post__user"
    )


@require_http_methods(["GET", "POST"])
@post_required(*STEWARDS)
def hand_overs(request):
    problems = _chosen(request) if request.method == "POST" else {}
    if request.method == "POST" and not problems:
        return redirect("assistance:hand-overs")
    return _listed(request, problems)


def _listed(request, problems: dict) -> HttpResponse:
    union, own = scope.named(request.user, request.GET.get("union", "")), "own" in request.GET
    pending = _pending(request.user, union, own=own)
    page = keyset.page(
        pending, "asked_at", after=request.GET.get("after", ""),
        before=request.GET.get("before", ""),
    )  # fmt: skip
    looks.shown([found.file for found in page.rows], request.user)
    rows = suggesting.rows(page.rows, request.user)
    for row in rows:
        row.problem = problems.get(row.hand_over.file_id, "")
    context = {
        "page": page, "rows": rows, "total": pending.count(), "union": union, "own": own,
        "gone": len(problems) - sum(bool(row.problem) for row in rows),
    }  # fmt: skip
    return render(request, "assistance/hand_overs.html", context)


def _chosen(request) -> dict[uuid.UUID, str]:
    """Do what was chosen; what could not be done, by file, with the reason."""
    given = _given(request.POST)
    waiting = dict(_pending(request.user).filter(pk__in=given).values_list("pk", "file_id"))
    posts = _named(request.user, given.values())
    choices = [Choice(file, given[pk]) for pk, file in waiting.items() if given[pk] in posts]
    choices = choosing.explained(choices, request.user)
    try:
        outcome = handing_over.choose_all(choices, actor=request.user)
    except Refused as refused:
        messages.error(request, refused.message)
        return {}
    if outcome.made:
        messages.success(request, f"{len(outcome.made)}户交接好了，双方都会收到消息。")
    elif not outcome.left:
        messages.info(request, "这些户刚刚有人定了，或者没有选干部。")
    return {choice.file_id: reason for choice, reason in outcome.left}


def _given(posted) -> dict[uuid.UUID, uuid.UUID]:
    """Hand-over -> post, as far as both are ids."""
    given = {}
    for name, value in list(posted.items())[: 2 * MOST]:
        if name.startswith(CHOICE):
            try:
                given[uuid.UUID(name.removeprefix(CHOICE))] = uuid.UUID(value)
            except ValueError:
                continue
    return given


def _named(user, ids) -> set[uuid.UUID]:
    """Those of these posts that the user administers."""
    rows = Post.objects.filter(within(user, STEWARDS, "organization__path"), pk__in=set(ids))
    return set(rows.values_list("pk", flat=True))
