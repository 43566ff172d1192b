"""A cadre goes, by whatever door: every household of theirs waits for another one at once.

The pair ends in the transaction that ends the post or shuts the account, so there is no moment in
which a household is nobody's and on no list. What happens by the clock, or where no act is done
(a union closed in the admin), is found by the sweep.
"""

import datetime
import uuid

from django.db import transaction
from django.utils import timezone

from assistance import absences
from assistance.cadres import serving
from assistance.ending import standing, stop
from assistance.models import HandOver, HandOverReason, HardshipFile, Pairing
from assistance.telling import Outbox
from organizations.models import Post

LEFT = "干部离岗"


def post_ended(post: Post, *, actor, at: datetime.datetime) -> None:
    """Called by organizations.appointments in the transaction that ends a post (settings)."""
    absences.end_with(post, actor=actor, at=at)
    release(post, actor=actor, at=at)


def account_disabled(user, *, actor, at: datetime.datetime) -> None:
    """Called by accounts.services in the transaction that shuts an account (settings)."""
    for post in Post.objects.filter(user=user).select_related("user", "organization"):
        post_ended(post, actor=actor, at=at)


@transaction.atomic
def release(post: Post, *, actor, at: datetime.datetime) -> list[HandOver]:
    """End all pairs of a post that calls nobody any more; each household waits for another cadre."""
    found, outbox = [], Outbox(at)
    for file in _locked_files_of(post):
        pairing = standing(file)
        if pairing is None or pairing.post_id != post.pk:
            continue
        stop(pairing, reason=LEFT, actor=actor, at=at)
        HardshipFile.objects.filter(pk=file.pk).update(next_due_on=None)
        if file.is_cared_for:
            found.append(_waits(file, pairing, at))
            outbox.cadre_left(found[-1])
    if found:
        outbox.waiting(found, dedupe=f"{post.pk}:{found[0].pk}")
    outbox.send()
    return found


def _locked_files_of(post: Post) -> list[HardshipFile]:
    ids = Pairing.objects.standing().filter(post=post).values("file")
    rows = HardshipFile.objects.select_for_update(of=("self",)).defer("facts")
    rows = rows.select_related("organization", "person__user").filter(pk__in=ids)
    return list(rows.order_by("pk"))


def _waits(file: HardshipFile, pairing: Pairing, at: datetime.datetime) -> HandOver:
    """A household that had asked for somebody else goes on waiting in the same row."""
    fresh = {"from_pairing": pairing, "reason": HandOverReason.POST_ENDED, "asked_at": at}
    found, _ = HandOver.objects.get_or_create(file=file, decided_at=None, defaults=fresh)
    found.file = file
    return found


def orphans(at: datetime.datetime | None = None):
    """Pairs that stand while nobody calls: the post ran out, the account or the union was shut."""
    return Pairing.objects.standing().exclude(post__in=serving(at))


def sweep(at: datetime.datetime | None = None) -> int:
    """Turn every orphan into a hand-over; returns how many households now wait. Twice is quiet."""
    at = at or timezone.now()
    posts = Post.objects.filter(pk__in=orphans(at).values("post"))
    return sum(_released(post.pk, at) for post in posts)


@transaction.atomic
def _released(post_id: uuid.UUID, at: datetime.datetime) -> int:
    """Post before files, as everywhere; asked once more under its lock."""
    Post.objects.select_for_update(no_key=True).get(pk=post_id)
    post = Post.objects.select_related("user", "organization").get(pk=post_id)
    if serving(at).filter(pk=post_id).exists():
        return 0
    absences.end_with(post, actor=None, at=at)
    return len(release(post, actor=None, at=at))
