"""帮扶档案: the register, one file with its acts, the number behind the stars."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_POST

from assistance import moving, register, scope, showing
from assistance.forms_answers import ReasonForm, RevealForm
from assistance.models import FileState, HardshipFile
from assistance.models.file import STEWARDS
from assistance.recording import look
from assistance.vocabulary import Group, HardshipClass
from audit.refusal import Refused
from organizations.decorators import post_required
from organizations.models import Role
from people import services as people

READERS = (*STEWARDS, Role.CADRE)
# Acts that need nothing but a press.
PRESSED = {
    "ask": (moving.ask, "已开始征求意见。"),
    "lift": (moving.lift, "已记为脱困，结对同时结束。"),
    "relapse": (moving.relapse, "已记为返困，请尽快安排结对。"),
    "reopen": (moving.reopen, "已重新打开，请征求本人意见。"),
}


@require_GET
@post_required(*STEWARDS)
def files(request):
    unions = scope.unions_for(request.user)
    # A figure of 总览 may lead to the files of a union below those one chooses from.
    named = scope.named(request.user, request.GET.get("district", ""))
    if named and named not in unions:
        unions.append(named)
    filters = register.Filters.read(request.GET, unions)
    page = register.page(
        request.user, filters,
        after=request.GET.get("after", ""), before=request.GET.get("before", ""),
    )  # fmt: skip
    context = {
        "page": page, "number": register.number(request.user, filters), "filters": filters,
        "districts": unions if len(unions) > 1 else [],
        "views": register.VIEWS.items(), "states": FileState.choices, "groups": Group.choices,
        "classes": HardshipClass.choices,
    }  # fmt: skip
    return render(request, "assistance/files.html", context)


def found(request, pk) -> HardshipFile:
    """The file as this user may see it: keepers of the subtree, the cadre, a stand-in."""
    rows = HardshipFile.objects.visible_to(request.user)
    related = ("person", "organization", "unit", "division__parent", "created_by")
    return get_object_or_404(rows.select_related(*related), pk=pk)


@require_GET
@post_required(*READERS)
def file(request, pk):
    return shown(request, found(request, pk))


def shown(request, file: HardshipFile, *, status: int = 200, **more) -> HttpResponse:
    """The page of one file, which is a look at it."""
    look(file, viewer=request.user)
    context = showing.detail(file, request.user) | {
        "reveal_form": RevealForm(), "leave_form": ReasonForm(), **more,
    }  # fmt: skip
    return render(request, "assistance/file.html", context, status=status)


@require_POST
@post_required(*STEWARDS)
def move(request, pk):
    """The acts of one press: which one, its button says."""
    file = _kept(request, pk)
    act, says = PRESSED.get(request.POST.get("act", ""), (None, ""))
    try:
        if act:
            act(file, actor=request.user)
            messages.success(request, says)
    except Refused as refused:
        messages.error(request, refused.message)
    return redirect("assistance:file", pk)


@require_POST
@post_required(*STEWARDS)
def leave(request, pk):
    file, form = _kept(request, pk), ReasonForm(request.POST)
    if form.is_valid():
        try:
            moving.leave(file, reason=form.cleaned_data["reason"], actor=request.user)
        except Refused as refused:
            form.add_error("reason", refused.message)
        else:
            messages.success(request, "已退出，结对和公示同时结束。")
            return redirect("assistance:file", pk)
    return shown(request, found(request, pk), leave_form=form)


def _kept(request, pk) -> HardshipFile:
    rows = HardshipFile.objects.kept_in(request.user).select_related("person", "organization")
    return get_object_or_404(rows, pk=pk)


@require_POST
@post_required(*STEWARDS)
def reveal(request, pk):
    """Show the full number once, in this answer only."""
    file, form = _kept(request, pk), RevealForm(request.POST)
    if file.person is None:
        return redirect("assistance:file", pk)
    if not form.is_valid():
        return shown(request, found(request, pk), reveal_form=form)
    number = people.reveal(
        file.person, viewer=request.user, reason=form.cleaned_data["reason"],
        unit=file.organization.name,
    )  # fmt: skip
    return shown(request, found(request, pk), number=number)
