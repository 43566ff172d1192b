"""What the pages that take a sheet in have in common: the template, the upload, what came before."""

from django.http import HttpResponse
from django.shortcuts import redirect

from audit import keyset
from audit.refusal import Refused
from spreadsheets import blank, kinds, uploading, visible, writing
from spreadsheets.forms import UploadForm
from spreadsheets.models import Import


def template(job: Import, name: str) -> HttpResponse:
    """The sheet to fill in, for an import that has not begun (`job` is not saved)."""
    return writing.download(name, blank.template(job))


def uploaded(request, job: Import) -> tuple[UploadForm, HttpResponse | None]:
    """The form of a view behind `limited`, and the way on once a file was taken in."""
    if request.method != "POST":
        return UploadForm(), None
    form = UploadForm(request.POST, request.FILES)
    if request.too_large:
        form.full_clean()
        form.errors["file"] = form.error_class([uploading.too_large(request.too_large)])
    elif form.is_valid():
        try:
            return form, redirect("spreadsheets:import", _taken_in(request, job, form).pk)
        except Refused as refused:
            form.add_error("file", refused.message)
    return form, None


def _taken_in(request, job: Import, form: UploadForm) -> Import:
    return uploading.take_in(
        kind=job.kind, organization=job.organization, context=job.context,
        upload=form.cleaned_data["file"], client_id=form.cleaned_data["client_id"],
        actor=request.user,
    )  # fmt: skip


def history(request, job: Import) -> keyset.Page:
    """What was uploaded for the same purpose, as far as one may see it, the newest first."""
    rows = visible.imports(request.user).filter(kind=job.kind, context=job.context)
    return keyset.page(
        rows.select_related("uploaded_by", "organization"), "-created_at",
        after=request.GET.get("after", ""), before=request.GET.get("before", ""),
    )  # fmt: skip


def refusal(user, job: Import) -> str:
    return kinds.of(job).refusal(user, job)


def status_of(request) -> int:
    return 413 if getattr(request, "too_large", 0) else 200
