"""记一次活动: one screen, the same for a browser's form and for the page's script."""

import json
import uuid

from django.contrib import messages
from django.http import JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from audit.refusal import Refused
from campaigns import entries, log_page, logging, photos
from campaigns.log_screen import Screen, as_typed
from campaigns.models import Activity, ActivityState, Campaign
from campaigns.models.campaign import OFFICERS
from campaigns.navigation import campaign_or_404
from campaigns.permissions import refusal_to_change
from organizations.decorators import post_required
from organizations.typed import OTHER_ACCOUNT, by_another, by_script, client_id_of


@require_http_methods(["GET", "POST"])
@post_required(*OFFICERS)
def log(request, pk):
    campaign = campaign_or_404(request.user, pk)
    if request.method == "POST":
        return _answer(request, campaign, log_page.unions(request.user, campaign))
    return _blank(request, campaign)


@require_http_methods(["GET", "POST"])
@post_required(*OFFICERS)
def edit(request, pk):
    """Of a draft, a returned or a submitted activity; others are only looked at."""
    rows = Activity.objects.visible_to(request.user)
    activity = get_object_or_404(
        rows.select_related("campaign__organization", "campaign__fund", "organization", "station"),
        pk=pk,
    )
    unions = _unions_of(request.user, activity)
    if request.method == "POST":
        return _answer(request, activity.campaign, unions, activity)
    if refusal_to_change(request.user, activity) or activity.state not in photos.OPEN:
        messages.error(request, "这条活动现在不能改。")
        return redirect("campaigns:activity", pk)
    screen = Screen(
        entry=entries.of(activity), campaign=activity.campaign, unions=unions,
        initial=_hidden(request) | {"organization": str(activity.organization.public_id)},
    )  # fmt: skip
    return _page(request, activity.campaign, screen, unions, activity=activity)


def _unions_of(user, activity: Activity) -> list:
    """Only a draft may still change hands: the others stand in their district's figures."""
    offered = log_page.unions(user, activity.campaign)
    if activity.state != ActivityState.DRAFT or activity.organization not in offered:
        return [activity.organization]
    return offered


def _blank(request, campaign: Campaign):
    unions = log_page.unions(request.user, campaign)
    source = log_page.named(request.user, campaign, request.GET.get("from", ""))
    last = log_page.last_of(request.user, campaign)
    entry = entries.of(last) if last else None
    given = _hidden(request) | {"held_on": timezone.localdate(), "note": ""}
    if source:
        given["organization"] = str(source.organization.public_id)
        screen = Screen(entry=entries.of(source), campaign=campaign, unions=unions, initial=given)
    else:
        given |= _group_of(entry)
        screen = Screen(campaign=campaign, unions=unions, initial=given)
    return _page(request, campaign, screen, unions, last=last, last_entry=entry)


def _group_of(entry: entries.Entry | None) -> dict:
    """Whom one served last time, most likely served again."""
    if not entry or not entry.reach:
        return {}
    return {"occupation": entry.reach[0].occupation, "platform": entry.reach[0].platform}


def _hidden(request) -> dict:
    return {"client_id": uuid.uuid4(), "account": request.user.public_id}


def _page(request, campaign: Campaign, screen: Screen, unions: list, **more):
    activity = more.get("activity")
    spent = activity.money_fen if activity and activity.state != ActivityState.DRAFT else 0
    names = log_page.stations(campaign, unions).order_by("name").values_list("name", flat=True)
    left = log_page.left(campaign, unions)
    entry = more.pop("last_entry", None)
    context = {
        "campaign": campaign,
        "screen": screen,
        "form": screen.form,
        "unions": unions,
        "stations": list(names[: log_page.MOST_STATIONS]),
        "left": json.dumps(left),
        "left_fen": left.get(str(unions[0].public_id)) if len(unions) == 1 else None,
        "spent_fen": spent,
        "last_typed": as_typed(entry) if entry else "",
        "wide": any(len(item.short) > 2 for item in screen.form.known_items.values()),
        "today": timezone.localdate(),
        "most_photos": photos.MOST,
        **more,
    }
    return render(request, "campaigns/log.html", context)


def _answer(request, campaign: Campaign, unions: list, activity: Activity | None = None):
    """Keep what was typed and say so, to the script in JSON."""
    if by_another(request):
        return _other_account(request, campaign, activity)
    known = None if activity else logging.known(request.user, client_id_of(request))
    if known:
        return _done(request, campaign, unions, known)
    screen = Screen(request.POST, campaign=campaign, unions=unions)
    done = _act(request, campaign, unions, screen, activity) if screen.is_valid() else None
    if done:
        _add_photos(request, done)
        return _done(request, campaign, unions, done)
    if by_script(request):
        return JsonResponse({"saved": False, "errors": screen.errors()}, status=422)
    return _page(request, campaign, screen, unions, activity=activity)


def _act(request, campaign, unions, screen: Screen, activity: Activity | None) -> Activity | None:
    """Keep the draft or submit; None when something is missing or refused, said at its field."""
    given = screen.form.cleaned_data
    entry = screen.entry(log_page.stations(campaign, unions))
    is_draft = request.POST.get("act") == "draft"
    if not is_draft:
        screen.ask_for_what_is_missing(entry)
    if screen.form.errors:
        return None
    act = logging.save_draft if is_draft else logging.submit
    try:
        return act(
            campaign, entry, activity=activity, organization=given["organization"],
            actor=request.user, client_id=given["client_id"],
        )  # fmt: skip
    except Refused as refused:
        screen.refuse(refused)
        return None


def _add_photos(request, activity: Activity) -> None:
    """What is no picture does not undo the activity; more can be added on its page."""
    for upload in request.FILES.getlist("photos")[: photos.MOST]:
        try:
            photos.add(activity, upload=upload, actor=request.user)
        except Refused as refused:
            messages.error(request, f"活动已记下，有一张照片没收：{refused.message}")


def _done(request, campaign: Campaign, unions: list, activity: Activity):
    text = "草稿存好了。" if activity.state == ActivityState.DRAFT else _to_whom(campaign)
    address = reverse("campaigns:activity", args=[activity.pk])
    if not by_script(request):
        messages.success(request, text)
        return redirect(address)
    return JsonResponse({
        "saved": True, "message": text, "url": address,
        "photos": reverse("campaigns:activity-photo-add", args=[activity.pk]),
        "left": log_page.left(campaign, unions),
    })  # fmt: skip


def _to_whom(campaign: Campaign) -> str:
    return f"记好了，等{campaign.organization.name}核实。"


def _other_account(request, campaign: Campaign, activity: Activity | None):
    if by_script(request):
        return JsonResponse({"saved": False, "message": OTHER_ACCOUNT}, status=409)
    messages.error(request, OTHER_ACCOUNT)
    if activity:
        return redirect("campaigns:activity", activity.pk)
    return redirect("campaigns:log", campaign.pk)


@never_cache
@require_GET
def worker(request):
    """The service worker that opens the log page without a connection: its scope is its folder.

    For everybody: it says nothing, and must be renewed when nobody is signed in, too.
    """
    return render(request, "campaigns/log-worker.js", content_type="text/javascript")
