"""Every page of 看全局 that can be asked for by its address alone."""

import re
from collections.abc import Iterator

from django.urls import URLPattern, URLResolver

from dashboards import urls

# For anybody: no area of the viewer's is read there.
PUBLIC = ("promise-public",)
# Opened by a link that carries its own right.
BY_LINK = ("screen-wall", "screen-wall-figures")


def names() -> list[str]:
    """Views of the room without arguments in their address, in order of their names."""
    found = set(_plain(urls.urlpatterns))
    return sorted(found - {*PUBLIC, *BY_LINK})


def _plain(patterns: list) -> Iterator[str]:
    for each in patterns:
        if isinstance(each, URLResolver):
            yield from _plain(each.url_patterns)
        elif isinstance(each, URLPattern) and each.name and not each.pattern.regex.groups:
            yield each.name


def shown(html: str) -> str:
    """The page without what differs from one request to the next."""
    return re.sub(r'(csrfmiddlewaretoken" value|nonce|data-token)="[^"]*"', "", html)
