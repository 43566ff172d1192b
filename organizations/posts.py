"""Rights: which posts a user holds now, and the path prefixes they open."""

from django.db.models import Q

from organizations.models import Post


def current_posts(user) -> list[Post]:
    """The user's posts at this moment, one query a request.

    Kept on the user instance, which lives as long as one request: an ended post or a moved unit
    counts at the very next click.
    """
    if not user.is_authenticated or not user.is_active:
        return []
    if not hasattr(user, "_current_posts"):
        user._current_posts = list(
            Post.objects.current()
            .filter(user=user, organization__is_active=True)
            .select_related("organization")
            .order_by("organization__path", "role")
        )
    return user._current_posts


def paths(user, roles) -> list[str]:
    """Path prefixes of the subtrees in which the user holds one of `roles`, none inside another."""
    found: list[str] = []
    for post in current_posts(user):
        path = post.organization.path
        if post.role in roles and not any(path.startswith(outer) for outer in found):
            found.append(path)
    return found


def within(user, roles, field: str) -> Q:
    """A filter for rows whose union path (`field`) lies in one of the user's subtrees."""
    condition = Q(pk__in=[])
    for path in paths(user, roles):
        condition |= Q(**{f"{field}__startswith": path})
    return condition


def holds(user, roles, organization) -> bool:
    """Whether the user holds one of `roles` on this union or on one above it."""
    return any(organization.path.startswith(path) for path in paths(user, roles))


def holds_any(user, roles) -> bool:
    return any(post.role in roles for post in current_posts(user))
