"""Who may: each function returns the reason shown to the user, or "" when there is none."""

from django.db.models import Q
from django.utils import timezone

from organizations.models import Organization, Post, Role
from organizations.posts import current_posts, holds


def refusal_to_manage(user, organization: Organization) -> str:
    """Unions, stations, office hours and posts belong to the administrators above them."""
    if not holds(user, (Role.ADMINISTRATOR,), organization):
        return "这个工会不在您的管理范围内。"
    return ""


def refusal_to_appoint(user, organization: Organization, role: str) -> str:
    refusal = refusal_to_manage(user, organization)
    if refusal:
        return refusal
    if role == Role.AUDITOR and not is_root_administrator(user):
        return "安全审计员只能由市总工会的管理员任命。"
    if not organization.is_active:
        return "这个工会已停用，请另选一个。"
    return ""


def refusal_to_end(user, post: Post) -> str:
    refusal = refusal_to_manage(user, post.organization)
    if refusal:
        return refusal
    if post.role == Role.AUDITOR and not is_root_administrator(user):
        return "安全审计员只能由市总工会的管理员调整。"
    if post.user_id == user.pk and post.role == Role.ADMINISTRATOR and _is_last_of(user, post):
        return "这是您自己最后一个管理员岗位，请由别的管理员来结束。"
    return ""


def refusal_to_manage_account(user, account) -> str:
    """Whoever administers every union in which the account holds a post may open and shut it."""
    if account.pk == user.pk:
        return "自己的账号请在“我的账号”里办，停用和重置要请别的管理员。"
    refusals = [refusal_to_end(user, post) for post in _open_posts(account)]
    if any(refusals):
        return "这个账号还有不归您管的岗位，请由上级管理员办理。"
    return ""


def _open_posts(account):
    rows = Post.objects.filter(Q(until__isnull=True) | Q(until__gt=timezone.now()), user=account)
    return rows.select_related("organization")


def refusal_to_change_calendar(user) -> str:
    """The calendar holds for the whole city, so the city's administrators keep it."""
    return "" if is_root_administrator(user) else "工作日历由市总工会的管理员调整。"


def is_root_administrator(user) -> bool:
    return any(
        post.role == Role.ADMINISTRATOR and post.organization.parent_id is None
        for post in current_posts(user)
    )


def _is_last_of(user, ending: Post) -> bool:
    return not any(
        post.role == Role.ADMINISTRATOR and post.pk != ending.pk for post in current_posts(user)
    )
