"""Opening a file by hand, and editing one."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from assistance import filing, scope, showing
from assistance.filing import OnFile
from assistance.forms_files import FileForm, Members, NewFileForm
from assistance.models import HardshipFile
from assistance.models.file import STEWARDS
from assistance.recording import look
from audit.refusal import Refused
from organizations.decorators import post_required


@require_http_methods(["GET", "POST"])
@post_required(*STEWARDS)
def add(request):
    unions = scope.unions_for(request.user)
    form = NewFileForm(request.POST or None, unions=unions)
    members = Members(request.POST or None, prefix="members")
    known = None
    if request.method == "POST" and form.is_valid() and members.is_valid():
        try:
            return _added(request, form, members)
        except OnFile as refused:
            known = refused.file if _may_see(request.user, refused.file) else None
            form.add_error("number", refused.message)
        except Refused as refused:
            _lay(form, refused)
    context = {"form": form, "members": members, "known": known, **showing.ceilings()}
    return render(request, "assistance/file_form.html", context)


def _added(request, form: NewFileForm, members) -> HttpResponse:
    file = filing.open_file(
        form.described(_given(members)), who=form.who, actor=request.user,
        organization=form.cleaned_data["organization"],
        is_confirmed=form.cleaned_data["is_confirmed"],
    )  # fmt: skip
    messages.success(request, "档案建好了，下一步征求本人意见。")
    return redirect("assistance:file", file.pk)


def _may_see(user, file: HardshipFile) -> bool:
    return HardshipFile.objects.visible_to(user).filter(pk=file.pk).exists()


def _lay(form, refused: Refused) -> None:
    """Beside its field; what has to be confirmed can be ticked now."""
    form.asks_confirmation = refused.field == "phone"
    form.add_error(refused.field if refused.field in form.fields else None, refused.message)


def _given(members) -> list[dict]:
    rows = [form.cleaned_data for form in members if form.cleaned_data.get("name")]
    return [{name: value for name, value in row.items() if value} for row in rows]


@require_http_methods(["GET", "POST"])
@post_required(*STEWARDS)
def edit(request, pk):
    file = get_object_or_404(
        HardshipFile.objects.kept_in(request.user).select_related("person", "organization"), pk=pk
    )
    if request.method == "GET":
        look(file, viewer=request.user)
        initial = showing.typed(file)
        form = FileForm(initial=initial)
        members = Members(initial=initial["members"], prefix="members")
    else:
        form = FileForm(request.POST)
        members = Members(request.POST, prefix="members")
        if form.is_valid() and members.is_valid():
            try:
                return _edited(request, file, form, members)
            except Refused as refused:
                _lay(form, refused)
    context = {"form": form, "members": members, "file": file, **showing.ceilings()}
    return render(request, "assistance/file_form.html", context)


def _edited(request, file: HardshipFile, form: FileForm, members) -> HttpResponse:
    filing.edit(
        file, form.described(_given(members)), actor=request.user,
        is_confirmed=form.cleaned_data["is_confirmed"],
        guardian_agreed=form.cleaned_data["guardian_agreed"],
    )  # fmt: skip
    messages.success(request, "已保存。")
    return redirect("assistance:file", file.pk)
