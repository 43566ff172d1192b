"""场次 at the desk: several stops planned in one go, one changed, one called off."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from audit.refusal import Refused
from campaigns import sessions as acts
from campaigns.forms_sessions import CancelForm, ChangeForm, PlanForm, stations_for, unions_for
from campaigns.forms_stops import MOST_STOPS, StopFormSet
from campaigns.models import Session
from campaigns.models.campaign import OFFICERS
from campaigns.navigation import campaign_or_404, page
from campaigns.views_sessions_desk import counts, seen
from organizations.decorators import post_required
from organizations.forms_places import DivisionField
from organizations.typed import with_refusal

STATIONS_OFFERED = 200


@require_http_methods(["GET", "POST"])
@post_required(*OFFICERS)
def session_add(request, pk):
    campaign = campaign_or_404(request.user, pk)
    shared = {"campaign": campaign, "unions": unions_for(request.user, campaign)}
    if request.method == "GET":
        form = PlanForm(initial={"organization": shared["unions"].first()}, **shared)
        return _plan_page(request, campaign, form, _stops(request, campaign))
    form, stops = PlanForm(request.POST, **shared), _stops(request, campaign, data=request.POST)
    if "more" in request.POST:
        # Nothing is called wrong yet: it is not sent in.
        form = PlanForm(initial=_typed(form), **shared)
        return _plan_page(request, campaign, form, _one_more(request, campaign, stops))
    answer = with_refusal(form, lambda: _planned(request, campaign, form, stops))
    return answer or _plan_page(request, campaign, form, stops)


def _stops(request, campaign, **given):
    divisions = DivisionField(required=False)
    divisions.load()
    options = {
        "campaign": campaign,
        "stations": stations_for(request.user),
        "divisions": divisions,
    }
    return StopFormSet(form_kwargs=options, prefix="stop", **given)


def _typed(form) -> dict:
    return {name: form[name].value() for name in form.fields}


def _one_more(request, campaign, stops):
    """What was typed, and one stop more with the hours and seats of the last."""
    typed = [_typed(stop) for stop in stops.forms]
    last = typed[-1] if typed else {}
    typed.append({name: last.get(name) for name in ("begins", "until", "capacity")})
    more = _stops(request, campaign, initial=typed[:MOST_STOPS])
    more.extra = 0
    return more


def _planned(request, campaign, form, stops):
    if not stops.is_valid():
        return None
    typed = [stop.stop() for stop in stops if stop.has_changed()]
    if not typed:
        raise Refused("请至少填一站：地点、日期、时间和名额。")
    made = acts.plan(campaign, stops=typed, actor=request.user, **form.cleaned_data)
    messages.success(request, f"已安排{len(made)}场，职工在“服务”里就能约。")
    return redirect("campaigns:desk-sessions", campaign.pk)


def _plan_page(request, campaign, form, stops):
    context = page(
        request, campaign, form=form, stops=stops, full=stops.total_form_count() >= MOST_STOPS,
        stations=_station_names(request.user),
    )  # fmt: skip
    return render(request, "campaigns/session_add.html", context)


def _station_names(user) -> list[str]:
    rows = stations_for(user).order_by("name").values_list("name", flat=True)
    return list(rows[:STATIONS_OFFERED])


@require_http_methods(["GET", "POST"])
@post_required(*OFFICERS)
def session_edit(request, pk):
    found = seen(request, pk)
    divisions = DivisionField(required=False)
    divisions.load()
    options = {
        "campaign": found.campaign, "stations": stations_for(request.user), "divisions": divisions,
        "initial": _initial(found),
    }  # fmt: skip
    form = ChangeForm(request.POST if request.method == "POST" else None, **options)
    answer = with_refusal(form, lambda: _changed(request, found, form)) if form.is_bound else None
    context = page(
        request, found.campaign, session=found, form=form, stations=_station_names(request.user)
    )
    return answer or render(request, "campaigns/session_edit.html", context)


def _initial(found: Session) -> dict:
    begins, until = timezone.localtime(found.starts_at), timezone.localtime(found.ends_at)
    kept = {name: getattr(found, name) for name in acts.FIELDS}
    return kept | {"day": begins.date(), "begins": begins.time(), "until": until.time()}


def _changed(request, found: Session, form: ChangeForm):
    acts.change(found, actor=request.user, **form.given())
    messages.success(request, "已保存。时间地点改了的，约好的人都会收到消息。")
    return redirect("campaigns:desk-session", found.pk)


@require_http_methods(["GET", "POST"])
@post_required(*OFFICERS)
def session_cancel(request, pk):
    found = seen(request, pk)
    form = CancelForm(request.POST if request.method == "POST" else None)
    answer = with_refusal(form, lambda: _cancelled(request, found, form)) if form.is_bound else None
    context = page(request, found.campaign, session=found, form=form, counts=counts(found))
    return answer or render(request, "campaigns/session_cancel.html", context)


def _cancelled(request, found: Session, form: CancelForm):
    acts.cancel(found, actor=request.user, **form.cleaned_data)
    messages.success(request, "已取消，约好的和候补的人都会收到消息。")
    return redirect("campaigns:desk-session", found.pk)
