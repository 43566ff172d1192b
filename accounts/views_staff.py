"""Staff sign in with a password and a second factor; nobody is signed in before both are right."""

from django.conf import settings
from django.contrib.auth import authenticate
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.module_loading import import_string
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from accounts import devices, second_factor, sessions
from accounts.addresses import wanted
from accounts.decorators import with_next
from accounts.forms import OtpForm, StaffForm
from accounts.limits import Limit, forgive, in_words, spend
from accounts.models import User
from audit import services as audit
from audit.refusal import Refused

HALFWAY = "halfway"  # {"user", "hash", "at"}: the password was right, the second factor is asked
HALFWAY_SECONDS = 10 * 60
# Counted before the password is looked at, so that many at once do not pass; django-axes keeps
# the record of failures and the same limit should this one be lost with Redis.
TRIES = Limit("password", 5, 15 * 60)
WRONG = "账号或密码不对，请再看一遍。"


@sensitive_post_parameters("password")
@never_cache
@require_http_methods(["GET", "POST"])
def sign_in(request):
    back = wanted(request, "")
    if _is_in(request):
        return redirect(back or first_page(request.user))
    form = StaffForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            user = _known(request, **form.cleaned_data)
        except Refused as refused:
            form.add_error("password", refused.message)
        else:
            request.session[HALFWAY] = {
                "user": user.pk,
                "hash": user.get_session_auth_hash(),
                "at": timezone.now().timestamp(),
            }
            return redirect(with_next(_second_page(user), back))
    context = {"form": form, "next": back, "why": request.session.pop("why_over", "")}
    return render(request, "accounts/staff_sign_in.html", context)


def _is_in(request) -> bool:
    user = request.user
    return user.is_authenticated and not user.is_worker and user.is_verified()


def _known(request, username: str, password: str) -> User:
    who = f"{username}|{devices.network_of(devices.address_of(request))}"
    wait = spend(TRIES, who).wait
    if wait:
        raise Refused(f"输错的次数太多，请{in_words(wait)}后再试。")
    user = authenticate(request, username=username, password=password)
    if user is None or user.is_worker:
        audit.record("accounts.sign_in_failed", data=_whose(username))
        raise Refused(WRONG)
    forgive(TRIES, who)
    return user


def _whose(username: str) -> dict[str, str]:
    """Only names that exist are written down: people type passwords into the wrong field."""
    known = User.objects.filter(username=username).exists()
    return {"username": username if known else ""}


def _second_page(user: User) -> str:
    bound = second_factor.device_of(user)
    return reverse("accounts:staff-second-factor" if bound else "accounts:staff-enrol")


def locked_out(request, response=None, credentials=None, *args, **kwargs) -> HttpResponse:
    """django-axes refused: the same page, the same words as our own limit."""
    audit.record("accounts.locked_out", data=_whose((credentials or {}).get("username", "")))
    form = StaffForm(request.POST)
    if form.is_valid():
        form.add_error("password", "输错的次数太多，请15分钟后再试。")
    context = {"form": form, "next": wanted(request, "")}
    return render(request, "accounts/staff_sign_in.html", context, status=429)


def _halfway(request) -> User | None:
    """Who has shown the right password within the last minutes: still in use, still right."""
    kept = request.session.get(HALFWAY)
    if not kept or timezone.now().timestamp() - kept["at"] > HALFWAY_SECONDS:
        return None
    user = User.objects.filter(pk=kept["user"], is_active=True).first()
    # A reset in between makes way for the owner, not for whoever knew the old password.
    return user if user and user.get_session_auth_hash() == kept.get("hash") else None


def _door(step):
    """A page of the second step: only halfway in, and only as long as the other step is not due."""

    @never_cache
    @require_http_methods(["GET", "POST"])
    def page(request):
        back = wanted(request, "")
        user = _halfway(request)
        if user is None:
            return redirect(with_next(reverse("accounts:staff-sign-in"), back))
        due = _second_page(user)
        if due != request.path:
            return redirect(with_next(due, back))
        return step(request, user, back)

    return page


@_door
def second_page(request, user, back):
    context = {"demo_code": second_factor.demo_code(user, second_factor.device_of(user))}
    template = "accounts/second_factor.html"
    return _ask(request, user, back, take=second_factor.check, template=template, context=context)


@_door
def enrol(request, user, back):
    """The first sign-in: bind an authenticator before anything else opens."""
    device = second_factor.begin(user, request.session)
    context = {
        "picture": second_factor.picture(device),
        "spelled": second_factor.spelled(device),
        "demo_code": second_factor.demo_code(user, device),
    }
    template = "accounts/enrol.html"
    return _ask(request, user, back, take=second_factor.bind, template=template, context=context)


def _ask(request, user: User, back: str, *, take, template: str, context: dict):
    """Ask for a code; `take(user, code)` gives the device that showed it, or refuses."""
    form = OtpForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            return _let_in(request, take(user, form.cleaned_data["code"]), back)
        except Refused as refused:
            _note_refusal(user)
            form.add_error("code", refused.message)
    return render(request, template, {"form": form, "next": back, **context})


def _note_refusal(user: User) -> None:
    audit.record("accounts.second_factor_refused", actor=user)


def _let_in(request, device, back: str):
    request.session.pop(HALFWAY, None)
    sessions.start(request, device.user, device=device)
    return redirect(back or first_page(device.user))


def first_page(user: User) -> str:
    return import_string(settings.FIRST_PAGE)(user)
