"""Uploads that are too large are turned away by what they announce, before they are taken in."""

import time
from functools import wraps

from django.conf import settings
from django.core.files.uploadhandler import (
    MemoryFileUploadHandler,
    TemporaryFileUploadHandler,
)
from django.views.decorators.csrf import csrf_exempt, csrf_protect

# The form around the file: token, names, boundaries.
SLACK = 64 * 1024
PIECE = 64 * 1024
# A browser shows an answer only after it could say what it had to; longer than this nobody listens.
SECONDS = 20


class InMemory(MemoryFileUploadHandler):
    """Keeps the file off the disk, whatever its size: it may be full of document numbers."""

    def handle_raw_input(self, *args, **kwargs):
        self.activated = True


def limited(view=None, *, handler=TemporaryFileUploadHandler):
    """For a view that takes a spreadsheet: files go to the disk as they come, whatever their size.

    What announces more than is allowed is heard and thrown away, piece by piece; the view finds an
    empty form and `request.too_large`, the size announced. Stands outermost: the token is looked
    for in the form, so it is asked for after the length was; without a form nothing is done.
    """

    def decorate(view):
        protected = csrf_protect(view)

        @csrf_exempt
        @wraps(view)
        def asked(request, *args, **kwargs):
            size = _announced(request)
            if size > settings.SPREADSHEET_MAX_BYTES + SLACK:
                _hear_out(request)
                request.too_large = size
                return view(request, *args, **kwargs)
            request.too_large = 0
            request.upload_handlers = [handler(request)]
            return protected(request, *args, **kwargs)

        return asked

    return decorate(view) if view else decorate


def _announced(request) -> int:
    length = request.META.get("CONTENT_LENGTH") or ""
    return int(length) if length.isdecimal() and len(length) < 16 else 0


def _hear_out(request) -> None:
    until = time.monotonic() + SECONDS
    while request.read(PIECE) and time.monotonic() < until:
        pass
