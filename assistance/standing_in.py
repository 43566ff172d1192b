"""Who may stand in for whom, and on which days: each check raises Refused beside its field."""

import datetime

from django.utils import timezone

from assistance.cadres import refusal_to_serve
from assistance.models import Absence
from assistance.permissions import keeps
from audit.refusal import Refused
from organizations import tree
from organizations.models import Post, Role

LONGEST = datetime.timedelta(days=180)
# A cadre, or the supervisor line where there is no other one.
STAND_INS = (Role.CADRE, Role.ADMINISTRATOR)


def possible(post: Post, at: datetime.datetime | None = None):
    """Posts of the same union or of one above it that may stand in for this one."""
    path = post.organization.path
    above = [path[:end] for end in range(tree.SEGMENT, len(path) + 1, tree.SEGMENT)]
    rows = Post.objects.current(at).filter(
        role__in=STAND_INS, organization__path__in=above, user__is_active=True,
        organization__is_active=True,
    )  # fmt: skip
    return rows.exclude(user=post.user).select_related("user", "organization")


def refusal_to_arrange(user, post: Post) -> str:
    """The cadre, for the own households, and the supervisor line."""
    if post.user_id == user.pk or keeps(user, post.organization):
        return ""
    return "这位干部不归您管理。"


def check_who(post: Post, stand_in: Post, actor, at: datetime.datetime) -> None:
    refusal = refusal_to_arrange(actor, post) or refusal_to_serve(post, at)
    if refusal:
        raise Refused(refusal)
    if not possible(post, at).filter(pk=stand_in.pk).exists():
        raise Refused("请选同一个工会或上级工会在岗的人代管。", field="stand_in")


def check_days(since_on: datetime.date, until_on: datetime.date, today: datetime.date) -> None:
    if since_on < today:
        raise Refused("开始的日子已经过去了，请从今天起选。", field="since_on")
    if until_on < since_on:
        raise Refused("结束的日子不能早于开始的日子。", field="until_on")
    if until_on - since_on > LONGEST:
        raise Refused("一次最多半年，再久请办理交接。", field="until_on")


def check_others(
    post: Post, stand_in: Post, since_on: datetime.date, until_on: datetime.date, at
) -> None:
    others = open_ones(at).filter(since_on__lte=until_on, until_on__gte=since_on)
    own = others.filter(post=post).first()
    if own:
        raise Refused(f"这几天里已经安排了{own.stand_in.user}代管，要换人请先结束那一次。")
    if others.filter(post__user=stand_in.user).exists():
        raise Refused(f"{stand_in.user}这几天自己也不在，请选别人。", field="stand_in")
    lent = others.filter(stand_in__user=post.user).first()
    if lent:
        raise Refused(f"这几天{post.user}正替{lent.post.user}代管，请先给那边另找人。")


def open_ones(at: datetime.datetime):
    """Not ended by hand, and not over."""
    rows = Absence.objects.filter(ended_at=None, until_on__gte=timezone.localdate(at))
    return rows.select_related("post__user", "post__organization", "stand_in__user")
