"""The doors: who is led where before a page opens."""

from functools import wraps

from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode

from accounts import pending, sessions
from accounts.addresses import is_ours

PASSWORD = "accounts:staff-password"  # noqa: S105 - a page's name


def worker_required(view=None, *, keep_draft: bool = False):
    """A worker signed in by phone. `keep_draft`: a form that was sent to a session that had just
    ended is kept for the moment after signing in (accounts/pending.py).
    """

    def decorate(view):
        @wraps(view)
        def asked(request, *args, **kwargs):
            user = request.user
            if user.is_authenticated and user.is_worker:
                return view(request, *args, **kwargs)
            if keep_draft and request.method == "POST" and not user.is_authenticated:
                pending.keep(request)
            return to_sign_in(request, "accounts:sign-in", stays=keep_draft)

        return asked

    return decorate(view) if view else decorate


def staff_required(view):
    """Staff behind their second factor, with a password of their own."""

    @wraps(view)
    def asked(request, *args, **kwargs):
        user = request.user
        if not user.is_authenticated or user.is_worker or not user.is_verified():
            return to_sign_in(request, "accounts:staff-sign-in")
        if user.must_change_password and request.resolver_match.view_name != PASSWORD:
            return redirect(PASSWORD)
        return view(request, *args, **kwargs)

    return asked


def step_up_required(view):
    """Staff who have just shown their second factor once more: before what cannot be undone."""

    @wraps(view)
    def asked(request, *args, **kwargs):
        if sessions.has_stepped_up(request):
            return view(request, *args, **kwargs)
        return redirect(with_next(reverse("accounts:staff-step-up"), _way_back(request)))

    return staff_required(asked)


def to_sign_in(request, name: str, *, stays: bool = False):
    """To a sign-in page and back; scripts are told in their own way, never given a page to show."""
    address = with_next(reverse(name), _way_back(request, stays=stays))
    if request.headers.get("X-Requested-With") == "XMLHttpRequest":
        return JsonResponse({"saved": False, "sign_in": address}, status=401)
    if request.htmx:
        return HttpResponse(status=401, headers={"HX-Redirect": address})
    return redirect(address)


def with_next(address: str, back: str) -> str:
    return f"{address}?{urlencode({'next': back})}" if back else address


def _way_back(request, *, stays: bool = False) -> str:
    """Where to go on afterwards: this page, or for an act the page it was done on."""
    if request.method in ("GET", "HEAD") and not request.htmx:
        return request.get_full_path()
    if stays:
        return request.path
    came_from = request.headers.get("Referer", "")
    return came_from if is_ours(request, came_from) else ""
