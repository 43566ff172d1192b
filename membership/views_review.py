"""The reviewer's desk: queue, one application, the decisions."""

from django.contrib import messages
from django.db.models import F
from django.http import FileResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from audit import services as audit
from audit.models import Entry
from audit.refusal import Refused
from membership import checks, clock, deciding, queue, timeline
from membership.forms_desk import (
    BatchForm,
    DelayForm,
    LateForm,
    RefuseForm,
    ReturnForm,
    RevealForm,
    UnionChoiceForm,
)
from membership.joining import APPLICATION_TEXT
from membership.models import SEES_APPLICATIONS, Application, Attachment, State
from membership.permissions import refusal_to_decide
from organizations import divisions, posts
from organizations.decorators import post_required
from organizations.models import Organization, Role
from people import services as people
from people.vocabulary import Occupation

BATCH = 50


@require_GET
@post_required(*SEES_APPLICATIONS)
def queue_page(request):
    filters = queue.Filters.read(request.GET)
    now, selected = timezone.now(), request.GET.get("selected", "")
    page = queue.listed(
        request.user,
        filters,
        after=request.GET.get("after", ""),
        before=request.GET.get("before", ""),
    )
    context = {
        "page": page,
        "rows": [_row(application, now, selected) for application in page.rows],
        "counts": queue.counts(request.user, now),
        "filters": filters,
        "districts": divisions.districts(),
        "occupations": Occupation.choices,
        "may_decide": posts.holds_any(request.user, (Role.REVIEWER,)),
    }
    template = "membership/_queue.html" if request.htmx else "membership/queue.html"
    return render(request, template, context)


_OCCUPATIONS: dict[str, str] = dict(Occupation.choices)


def _row(application: Application, now, selected: str) -> dict:
    """One line as it is shown. Worked out here: a template takes five times as long over it."""
    levels = [finding["level"] for finding in application.findings]
    face = clock.face(application, now, ring=False)
    warned = checks.WARN in levels
    pk = str(application.pk)
    return {
        "pk": pk,
        "selected": pk == selected,
        "name": application.name,
        "masked": application.number_masked,  # type: ignore[attr-defined]  # annotated
        "occupation": _OCCUPATIONS.get(application.occupation, ""),
        "employer": application.employer or "无平台",
        "explained": bool(application.late_reason),
        "face": face,
        "warned": warned,
        "notes": levels.count(checks.INFO),
        "clean": face.kind in ("running", "soon") and not warned,
    }


def _visible(request, pk) -> Application:
    rows = Application.objects.visible_to(request.user).select_related("organization", "person")
    return get_object_or_404(rows.annotate(station_name=F("station__name")), pk=pk)


def _named(request, pk) -> Application:
    """For an act: what the answer to it says. The service locks the row and reads it itself."""
    rows = Application.objects.visible_to(request.user)
    return get_object_or_404(rows.only("name", "due_at"), pk=pk)


@require_GET
@post_required(*SEES_APPLICATIONS)
def application(request, pk):
    found = _visible(request, pk)
    return _detail(request, found, _looked_at(request, found))


def _looked_at(request, found: Application) -> list[Entry]:
    """The history, with the first look of each member of staff noted; reloads are not looks."""
    entries = list(audit.history(found))
    seen = any(
        entry.action == "membership.opened" and entry.actor_id == request.user.pk
        for entry in entries
    )
    if seen:
        return entries
    deciding.open_for_review(found, actor=request.user)
    return list(audit.history(found))


def _detail(request, found: Application, entries: list[Entry] | None = None, **forms):
    """The page of one application, or its fragment for htmx; `forms` are those that failed."""
    now = timezone.now()
    entries = entries or list(audit.history(found))
    filters = queue.Filters.read(request.GET)
    behind, following = queue.neighbours(request.user, filters, found)
    late, places = found.is_late(now), divisions.places()
    context = {
        "application": found,
        "face": clock.face(found, now),
        "timeline": timeline.for_desk(found, entries, request.user),
        "text": APPLICATION_TEXT,
        "behind": behind,
        "following": following,
        "photos": list(found.attachments.all()),
        "may_decide": found.is_open and not refusal_to_decide(request.user, found),
        "late": late,
        "needs_reason": late and not found.late_reason,
        "return_form": ReturnForm(),
        "refuse_form": RefuseForm(),
        "late_form": LateForm(),
        "reveal_form": RevealForm(),
        "delay_form": late and DelayForm(initial={"promised_at": _next_promise(found, now)}),
        "places": [places[found.district_id].name, places[found.township_id].name],
        **forms,
    }
    template = "membership/_detail.html" if request.htmx else "membership/application.html"
    return render(request, template, context)


def _next_promise(found: Application, now):
    return timezone.localtime(clock.due_if_submitted(found.organization, now))


def _answered(request, found: Application, sentence: str):
    """After a decision: say so, and go on to the next one waiting."""
    messages.success(request, sentence)
    following = queue.next_after(request.user, queue.Filters.read(request.GET), found)
    query = f"?{request.GET.urlencode()}" if request.GET else ""
    if following:
        return HttpResponseRedirect(reverse("membership:application", args=[following]) + query)
    return HttpResponseRedirect(reverse("membership:queue") + query)


