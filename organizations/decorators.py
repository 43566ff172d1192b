"""Doors of the desk."""

from functools import wraps

from django.http import Http404

from accounts.decorators import staff_required
from organizations.posts import holds_any


def post_required(*roles):
    """Staff with at least one current post of these roles; for others the page does not exist."""

    def decorate(view):
        @wraps(view)
        def asked(request, *args, **kwargs):
            if not holds_any(request.user, roles):
                raise Http404
            return view(request, *args, **kwargs)

        return staff_required(asked)

    return decorate
