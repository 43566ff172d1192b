"""Addresses that a visitor may write: only our own are followed."""

from django.utils.http import url_has_allowed_host_and_scheme


def is_ours(request, target: str) -> bool:
    return url_has_allowed_host_and_scheme(
        target, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )


def wanted(request, default: str) -> str:
    """The page asked for before signing in (`next`), or `default`."""
    target = request.POST.get("next") or request.GET.get("next", "")
    # Without a slash a redirect would take it for the name of a page.
    return target if "/" in target and is_ours(request, target) else default
