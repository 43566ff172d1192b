"""Hand-over: a household waits for another cadre until somebody chooses one. None can be dropped.

When a cadre's post ends, the pair ends with it, in the same transaction: nobody calls, and the
page says so. When the household asks for somebody else, or a cadre has too many, the pair goes on
until the choice is made.
"""

import datetime
import uuid

from django.db import transaction
from django.utils import timezone

from assistance import absences
from assistance.admitting import Choice
from assistance.cadres import serving
from assistance.ending import lock_file, settle, standing, stop
from assistance.models import HandOver, HandOverReason, HardshipFile, Pairing
from assistance.models.file import STEWARDS
from assistance.pairing import Outcome, pair_all
from assistance.permissions import calls, refusal_to_keep
from assistance.telling import Outbox, account_of
from audit import services as audit
from audit.refusal import Refused
from organizations.models import Post
from organizations.posts import holders

LEFT = "干部离岗"


@transaction.atomic
def ask(
    file: HardshipFile, *, reason: str, actor, note: str = "",
    at: datetime.datetime | None = None,
) -> HandOver:  # fmt: skip
    """The household wants somebody else, or its cadre has too many. Asked again it is quiet.

    `actor` is the person helped, who calls them, or the supervisor line. Raises Refused.
    """
    at = at or timezone.now()
    file = lock_file(file)
    if not _may_ask(actor, file):
        raise Refused("这一户不是您联系的。")
    known = HandOver.objects.filter(file=file, decided_at=None).first()
    if known:
        return known
    pairing = standing(file)
    if pairing is None:
        raise Refused("现在还没有联系干部，工会正在安排。")
    found = HandOver.objects.create(
        file=file, from_pairing=pairing, reason=HandOverReason(reason), asked_at=at,
        note=note[:120],
    )  # fmt: skip
    _record("assistance.hand_over_asked", found, actor, at)
    outbox = Outbox(at)
    _tell_supervisors(outbox, [found], dedupe=found.pk)
    outbox.send()
    return found


def _may_ask(actor, file: HardshipFile) -> bool:
    own = account_of(file)
    return (
        bool(own and own == actor)
        or calls(actor, file)
        or not refusal_to_keep(actor, file.organization)
    )


def choose(
    found: HandOver, post: Post, *, actor, why: str = "", at: datetime.datetime | None = None
) -> Pairing:
    """Another cadre for this household. Raises Refused."""
    outcome = choose_all([Choice(found.file_id, post.pk, why)], actor=actor, at=at)
    if outcome.left:
        raise Refused(outcome.left[0][1], field="post")
    return outcome.made[0]


def choose_all(choices, *, actor, at: datetime.datetime | None = None) -> Outcome:
    """The same for many households at once; what could not be made still waits."""
    return pair_all(choices, actor=actor, at=at, handing_over=True)


@transaction.atomic
def keep(found: HandOver, *, note: str, actor, at: datetime.datetime | None = None) -> HandOver:
    """After talking it over, the cadre stays. Only while there is one. Raises Refused."""
    at = at or timezone.now()
    file = lock_file(found.file)
    refusal = refusal_to_keep(actor, file.organization)
    if refusal:
        raise Refused(refusal)
    pairing = standing(file)
    if pairing is None or not serving(at).filter(pk=pairing.post_id).exists():
        raise Refused("现在没有人联系这一户，请选一位干部。")
    if not note.strip():
        raise Refused("请写一句怎么谈的。", field="note")
    decided = settle(file, actor=actor, at=at, to=pairing, note=note.strip())
    if decided is None:
        found.refresh_from_db()
        return found
    _record("assistance.hand_over_kept", decided, actor, at)
    outbox = Outbox(at)
    if decided.reason == HandOverReason.ASKED_FOR:
        decided.file = file
        outbox.kept(decided, pairing)
    outbox.send()
    return decided


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
        _tell_supervisors(outbox, found, dedupe=f"{post.pk}:{found[0].pk}")
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


def _tell_supervisors(outbox: Outbox, found: list[HandOver], *, dedupe) -> None:
    """Each once, however many households it is about."""
    unions = {each.file.organization_id: each.file.organization for each in found}
    readers = {
        user.pk: user for union in unions.values() for role in STEWARDS
        for user in holders(union, role)
    }  # fmt: skip
    for reader in readers.values():
        outbox.enqueue(
            "assistance.hand_over_waiting", reader, dedupe=f"{dedupe}:{reader.pk}",
            link="/desk/assistance/hand-overs/", number=len(found),
            asked_for=found[0].reason == HandOverReason.ASKED_FOR,
        )  # fmt: skip


def _record(action: str, found: HandOver, actor, at: datetime.datetime) -> None:
    audit.record(
        action, actor=actor, subject=found.file, person=found.file.person_id,
        unit=found.file.organization.name, data={"reason": found.reason}, at=at,
    )  # fmt: skip
