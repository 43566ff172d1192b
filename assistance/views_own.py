"""我的帮扶: the person helped sees who calls, what came, what is open, and says what is wished."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.decorators import worker_required
from assistance import handing_over, requesting, silence, supplying
from assistance import own as mine
from assistance import publicity as consents
from assistance.forms_own import QuietForm
from assistance.models import HandOverReason, HardshipFile, NeedState, Publication
from audit.refusal import Refused
from organizations.typed import with_refusal
from people.forms_signing import SignedForm


@require_GET
@worker_required
def own(request):
    return _page(request, mine.file_of(request.user))


def _page(request, file: HardshipFile | None, **forms) -> HttpResponse:
    user, today = request.user, timezone.localdate()
    context = {
        "own": mine.of_file(file) if file else None,
        "needs": mine.needs_of(user),
        "got": mine.got_by(user),
        "request_made": requesting.latest_of(user),
        "shown": _shown(file, today),
        "publicity_agreed": bool(file and file.person and consents.consent_of(file.person)),
        "quiet_form": QuietForm(),
        "today": today,
        "tab": "me",
        **forms,
    }
    return render(request, "assistance/own.html", context)


def _shown(file: HardshipFile | None, today) -> Publication | None:
    return Publication.objects.shown(today).filter(file=file).first() if file else None


def _file(request) -> HardshipFile:
    file = mine.file_of(request.user)
    if file is None:
        raise Http404
    return file


@require_POST
@worker_required
def another(request):
    file = _file(request)
    return _answered(
        request,
        lambda: handing_over.ask(file, reason=HandOverReason.ASKED_FOR, actor=request.user),
        "告诉工会了，正在给您换一位联系人，定下来就告诉您。",
    )


@require_POST
@worker_required
def quiet(request):
    file, form = _file(request), QuietForm(request.POST)
    answer = with_refusal(form, lambda: _quieted(request, file, form))
    return answer or _page(request, file, quiet_form=form)


def _quieted(request, file: HardshipFile, form: QuietForm) -> HttpResponse:
    until = form.cleaned_data["until"]
    silence.ask_for(file, until=until, actor=request.user)
    messages.success(request, f"记下了，{until.month}月{until.day}日以前先不打扰您。")
    return redirect("assistance:own")


@require_POST
@worker_required
def quiet_end(request):
    file = _file(request)
    return _answered(
        request, lambda: silence.end(file, actor=request.user), "记下了，联系人会再和您联系。"
    )


def _answered(request, act, sentence: str) -> HttpResponse:
    try:
        act()
        messages.success(request, sentence)
    except Refused as refused:
        messages.error(request, refused.message)
    return redirect("assistance:own")


@require_http_methods(["GET", "POST"])
@worker_required
def receipt(request, pk):
    """What stands before the own door is signed for by the own name, typed or drawn."""
    need = get_object_or_404(mine.receipts_of(request.user), pk=pk)
    if need.state == NeedState.SIGNED:
        return redirect("assistance:own")
    form = SignedForm(request.POST if request.method == "POST" else None)
    answer = with_refusal(form, lambda: _signed(request, need, form))
    context = {"need": need, "form": form, "tab": "me"}
    return answer or render(request, "assistance/own_receipt.html", context)


def _signed(request, need, form: SignedForm) -> HttpResponse:
    given = form.cleaned_data
    signed = supplying.Signed(given["signed_name"], given["signature"])
    supplying.sign(need, signed, actor=request.user)
    messages.success(request, "签收好了。")
    return redirect("assistance:own")


@require_http_methods(["GET", "POST"])
@worker_required
def publicity(request):
    """What would stand in public, and whether one agrees: asked for by itself."""
    file = _file(request)
    if file.person is None or not file.is_cared_for:
        raise Http404
    if request.method == "POST":
        return _answered(
            request, lambda: consents.agree(file, actor=request.user), "记下了，您同意公示。"
        )
    context = {
        "name": consents.masked_name(file),
        "unit": consents.unit_shown(file),
        "file": file,
        "agreed": consents.consent_of(file.person),
        "tab": "me",
    }
    return render(request, "assistance/own_publicity.html", context)
