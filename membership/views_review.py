"""The reviewer's desk, looking: the queue, one application, its number and photos."""

from django.db.models import F
from django.http import FileResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from audit import services as audit
from audit.models import Entry
from membership import checks, clock, deciding, queue, timeline
from membership.forms_desk import (
    DelayForm,
    LateForm,
    RefuseForm,
    ReturnForm,
    RevealForm,
)
from membership.joining import APPLICATION_TEXT
from membership.models import SEES_APPLICATIONS, Application, Attachment
from membership.permissions import refusal_to_decide
from organizations import divisions, posts
from organizations.decorators import post_required
from organizations.models import Role
from people import services as people
from people.vocabulary import Occupation


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


def visible(request, pk) -> Application:
    rows = Application.objects.visible_to(request.user).select_related("organization", "person")
    return get_object_or_404(rows.annotate(station_name=F("station__name")), pk=pk)


def named(request, pk) -> Application:
    """For an act: what the answer to it says. The service locks the row and reads it itself."""
    rows = Application.objects.visible_to(request.user)
    return get_object_or_404(rows.only("name", "due_at"), pk=pk)


@require_GET
@post_required(*SEES_APPLICATIONS)
def application(request, pk):
    found = visible(request, pk)
    return detail(request, found, _looked_at(request, found))


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


def detail(request, found: Application, entries: list[Entry] | None = None, **forms):
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


@require_POST
@post_required(*SEES_APPLICATIONS)
def reveal(request, pk):
    """Show the full number once, in this answer only; the person sees who looked and why."""
    found = visible(request, pk)
    form = RevealForm(request.POST)
    if not form.is_valid():
        return detail(request, found, reveal_form=form, asked="reveal")
    number = people.reveal(
        found.person,
        viewer=request.user,
        reason=form.cleaned_data["reason"],
        unit=found.organization.name,
    )
    return detail(request, found, number=number)


@require_GET
@post_required(*SEES_APPLICATIONS)
def attachment(request, pk, photo):
    found = visible(request, pk)
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
