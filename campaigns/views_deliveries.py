"""The stations of a round: the list, at the desk or in the field, and what arrived recorded."""

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import add_never_cache_headers
from django.utils.dateparse import parse_datetime
from django.views.decorators.http import require_http_methods, require_POST

from audit.refusal import Refused
from campaigns import deliveries, delivering, rounds
from campaigns.forms_deliveries import ArrivalForm, ticked
from campaigns.models import Delivery, DeliveryRound
from campaigns.models.campaign import OFFICERS
from campaigns.navigation import page
from campaigns.permissions import runs
from campaigns.round_list import STATES, Row, Shown, standing
from campaigns.views_rounds import round_or_404
from organizations import listing, nearest
from organizations.decorators import post_required
from organizations.models import Station
from organizations.typed import with_refusal
from organizations.views_nearby import Card
from people.vocabulary import PLATFORMS

LEFT_TOLD = 5


@require_http_methods(["GET", "POST"])
@post_required(*OFFICERS)
def round_(request, pk):
    """A POST carries where somebody stands with the goods (see `organizations.nearest`)."""
    found, user, today = round_or_404(request.user, pk), request.user, timezone.localdate()
    given = request.POST if request.method == "POST" else request.GET
    spot = nearest.SpotForm(request.POST).spot() if request.method == "POST" else None
    progress = deliveries.progress(found, user)
    shown = Shown.read(given, progress)
    listed = _listed(shown.rows(found, user, today), spot, given)
    context = page(
        request, found.campaign, round=found, progress=progress, shown=shown, states=STATES,
        page=listed, rows=[Row(delivery, today) for delivery in listed.rows], spot=spot,
        not_found=request.method == "POST" and spot is None, kinds=Station.Kind.choices,
        platforms=PLATFORMS, runs=runs(user, found.campaign), form=_usual(found),
        expiring=found.deliveries.visible_to(user).expiring(today).count(),
    )  # fmt: skip
    response = render(request, "campaigns/round.html", context)
    if request.method == "POST":
        add_never_cache_headers(response)
    return response


def _listed(rows, spot: nearest.Spot | None, given):
    cursor = {name: given.get(name, "") for name in ("after", "before")}
    if spot:
        return nearest.page(rows, spot, prefix="station__", **cursor)
    return listing.page(rows, "station__name", **cursor)


def _usual(found: DeliveryRound, *data) -> ArrivalForm:
    """As most are recorded: today, one, the batch's own last day."""
    today = timezone.localdate()
    good = found.expires_on if found.expires_on and found.expires_on > today else None
    return ArrivalForm(*data, initial={"delivered_on": today, "quantity": 1, "expires_on": good})


@require_POST
@post_required(*OFFICERS)
def record(request, pk):
    """The ticked ones, with one date and one last day for all."""
    found = round_or_404(request.user, pk)
    rows = found.deliveries.visible_to(request.user).filter(pk__in=ticked(request.POST))
    chosen = list(rows.select_related("station__organization").order_by("station__name", "pk"))
    if not chosen:
        messages.error(request, "没有选中驿站，先在左边勾选。")
        return _back(request, found)
    form = _usual(found, request.POST)
    if not form.is_valid():
        context = page(request, found.campaign, round=found, form=form, chosen=chosen)
        return render(request, "campaigns/round_record.html", context)
    done, left = delivering.record_many(chosen, actor=request.user, **form.cleaned_data)
    if done:
        messages.success(request, f"已记{len(done)}个驿站送到了。")
    for _, reason in left[:LEFT_TOLD]:
        messages.error(request, reason)
    if left[LEFT_TOLD:]:
        messages.error(request, f"还有{len(left) - LEFT_TOLD}个没有记，原因相近。")
    return _back(request, found)


def delivery_or_404(user, pk) -> Delivery:
    rows = Delivery.objects.visible_to(user).with_later()
    rows = rows.select_related("station__organization", "station__division__parent", "recorded_by")
    rows = rows.select_related("round__campaign__organization", "round__campaign__fund")
    return get_object_or_404(rows, pk=pk)


@require_http_methods(["GET", "POST"])
@post_required(*OFFICERS)
def delivery(request, pk):
    found = delivery_or_404(request.user, pk)
    form = _usual(found.round, *([request.POST] if request.method == "POST" else []))
    answer = with_refusal(form, lambda: _recorded(request, found, form.cleaned_data))
    if answer:
        return answer
    today, campaign = timezone.localdate(), found.round.campaign
    context = page(
        request, campaign, delivery=found, round=found.round, form=form,
        card=Card(found.station, timezone.now()), good=standing(found, today),
        runs=runs(request.user, campaign),
    )  # fmt: skip
    return render(request, "campaigns/delivery.html", context)


def _recorded(request, found: Delivery, given: dict):
    delivering.record(found, actor=request.user, **given)
    messages.success(request, f"{found.station.name}已记送到。")
    return redirect("campaigns:round", found.round_id)


@require_POST
@post_required(*OFFICERS)
def arrived(request, pk):
    """“送到了”: one press at the station, everything as usual."""
    found = delivery_or_404(request.user, pk)
    usual = _usual(found.round).initial
    try:
        delivering.record(found, actor=request.user, **usual)
        good = usual["expires_on"]
        until = f"，有效期到{good.year}年{good.month}月{good.day}日" if good else ""
        messages.success(request, f"{found.station.name}今天送到了{until}。")
    except Refused as refused:
        messages.error(request, refused.message)
    return _back(request, found.round)


@require_POST
@post_required(*OFFICERS)
def undo(request, pk):
    found = delivery_or_404(request.user, pk)
    meant = _moment(request.POST.get("recorded_at", ""))
    try:
        if meant is None:
            raise Refused("没有看清要撤销哪条记录，请再试一次。")
        delivering.undo(found, recorded_at=meant, actor=request.user)
        messages.success(request, "记录已撤销，这个驿站又排进还没送到的里面了。")
    except Refused as refused:
        messages.error(request, refused.message)
    return redirect("campaigns:delivery", pk)


def _moment(text: str):
    try:
        at = parse_datetime(text)
    except ValueError:
        return None
    return at if at and at.tzinfo else None


@require_POST
@post_required(*OFFICERS)
def restocked(request, pk):
    found = delivery_or_404(request.user, pk)
    is_restocked = request.POST.get("is_restocked") == "yes"
    try:
        delivering.set_restocked(found, is_restocked, actor=request.user)
        messages.success(request, "已记为补过了。" if is_restocked else "改回还没补。")
    except Refused as refused:
        messages.error(request, refused.message)
    return redirect("campaigns:delivery", pk)


@require_POST
@post_required(*OFFICERS)
def leave_out(request, pk):
    found = delivery_or_404(request.user, pk)
    try:
        rounds.leave_out(found, actor=request.user)
    except Refused as refused:
        messages.error(request, refused.message)
        return redirect("campaigns:delivery", pk)
    messages.success(request, f"{found.station.name}已移出这次配送。")
    return redirect("campaigns:round", found.round_id)


def _back(request, found: DeliveryRound) -> HttpResponse:
    """To the list as it was; “#near” in the form's address outlives the redirect."""
    query = f"?{request.GET.urlencode()}" if request.GET else ""
    return HttpResponseRedirect(reverse("campaigns:round", args=[found.pk]) + query)
