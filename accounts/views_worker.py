"""Workers sign in with a code sent to their phone; the first time opens their account."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from accounts import codes, devices, services, sessions
from accounts.addresses import wanted
from accounts.decorators import with_next
from accounts.forms import PhoneForm, SmsCodeForm
from audit import services as audit
from audit.refusal import Refused

ASKED = "asked_code"  # {"challenge", "phone", "at"} in the asking session
JOINING = "/join/"


@never_cache
@require_http_methods(["GET", "POST"])
def sign_in(request):
    back = wanted(request, reverse("home"))
    if request.user.is_authenticated and request.user.is_worker:
        return redirect(back)
    form = PhoneForm(request.POST or None, initial={"phone": _asked(request).get("phone", "")})
    if request.method == "POST" and form.is_valid():
        try:
            return _sent(request, form.cleaned_data["phone"], back)
        except Refused as refused:
            form.add_error("phone", refused.message)
    return render(request, "accounts/sign_in.html", _context(request, form, back))


def _sent(request, phone: str, back: str):
    device = devices.device_of(request) or devices.new_device()
    challenge = codes.send(phone, device=device, address=devices.address_of(request))
    request.session[ASKED] = {
        "challenge": challenge, "phone": phone, "at": timezone.now().timestamp(),
    }  # fmt: skip
    answer = redirect(with_next(reverse("accounts:sign-in-code"), back))
    devices.remember(answer, device)
    return answer


@never_cache
@require_http_methods(["GET", "POST"])
def sign_in_code(request):
    back = wanted(request, reverse("home"))
    asked = _asked(request)
    if not asked:
        return redirect(with_next(reverse("accounts:sign-in"), back))
    form = SmsCodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            return _let_in(request, asked, form.cleaned_data["code"], back)
        except Refused as refused:
            form.add_error("code", refused.message)
    context = _context(request, form, back) | {
        "phone": asked["phone"],
        "seconds": max(0, int(asked["at"] + codes.AGAIN_AFTER - timezone.now().timestamp())),
    }
    return render(request, "accounts/sign_in_code.html", context)


def _let_in(request, asked: dict, code: str, back: str):
    try:
        phone = codes.check(asked["challenge"], code)
    except Refused:
        audit.record("accounts.code_refused", data={"address": devices.address_of(request)})
        raise
    user = services.worker_with_phone(phone)
    del request.session[ASKED]
    sessions.start(request, user)
    return redirect(back)


def _asked(request) -> dict:
    return request.session.get(ASKED) or {}


def _context(request, form, back: str) -> dict:
    return {"form": form, "next": back, "joining": back.startswith(JOINING), "tab": "me"}


@require_POST
def sign_out(request):
    was_staff = request.user.is_authenticated and not request.user.is_worker
    sessions.end(request)
    messages.success(request, "已退出登录。")
    answer = redirect("accounts:staff-sign-in" if was_staff else "home")
    # What a shared phone or computer kept of these pages goes too; cookies stay (大字版). Only what
    # somebody typed without a connection and has not sent yet waits on, under their account.
    waits = "keep" in request.POST
    answer["Clear-Site-Data"] = '"cache"' if waits else '"cache", "storage"'
    return answer
