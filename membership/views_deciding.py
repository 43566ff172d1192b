"""The reviewer's desk, deciding: each act asks its form, calls one service and leads on."""

from django.contrib import messages
from django.http import HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from audit.refusal import Refused
from membership import deciding, queue
from membership.forms_desk import (
    BatchForm,
    DelayForm,
    LateForm,
    RefuseForm,
    ReturnForm,
    UnionChoiceForm,
)
from membership.models import Application, State
from membership.views_review import detail, named, visible
from organizations import posts
from organizations.decorators import post_required
from organizations.models import Organization, Role

BATCH = 50


@require_POST
@post_required(Role.REVIEWER)
def approve(request, pk):
    found = named(request, pk)
    form = LateForm(request.POST)
    if not form.is_valid():
        return detail(request, visible(request, pk), late_form=form, asked="late")
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
    found = named(request, pk)
    form = ReturnForm(request.POST)
    if not form.is_valid():
        return detail(request, visible(request, pk), return_form=form, asked="return")
    try:
        deciding.return_for_correction(found, items=form.items(), actor=request.user)
    except Refused as refused:
        return _refused(request, found, refused, return_form=form)
    return _answered(request, found, f"已请{found.name}补正，计时暂停。")


@require_POST
@post_required(Role.REVIEWER)
def refuse(request, pk):
    found = named(request, pk)
    form = RefuseForm(request.POST)
    if not form.is_valid():
        return detail(request, visible(request, pk), refuse_form=form, asked="refuse")
    try:
        deciding.refuse(found, actor=request.user, **form.cleaned_data)
    except Refused as refused:
        return _refused(request, found, refused, refuse_form=form, asked="refuse")
    return _answered(request, found, f"已答复{found.name}：没有通过。")


@require_POST
@post_required(Role.REVIEWER)
def delay(request, pk):
    found = named(request, pk)
    form = DelayForm(request.POST)
    if not form.is_valid():
        return detail(request, visible(request, pk), delay_form=form, asked="delay")
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
    found = visible(request, pk)
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
    return detail(request, visible(request, found.pk), **forms)
