"""我的帮扶对象, one household with its history, and writing a contact down. Made for the phone."""

from django.contrib import messages
from django.http import JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from assistance import contacting, facts, households, looks, recording, schedule
from assistance.forms_care import ContactForm, as_written
from assistance.models import Contact, HardshipFile, Need
from assistance.permissions import HELPERS, calls, is_quiet, keeps, refusal_to_contact
from audit import keyset
from organizations.decorators import post_required
from organizations.typed import (
    OTHER_ACCOUNT,
    by_another,
    by_script,
    client_id_of,
    with_refusal,
)


@require_GET
@post_required(*HELPERS)
def mine(request):
    """At most ten queries, however many households and needs there are."""
    found = households.of_user(request.user)
    needs = households.open_needs(request.user, found.ids)
    looks.shown(found.files, request.user)
    context = {"mine": found, "needs": needs, "tab": "contact", "now": timezone.now()}
    return render(request, "assistance/households.html", context)


def visible(user, pk) -> HardshipFile:
    rows = HardshipFile.objects.visible_to(user).select_related(
        "person", "organization", "division__parent"
    )
    return get_object_or_404(rows, pk=pk)


@require_GET
@post_required(*HELPERS)
def household(request, pk):
    """One household: how to reach it, what it needs, and every contact. A look on record."""
    file = visible(request.user, pk)
    recording.look(file, viewer=request.user)
    page = keyset.page(
        households.history(file), "-at",
        after=request.GET.get("after", ""), before=request.GET.get("before", ""),
    )  # fmt: skip
    needs = households.with_related(Need.objects.open().filter(file=file))
    may_call = may_phone(request.user, file)
    context = {
        "one": households.of_file(file), "file": file, "page": page, "tab": "contact",
        "needs": needs.order_by("raised_at", "pk"), "may_call": may_call,
        "may_contact": file.is_cared_for and not refusal_to_contact(request.user, file),
        "keeps": keeps(request.user, file.organization), "today": timezone.localdate(),
        "address": facts.read(file).get("address", "") if may_call else "",
    }  # fmt: skip
    return render(request, "assistance/household.html", context)


def may_phone(user, file: HardshipFile) -> bool:
    """The number is for who calls; for the supervisor line only while nobody does."""
    if calls(user, file):
        return True
    return keeps(user, file.organization) and not file.pairings.standing().exists()


@require_http_methods(["GET", "POST"])
@post_required(*HELPERS)
def contact(request, pk):
    """A contact in three taps; with `?sheet` only the form, for the sheet over the list.

    What waited on the phone comes by its script, and is answered in JSON.
    """
    if request.method == "POST" and by_script(request):
        return _sent(request, pk)
    file = visible(request.user, pk)
    initial = {"quiet_until": file.quiet_until if is_quiet(file) else None}
    form = ContactForm(request.POST or None, initial=initial)
    answer = with_refusal(form, lambda: _contacted(request, file, form))
    if answer:
        return answer
    looks.shown([file], request.user)
    return _contact_page(request, file, form)


def _contact_page(request, file: HardshipFile, form: ContactForm, written: Contact | None = None):
    page = "contact_sheet.html" if "sheet" in request.GET else "contact.html"
    today = timezone.localdate()
    context = {
        "file": file, "form": form, "written": written, "tab": "contact", "now": timezone.now(),
        "refusal": "" if file.is_cared_for else contacting.not_cared_for(file),
        "usual": today + schedule.interval_of(file) * schedule.DAY,
        "after_call": "called" in request.GET, "one": households.Household(file, today),
    }  # fmt: skip
    return render(request, f"assistance/{page}", context)


def _sent(request, pk):
    """Once on record it is arrived, whoever calls the household by now."""
    if by_another(request):
        return JsonResponse({"saved": False, "message": OTHER_ACCOUNT}, status=409)
    known = contacting.known(request.user, client_id_of(request))
    if known and known.file_id == pk:
        return JsonResponse({"saved": True, "url": reverse("assistance:households")})
    file = visible(request.user, pk)
    form = ContactForm(request.POST)
    done = with_refusal(form, lambda: _contacted(request, file, form))
    if done:
        return JsonResponse({"saved": True, "url": done.url})
    errors = {name: " ".join(map(str, said)) for name, said in form.errors.items()}
    return JsonResponse({"saved": False, "errors": errors}, status=422)


def _contacted(request, file: HardshipFile, form: ContactForm):
    said = form.said()
    made = contacting.record(
        file, said, actor=request.user, client_id=form.cleaned_data["client_id"]
    )
    messages.success(request, _summary(made, asked=said.asks_for_another))
    return redirect(*_way_back(request, file))


def _summary(made: Contact, *, asked: bool) -> str:
    """What is on record now, and what follows from it."""
    file, parts = made.file, [f"记好了：{made.get_channel_display()}，{made.get_result_display()}"]
    if made.needs:
        parts.append(f"{len(made.needs)}件需要已列入待办")
    if asked:
        parts.append("想换联系人的事已告诉工会")
    if file.next_due_on:
        due = file.next_due_on
        parts.append(f"下次联系：{due.month}月{due.day}日前")
    return "，".join(parts) + "。"


def _way_back(request, file: HardshipFile) -> tuple:
    """To the list for who calls the household, else to its page."""
    if calls(request.user, file):
        return ("assistance:households",)
    return "assistance:household", file.pk


@require_http_methods(["GET", "POST"])
@post_required(*HELPERS)
def correct(request, pk):
    """Whoever wrote a contact down corrects it, until that day is over."""
    files = HardshipFile.objects.visible_to(request.user)
    rows = Contact.objects.filter(by=request.user, file__in=files)
    rows = rows.select_related("file__person", "file__organization", "file__division__parent")
    written = get_object_or_404(rows, pk=pk)
    refusal = contacting.refusal_to_correct(request.user, written)
    if refusal:
        messages.error(request, refusal)
        return redirect("assistance:household", written.file_id)
    wanted = dict(written.raised.values_list("kind", "text"))
    form = ContactForm(request.POST or None, initial=as_written(written, wanted))
    answer = with_refusal(form, lambda: _corrected(request, written, form))
    if answer:
        return answer
    looks.shown([written.file], request.user)
    return _contact_page(request, written.file, form, written)


def _corrected(request, written: Contact, form: ContactForm):
    contacting.correct(written, form.said(), actor=request.user)
    messages.success(request, "改好了。")
    return redirect("assistance:household", written.file_id)
