"""公示: put up at the desk, read by everybody for so many days, and found by nobody afterwards."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from assistance import notice_days, publishing
from assistance import publicity as consents
from assistance.forms_own import NotedForm, PublicationForm
from assistance.models import HardshipFile, Publication
from assistance.models.file import STEWARDS
from assistance.recording import look
from audit import keyset
from audit.refusal import Refused
from organizations.decorators import post_required
from organizations.typed import with_refusal

# One sheet of paper, and a choice that is still looked through by eye.
ON_A_SHEET, TO_CHOOSE = 100, 50


@require_GET
def publicity(request):
    """For everybody and for no machine: not kept, not indexed, no address of a single person."""
    page = keyset.page(
        Publication.objects.shown(timezone.localdate()),
        "-starts_on", size=ON_A_SHEET,
        after=request.GET.get("after", ""), before=request.GET.get("before", ""),
    )  # fmt: skip
    response = render(request, "assistance/publicity.html", {"page": page, "tab": "services"})
    response["X-Robots-Tag"] = "noindex, nofollow, noarchive, nosnippet"
    response["Cache-Control"] = "no-store"
    return response


@require_GET
@post_required(*STEWARDS)
def publications(request):
    today, past = timezone.localdate(), request.GET.get("show") == "all"
    rows = Publication.objects.visible_to(request.user)
    rows = rows.select_related("file__organization", "made_by").defer("file__facts")
    page = keyset.page(
        rows if past else rows.standing(today), "-starts_on",
        after=request.GET.get("after", ""), before=request.GET.get("before", ""),
    )  # fmt: skip
    context = {"page": page, "past": past, "today": today}
    return render(request, "assistance/publications.html", context)


@require_http_methods(["GET", "POST"])
@post_required(*STEWARDS)
def add(request):
    again = request.GET.get("again") == "1"
    rows = consents.candidates(request.user, again=again)
    ready = rows.exclude(hardship_class="")
    if request.method == "POST":
        form = PublicationForm(request.POST, candidates=ready)
        answer = with_refusal(form, lambda: _published(request, form))
        if answer:
            return answer
    else:
        today = timezone.localdate()
        days = {"starts_on": today, "ends_on": notice_days.last_day(today)}
        form = PublicationForm(candidates=ready, initial=days)
    page = keyset.page(
        ready, "-created_at", size=TO_CHOOSE,
        after=request.GET.get("after", ""), before=request.GET.get("before", ""),
    )  # fmt: skip
    for file in page.rows:
        file.masked, file.unit_shown = consents.masked_name(file), consents.unit_shown(file)
    context = {
        "form": form, "page": page, "again": again, "chosen": request.POST.getlist("chosen"),
        "without_class": rows.filter(hardship_class="").count(),
        "shortest": notice_days.SHORTEST,
    }  # fmt: skip
    return render(request, "assistance/publication_add.html", context)


def _published(request, form: PublicationForm) -> HttpResponse:
    given = form.cleaned_data
    made = publishing.publish(
        [file.pk for file in given["chosen"]], starts_on=given["starts_on"],
        ends_on=given["ends_on"], actor=request.user,
    )  # fmt: skip
    last = given["ends_on"]
    messages.success(
        request, f"{len(made)}户的公示安排好了，{last.month}月{last.day}日以后自动撤下。"
    )
    return redirect("assistance:publications")


@require_POST
@post_required(*STEWARDS)
def take_down(request, pk):
    rows = Publication.objects.visible_to(request.user)
    try:
        publishing.take_down(get_object_or_404(rows, pk=pk), actor=request.user)
        messages.success(request, "已撤下，公示页上不再显示。")
    except Refused as refused:
        messages.error(request, refused.message)
    return redirect("assistance:publications")


@require_http_methods(["GET", "POST"])
@post_required(*STEWARDS)
def consent(request, pk):
    """What was agreed to on paper is written down; the person is told."""
    rows = HardshipFile.objects.kept_in(request.user).select_related("person", "organization")
    file = get_object_or_404(rows.defer("facts"), pk=pk)
    form = NotedForm(request.POST if request.method == "POST" else None)
    answer = with_refusal(form, lambda: _noted(request, file))
    if answer:
        return answer
    look(file, viewer=request.user)
    context = {
        "file": file, "form": form, "name": consents.masked_name(file),
        "unit": consents.unit_shown(file),
        "agreed": consents.consent_of(file.person) if file.person else None,
    }  # fmt: skip
    return render(request, "assistance/publication_consent.html", context)


def _noted(request, file: HardshipFile) -> HttpResponse:
    consents.agree(file, actor=request.user)
    messages.success(request, "记下了，本人同意公示。")
    return redirect("assistance:publication-add")