def _refused(request, found: Application, refused: Refused, **forms):
    """Say why at its place: beside the field when there is one, else as a message on top."""
    form = next(iter(forms.values()), None)
    if form is not None and refused.field in form.fields:
        form.add_error(refused.field, refused.message)
    else:
        messages.error(request, refused.message)
    return _detail(request, _visible(request, found.pk), **forms)


@require_POST
@post_required(Role.REVIEWER)
def approve(request, pk):
    found = _named(request, pk)
    form = LateForm(request.POST)
    if not form.is_valid():
        return _detail(request, _visible(request, pk), late_form=form, asked="late")
    try:
        member = deciding.approve(
            found, actor=request.user, late_reason=form.cleaned_data["late_reason"]
        )
    except Refused as refused:
        return _refused(request, found, refused, late_form=form)
    return _answered(request, found, f"{found.name}已通过，会员号{member.number}。")


@require_POST
@post_required(Role.REVIEWER)
def return_(request, pk):
    found = _named(request, pk)
    form = ReturnForm(request.POST)
    if not form.is_valid():
        return _detail(request, _visible(request, pk), return_form=form, asked="return")
    try:
        deciding.return_for_correction(found, items=form.items(), actor=request.user)
    except Refused as refused:
        return _refused(request, found, refused, return_form=form)
    return _answered(request, found, f"已请{found.name}补正，计时暂停。")


@require_POST
@post_required(Role.REVIEWER)
def refuse(request, pk):
    found = _named(request, pk)
    form = RefuseForm(request.POST)
    if not form.is_valid():
        return _detail(request, _visible(request, pk), refuse_form=form, asked="refuse")
    try:
        deciding.refuse(found, actor=request.user, **form.cleaned_data)
    except Refused as refused:
        return _refused(request, found, refused, refuse_form=form, asked="refuse")
    return _answered(request, found, f"已答复{found.name}：没有通过。")


@require_POST
@post_required(Role.REVIEWER)
def delay(request, pk):
    found = _named(request, pk)
    form = DelayForm(request.POST)
    if not form.is_valid():
        return _detail(request, _visible(request, pk), delay_form=form, asked="delay")
    try:
        deciding.explain_delay(found, actor=request.user, **form.cleaned_data)
    except Refused as refused:
        return _refused(request, found, refused, delay_form=form, asked="delay")
    messages.success(request, "已把原因和新的答复时间告诉申请人。")
    return redirect("membership:application", pk)


@require_http_methods(["GET", "POST"])
@post_required(Role.REVIEWER)
def union(request, pk):
    """“改”: another receiving union within the reviewer's own subtree."""
    found = _visible(request, pk)
    choices = _unions_for(request)
    if request.method == "GET":
        form = UnionChoiceForm(initial={"organization": found.organization_id}, choices=choices)
    else:
        form = UnionChoiceForm(request.POST, choices=choices)
        if form.is_valid():
            try:
                deciding.choose_union(found, actor=request.user, **form.cleaned_data)
                messages.success(request, "已改好通过后加入的工会。")
                return redirect("membership:application", pk)
            except Refused as refused:
                form.add_error("organization", refused.message)
    context = {"application": found, "form": form}
    return render(request, "membership/choose_union.html", context)


def _unions_for(request):
    text = request.GET.get("text", "").replace("\0", "").strip()[:32]
    rows = Organization.objects.receiving().filter(
        posts.within(request.user, (Role.REVIEWER,), "path")
    )
    return (rows.filter(name__contains=text) if text else rows).order_by("path")


@require_POST
@post_required(*SEES_APPLICATIONS)
def reveal(request, pk):
    """Show the full number once, in this answer only; the person sees who looked and why."""
    found = _visible(request, pk)
    form = RevealForm(request.POST)
    if not form.is_valid():
        return _detail(request, found, reveal_form=form, asked="reveal")
    number = people.reveal(
        found.person,
        viewer=request.user,
        reason=form.cleaned_data["reason"],
        unit=found.organization.name,
    )
    return _detail(request, found, number=number)


@require_POST
@post_required(Role.REVIEWER)
def batch(request):
    chosen = BatchForm(request.POST).chosen()[:BATCH]
    rows = Application.objects.visible_to(request.user).filter(state=State.SUBMITTED)
    applications = list(rows.filter(pk__in=chosen).order_by("due_at", "pk"))
    if not applications:
        messages.error(request, "没有选中可以通过的申请。")
    else:
        members, left = deciding.approve_many(applications, actor=request.user)
        if members:
            messages.success(request, f"已逐件通过{len(members)}件。")
        for application_left, reason in left:
            messages.error(request, f"{application_left.name}：{reason}")
    return redirect(reverse("membership:queue"))


@require_GET
@post_required(*SEES_APPLICATIONS)
def attachment(request, pk, photo):
    found = _visible(request, pk)
    picture = get_object_or_404(Attachment, pk=photo, application=found)
    audit.record(
        "membership.attachment_opened",
        actor=request.user,
        subject=found,
        person=found.person_id,
        unit=found.organization.name,
    )
    return _served(picture)


def _served(picture: Attachment) -> FileResponse:
    response = FileResponse(
        picture.file.open(), as_attachment=True, filename="photo.jpg", content_type="image/jpeg"
    )
    response["X-Content-Type-Options"] = "nosniff"
    return response
