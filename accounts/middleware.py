"""Who is asking: whether behind a second factor, and whether still there."""

from functools import partial

from django.conf import settings
from django.utils import timezone
from django.utils.functional import SimpleLazyObject
from django_otp import DEVICE_ID_SESSION_KEY

from accounts import sessions


def second_factor_shown(get_response):
    """Put `is_verified()` on the user, as django_otp's own middleware does, without its query at
    every request: a device that goes takes its sessions with it (receivers.py).
    """

    def middleware(request):
        request.user = SimpleLazyObject(partial(_with_factor, request, request.user))
        return get_response(request)

    return middleware


def _with_factor(request, user):
    shown = request.session.get(DEVICE_ID_SESSION_KEY) if user.is_authenticated else None
    user.otp_device = shown
    user.is_verified = lambda: user.otp_device is not None
    return user


def session_limits(get_response):
    """Sign staff out after thirty idle minutes and after twelve hours whatever they do: the desk
    is left open on other people's tables. What a page asks for by itself (UNATTENDED) is no sign
    that somebody is there.
    """

    def middleware(request):
        user = request.user
        if user.is_authenticated and not user.is_worker:
            now = timezone.now().timestamp()
            why = sessions.why_over(request.session, now)
            if why:
                sessions.end(request, "accounts.timed_out")
                request.session["why_over"] = why
            elif not request.path.startswith(settings.UNATTENDED):
                sessions.note_seen(request.session, now)
        return get_response(request)

    return middleware
