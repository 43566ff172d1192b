"""我的账号: one's own sessions, password, second factor and phone at the desk."""

from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts import codes, devices, second_factor, services, sessions
from accounts.addresses import wanted
from accounts.decorators import staff_required, step_up_required
from accounts.forms import OtpForm, PasswordForm, PhoneForm, SmsCodeForm
from accounts.models import SignIn, User
from audit import services as audit
from audit.refusal import Refused

ACCOUNT = "/desk/account/"
PROVING = "proving_phone"  # {"challenge", "phone"} in the session of who changes their phone


@require_GET
@staff_required
def account(request):
    context = {
        "open_ones": sessions.open_ones(request.user),
        "here": request.session.session_key,
        "device": second_factor.device_of(request.user),
    }
    return render(request, "accounts/account.html", context)


@require_POST
@staff_required
def end_session(request, pk):
    sign_in = get_object_or_404(SignIn, pk=pk, user=request.user)
    sessions.end_one(sign_in, actor=request.user)
    messages.success(request, "那一处登录已结束。")
    return redirect("accounts:staff-account")


@never_cache
@require_http_methods(["GET", "POST"])
@staff_required
def step_up(request):
    """Show the second factor once more, before what cannot be undone."""
    back = wanted(request, ACCOUNT)
    form = OtpForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            second_factor.check(request.user, form.cleaned_data["code"])
        except Refused as refused:
            audit.record("accounts.second_factor_refused", actor=request.user)
            form.add_error("code", refused.message)
        else:
            sessions.step_up(request)
            return redirect(back)
    device = second_factor.device_of(request.user)
    context = {
        "form": form,
        "next": back,
        "demo_code": second_factor.demo_code(request.user, device),
    }
    return render(request, "accounts/step_up.html", context)


@sensitive_post_parameters("now", "new", "again")
@never_cache
@require_http_methods(["GET", "POST"])
@staff_required
def password(request):
    form = PasswordForm(request.POST or None, user=request.user)
    if request.method == "POST" and form.is_valid():
        try:
            services.change_password(
                request.user,
                now=form.cleaned_data.get("now", ""),
                new=form.cleaned_data["new"],
                keep_session=request.session.session_key,
            )
        except Refused as refused:
            form.add_error(refused.field or None, refused.message)
        else:
            _stay_signed_in(request)
            messages.success(request, "密码已改好，别处的登录都已结束。")
            return redirect("accounts:staff-account")
    return render(request, "accounts/password.html", {"form": form})


def _stay_signed_in(request) -> None:
    """A new password gives this session a new key; the list of sessions must know it by that."""
    before = request.session.session_key
    update_session_auth_hash(request, User.objects.get(pk=request.user.pk))
    SignIn.objects.filter(session_key=before).update(session_key=request.session.session_key)


@never_cache
@require_http_methods(["GET", "POST"])
@step_up_required
def new_device(request):
    """Bind another authenticator; the old one counts until the new one has shown a right code."""
    device = second_factor.begin(request.user, request.session)
    form = OtpForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            bound = second_factor.bind(
                request.user,
                form.cleaned_data["code"],
                keep_session=request.session.session_key,
            )
        except Refused as refused:
            form.add_error("code", refused.message)
        else:
            sessions.shown(request, bound)
            messages.success(request, "新的动态口令已绑定，旧的不再有效，别处的登录都已结束。")
            return redirect("accounts:staff-account")
    context = {
        "form": form,
        "picture": second_factor.picture(device),
        "spelled": second_factor.spelled(device),
        "demo_code": second_factor.demo_code(request.user, device),
    }
    return render(request, "accounts/new_device.html", context)


@never_cache
@require_http_methods(["GET", "POST"])
@step_up_required
def phone(request):
    form = PhoneForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        new = form.cleaned_data["phone"]
        try:
            challenge = codes.send(
                new, device=str(request.user.pk), address=devices.address_of(request)
            )
        except Refused as refused:
            form.add_error("phone", refused.message)
        else:
            request.session[PROVING] = {"challenge": challenge, "phone": new}
            return redirect("accounts:staff-phone-code")
    return render(request, "accounts/phone.html", {"form": form})


@never_cache
@require_http_methods(["GET", "POST"])
@staff_required
def phone_code(request):
    proving = request.session.get(PROVING)
    if not proving:
        return redirect("accounts:staff-phone")
    form = SmsCodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            proved = codes.check(proving["challenge"], form.cleaned_data["code"])
            services.set_own_phone(request.user, proved)
        except Refused as refused:
            form.add_error("code", refused.message)
        else:
            del request.session[PROVING]
            messages.success(request, "手机号已换好，以后的短信提醒发到新号码。")
            return redirect("accounts:staff-account")
    context = {"form": form, "phone": proving["phone"], "now": timezone.now()}
    return render(request, "accounts/phone_code.html", context)
