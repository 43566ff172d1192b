"""结对名单: how far it is, what it says, changed row by row, confirmed or dropped."""

from django.contrib import messages
from django.db.models import Count, Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from assistance import choosing, confirming, looks, proposal_rows, proposing
from assistance.models import Proposal, ProposalState, ProposedPair
from assistance.models.file import STEWARDS
from assistance.recording import look
from audit import keyset
from audit.refusal import Refused
from organizations.decorators import post_required
from organizations.typed import text_of

NOBODY = "nobody"
# Of these the rows are shown; the others are on their way, or came to nothing.
SETTLED = (ProposalState.READY, ProposalState.CONFIRMED, ProposalState.DROPPED)
SHOWN = {
    "": ("全部", Q()),
    "without": ("没配上", Q(post=None)),
    "across": ("跨区县", Q(post__isnull=False, is_across=True)),
    "changed": ("改过的", Q(changed_by_hand=True)),
    "left": ("没结成", ~Q(left_because="")),
}


def _seen(request, pk) -> Proposal:
    rows = Proposal.objects.visible_to(request.user)
    return get_object_or_404(rows.select_related("organization", "made_by", "decided_by"), pk=pk)


@require_GET
@post_required(*STEWARDS)
def proposal(request, pk):
    found = _seen(request, pk)
    if found.state not in SETTLED:
        return _on_its_way(request, found)
    if request.htmx:
        # Ready: the page that waited for it is drawn anew.
        answer = HttpResponse()
        answer["HX-Redirect"] = request.path
        return answer
    shown = request.GET.get("show", "")
    shown = shown if shown in SHOWN else ""
    page = _rows(request, found, shown)
    looks.shown([row.file for row in page.rows], request.user)
    context = {"proposal": found, "page": page, "shown": shown, **_sums(found)}
    return render(request, "assistance/proposal.html", context)


def _on_its_way(request, found: Proposal) -> HttpResponse:
    part = "proposal_progress.html" if request.htmx else "proposal_wait.html"
    return render(request, f"assistance/{part}", {"proposal": found, **_progress(found)})


def _progress(found: Proposal) -> dict:
    """How many have had their turn, and of how many. One query while it is confirmed."""
    if found.state != ProposalState.CONFIRMING:
        return {}
    return found.pairs.exclude(post=None).aggregate(
        number=Count("pk"), done=Count("pk", filter=Q(is_done=True))
    )


def _rows(request, found: Proposal, shown: str) -> keyset.Page:
    rows = found.pairs.filter(SHOWN[shown][1]).select_related(
        "file__person", "file__division__parent", "file__organization", "post__user",
        "post__organization",
    )  # fmt: skip
    return keyset.newest(
        rows, after=request.GET.get("after", ""), before=request.GET.get("before", "")
    )


def _sums(found: Proposal) -> dict:
    """How many rows each filter shows. One query."""
    sums = found.pairs.aggregate(
        total=Count("pk"),
        **{key: Count("pk", filter=inside) for key, (_, inside) in SHOWN.items() if key},
    )
    total = sums.pop("total")
    return {
        **sums, "total": total, "paired": total - sums["without"] - sums["left"],
        "filters": [
            (key, label, sums.get(key, total))
            for key, (label, _) in SHOWN.items()
            if not key or sums[key]
        ],
    }  # fmt: skip


@require_POST
@post_required(*STEWARDS)
def confirm(request, pk):
    found = _seen(request, pk)
    try:
        found = confirming.confirm(found, actor=request.user)
        if found.state == ProposalState.CONFIRMED:
            messages.success(request, "已确认，干部和有账号的家庭都会收到消息。")
    except Refused as refused:
        messages.error(request, refused.message)
    return redirect("assistance:proposal", pk)


@require_POST
@post_required(*STEWARDS)
def drop(request, pk):
    found = _seen(request, pk)
    try:
        proposing.drop(found, actor=request.user)
        messages.success(request, "名单已放弃，谁也没有结对。")
    except Refused as refused:
        messages.error(request, refused.message)
        return redirect("assistance:proposal", pk)
    return redirect("assistance:pairs")


def _row(request, pk, row) -> ProposedPair:
    rows = ProposedPair.objects.filter(proposal=_seen(request, pk)).select_related(
        "proposal__organization", "file__person", "file__organization", "file__division__parent",
        "post__user",
    )  # fmt: skip
    return get_object_or_404(rows, pk=row)


@require_http_methods(["GET", "POST"])
@post_required(*STEWARDS)
def row(request, pk, row):
    """Another cadre for this household, or nobody for now."""
    found = _row(request, pk, row)
    problem = ""
    if request.method == "POST":
        try:
            return _changed(request, found)
        except Refused as refused:
            problem = refused.message
    look(found.file, viewer=request.user)
    offers = proposal_rows.offers(found.proposal, request.user, text=text_of(request))
    context = {
        "proposal": found.proposal, "row": found, "file": found.file, "problem": problem,
        "text": text_of(request), "candidates": offers.best(offers.household(found.file)),
    }  # fmt: skip
    return render(request, "assistance/proposal_row.html", context)


def _changed(request, found: ProposedPair):
    nobody = request.POST.get("post") == NOBODY
    post = None if nobody else choosing.asked_for(request)
    proposal_rows.change(found, post=post, actor=request.user)
    messages.success(request, "改好了，确认以后才生效。")
    return redirect("assistance:proposal", found.proposal_id)


@require_POST
@post_required(*STEWARDS)
def leave_out(request, pk, row):
    found = ProposedPair.objects.filter(proposal=_seen(request, pk), pk=row).first()
    if found:
        try:
            proposal_rows.leave_out(found, actor=request.user)
            messages.success(request, "这一户移出了名单，仍然等着结对，下次会再排到。")
        except Refused as refused:
            messages.error(request, refused.message)
    return redirect("assistance:proposal", pk)
