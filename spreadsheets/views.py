"""One import on its way: waited for, looked at, decided; and lists written in the background."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from accounts.decorators import staff_required
from audit.refusal import Refused
from spreadsheets import (
    blank,
    deciding,
    exporting,
    kinds,
    moving,
    progress,
    showing,
    visible,
    writing,
)
from spreadsheets.models import Export, ExportState, Import, ImportState


def _found(request, pk) -> Import:
    rows = visible.imports(request.user)
    return get_object_or_404(
        rows.select_related("organization", "uploaded_by", "confirmed_by", "undone_by", "same_as"),
        pk=pk,
    )


@require_GET
@staff_required
def import_(request, pk):
    job = _found(request, pk)
    if request.htmx:
        return _progress(request, job)
    kind = kinds.of(job)
    request.shown_as = kind.view
    context = {
        "job": job, "kind": kind, "base": kind.page, "home": kind.home(job),
        "refusal": kind.refusal(request.user, job), "far": _far(job),
        **_rows(request, job), **kind.dress(request, job),
    }  # fmt: skip
    context["may_decide"] = job.state == ImportState.READY and not context["refusal"]
    if job.state == ImportState.DONE:
        context |= {"result": kind.result(job), "not_undone": deciding.refusal_to_undo(job)}
    return render(request, "spreadsheets/import.html", context)


def _progress(request, job: Import) -> HttpResponse:
    """What the waiting page asks for again and again; once there is news the page comes anew."""
    if not job.is_working:
        return HttpResponse(headers={"HX-Refresh": "true"})
    return render(request, "spreadsheets/_progress.html", {"job": job, "far": _far(job)})


def _far(job: Import) -> tuple[int, int] | None:
    """(done, of how many), or None while nobody can say."""
    if job.state == ImportState.CHECKING:
        return (job.checked, job.total) if job.total else None
    return progress.asked(job.pk) if job.state == ImportState.IMPORTING else None


def _rows(request, job: Import) -> dict:
    if job.is_working:
        return {}
    tabs = showing.tabs(job)
    words = [word for word, _, _ in tabs]
    view = request.GET.get("show", "")
    view = view if view in words else next(iter(words), "")
    if not view:
        return {}
    given = {"after": request.GET.get("after", ""), "before": request.GET.get("before", "")}
    left = sum(number for word, _, number in tabs if word not in ("good", "imported"))
    return {"views": tabs, "view": view, "page": showing.page(job, view, **given), "left": left}


@require_POST
@staff_required
def decide(request, pk):
    """Let doubtful rows in or leave them out: one by its button, or all at once."""
    job = _found(request, pk)
    let_in = "in" in request.POST
    which = request.POST.get("in", request.POST.get("out", ""))
    numbers = None if which == "all" else [int(which)] if _is_number(which) else []
    said = "标为导入" if let_in else "标为不导入"
    return _acted(
        request, job,
        lambda: deciding.decide(job, numbers, let_in=let_in, actor=request.user),
        lambda n: f"{n}行{said}。" if n else "",
        show=request.GET.get("show", ""),
    )  # fmt: skip


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) < 9


@require_POST
@staff_required
def confirm(request, pk):
    job = _found(request, pk)
    return _acted(request, job, lambda: deciding.confirm(job, actor=request.user))


@require_POST
@staff_required
def cancel(request, pk):
    job = _found(request, pk)
    return _acted(request, job, lambda: deciding.cancel(job, actor=request.user))


@require_POST
@staff_required
def undo(request, pk):
    job = _found(request, pk)
    return _acted(request, job, lambda: deciding.undo(job, actor=request.user))


def _acted(
    request, job: Import, act: Callable, says: Callable | None = None, *, show: str = ""
) -> HttpResponse:
    try:
        done = act()
        if says and says(done):
            messages.success(request, says(done))
    except Refused as refused:
        messages.error(request, refused.message)
    address = reverse("spreadsheets:import", args=[job.pk])
    return HttpResponseRedirect(f"{address}?show={show}" if show in showing.VIEWS else address)


@require_GET
@staff_required
def problems(request, pk):
    """The rows that were not imported, marked, to mend and upload again."""
    job = _found(request, pk)
    moving.record("spreadsheets.problems_downloaded", job, request.user)
    name = job.file_name.rsplit(".", 1)[0]
    return writing.download(f"{name}-待改", blank.problems(job))


@require_GET
@staff_required
def export(request, pk):
    job = _export(request, pk)
    if request.htmx and job.state != ExportState.WAITING:
        return HttpResponse(headers={"HX-Refresh": "true"})
    template = "spreadsheets/_export_progress.html" if request.htmx else "spreadsheets/export.html"
    kept = exporting.of(job).kept.days
    return render(request, template, {"job": job, "far": progress.asked(job.pk), "kept": kept})


@require_GET
@staff_required
def export_file(request, pk):
    """The finished list; one that is not there any more leads to the page that says so."""
    job = _export(request, pk)
    if job.state == ExportState.READY:
        try:
            return writing.attachment(job.title, job.file.open("rb"))
        except FileNotFoundError:
            messages.error(request, "这份表格已经不在了，请重新导出。")
    return redirect("spreadsheets:export", pk)


def _export(request, pk) -> Export:
    job: Export = get_object_or_404(visible.exports(request.user), pk=pk)
    if exporting.is_over(job, timezone.now()):
        job.state = ExportState.GONE
    return job
