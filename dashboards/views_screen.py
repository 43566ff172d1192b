"""The meeting-room screen: signed in for a look, or by a link that hangs on the wall for weeks."""

from django.conf import settings
from django.contrib.staticfiles.storage import staticfiles_storage
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET

from accounts import limits
from accounts.devices import address_of, network_of
from accounts.limits import Limit
from dashboards import city_map, mapping, scope, screens, wall
from dashboards.scope import VIEWERS, Scope
from organizations.decorators import post_required

COOKIE = "screen"
# The links, and nothing else, are sent this cookie.
PATH = "/dashboards/screen/"
WRONG = Limit("screen-link", tries=20, seconds=3600)


@require_GET
@post_required(*VIEWERS)
def screen(request):
    found = scope.read(request.user, request.GET.get("union", ""))
    figures = mapping.address("dashboards:screen-figures", found.union)
    leave = mapping.address("dashboards:overview", found.union)
    return _page(request, found, figures, leave=leave)


@require_GET
@post_required(*VIEWERS)
def figures(request):
    return _figures(request, scope.read(request.user, request.GET.get("union", "")))


@require_GET
def open_link(request, token):
    """The link itself: it leaves a cookie of its own and goes on, so that it stands in no address
    line that a room reads.
    """
    now = timezone.now()
    link = screens.find(token)
    if link is None or screens.scope_of(link, now) is None:
        tries = limits.spend(WRONG, network_of(address_of(request)))
        return _closed(request, status=429 if tries.wait else 404)
    screens.opened(link, now)
    answer = redirect("dashboards:screen-wall")
    answer.set_cookie(
        COOKIE, token, expires=link.expires_at, path=PATH, httponly=True, samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )  # fmt: skip
    return _uncached(answer)


@require_GET
def on_wall(request):
    found = _of_cookie(request)
    if found is None:
        return _closed(request)
    return _page(request, found, reverse("dashboards:screen-wall-figures"))


@require_GET
def on_wall_figures(request):
    found = _of_cookie(request)
    if found is None:
        raise Http404
    return _figures(request, found)


def _of_cookie(request) -> Scope | None:
    link = screens.find(request.COOKIES.get(COOKIE, "")[:64])
    return screens.scope_of(link, timezone.now())


def _page(request, found: Scope, url: str, leave: str = ""):
    context = _context(found) | {
        "figures_url": url,
        "leave": leave,
        "every": wall.EVERY,
        "version": _version(),
    }
    return _uncached(render(request, "dashboards/screen.html", context))


def _figures(request, found: Scope):
    answer = _uncached(render(request, "dashboards/_screen.html", _context(found)))
    answer["X-Screen-Version"] = _version()
    return answer


def _context(found: Scope) -> dict:
    return {"wall": wall.read(found, timezone.now()), "scope": found, "key": city_map.KEY}


def _version() -> str:
    """Changes with a new edition of the portal: then the screen loads itself anew."""
    return "".join(map(staticfiles_storage.url, ("js/screen.js", "css/screen.css")))


def _closed(request, status: int = 404):
    return _uncached(render(request, "dashboards/screen_closed.html", status=status))


def _uncached(answer):
    answer["Cache-Control"] = "no-store, private"
    return answer
