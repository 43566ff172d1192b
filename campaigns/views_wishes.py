"""微心愿 for everybody: the wall without names, my wish, claiming one and bringing it."""

from functools import wraps

from django.conf import settings
from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.decorators import staff_required, worker_required
from audit import keyset
from audit.refusal import Refused
from campaigns import month, wish_claims, wish_story
from campaigns import wishes as acts
from campaigns.forms_wishes import NotReceivedForm, WishForm
from campaigns.models import Wish, WishState
from campaigns.models.campaign import LOGGING_STATES
from organizations.typed import with_refusal

IN_HAND = (WishState.CLAIMED, WishState.DELIVERED)


def signed_in_required(view):
    """Whoever is signed in, each through the own door; a stranger is led to that of workers."""
    doors = {True: worker_required(view), False: staff_required(view)}

    @wraps(view)
    def asked(request, *args, **kwargs):
        user = request.user
        return doors[not user.is_authenticated or user.is_worker](request, *args, **kwargs)

    return asked


@require_GET
def wishes(request):
    rows = Wish.objects.filter(state=WishState.PUBLISHED, campaign__state__in=LOGGING_STATES)
    page = keyset.page(
        rows.select_related("organization__division"),
        "-published_at",
        after=request.GET.get("after", ""),
        before=request.GET.get("before", ""),
    )
    context = {
        "page": page,
        "in_hand": _in_hand(request.user),
        "mine": acts.open_wish_of(request.user) if _is_worker(request.user) else None,
        "tab": "services",
    }
    return render(request, "campaigns/wishes.html", context)


def _is_worker(user) -> bool:
    return user.is_authenticated and user.is_worker


def _in_hand(user) -> list[Wish]:
    if not user.is_authenticated:
        return []
    rows = Wish.objects.filter(claimer=user, state__in=IN_HAND).select_related("organization")
    return list(rows.order_by("claimed_until", "pk")[:10])


@require_http_methods(["GET", "POST"])
@worker_required
def my_wish(request):
    """The worker's wish and how far it is; without one, the form."""
    found = _latest(request.user)
    campaign = month.current_campaign()
    if campaign is None or (found and found.campaign_id == campaign.pk and _stands(found)):
        return _my_page(request, found)
    options = {"campaign": campaign, "unions": acts.unions_of(campaign)}
    if request.method == "GET":
        return _my_page(request, found, form=WishForm(**options))
    form = WishForm(request.POST, **options)
    answer = with_refusal(form, lambda: _wished(request, form))
    return answer or _my_page(request, found, form=form)


def _latest(user) -> Wish | None:
    rows = Wish.objects.filter(worker=user).select_related("organization")
    return rows.order_by("-created_at").first()


def _stands(found: Wish) -> bool:
    return found.state not in (WishState.REFUSED, WishState.WITHDRAWN)


def _wished(request, form: WishForm):
    acts.wish(worker=request.user, **form.cleaned_data)
    messages.success(request, "收到您的心愿了，工会看过以后公布，不写您的名字。")
    return redirect("campaigns:my-wish")


def _my_page(request, found: Wish | None, **forms):
    context = {
        "wish": found,
        "timeline": wish_story.steps(found) if found else [],
        "not_received_form": NotReceivedForm(),
        "tab": "services",
        **forms,
    }
    return render(request, "campaigns/wish_mine.html", context)


def _own(request, pk) -> Wish:
    return get_object_or_404(Wish.objects.filter(worker=request.user), pk=pk)


@require_POST
@worker_required
def withdraw_wish(request, pk):
    return _answered(
        request, lambda: acts.withdraw(_own(request, pk), actor=request.user), "已撤回。"
    )


@require_POST
@worker_required
def confirm_wish(request, pk):
    return _answered(
        request,
        lambda: acts.confirm(_own(request, pk), actor=request.user),
        "心愿实现了，替您高兴。认领的人会收到消息。",
    )


@require_POST
@worker_required
def wish_not_received(request, pk):
    found = _own(request, pk)
    form = NotReceivedForm(request.POST)
    answer = with_refusal(form, lambda: _told(request, found, form))
    return answer or _my_page(request, _latest(request.user), not_received_form=form)


def _told(request, found: Wish, form: NotReceivedForm):
    acts.not_received(found, actor=request.user, **form.cleaned_data)
    messages.success(request, "已告诉认领的人和工会，请再等一等。")
    return redirect("campaigns:my-wish")


def _answered(request, act, sentence: str):
    try:
        act()
        messages.success(request, sentence)
    except Refused as refused:
        messages.error(request, refused.message)
    return redirect("campaigns:my-wish")


@require_http_methods(["GET", "POST"])
@signed_in_required
def claim_wish(request, pk):
    """What one takes upon oneself, and the button."""
    rows = Wish.objects.filter(state__in=(WishState.PUBLISHED, *wish_claims.TAKEN))
    rows = rows.select_related("campaign", "worker", "organization__division")
    found = get_object_or_404(rows, pk=pk)
    if found.claimer_id == request.user.pk:
        return redirect("campaigns:claimed-wish", pk)
    refusal = wish_claims.refusal_to_claim(request.user, found)
    if request.method == "POST":
        try:
            wish_claims.claim(found, actor=request.user)
            messages.success(request, "您认领了这个心愿，谢谢您。")
            return redirect("campaigns:claimed-wish", pk)
        except Refused as refused:
            refusal = refused.message
    days = settings.WISH_CLAIM_DAYS
    context = {"wish": found, "refusal": refusal, "days": days, "tab": "services"}
    return render(request, "campaigns/wish_claim.html", context)


def _claimed(request, pk) -> Wish:
    rows = Wish.objects.filter(claimer=request.user).select_related("organization__division")
    return get_object_or_404(rows, pk=pk)


@require_GET
@signed_in_required
def claimed_wish(request, pk):
    context = {"wish": _claimed(request, pk), "tab": "services"}
    return render(request, "campaigns/wish_claimed.html", context)


@require_POST
@signed_in_required
def deliver_wish(request, pk):
    return _answered_claimer(request, pk, wish_claims.deliver, "记下了，本人会收到消息去领。")


@require_POST
@signed_in_required
def unclaim_wish(request, pk):
    return _answered_claimer(
        request, pk, wish_claims.unclaim, "已放回心愿墙，让别人认领。谢谢您说一声。"
    )


def _answered_claimer(request, pk, act, sentence: str):
    try:
        after = act(_claimed(request, pk), actor=request.user)
        messages.success(request, sentence)
    except Refused as refused:
        messages.error(request, refused.message)
        return redirect("campaigns:claimed-wish", pk)
    if after.claimer_id != request.user.pk:
        return redirect("campaigns:wishes")
    return redirect("campaigns:claimed-wish", pk)
