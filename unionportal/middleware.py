"""What holds for every answer: a kind 503 instead of a 500, and no copies of private pages."""

import logging
import sys

from django.db import InterfaceError, OperationalError
from django.http import HttpResponse
from django.template.loader import render_to_string
from django.utils.cache import patch_cache_control
from redis.exceptions import ConnectionError as RedisConnectionError
from redis.exceptions import TimeoutError as RedisTimeoutError

logger = logging.getLogger("portal.unavailable")

RETRY_SECONDS = 10
# A table locked for too long, a database or a Redis that is gone: all of them pass.
PASSING = (OperationalError, InterfaceError, RedisConnectionError, RedisTimeoutError)


def unavailable(get_response):
    """Answer what passes by itself with 503, instead of an error page that says nothing."""

    def middleware(request):
        return get_response(request)

    def process_exception(request, exception):
        if isinstance(exception, PASSING):
            return busy(request, exception)
        return None

    middleware.process_exception = process_exception  # type: ignore[attr-defined]
    return middleware


def server_error(request) -> HttpResponse:
    """`handler500`: also reached by errors in a middleware (the session's user, say)."""
    exception = sys.exc_info()[1]
    if isinstance(exception, PASSING):
        return busy(request, exception)
    return HttpResponse(render_to_string("500.html"), status=500)


def busy(request, exception: BaseException) -> HttpResponse:
    logger.warning("request.unavailable", extra={"path": request.path, "error": str(exception)})
    return HttpResponse(
        render_to_string("503.html"),
        status=503,
        headers={"Retry-After": str(RETRY_SECONDS), "Cache-Control": "no-store"},
    )


def private_pages(get_response):
    """No copy of a signed-in person's page in any cache, nor behind the “back” key."""

    def middleware(request):
        response = get_response(request)
        if "Cache-Control" not in response and request.user.is_authenticated:
            patch_cache_control(response, no_store=True, private=True)
        return response

    return middleware
