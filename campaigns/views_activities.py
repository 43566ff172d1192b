"""活动: the list of a month, one activity, and what may be done with it."""

from django.contrib import messages
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from audit import services as audit
from audit.refusal import Refused
from campaigns import coverage, entries, listing, logging, photos, spending, story, verifying
from campaigns.forms_logging import PhotoForm, RemarkForm, seen
from campaigns.listing import Filters
from campaigns.models import Activity, ActivityState
from campaigns.models.activity import ACTIVITY_MOVES
from campaigns.models.campaign import OFFICERS
from campaigns.navigation import campaign_or_404, page
from campaigns.permissions import refusal_to_change, refusal_to_verify, runs
from campaigns.vocabulary import ActivityKind
from organizations.decorators import post_required
from people.vocabulary import PLATFORMS, Occupation

BATCH = 50


@require_GET
@post_required(*OFFICERS)
def activities(request, pk):
    campaign = campaign_or_404(request.user, pk)
    items = list(campaign.items.all())
    filters = Filters.read(request.GET, items)
    found = listing.page(
        request.user, campaign, filters,
        after=request.GET.get("after", ""), before=request.GET.get("before", ""),
    )  # fmt: skip
    may_verify = runs(request.user, campaign)
    for row in found.rows:
        row.may_tick = (
            may_verify
            and row.state == ActivityState.SUBMITTED
            and row.logged_by_id != request.user.pk
        )
    context = page(
        request, campaign,
        filters=filters, page=found, items=items,
        sums=listing.sums(request.user, campaign, filters),
        waiting=listing.waiting(request.user, campaign),
        districts=coverage.columns(request.user, campaign),
        may_verify=may_verify,
        may_tick=any(row.may_tick for row in found.rows),
        states=ActivityState.choices, kinds=ActivityKind.choices,
        occupations=Occupation.choices, platforms=PLATFORMS, no_platform=listing.NO_PLATFORM,
    )  # fmt: skip
    return render(request, "campaigns/activities.html", context)


@require_POST
@post_required(*OFFICERS)
def verify_many(request, pk):
    """核实 the ticked rows, each by itself, and go back to the list as it was filtered."""
    campaign = campaign_or_404(request.user, pk)
    moments = dict(seen(text) for text in request.POST.getlist("activity")[:BATCH])
    rows = Activity.objects.visible_to(request.user).filter(campaign=campaign, pk__in=moments)
    ticked = [(row, moments[row.pk]) for row in rows.order_by("submitted_at", "pk")]
    if not ticked:
        messages.error(request, "没有选中要核实的活动。")
    else:
        done, left = verifying.verify_many(ticked, actor=request.user)
        if done:
            messages.success(request, f"已核实{len(done)}条。")
        for row, reason in left:
            messages.error(request, f"{row.place or '没填地点'}：{reason}")
    query = f"?{request.GET.urlencode()}" if request.GET else ""
    return HttpResponseRedirect(reverse("campaigns:activities", args=[pk]) + query)


def found_or_404(request, pk) -> Activity:
    rows = Activity.objects.visible_to(request.user).select_related(
        "campaign__organization", "organization", "district", "station", "logged_by", "verified_by"
    )
    return get_object_or_404(rows, pk=pk)


@require_GET
@post_required(*OFFICERS)
def activity(request, pk):
    return _detail(request, found_or_404(request, pk))


def _detail(request, found: Activity, **forms):
    user = request.user
    may_change = found.campaign.takes_activities and not refusal_to_change(user, found)
    may_run = found.campaign.takes_activities and runs(user, found.campaign)
    not_verifying = refusal_to_verify(user, found)
    context = page(
        request, found.campaign,
        activity=found,
        entry=entries.of(found),
        reach=list(found.reach.order_by("-people", "pk")),
        served=found.served.select_related("item").order_by("item__position"),
        photos=list(found.photos.all()),
        timeline=story.of(found, list(audit.history(found)), user),
        may_edit=may_change and found.state in photos.OPEN,
        may_withdraw=may_change and _possible(found, "withdraw"),
        may_verify=may_run and not not_verifying and _possible(found, "verify"),
        may_send_back=may_run and not not_verifying and _possible(found, "send_back"),
        own=may_run and bool(not_verifying) and _possible(found, "verify"),
        spent=spending.spent_on(found) is not None if found.money_fen else False,
        following=_next_waiting(user, found) if may_run else None,
        most_photos=photos.MOST,
        **{"remark_form": RemarkForm(), "photo_form": PhotoForm()} | forms,
    )  # fmt: skip
    return render(request, "campaigns/activity.html", context)


def _possible(found: Activity, act: str) -> bool:
    return found.state in ACTIVITY_MOVES[act][0]


def _next_waiting(user, found: Activity):
    """The one that waits longest for this user to verify it. One query along its index."""
    rows = Activity.objects.filter(campaign=found.campaign, state=ActivityState.SUBMITTED)
    others = rows.exclude(pk=found.pk).exclude(logged_by=user)
    return others.order_by("submitted_at", "pk").values_list("pk", flat=True).first()


@require_POST
@post_required(*OFFICERS)
def verify(request, pk):
    found = found_or_404(request, pk)
    _, moment = seen(f"{pk}~{request.POST.get('seen', '')}")
    return _acted(
        request, found, lambda: verifying.verify(found, actor=request.user, seen=moment), "已核实。"
    )


@require_POST
@post_required(*OFFICERS)
def send_back(request, pk):
    found = found_or_404(request, pk)
    form = RemarkForm(request.POST)
    if not form.is_valid():
        return _detail(request, found, remark_form=form, asked="remark")
    return _acted(
        request,
        found,
        lambda: verifying.send_back(found, actor=request.user, **form.cleaned_data),
        "已退回，记录的人会收到消息。",
    )


@require_POST
@post_required(*OFFICERS)
def withdraw(request, pk):
    found = found_or_404(request, pk)
    return _acted(request, found, lambda: logging.withdraw(found, actor=request.user), "已作废。")


def _acted(request, found: Activity, act, sentence: str):
    try:
        act()
        messages.success(request, sentence)
    except Refused as refused:
        messages.error(request, refused.message)
    return redirect("campaigns:activity", found.pk)
