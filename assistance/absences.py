"""A cadre away for some days: the pairs stay the cadre's own, a stand-in calls in the meantime.

Whoever stands in sees the households on those days and on no other (HardshipFile.kept_by).
"""

import datetime
import uuid
from collections.abc import Iterable

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from assistance.cadres import refusal_to_serve
from assistance.models import Absence, Pairing
from assistance.permissions import keeps
from assistance.telling import Outbox
from audit import services as audit
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


@transaction.atomic
def name_stand_in(
    post: Post, *, stand_in: Post, since_on: datetime.date, until_on: datetime.date, actor,
    at: datetime.datetime | None = None,
) -> Absence:  # fmt: skip
    """For these days `stand_in` calls the households of `post`. The same once more is quiet.

    Both are told, and the households as far as they have an account. Raises Refused.
    """
    post, stand_in = _locked(post, stand_in)
    at = at or timezone.now()
    days = {"since_on": since_on, "until_on": until_on}
    known = _open(at).filter(post=post, stand_in=stand_in, **days).first()
    if known:
        return known
    _check_who(post, stand_in, actor, at)
    _check_days(since_on, until_on, timezone.localdate(at))
    _check_others(post, stand_in, since_on, until_on, at)
    absence = Absence.objects.create(
        post=post, stand_in=stand_in, recorded_by=actor, recorded_at=at, **days
    )
    _record("assistance.stand_in_named", absence, actor, at)
    _tell_of(absence, at)
    return absence


def _locked(*posts: Post) -> list[Post]:
    """In the order everybody takes them (see pairing.py): two who stand in for one another wait."""
    ids = [post.pk for post in posts]
    rows = Post.objects.filter(pk__in=ids).order_by("user_id", "pk")
    list(rows.select_for_update(no_key=True).values_list("pk"))
    found = Post.objects.select_related("user", "organization").in_bulk(ids)
    return [found[pk] for pk in ids]


def _check_who(post: Post, stand_in: Post, actor, at: datetime.datetime) -> None:
    refusal = refusal_to_arrange(actor, post) or refusal_to_serve(post, at)
    if refusal:
        raise Refused(refusal)
    if not possible(post, at).filter(pk=stand_in.pk).exists():
        raise Refused("请选同一个工会或上级工会在岗的人代管。", field="stand_in")


def _check_days(since_on: datetime.date, until_on: datetime.date, today: datetime.date) -> None:
    if since_on < today:
        raise Refused("开始的日子已经过去了，请从今天起选。", field="since_on")
    if until_on < since_on:
        raise Refused("结束的日子不能早于开始的日子。", field="until_on")
    if until_on - since_on > LONGEST:
        raise Refused("一次最多半年，再久请办理交接。", field="until_on")


def _check_others(
    post: Post, stand_in: Post, since_on: datetime.date, until_on: datetime.date, at
) -> None:
    others = _open(at).filter(since_on__lte=until_on, until_on__gte=since_on)
    own = others.filter(post=post).first()
    if own:
        raise Refused(f"这几天里已经安排了{own.stand_in.user}代管，要换人请先结束那一次。")
    if others.filter(post__user=stand_in.user).exists():
        raise Refused(f"{stand_in.user}这几天自己也不在，请选别人。", field="stand_in")
    lent = others.filter(stand_in__user=post.user).first()
    if lent:
        raise Refused(f"这几天{post.user}正替{lent.post.user}代管，请先给那边另找人。")


def _open(at: datetime.datetime):
    """Not ended by hand, and not over."""
    rows = Absence.objects.filter(ended_at=None, until_on__gte=timezone.localdate(at))
    return rows.select_related("post__user", "post__organization", "stand_in__user")


def of(post: Post) -> list[Absence]:
    """Those that run or are to come."""
    return list(_open(timezone.now()).filter(post=post).order_by("since_on"))


def today(posts: Iterable[uuid.UUID]) -> dict[uuid.UUID, Absence]:
    """Who of these is away today, by post. One query."""
    rows = _open(timezone.now()).filter(post__in=posts, since_on__lte=timezone.localdate())
    return {absence.post_id: absence for absence in rows}


@transaction.atomic
def end(absence: Absence, *, actor, at: datetime.datetime | None = None) -> Absence:
    """The cadre is back early, or somebody else is to stand in. Twice is quiet. Raises Refused."""
    at = at or timezone.now()
    list(Absence.objects.select_for_update().filter(pk=absence.pk).values_list("pk"))
    found = _open(at).filter(pk=absence.pk).first()
    if found is None:
        absence.refresh_from_db()
        return absence
    refusal = refusal_to_arrange(actor, found.post)
    if refusal:
        raise Refused(refusal)
    _close(found, actor, at)
    return found


def end_with(post: Post, *, actor, at: datetime.datetime) -> None:
    """The post is over: neither does it need a stand-in, nor does it stand in for others."""
    for absence in (
        _open(at).filter(Q(post=post) | Q(stand_in=post)).select_for_update(of=("self",))
    ):
        _close(absence, actor, at)


def _close(absence: Absence, actor, at: datetime.datetime) -> None:
    absence.ended_at = at
    absence.save(update_fields=["ended_at"])
    _record("assistance.absence_ended", absence, actor, at)
    outbox = Outbox(at)
    for reader in (absence.post.user, absence.stand_in.user):
        outbox.absence_ended(absence, reader)
    outbox.send()


def _tell_of(absence: Absence, at: datetime.datetime) -> None:
    outbox = Outbox(at)
    rows = Pairing.objects.standing().filter(post=absence.post)
    pairs = list(rows.select_related("file__person__user"))
    outbox.stood_in(absence, pairs)
    outbox.send()


def _record(action: str, absence: Absence, actor, at: datetime.datetime) -> None:
    data = {
        "cadre": absence.post.user_id, "stand_in": absence.stand_in.user_id,
        "since": absence.since_on.isoformat(), "until": absence.until_on.isoformat(),
    }  # fmt: skip
    audit.record(
        action, actor=actor, subject=absence.post, unit=absence.post.organization.name, data=data,
        at=at,
    )  # fmt: skip
