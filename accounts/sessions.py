"""Signing in and out: a new session each time, listed, ended by hand or by the clock."""

import datetime
from functools import partial
from importlib import import_module

from django.conf import settings
from django.contrib.auth import login, logout
from django.db import transaction
from django.utils import timezone
from django_otp import login as verify

from accounts.devices import address_of, describe
from accounts.models import SignIn, User
from audit import services as audit

BACKEND = "django.contrib.auth.backends.ModelBackend"
# A page that loads ten things must not write the session ten times.
SEEN_EVERY = 60
STEPPED_UP_FOR = 5 * 60


@transaction.atomic
def start(request, user: User, *, device=None) -> None:
    """Sign the user in under a new session key; `device` is the second factor just shown."""
    if request.user.is_authenticated:
        end(request)
    login(request, user, backend=BACKEND)
    if device:
        verify(request, device)
    now = timezone.now()
    request.session["signed_in_at"] = request.session["seen_at"] = now.timestamp()
    if not user.is_worker:
        request.session["stepped_up_at"] = now.timestamp()
        request.session.set_expiry(settings.STAFF_SESSION_HOURS * 3600)
    request.session.save()
    SignIn.objects.create(
        user=user,
        session_key=request.session.session_key,
        started_at=now,
        device=describe(request),
        address=address_of(request) or None,
    )
    audit.record("accounts.signed_in", actor=user, person=user.person_id, at=now)


def end(request, action: str = "accounts.signed_out") -> None:
    user, key = request.user, request.session.session_key
    with transaction.atomic():
        logout(request)
        if user.is_authenticated:
            _delete([key])
            audit.record(action, actor=user, person=user.person_id)


@transaction.atomic
def end_one(sign_in: SignIn, *, actor: User) -> None:
    """End this open session wherever it is; ending it again changes nothing."""
    if sign_in.ended_at:
        return
    _delete([sign_in.session_key])
    audit.record(
        "accounts.session_ended", actor=actor, subject=sign_in, data={"user": sign_in.user_id}
    )


def end_all(user: User, *, but: str | None = None) -> None:
    """End every open session of this user, except the one with the key `but`."""
    rows = SignIn.objects.filter(user=user, ended_at__isnull=True).exclude(session_key=but)
    _delete(list(rows.values_list("session_key", flat=True)))


def open_ones(user: User):
    """The user's sessions that are still open, newest first."""
    hours = settings.STAFF_SESSION_HOURS
    longest = (
        datetime.timedelta(days=settings.WORKER_SESSION_DAYS)
        if user.is_worker
        else datetime.timedelta(hours=hours)
    )
    since = timezone.now() - longest
    rows = SignIn.objects.filter(user=user, ended_at__isnull=True, started_at__gte=since)
    return rows.order_by("-started_at")


def why_over(session, now: float) -> str:
    """Why a member of staff has to sign in anew, or ""."""
    if now - session.get("signed_in_at", now) > settings.STAFF_SESSION_HOURS * 3600:
        return f"登录已满{settings.STAFF_SESSION_HOURS}小时，请重新登录。"
    if now - session.get("seen_at", now) > settings.STAFF_IDLE_MINUTES * 60:
        return f"{settings.STAFF_IDLE_MINUTES}分钟没有操作，已自动退出，请重新登录。"
    return ""


def note_seen(session, now: float) -> None:
    if now - session.get("seen_at", 0) > SEEN_EVERY:
        session["seen_at"] = now
        session.setdefault("signed_in_at", now)


def shown(request, device) -> None:
    """This session now stands behind that second factor."""
    verify(request, device)


def step_up(request) -> None:
    request.session["stepped_up_at"] = timezone.now().timestamp()


def has_stepped_up(request) -> bool:
    """Whether the second factor was shown within the last minutes."""
    at = request.session.get("stepped_up_at", 0)
    return timezone.now().timestamp() - at <= STEPPED_UP_FOR


def _delete(keys: list[str]) -> None:
    open_rows = SignIn.objects.filter(session_key__in=keys, ended_at__isnull=True)
    open_rows.update(ended_at=timezone.now())
    _forget(keys)
    # A click that came before the commit has read the old row into the cache again.
    transaction.on_commit(partial(_forget, keys))


def _forget(keys: list[str]) -> None:
    store = import_module(settings.SESSION_ENGINE).SessionStore
    for key in keys:
        store(key).delete()
