"""Joining, step by step: each page works alone, without JavaScript, and loses nothing."""

from django.contrib import messages
from django.http import JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts import pending
from accounts.decorators import worker_required
from audit import services as audit
from audit.refusal import Refused
from membership import attachments, clock, drafts, joining, timeline
from membership.forms import CARDS, ConfirmForm, MeForm, PhotoForm, UnionForm, details
from membership.members import is_member
from membership.models import OPEN_STATES, Application, State
from organizations import suggest
from organizations.models import Organization, Station
from people.vocabulary import PLATFORMS, DocumentType, Occupation


@require_GET
def join(request):
    """The door: whoever comes is led to where they stand."""
    user = request.user
    if not user.is_authenticated or not user.is_worker:
        return redirect("membership:join-phone")
    application = Application.objects.of_applicant(user).filter(state__in=OPEN_STATES).first()
    if application:
        return redirect("membership:progress", application.pk)
    if is_member(user.person_id):
        return redirect("membership:me")
    return redirect("membership:join-me")


@require_GET
def phone(request):
    return redirect(f"{reverse('accounts:sign-in')}?next={reverse('membership:join-me')}")


def _editable(request) -> Application:
    """The application being filled in: the draft, or the one sent back for correction.

    Raises Refused for whoever has nothing to fill in.
    """
    if is_member(request.user.person_id):
        raise Refused("您已经是会员，不用再申请。")
    return drafts.to_fill_in(request.user)


def _form_steps(view):
    """Signed-in workers only; those with nothing to fill in are led on; a form that was sent
    when the session had just ended is put back into the draft.
    """

    def wrapped(request):
        try:
            application = _editable(request)
        except Refused as refused:
            messages.info(request, refused.message)
            return redirect("membership:join")
        kept = pending.take(request, request.path)
        if kept:
            drafts.save(application, kept)
            application.refresh_from_db(fields=["draft"])
            messages.info(request, "刚才填的内容还在，请接着办。")
        return view(request, application)

    return worker_required(keep_draft=True)(wrapped)


@require_http_methods(["GET", "POST"])
@_form_steps
def me(request, application):
    typed = drafts.read(application)
    if request.method == "POST":
        typed = drafts.save(application, request.POST.dict())
        # Without JavaScript the townships of a newly chosen district come with a refresh.
        if "refresh" not in request.POST and MeForm(typed).is_valid():
            return _onward(application, "membership:join-union")
    # Errors only where something was sent or asked to be checked, not on a page just opened.
    judged = request.GET.get("check") or (
        request.method == "POST" and "refresh" not in request.POST
    )
    form = MeForm(typed) if judged else MeForm(initial={"name": request.user.name} | typed)
    context = {
        "form": form,
        "derived": form.derived_text(),
        "needs_birth": str(typed.get("document_type", "")) not in ("", *CARDS),
        "platforms": PLATFORMS,
        "application": application,
        "fixing": application.return_items,
    }
    return render(request, "membership/join_me.html", _steps(context, 2))


def _onward(application: Application, step: str):
    """The next step; whoever mends a correction goes back to the list of what is missing."""
    if application.state == State.RETURNED:
        return redirect("membership:progress", application.pk)
    return redirect(step)


@require_http_methods(["GET", "POST"])
@_form_steps
def union(request, application):
    if request.method == "POST":
        typed = drafts.save(application, request.POST.dict())
        form = UnionForm(typed)
        if form.is_valid():
            return _onward(application, "membership:join-confirm")
    typed = drafts.read(application)
    step2 = MeForm(typed)
    if not step2.is_valid():
        return redirect(f"{reverse('membership:join-me')}?check=1")
    scanned = _scanned(request)
    suggestions = suggest.suggest(
        step2.cleaned_data["district"],
        step2.cleaned_data["township"],
        step2.cleaned_data["occupation"],
        scanned=scanned,
    )
    found, text = _searched(request)
    chosen = typed.get("organization") or str(suggestions[0].organization.pk)
    context = {
        "form": form if request.method == "POST" else None,
        "suggestions": suggestions,
        "found": found,
        "text": text,
        "chosen": chosen,
        "elsewhere": _elsewhere(chosen, suggestions, found),
        "application": application,
        "fixing": application.return_items,
    }
    return render(request, "membership/join_union.html", _steps(context, 3))


def _scanned(request) -> Organization | None:
    pk = request.session.get("scanned_union")
    return Organization.objects.receiving().filter(pk=pk).first() if pk else None


def _searched(request) -> tuple[list[Organization], str]:
    text = request.GET.get("text", "").replace("\0", "").strip()[:32]
    if not text:
        return [], ""
    rows = Organization.objects.receiving().filter(name__contains=text)
    return list(rows.select_related("division")[:10]), text


