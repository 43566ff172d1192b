"""Hand-over: a household waits for another cadre until somebody chooses one. None can be dropped.

When the household asks for somebody else, or a cadre has too many, the pair goes on until the
choice is made. When a cadre goes, it ends at once (releasing.py).
"""

import datetime

from django.db import transaction
from django.utils import timezone

from assistance.admitting import Choice
from assistance.cadres import serving
from assistance.ending import lock_file, settle, standing
from assistance.models import HandOver, HandOverReason, HardshipFile, Pairing
from assistance.pairing import Outcome, pair_all
from assistance.permissions import calls, refusal_to_keep
from assistance.telling import Outbox, account_of
from audit import services as audit
from audit.refusal import Refused
from organizations.models import Post


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
    outbox.waiting([found], dedupe=found.pk)
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


def _record(action: str, found: HandOver, actor, at: datetime.datetime) -> None:
    audit.record(
        action, actor=actor, subject=found.file, person=found.file.person_id,
        unit=found.file.organization.name, data={"reason": found.reason}, at=at,
    )  # fmt: skip
