"""Members under one's posts: list, search, one member with masked number."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_POST

from accounts import services as accounts
from accounts.models import User
from audit import keyset
from audit import services as audit
from audit.refusal import Refused
from membership import member_list
from membership.forms_desk import ReleasePhoneForm, RevealForm
from membership.models import SEES_MEMBERS, Member, MemberState
from organizations.decorators import post_required
from people import services as people
from people.vocabulary import Occupation


@require_GET
@post_required(*SEES_MEMBERS)
def members(request):
    filters = member_list.Filters.read(request.GET, request.user)
    rows = member_list.rows_of(request.user, filters).select_related("person", "organization")
    page = keyset.page(
        rows,
        "-joined_at",
        after=request.GET.get("after", ""),
        before=request.GET.get("before", ""),
    )
    number, is_more = member_list.number_of(request.user, filters)
    context = {
        "page": page,
        "filters": filters,
        "number": number,
        "is_more": is_more,
        "states": [*member_list.STATES.items(), *MemberState.choices],
        "occupations": [*member_list.GROUPS.items(), *Occupation.choices],
    }
    return render(request, "membership/members.html", context)


def _visible(request, pk) -> Member:
    rows = Member.objects.visible_to(request.user).select_related(
        "person", "organization", "application"
    )
    return get_object_or_404(rows, pk=pk)


@require_GET
@post_required(*SEES_MEMBERS)
def member(request, pk):
    return _detail(request, _visible(request, pk))


def _detail(request, found: Member, **forms):
    context = {
        "member": found,
        "account": User.objects.filter(person_id=found.person_id).first(),
        "history": audit.history(found),
        "reveal_form": RevealForm(),
        "release_form": ReleasePhoneForm(),
        **forms,
    }
    return render(request, "membership/member.html", context)


@require_POST
@post_required(*SEES_MEMBERS)
def reveal(request, pk):
    """Show the full number once, in this answer only."""
    found = _visible(request, pk)
    form = RevealForm(request.POST)
    if not form.is_valid():
        return _detail(request, found, reveal_form=form)
    number = people.reveal(
        found.person,
        viewer=request.user,
        reason=form.cleaned_data["reason"],
        unit=found.organization.name,
    )
    return _detail(request, found, number=number)


@require_POST
@post_required(*SEES_MEMBERS)
def release_phone(request, pk):
    """“手机号换了”: the way out for a phone that now belongs to somebody else."""
    found = _visible(request, pk)
    form = ReleasePhoneForm(request.POST)
    account = get_object_or_404(User, person_id=found.person_id)
    if not form.is_valid():
        return _detail(request, found, release_form=form)
    try:
        accounts.change_worker_phone(account, actor=request.user, **form.cleaned_data)
    except Refused as refused:
        form.add_error("phone", refused.message)
        return _detail(request, found, release_form=form)
    if form.cleaned_data["phone"]:
        messages.success(request, "手机号已换好，本人现在可以用新手机号登录。")
    else:
        messages.success(request, "手机号已解除。本人带证件来登记新手机号后，才能再登录。")
    return redirect("membership:member", pk)
