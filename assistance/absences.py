"""A cadre away for some days: the pairs stay the cadre's own, a stand-in calls in the meantime.

Whoever stands in sees the households on those days and on no other (HardshipFile.kept_by).
"""

import datetime
import uuid
from collections.abc import Iterable

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from assistance.models import Absence, Pairing
from assistance.standing_in import (
    check_days,
    check_others,
    check_who,
    open_ones,
    refusal_to_arrange,
)
from assistance.telling import Outbox
from audit import services as audit
from audit.refusal import Refused
from organizations.models import Post


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
    known = open_ones(at).filter(post=post, stand_in=stand_in, **days).first()
    if known:
        return known
    check_who(post, stand_in, actor, at)
    check_days(since_on, until_on, timezone.localdate(at))
    check_others(post, stand_in, since_on, until_on, at)
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


def of(post: Post) -> list[Absence]:
    """Those that run or are to come."""
    return list(open_ones(timezone.now()).filter(post=post).order_by("since_on"))


def today(posts: Iterable[uuid.UUID]) -> dict[uuid.UUID, Absence]:
    """Who of these is away today, by post. One query."""
    rows = open_ones(timezone.now()).filter(post__in=posts, since_on__lte=timezone.localdate())
    return {absence.post_id: absence for absence in rows}


@transaction.atomic
def end(absence: Absence, *, actor, at: datetime.datetime | None = None) -> Absence:
    """The cadre is back early, or somebody else is to stand in. Twice is quiet. Raises Refused."""
    at = at or timezone.now()
    list(Absence.objects.select_for_update().filter(pk=absence.pk).values_list("pk"))
    found = open_ones(at).filter(pk=absence.pk).first()
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
        open_ones(at).filter(Q(post=post) | Q(stand_in=post)).select_for_update(of=("self",))
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
