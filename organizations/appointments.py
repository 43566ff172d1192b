"""Appointing people to posts and ending posts. Both count at the very next click of the person."""

import datetime

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.module_loading import import_string

from accounts import services as accounts
from accounts.models import User
from audit import services as audit
from audit.refusal import Refused
from notifications import services as notifications
from notifications.models import Channel
from organizations import permissions
from organizations.models import Organization, Post, Role

# Whoever runs the system may not be the one who watches it (三员分立).
APART: dict[str, Role] = {
    Role.ADMINISTRATOR: Role.AUDITOR,
    Role.AUDITOR: Role.ADMINISTRATOR,
}


@transaction.atomic
def appoint(
    *,
    user: User,
    organization: Organization,
    role: str,
    actor: User | None,
    since: datetime.datetime | None = None,
    until: datetime.datetime | None = None,
) -> Post:
    """Give `user` a post; a post of that kind that is open already is returned as it stands.

    `actor=None` is the system itself (loading the demo city). Raises Refused.
    """
    # Locking the person makes two administrators pressing together wait for one another.
    user = User.objects.select_for_update().get(pk=user.pk)
    _check(user, organization, role, actor)
    since = since or timezone.now()
    standing = _open_posts(user, since).filter(organization=organization, role=role).first()
    if standing:
        return standing
    post = Post.objects.create(
        user=user,
        organization=organization,
        role=role,
        since=since,
        until=until,
        appointed_by=actor,
    )
    _tell("organizations.post_appointed", post, actor)
    return post


@transaction.atomic
def appoint_newcomer(
    *, username: str, name: str, organization: Organization, role: str, actor: User
) -> tuple[Post, str]:
    """Open a staff account and give it a post, both or neither.

    Returns the post and the first password, which is nowhere kept. Raises Refused.
    """
    user, password = accounts.create_staff(username=username, name=name, actor=actor)
    post = appoint(user=user, organization=organization, role=role, actor=actor)
    return post, password


@transaction.atomic
def end(post: Post, *, actor: User, at: datetime.datetime | None = None) -> None:
    """End a post now; ending it again changes nothing. Raises Refused.

    What the rooms above keep for the holder of the post follows in this transaction
    (settings.POST_ENDED).
    """
    at = at or timezone.now()
    # The union first: two administrators ending each other's post must not leave the city bare.
    Organization.objects.select_for_update().get(pk=post.organization_id)
    post = (
        Post.objects.select_for_update(of=("self",))
        .select_related("organization", "user")
        .get(pk=post.pk)
    )
    if post.until and post.until <= at:
        return
    refusal = permissions.refusal_to_end(actor, post) or _refusal_to_leave_bare(post, at)
    if refusal:
        raise Refused(refusal)
    # A post that has not begun ends before it begins: it never counts.
    post.until = max(at, post.since)
    post.save(update_fields=["until"])
    _tell("organizations.post_ended", post, actor)
    for name in settings.POST_ENDED:
        import_string(name)(post, actor=actor, at=at)


def _check(user: User, organization: Organization, role: str, actor: User | None) -> None:
    if user.is_worker or not user.is_active:
        raise Refused("只能任命在用的工作人员账号。", field="username")
    refusal = permissions.refusal_to_appoint(actor, organization, role) if actor else ""
    if refusal:
        raise Refused(refusal, field="organization")
    if _clashes(user, role):
        raise Refused("管理员和安全审计员要分开，不能是同一个人。", field="role")


def _clashes(user: User, role: str) -> bool:
    apart = APART.get(role)
    return bool(apart) and _open_posts(user, timezone.now()).filter(role=apart).exists()


def _open_posts(user: User, at: datetime.datetime):
    return Post.objects.filter(Q(until__isnull=True) | Q(until__gt=at), user=user)


def _refusal_to_leave_bare(post: Post, at: datetime.datetime) -> str:
    if post.role != Role.ADMINISTRATOR or post.organization.parent_id:
        return ""
    # Only posts without an end count: one that was ended while we waited may end, by the clock of
    # whoever ended it, a moment after `at`.
    others = Post.objects.filter(
        organization=post.organization, role=post.role, user__is_active=True,
        since__lte=at, until__isnull=True,
    )  # fmt: skip
    if others.exclude(pk=post.pk).exists():
        return ""
    return f"{post.organization.name}至少要留一位管理员，请先任命接手的人。"


def _tell(act: str, post: Post, actor: User | None) -> None:
    audit.record(
        act,
        actor=actor,
        subject=post,
        unit=post.organization.name,
        data={
            "user": post.user_id,
            "name": post.user.name,
            "role": post.role,
            "organization": post.organization_id,
        },
    )
    if actor == post.user:
        return
    notifications.enqueue(
        act,
        recipient=post.user,
        channels=(Channel.INBOX,),
        context={"role": post.get_role_display(), "union": post.organization.name},
        dedupe=str(post.pk),
        about=post,
        link="/desk/",
    )
