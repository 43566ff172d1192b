"""结对: whom nobody calls yet, one household at a time, and whom it is not to be paired with."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from assistance import avoiding, choosing, looks, pairing, proposing, waiting
from assistance.admitting import Choice
from assistance.candidates import Offers
from assistance.forms_pairing import AvoidForm, ProposeForm
from assistance.models import HardshipFile
from assistance.models.file import STEWARDS
from assistance.recording import look
from audit.refusal import Refused
from organizations.decorators import post_required
from organizations.typed import text_of, with_refusal


@require_GET
@post_required(*STEWARDS)
def pairs(request):
    return _overview(request, ProposeForm(user=request.user))


@require_POST
@post_required(*STEWARDS)
def propose(request):
    form = ProposeForm(request.POST, user=request.user)
    answer = with_refusal(form, lambda: _proposed(request, form.cleaned_data))
    return answer or _overview(request, form)


def _proposed(request, given):
    proposal = proposing.start(given.pop("organization"), actor=request.user, **given)
    return redirect("assistance:proposal", proposal.pk)


def _overview(request, form: ProposeForm) -> HttpResponse:
    page = waiting.page(
        request.user, after=request.GET.get("after", ""), before=request.GET.get("before", "")
    )
    looks.shown(page.rows, request.user)
    context = {"form": form, "page": page, **waiting.sums(request.user)}
    return render(request, "assistance/pairs.html", context)


def _kept(request, pk) -> HardshipFile:
    return get_object_or_404(choosing.kept(request.user), pk=pk)


@require_http_methods(["GET", "POST"])
@post_required(*STEWARDS)
def pair(request, pk):
    """Choose one cadre for one household."""
    file = _kept(request, pk)
    problem = ""
    if request.method == "POST":
        try:
            return _paired(request, file)
        except Refused as refused:
            problem = refused.message
    return _choose(request, file, problem)


def _paired(request, file: HardshipFile):
    post = choosing.asked_for(request)
    [choice] = choosing.explained([Choice(file.pk, post.pk)], request.user)
    pairing.pair(file, post, actor=request.user, why=choice.why)
    messages.success(request, f"已结对：{post.user}今后联系这一户，双方都会收到消息。")
    return redirect("assistance:pairs")


def _choose(request, file: HardshipFile, problem: str) -> HttpResponse:
    standing = file.pairings.standing().select_related("post__user").first()
    look(file, viewer=request.user)
    offers = Offers.of(request.user, text=text_of(request))
    wanted = file.is_cared_for and standing is None
    context = {
        "file": file, "standing": standing, "problem": problem, "text": text_of(request),
        "candidates": offers.best(offers.household(file)) if wanted else [],
        "avoided": avoiding.of(file),
    }  # fmt: skip
    return render(request, "assistance/pair.html", context)


@require_http_methods(["GET", "POST"])
@post_required(*STEWARDS)
def avoid(request, pk):
    """This household is not to be paired with that person: found by name, told why."""
    file = _kept(request, pk)
    post = choosing.post_named(request.user, request.GET.get("post", ""))
    form = AvoidForm(choosing.posted(request))
    if post:
        answer = with_refusal(form, lambda: _avoided(request, file, post, form.cleaned_data))
        if answer:
            return answer
    look(file, viewer=request.user)
    context = {
        "file": file, "post": post, "form": form, "text": text_of(request),
        "found": avoiding.found(request.user, text_of(request)), "avoided": avoiding.of(file),
    }  # fmt: skip
    return render(request, "assistance/pair_avoid.html", context)


def _avoided(request, file: HardshipFile, post, given):
    avoiding.avoid(file, post.user, actor=request.user, **given)
    messages.success(request, f"记下了，{post.user}不会和这一户结对。")
    return redirect("assistance:avoid", file.pk)


@require_POST
@post_required(*STEWARDS)
def avoid_no_more(request, pk, avoidance):
    file = _kept(request, pk)
    avoiding.forget(file, avoidance, actor=request.user)
    messages.success(request, "已去掉这条回避。")
    return redirect("assistance:avoid", file.pk)
