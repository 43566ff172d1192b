"""Rights: which posts a user holds now, and the path prefixes they open."""

from functools import reduce
from operator import or_

from django.db.models import Q
from django.utils import timezone

from organizations import tree
from organizations.models import Organization, Post, Role


def current_posts(user) -> list[Post]:
    """The user's posts at this moment, one query a request.

    Kept on the user instance, which lives as long as one request: an ended post or a moved unit
    counts at the very next click.
    """
    if not user.is_authenticated or not user.is_active:
        return []
    if not hasattr(user, "_current_posts"):
        now = timezone.now()
        # A handful of rows a person: the plainest query, the rest is cheaper here.
        rows = Post.objects.filter(user=user).select_related("organization")
        held = [post for post in rows if post.is_current(now) and post.organization.is_active]
        user._current_posts = sorted(held, key=lambda post: (post.organization.path, post.role))
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
    inside = [Q(**{f"{field}__startswith": path}) for path in paths(user, roles)]
    return reduce(or_, inside) if inside else Q(pk__in=[])


def holds(user, roles, organization) -> bool:
    """Whether the user holds one of `roles` on this union or on one above it."""
    return any(organization.path.startswith(path) for path in paths(user, roles))


def unit_of(user, roles=tuple(Role)) -> str:
    """The name of the union on whose behalf the user acts in one of `roles`: the highest one."""
    held = [post for post in current_posts(user) if post.role in roles]
    return held[0].organization.name if held else ""


def holds_any(user, roles) -> bool:
    return any(post.role in roles for post in current_posts(user))


def holders(organization: Organization, role: Role) -> list:
    """Those who hold the role at the nearest union at or above this one that has any."""
    path = organization.path
    prefixes = [path[:end] for end in range(tree.SEGMENT, len(path) + 1, tree.SEGMENT)]
    posts = (
        Post.objects.current()
        .filter(role=role, organization__path__in=prefixes, user__is_active=True)
        .select_related("user", "organization")
        .order_by("-organization__path", "user_id")
    )
    found = list(posts)
    return [post.user for post in found if post.organization == found[0].organization]
