"""微心愿 at the desk: what waits for review first; who wishes is seen on the one page, on record."""

from django.contrib import messages
from django.db.models import Count
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_POST

from audit import keyset
from audit import services as audit
from audit.refusal import Refused
from campaigns import wish_claims, wish_review
from campaigns.forms_wishes import RefuseWishForm
from campaigns.models import Campaign, Wish, WishState
from campaigns.models.campaign import OFFICERS
from campaigns.navigation import campaign_or_404, page
from campaigns.permissions import refusal_to_handle
from organizations.decorators import post_required
from organizations.typed import with_refusal

ALL = "all"


@require_GET
@post_required(*OFFICERS)
def wishes(request, pk):
    campaign = campaign_or_404(request.user, pk)
    rows = Wish.objects.visible_to(request.user).filter(campaign=campaign)
    rows = rows.select_related("organization")
    counts = _counts(rows)
    state = _chosen(request, counts)
    listed = keyset.page(
        rows if state == ALL else rows.filter(state=state),
        # Who has waited longest is answered first.
        "created_at" if state == WishState.SUBMITTED else "-created_at",
        after=request.GET.get("after", ""),
        before=request.GET.get("before", ""),
    )
    context = page(
        request, campaign, page=listed, state=state, total=sum(counts.values()),
        states=[(value, label, counts[value]) for value, label in WishState.choices],
    )  # fmt: skip
    return render(request, "campaigns/wishes_desk.html", context)


def _counts(rows) -> dict[str, int]:
    """Wishes by state. One query."""
    found = rows.order_by().values_list("state").annotate(number=Count("pk"))
    return dict.fromkeys(WishState.values, 0) | dict(found)


def _chosen(request, counts: dict[str, int]) -> str:
    """What is asked for; else what waits for review, and all when nothing does."""
    state = request.GET.get("state", "")
    if state in (ALL, *WishState.values):
        return state
    return WishState.SUBMITTED if counts[WishState.SUBMITTED] else ALL


def _seen(request, pk) -> Wish:
    rows = Wish.objects.visible_to(request.user).select_related("worker__person", "claimer")
    rows = rows.select_related("organization", "campaign__organization", "campaign__fund")
    return get_object_or_404(rows, pk=pk)


@require_GET
@post_required(*OFFICERS)
def wish(request, pk):
    found = _seen(request, pk)
    _note_the_look(request, found)
    return _wish_page(request, found, RefuseWishForm())


def _note_the_look(request, found: Wish) -> None:
    """Each member of staff once; coming back to the page is no new look."""
    looks = audit.history(found).filter(action="campaigns.wish_opened", actor_id=request.user.pk)
    if not looks.exists():
        wish_review.open_for_handling(found, actor=request.user)


def _wish_page(request, found: Wish, form: RefuseWishForm):
    context = page(
        request, found.campaign, wish=found, form=form,
        refusal=refusal_to_handle(request.user, found),
        may_claim=found.state == WishState.PUBLISHED
        and not wish_claims.refusal_to_claim(request.user, found),
    )  # fmt: skip
    return render(request, "campaigns/wish_desk.html", context)


@require_POST
@post_required(*OFFICERS)
def publish(request, pk):
    return _answered(request, pk, wish_review.publish, "已公布到心愿墙，不写名字。")


@require_POST
@post_required(*OFFICERS)
def refuse(request, pk):
    found = _seen(request, pk)
    form = RefuseWishForm(request.POST)
    answer = with_refusal(form, lambda: _refused(request, found, form))
    if answer:
        return answer
    _note_the_look(request, found)
    return _wish_page(request, found, form)


def _refused(request, found: Wish, form: RefuseWishForm):
    wish_review.refuse(found, actor=request.user, **form.cleaned_data)
    messages.success(request, "已答复：没有通过，本人会看到理由。")
    return _back_to_list(found.campaign)


@require_POST
@post_required(*OFFICERS)
def claim(request, pk):
    return _answered(request, pk, wish_claims.claim, "您认领了这个心愿，谢谢您。")


@require_POST
@post_required(*OFFICERS)
def deliver(request, pk):
    return _answered(request, pk, wish_claims.deliver, "记下了，本人会收到消息去领。")


def _answered(request, pk, act, sentence: str):
    found = _seen(request, pk)
    try:
        act(found, actor=request.user)
        messages.success(request, sentence)
    except Refused as refused:
        messages.error(request, refused.message)
        return redirect("campaigns:desk-wish", pk)
    if act is wish_review.publish:
        return _back_to_list(found.campaign)
    return redirect("campaigns:desk-wish", pk)


def _back_to_list(campaign: Campaign):
    return redirect("campaigns:desk-wishes", campaign.pk)
