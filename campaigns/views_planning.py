"""Planning service months at the desk: the list, opening one, its days, items, targets, state."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from audit.refusal import Refused
from campaigns import coverage, planning, shaping
from campaigns.forms_planning import EditForm, ItemsForm, OpenForm, TargetsForm
from campaigns.models import Campaign, Target
from campaigns.models.campaign import CAMPAIGN_MOVES, OFFICERS
from campaigns.navigation import campaign_or_404, page
from campaigns.permissions import refusal_to_open, runs
from campaigns.variants import variants
from organizations import posts
from organizations.decorators import post_required
from organizations.typed import with_refusal

SHOWN = 40
MOVE_WORDS = {
    "start": "服务月开始了，可以记活动了。",
    "end": "服务月结束了，还可以补记活动、核实。",
    "reopen": "服务月重新开始了。",
    "archive": "服务月已归档，不再改动。",
}


@require_GET
@post_required(*OFFICERS)
def campaigns(request):
    """All months one may see, the newest first; there is one or a few a year."""
    rows = Campaign.objects.visible_to(request.user).select_related("organization")[:SHOWN]
    context = {"campaigns": rows, "may_open": _may_open(request.user)}
    return render(request, "campaigns/campaigns.html", context)


def _may_open(user) -> bool:
    return any(not refusal_to_open(user, post.organization) for post in posts.current_posts(user))


@require_http_methods(["GET", "POST"])
@post_required(*OFFICERS)
def open_new(request):
    today = timezone.localdate()
    initial = {"starts_on": today, "source": request.GET.get("source", "")}
    form = OpenForm(request.POST or None, user=request.user, initial=initial)
    answer = with_refusal(form, lambda: _opened(request, form))
    context = {"form": form, "variants": variants().values()}
    return answer or render(request, "campaigns/open.html", context)


def _opened(request, form):
    given = {name: form.cleaned_data[name] for name in _OPENING}
    made = planning.open_campaign(actor=request.user, **given, **form.origin())
    messages.success(request, "已开设，接着定目标和资金，到了日子自动开始。")
    return redirect("campaigns:plan", made.pk)


_OPENING = ("title", "starts_on", "ends_on", "organization")


@require_http_methods(["GET", "POST"])
@post_required(*OFFICERS)
def plan(request, pk):
    """Name and days; the list, the targets and the state at a glance."""
    found = _run_by(request, pk)
    initial = {
        "title": found.title, "starts_on": found.starts_on, "ends_on": found.ends_on,
        "wish_cap": found.wish_cap_fen,
    }  # fmt: skip
    form = EditForm(request.POST or None, initial=initial)
    answer = with_refusal(form, lambda: _edited(request, found, form.cleaned_data))
    moves = [act for act, (allowed, _) in CAMPAIGN_MOVES.items() if found.state in allowed]
    return answer or render(
        request, "campaigns/plan.html", page(request, found, form=form, moves=moves)
    )


def _edited(request, found, given):
    cap = given.pop("wish_cap")
    shaping.edit(found, actor=request.user, wish_cap_fen=cap, **given)
    messages.success(request, "已保存。")
    return redirect("campaigns:plan", found.pk)


@require_http_methods(["GET", "POST"])
@post_required(*OFFICERS)
def items(request, pk):
    found = _run_by(request, pk)
    form = ItemsForm(request.POST or None, campaign=found)
    answer = with_refusal(form, lambda: _items_set(request, found, form))
    return answer or render(request, "campaigns/items.html", page(request, found, form=form))


def _items_set(request, found, form):
    shaping.set_items(found, items=form.wanted(), actor=request.user)
    messages.success(request, "清单已保存。")
    return redirect("campaigns:plan", found.pk)


@require_http_methods(["GET", "POST"])
@post_required(*OFFICERS)
def targets(request, pk):
    found = _run_by(request, pk)
    shown = coverage.columns(request.user, found)
    rows = Target.objects.filter(item__campaign=found)
    now = {(target.item_id, target.district_id): target.people for target in rows}
    form = TargetsForm(request.POST or None, campaign=found, columns=shown, targets=now)
    answer = with_refusal(form, lambda: _targets_set(request, found, form))
    context = page(request, found, form=form, columns=shown)
    return answer or render(request, "campaigns/targets.html", context)


def _targets_set(request, found, form):
    shaping.set_targets(found, people=form.people(), actor=request.user)
    messages.success(request, "目标已保存。")
    return redirect("campaigns:campaign", found.pk)


@require_POST
@post_required(*OFFICERS)
def move(request, pk):
    found = _run_by(request, pk)
    act = request.POST.get("act", "")
    if act not in CAMPAIGN_MOVES:
        raise Http404
    try:
        planning.move(found, act, actor=request.user)
        messages.success(request, MOVE_WORDS[act])
    except Refused as refused:
        messages.error(request, refused.message)
    return redirect("campaigns:plan", pk)


def _run_by(request, pk) -> Campaign:
    """The month, for those who run it: the plan of others is read on its page."""
    found = campaign_or_404(request.user, pk)
    if not runs(request.user, found):
        raise Http404
    return found