def _elsewhere(chosen: str, suggestions, found) -> Organization | None:
    """The union chosen earlier, when it is neither suggested nor just found."""
    shown = {str(s.organization.pk) for s in suggestions} | {str(union.pk) for union in found}
    if chosen in shown or not chosen.isdecimal():
        return None
    return Organization.objects.receiving().filter(pk=int(chosen[:9])).first()


@require_http_methods(["GET", "POST"])
@_form_steps
def confirm(request, application):
    typed = drafts.read(application)
    step2, step3 = MeForm(typed), UnionForm(typed)
    if not step2.is_valid():
        return redirect(f"{reverse('membership:join-me')}?check=1")
    if not step3.is_valid():
        return redirect("membership:join-union")
    form = ConfirmForm(request.POST or None)
    refusal = None
    if request.method == "POST" and form.is_valid():
        try:
            done = joining.submit(
                application,
                details=details(step2, step3, _station(request)),
                actor=request.user,
            )
            return redirect("membership:progress", done.pk)
        except Refused as refused:
            refusal = refused
    context = {
        "form": form,
        "refusal": refusal,
        "given": step2.cleaned_data,
        "union": step3.cleaned_data["organization"],
        "derived": step2.derived_text(),
        "number_tail": step2.cleaned_data["number"][-4:],
        "text": joining.APPLICATION_TEXT,
        "answered_by": clock.due_if_submitted(step3.cleaned_data["organization"], timezone.now()),
        "application": application,
        "occupation": Occupation(step2.cleaned_data["occupation"]).label,
        "document": DocumentType(step2.cleaned_data["document_type"]).label,
    }
    return render(request, "membership/join_confirm.html", _steps(context, 4))


def _station(request) -> Station | None:
    pk = request.session.get("scanned_station")
    return Station.objects.filter(pk=pk).first() if pk else None


def _steps(context: dict, now: int) -> dict:
    return context | {"step": now, "tab": "join"}


@require_POST
@worker_required
def draft(request):
    """Autosave while typing: answers what was kept and what the number tells."""
    try:
        application = _editable(request)
    except Refused as refused:
        return JsonResponse({"saved": False, "message": refused.message}, status=409)
    typed = drafts.save(application, request.POST.dict())
    form = MeForm(typed)
    problem = form.errors.get("number", [""])[0] if typed.get("number") else ""
    return JsonResponse({"saved": True, "derived": form.derived_text(), "number": problem})


@require_GET
@worker_required
def progress(request, pk):
    application = get_object_or_404(
        Application.objects.of_applicant(request.user).select_related(
            "organization", "person", "district", "township"
        ),
        pk=pk,
    )
    if application.state == State.DRAFT:
        return redirect("membership:join-me")
    now = timezone.now()
    entries = list(audit.history(application))
    context = {
        "application": application,
        "face": clock.face(application, now),
        "timeline": timeline.for_worker(application, entries, now),
        "photos": application.attachments.all(),
        "photo_form": PhotoForm(),
        "tab": "join",
    }
    template = "membership/_progress.html" if request.htmx else "membership/progress.html"
    return render(request, template, context)


def _own(request, pk) -> Application:
    return get_object_or_404(Application.objects.of_applicant(request.user), pk=pk)


@require_POST
@worker_required
def resubmit(request, pk):
    """“补好了，重新提交”: everything was confirmed before; what changed is checked again."""
    application = _own(request, pk)
    if application.state != State.RETURNED:
        return redirect("membership:progress", pk)
    typed = drafts.read(application)
    step2, step3 = MeForm(typed), UnionForm(typed)
    if not step2.is_valid():
        return redirect(f"{reverse('membership:join-me')}?check=1")
    if not step3.is_valid():
        return redirect("membership:join-union")
    try:
        joining.submit(
            application, details=details(step2, step3, application.station), actor=request.user
        )
    except Refused as refused:
        messages.error(request, refused.message)
    return redirect("membership:progress", pk)


@require_http_methods(["GET", "POST"])
@worker_required
def withdraw(request, pk):
    """GET asks first (and is the way without JavaScript), POST withdraws."""
    application = _own(request, pk)
    if request.method == "GET":
        return render(
            request, "membership/withdraw.html", {"application": application, "tab": "join"}
        )
    try:
        joining.withdraw(application, actor=request.user)
    except Refused as refused:
        messages.error(request, refused.message)
    return redirect("membership:progress", pk)


@require_POST
@worker_required
def photo(request, pk):
    application = _own(request, pk)
    form = PhotoForm(request.POST, request.FILES)
    try:
        if not form.is_valid():
            raise Refused(str(form.errors["photo"][0]), field="photo")
        attachments.add(application, upload=form.cleaned_data["photo"], actor=request.user)
        messages.success(request, "照片已收到。")
    except Refused as refused:
        messages.error(request, refused.message)
    return redirect("membership:progress", pk)
