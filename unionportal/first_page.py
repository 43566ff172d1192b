"""Where a member of staff begins who signed in without asking for a page (settings.FIRST_PAGE)."""

from django.urls import reverse

from organizations.models import Role
from organizations.posts import current_posts


def of(user) -> str:
    """Who administers the whole city and does nothing else begins with where people are not
    reached; all others with what they must do today.
    """
    held = current_posts(user)
    sees_all = any(post.organization.parent_id is None for post in held)
    if sees_all and all(post.role == Role.ADMINISTRATOR for post in held):
        return reverse("dashboards:overview")
    return reverse("membership:desk")
