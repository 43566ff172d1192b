"""困难帮扶申请: the form with the self-check before it, and the desk that answers."""

from django.contrib import messages
from django.db.models import Count
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.decorators import worker_required
from assistance import answering, classes, duplicates, request_story, requesting
from assistance.forms_own import AcceptForm, HelpRequestForm, RefuseRequestForm
from assistance.models import HelpRequest, HelpRequestState
from assistance.models.file import STEWARDS
from audit import keyset
from audit.refusal import Refused
from organizations.decorators import post_required
from organizations.typed import with_refusal

ALL = "all"


@require_http_methods(["GET", "POST"])
@worker_required
def request(request):
    """How far the own request is; without an open one, the self-check and the form."""
    latest = requesting.latest_of(request.user)
    refusal = requesting.refusal_to_ask(request.user)
    if refusal or (latest and latest.state == HelpRequestState.SUBMITTED):
        return _own_page(request, latest, refusal=refusal)
    if request.method == "GET":
        return _own_page(request, latest, form=HelpRequestForm())
    form = HelpRequestForm(request.POST)
    answer = with_refusal(form, lambda: _asked(request, form))
    return answer or _own_page(request, latest, form=form)


def _asked(request, form: HelpRequestForm) -> HttpResponse:
    requesting.ask(worker=request.user, **form.given)
    messages.success(request, "收到您的申请了，有结果就告诉您。")
    return redirect("assistance:request")


def _own_page(request, latest: HelpRequest | None, **more) -> HttpResponse:
    year = timezone.localdate().year
    context = {
        "latest": latest,
        "timeline": request_story.steps(latest) if latest else [],
        "rules": classes.rules_of(year) if "form" in more else [],
        "year": year,
        "tab": "services",
        **more,
    }
    return render(request, "assistance/request.html", context)


@require_POST
@worker_required
def withdraw(request, pk):
    found = get_object_or_404(HelpRequest.objects.filter(worker=request.user), pk=pk)
    try:
        requesting.withdraw(found, actor=request.user)
        messages.success(request, "已撤回，您写的情况不再处理。")
    except Refused as refused:
        messages.error(request, refused.message)
    return redirect("assistance:request")


@require_GET
@post_required(*STEWARDS)
def requests(request):
    rows = HelpRequest.objects.visible_to(request.user)
    counts = _counts(rows)
    state = _chosen(request, counts)
    rows = rows.select_related("worker__person", "organization", "division__parent")
    page = keyset.page(
        rows if state == ALL else rows.filter(state=state),
        # Who has waited longest is answered first.
        "created_at" if state == HelpRequestState.SUBMITTED else "-created_at",
        after=request.GET.get("after", ""),
        before=request.GET.get("before", ""),
    )
    context = {
        "page": page, "state": state, "total": sum(counts.values()),
        "states": [(value, label, counts[value]) for value, label in HelpRequestState.choices],
    }  # fmt: skip
    return render(request, "assistance/requests.html", context)


def _counts(rows) -> dict[str, int]:
    """Requests by state. One query."""
    found = rows.order_by().values_list("state").annotate(number=Count("pk"))
    return dict.fromkeys(HelpRequestState.values, 0) | dict(found)


def _chosen(request, counts: dict[str, int]) -> str:
    """What is asked for; else what waits for an answer, and all when nothing does."""
    state = request.GET.get("state", "")
    if state in (ALL, *HelpRequestState.values):
        return state
    return HelpRequestState.SUBMITTED if counts[HelpRequestState.SUBMITTED] else ALL


def _seen(request, pk) -> HelpRequest:
    rows = HelpRequest.objects.visible_to(request.user)
    related = ("worker__person", "organization", "division__parent", "decided_by", "file")
    return get_object_or_404(rows.select_related(*related), pk=pk)


@require_GET
@post_required(*STEWARDS)
def desk(request, pk):
    return _desk_page(request, _seen(request, pk))


def _desk_page(request, found: HelpRequest, **forms) -> HttpResponse:
    """Whoever reads what somebody wrote about the own distress is on record, each time."""
    answering.open_for_answering(found, actor=request.user)
    person = found.worker.person
    known = duplicates.open_file_of(person) if person else None
    context = {
        "asked": found,
        "on_file": duplicates.same_person(known, request.user) if known else "",
        "accept_form": AcceptForm(),
        "refuse_form": RefuseRequestForm(),
        **forms,
    }
    return render(request, "assistance/request_desk.html", context)


@require_POST
@post_required(*STEWARDS)
def accept(request, pk):
    found, form = _seen(request, pk), AcceptForm(request.POST)
    answer = with_refusal(form, lambda: _accepted(request, found, form))
    return answer or _desk_page(request, found, accept_form=form)


def _accepted(request, found: HelpRequest, form: AcceptForm) -> HttpResponse:
    after = answering.accept(
        found, actor=request.user, placed=form.placed,
        is_confirmed=form.cleaned_data["is_confirmed"],
    )  # fmt: skip
    messages.success(request, "已建档，本人会收到消息。接下来安排结对。")
    return redirect("assistance:file", after.file_id)


@require_POST
@post_required(*STEWARDS)
def refuse(request, pk):
    found, form = _seen(request, pk), RefuseRequestForm(request.POST)
    answer = with_refusal(form, lambda: _refused(request, found, form))
    return answer or _desk_page(request, found, refuse_form=form)


def _refused(request, found: HelpRequest, form: RefuseRequestForm) -> HttpResponse:
    answering.refuse(found, reason=form.cleaned_data["reason"], actor=request.user)
    messages.success(request, "已答复：没有通过，本人会看到理由。")
    return redirect("assistance:requests")
