"""Who can call households: current posts of cadres, with their people and unions in use."""

import datetime

from organizations.models import Post, Role


def serving(at: datetime.datetime | None = None):
    """Posts in which somebody calls households at that moment."""
    return Post.objects.current(at).filter(
        role=Role.CADRE, user__is_active=True, organization__is_active=True
    )


def refusal_to_serve(post: Post, at: datetime.datetime) -> str:
    """The same, asked of one post whose user and union are at hand."""
    if post.role != Role.CADRE or not post.is_current(at) or not post.user.is_active:
        return f"{post.user}现在不在帮扶干部岗位上。"
    return "" if post.organization.is_active else f"{post.organization}已停用。"
