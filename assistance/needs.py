"""A need from the first word on: raised, given to somebody, settled with advice, or called off.

What is bought for it stands in supplying.py.
"""

import datetime

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from assistance.models import Contact, HardshipFile, Need, NeedState, Supply
from assistance.need_acts import (
    BOTH,
    check_cared_for,
    lock,
    move,
    record,
    tell,
    tell_who_raised,
)
from assistance.permissions import refusal_to_be_asked, refusal_to_contact, refusal_to_see_to
from assistance.recording import check
from audit.refusal import Refused
from funds import services as funds

# The ledger of a fund is read by people who see no file: it learns that, not why.
GIVEN_BACK = "需要取消，物资退回"


def raise_need(
    file: HardshipFile,
    *,
    kind: str,
    actor: User,
    text: str = "",
    contact: Contact | None = None,
    at: datetime.datetime | None = None,
) -> Need:
    """Write down what a household needs. The same need that still waits is not raised again.

    The caller holds the file. Raises Refused.
    """
    at = at or timezone.now()
    check(refusal_to_contact(actor, file))
    known = _waiting(file, kind, text).first()
    if known:
        return known
    need = Need.objects.create(
        file=file, contact=contact, kind=kind, text=text, raised_by=actor, raised_at=at,
        is_demo=file.is_demo,
    )  # fmt: skip
    record("assistance.need_raised", need, actor, at)
    return need


def _waiting(file: HardshipFile, kind: str, text: str):
    rows = Need.objects.filter(
        file=file, kind=kind, state__in=(NeedState.RAISED, NeedState.ASSIGNED)
    )
    return (rows.filter(text=text) if text else rows).order_by("raised_at", "pk")


@transaction.atomic
def assign(
    need: Need,
    *,
    to: User,
    actor: User,
    seen: int | None = None,
    at: datetime.datetime | None = None,
) -> Need:
    """Give it to a colleague, or take it oneself; who is asked is told. The same twice is quiet.

    `seen` is the id of whom the page showed it to be with: of two who give it away at once, the
    later one looks again. Raises Refused.
    """
    at = at or timezone.now()
    need = lock(need)
    check(refusal_to_see_to(actor, need))
    if need.state == NeedState.ASSIGNED and need.assigned_to_id == to.pk:
        return need
    if need.assigned_to_id != seen:
        raise Refused(f"这件事刚才已经交给{need.assigned_to or '别人'}，请再看一眼。", field="to")
    check_cared_for(need)
    check(refusal_to_be_asked(to, need.file), field="to")
    need.assigned_to = to
    move(need, "assign", "assigned_to")
    record("assistance.need_assigned", need, actor, at, to=to.pk)
    if to.pk != actor.pk:
        tell("assistance.need_assigned", need, to, at, channels=BOTH)
    return need


@transaction.atomic
def settle(
    need: Need, *, note: str, actor: User, at: datetime.datetime | None = None
) -> Need:  # fmt: skip
    """Done without anything to sign for: advice, a call, a form filled in. Twice is quiet."""
    at, note = at or timezone.now(), note.strip()
    need = lock(need)
    check(refusal_to_see_to(actor, need))
    if need.state == NeedState.SETTLED:
        return need
    if not note:
        raise Refused("请写一句是怎么办好的。", field="note")
    _close(need, "settle", note, at)
    record("assistance.need_settled", need, actor, at)
    tell_who_raised(need, actor, at)
    return need


@transaction.atomic
def cancel(
    need: Need, *, note: str, actor: User, at: datetime.datetime | None = None
) -> Need:  # fmt: skip
    """Not needed any more: what was paid for it goes back by a counter-entry. Twice is quiet."""
    at, note = at or timezone.now(), note.strip()
    need = lock(need)
    check(refusal_to_see_to(actor, need))
    if need.state == NeedState.CANCELLED:
        return need
    if not note:
        raise Refused("请写一句为什么不用了。", field="note")
    _close(need, "cancel", note, at)
    fen = _give_back(need, actor, at)
    record("assistance.need_cancelled", need, actor, at, given_back_fen=fen)
    tell_who_raised(need, actor, at)
    return need


def _give_back(need: Need, actor: User, at: datetime.datetime) -> int:
    supply = Supply.objects.select_related("entry").filter(need=need).first()
    if supply is None or supply.entry is None:
        return 0
    funds.counter(supply.entry, reason=GIVEN_BACK, actor=actor, at=at)
    return supply.cost_fen


def _close(need: Need, act: str, note: str, at: datetime.datetime) -> None:
    need.closed_at, need.closing_note = at, note[:120]
    move(need, act, "closed_at", "closing_note")
