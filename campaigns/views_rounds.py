"""配送 at the desk: the rounds of a month, opening one, its stations, its end, its export."""

import datetime

from django.contrib import messages
from django.db.models import Count
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from audit import keyset
from audit import services as audit
from audit.refusal import Refused
from campaigns import deliveries, round_sheets
from campaigns import rounds as acts
from campaigns.forms_deliveries import RoundForm
from campaigns.models import Campaign, Delivery, DeliveryRound
from campaigns.models.campaign import OFFICERS
from campaigns.navigation import campaign_or_404, page
from campaigns.permissions import runs
from campaigns.vocabulary import Category
from organizations import posts, register
from organizations.decorators import post_required
from organizations.models import Station
from organizations.typed import with_refusal
from people.vocabulary import PLATFORMS
from spreadsheets import writing

SAMPLE = 12


@require_GET
@post_required(*OFFICERS)
def rounds(request, pk):
    campaign, user = campaign_or_404(request.user, pk), request.user
    mine = posts.within(user, OFFICERS, "deliveries__station__organization__path")
    rows = DeliveryRound.objects.filter(campaign=campaign).annotate(
        planned=Count("deliveries", filter=mine),
        delivered=Count("deliveries__delivered_on", filter=mine),
    )
    listed = keyset.page(
        rows,
        "-created_at",
        after=request.GET.get("after", ""),
        before=request.GET.get("before", ""),
    )
    expiring = Delivery.objects.visible_to(user).expiring(timezone.localdate()).count()
    context = page(
        request, campaign, page=listed, runs=runs(user, campaign), expiring=expiring
    )  # fmt: skip
    return render(request, "campaigns/rounds.html", context)


@require_http_methods(["GET", "POST"])
@post_required(*OFFICERS)
def add(request, pk):
    campaign = _run_by(request.user, campaign_or_404(request.user, pk))
    form = RoundForm(request.POST or None, campaign=campaign, initial=_usual(campaign))
    answer = with_refusal(form, lambda: _added(request, campaign, form.cleaned_data))
    return answer or render(request, "campaigns/round_add.html", page(request, campaign, form=form))


def _usual(campaign: Campaign) -> dict:
    today = timezone.localdate()
    item = campaign.items.filter(category=Category.STATIONS).first()
    return {
        "starts_on": today,
        "ends_on": max(campaign.ends_on, today),
        "item": item.pk if item else "",
    }


def _added(request, campaign: Campaign, given: dict):
    made = acts.open_round(campaign=campaign, actor=request.user, **given)
    messages.success(request, "已开好，接着选送到哪些驿站。")
    return redirect("campaigns:round-choose", made.pk)


def round_or_404(user, pk) -> DeliveryRound:
    rows = DeliveryRound.objects.visible_to(user).select_related("organization", "item")
    return get_object_or_404(rows.select_related("campaign__organization", "campaign__fund"), pk=pk)


def _run_by(user, campaign: Campaign) -> Campaign:
    """For those who run the month; for others the page does not exist."""
    if not runs(user, campaign):
        raise Http404
    return campaign


@require_http_methods(["GET", "POST"])
@post_required(*OFFICERS)
def choose(request, pk):
    """Which stations: narrowed down, counted, taken in together."""
    found = round_or_404(request.user, pk)
    _run_by(request.user, found.campaign)
    filters = register.Filters.read(request.POST if request.method == "POST" else request.GET)
    if request.method == "POST":
        return _chosen(request, found, filters)
    rows = acts.candidates(found, filters)
    context = page(
        request, found.campaign, round=found, filters=filters, count=rows.count(),
        sample=rows.order_by("name", "pk")[:SAMPLE],
        already=found.deliveries.count(), kinds=Station.Kind.choices, platforms=PLATFORMS,
        districts=register.districts(),
    )  # fmt: skip
    return render(request, "campaigns/round_choose.html", context)


def _chosen(request, found: DeliveryRound, filters: register.Filters):
    try:
        came = acts.add_stations(found, filters=filters, actor=request.user)
    except Refused as refused:
        messages.error(request, refused.message)
        return redirect("campaigns:round", found.pk)
    word = f"已加入{came}个驿站。" if came else "符合条件的驿站都在里面了。"
    messages.success(request, word)
    return redirect("campaigns:round", found.pk)


@require_POST
@post_required(*OFFICERS)
def close(request, pk):
    found = round_or_404(request.user, pk)
    _run_by(request.user, found.campaign)
    is_closed = request.POST.get("is_closed") == "yes"
    acts.set_closed(found, is_closed, actor=request.user)
    messages.success(request, "这次配送已结束。" if is_closed else "又打开了，可以接着记。")
    return redirect("campaigns:round", found.pk)


@require_GET
@post_required(*OFFICERS)
def export(request, pk):
    """All stations of the round that one may see, as one Excel file."""
    found, now = round_or_404(request.user, pk), timezone.now()
    progress = deliveries.progress(found, request.user)
    sheets = round_sheets.of_round(found, progress, request.user, now)
    content = writing.book(*sheets)
    audit.record(
        "campaigns.exported", actor=request.user, subject=found, unit=posts.unit_of(request.user),
        data={"title": found.name, "what": "配送清单"},
    )  # fmt: skip
    return writing.download(file_name(found.name, now), content)


def file_name(name: str, now: datetime.datetime) -> str:
    return f"{name}_{timezone.localtime(now):%Y%m%d%H%M}"
