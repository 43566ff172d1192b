"""交接, one household: any free cadre, or the one it has after a talk; asking for another one."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from assistance import choosing, handing_over
from assistance.admitting import Choice
from assistance.candidates import Offers
from assistance.forms_pairing import AskForm, KeepForm
from assistance.models import HandOver, HardshipFile
from assistance.models.file import STEWARDS
from assistance.permissions import HELPERS, keeps
from assistance.recording import look
from assistance.telling import HOUSEHOLDS
from audit.refusal import Refused
from organizations.decorators import post_required
from organizations.typed import text_of, with_refusal


def _seen(request, pk) -> HandOver:
    rows = HandOver.objects.visible_to(request.user).select_related(
        "file__person", "file__organization", "file__division__parent", "decided_by",
        "to_pairing__post__user", "from_pairing__post__user",
    )  # fmt: skip
    return get_object_or_404(rows, pk=pk)


@require_http_methods(["GET", "POST"])
@post_required(*STEWARDS)
def hand_over(request, pk):
    """One household: any free cadre, found by name; or the one it has, after talking it over."""
    found = _seen(request, pk)
    problem = ""
    if request.method == "POST":
        try:
            return _handed_over(request, found)
        except Refused as refused:
            problem = refused.message
    return _shown(request, found, KeepForm(), problem)


def _handed_over(request, found: HandOver):
    post = choosing.asked_for(request)
    [choice] = choosing.explained([Choice(found.file_id, post.pk)], request.user)
    handing_over.choose(found, post, actor=request.user, why=choice.why)
    messages.success(request, f"已交给{post.user}联系，双方都会收到消息。")
    return redirect("assistance:hand-overs")


def _shown(request, found: HandOver, form: KeepForm, problem: str = "") -> HttpResponse:
    look(found.file, viewer=request.user)
    pairs = list(found.file.pairings.select_related("post__user").order_by("-since"))
    standing = next((pair for pair in pairs if pair.until is None), None)
    candidates = []
    if found.decided_at is None:
        offers = Offers.of(request.user, text=text_of(request))
        but = [standing.post.user_id] if standing else []
        candidates = offers.best(offers.household(found.file, but=but))
    context = {
        "hand_over": found, "file": found.file, "standing": standing, "pairs": pairs,
        "form": form, "problem": problem, "text": text_of(request), "candidates": candidates,
    }  # fmt: skip
    return render(request, "assistance/hand_over.html", context)


@require_POST
@post_required(*STEWARDS)
def keep(request, pk):
    found = _seen(request, pk)
    form = KeepForm(request.POST)
    answer = with_refusal(form, lambda: _kept(request, found, form.cleaned_data))
    return answer or _shown(request, found, form)


def _kept(request, found: HandOver, given):
    handing_over.keep(found, actor=request.user, **given)
    messages.success(request, "记下了，仍由原来的干部联系。")
    return redirect("assistance:hand-overs")


@require_http_methods(["GET", "POST"])
@post_required(*HELPERS)
def ask(request, pk):
    """Whoever calls the household or supervises it says that somebody else is to call."""
    rows = HardshipFile.objects.visible_to(request.user)
    file = get_object_or_404(rows.select_related("person", "organization"), pk=pk)
    form = AskForm(choosing.posted(request))
    answer = with_refusal(form, lambda: _asked(request, file, form.cleaned_data))
    if answer:
        return answer
    look(file, viewer=request.user)
    desk = keeps(request.user, file.organization)
    context = {"file": file, "form": form, "keeps": desk, "tab": "contact"}
    return render(request, f"assistance/hand_over_ask{'' if desk else '_own'}.html", context)


def _asked(request, file: HardshipFile, given):
    found = handing_over.ask(file, actor=request.user, **given)
    if keeps(request.user, file.organization):
        return redirect("assistance:hand-over", found.pk)
    messages.success(request, "已告诉管理员，定下来之前仍请您照常联系。")
    return redirect(HOUSEHOLDS)
