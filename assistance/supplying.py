"""What is bought for a need, brought to the door, and signed for by real name."""

import datetime
import uuid
from dataclasses import dataclass, field

from django.db import transaction
from django.utils import timezone

from accounts.models import Kind, User
from assistance.goods import Goods, check_goods, shares_for
from assistance.models import Need, NeedState, Supply
from assistance.need_acts import (
    BOTH,
    check_cared_for,
    lock,
    move,
    record,
    tell_who_raised,
)
from assistance.permissions import refusal_to_see_to, refusal_to_sign
from assistance.recording import check
from assistance.telling import HELP
from audit.refusal import Refused
from funds import services as funds
from notifications import services as notifications
from notifications.models import Channel
from people import signature
from people.signature import Strokes

PURPOSE = "困难帮扶物资"
NO_SHARE = "请选从哪一笔帮扶资金支出；捐来的物资花费填0。"


@dataclass(frozen=True)
class Signed:
    name: str = ""
    strokes: Strokes = field(default_factory=list)


@transaction.atomic
def buy(
    need: Need, goods: Goods, *, actor: User, at: datetime.datetime | None = None
) -> Supply:  # fmt: skip
    """Buy what is needed, or set aside what was donated. The same twice is quiet.

    Raises Refused: not enough money (field "money"), somebody else has bought it already.
    """
    at = at or timezone.now()
    need = lock(need)
    check(refusal_to_see_to(actor, need))
    known = Supply.objects.select_related("bought_by").filter(need=need).first()
    if known and need.state == NeedState.BOUGHT:
        return _same(known, goods, actor)
    check_cared_for(need)
    return bought(need, goods, actor=actor, at=at)


def _same(known: Supply, goods: Goods, actor: User) -> Supply:
    if (known.bought_by_id, known.goods, known.cost_fen) != (
        actor.pk, list(goods.items), goods.cost_fen,
    ):  # fmt: skip
        raise Refused(f"这件事刚才已由{known.bought_by}备好，请再看一眼。")
    return known


def bought(
    need: Need, goods: Goods, *, actor: User, at: datetime.datetime, batch: uuid.UUID | None = None
) -> Supply:
    """The need is locked and the actor's right asked for."""
    check_goods(goods)
    supply = Supply(
        need=need, goods=list(goods.items), cost_fen=goods.cost_fen, bought_at=at, bought_by=actor,
        batch=batch,
    )  # fmt: skip
    move(need, "buy")
    if goods.cost_fen:
        supply.entry = _paid(need, supply, goods, actor, at)
    supply.save(force_insert=True)
    record("assistance.supply_bought", need, actor, at, cost_fen=goods.cost_fen)
    return supply


def _paid(need: Need, supply: Supply, goods: Goods, actor: User, at: datetime.datetime):
    """The ledger is read by people who see no file: it learns neither whose need nor which."""
    if goods.share is None or not shares_for(need.file).filter(pk=goods.share.pk).exists():
        raise Refused(NO_SHARE, field="share")
    return funds.spend(
        goods.share, amount_fen=goods.cost_fen, purpose=PURPOSE,
        source=supply, actor=actor, at=at,
    )  # fmt: skip


@transaction.atomic
def deliver(
    need: Need,
    *,
    actor: User,
    volunteer: str = "",
    without_contact: bool = True,
    at: datetime.datetime | None = None,
) -> Supply:
    """It stands at the door: brought by the actor, or by a volunteer named. Twice is quiet.

    Left without contact, the household is told to look. Raises Refused.
    """
    at = at or timezone.now()
    need = lock(need)
    check(refusal_to_see_to(actor, need))
    supply = _supply_of(need)
    if need.state == NeedState.DELIVERED:
        return supply
    supply.delivered_at, supply.without_contact = max(at, supply.bought_at), without_contact
    supply.volunteer, supply.delivered_by = volunteer.strip(), None if volunteer.strip() else actor
    move(need, "deliver")
    supply.save(update_fields=["delivered_at", "without_contact", "volunteer", "delivered_by"])
    record("assistance.supply_delivered", need, actor, at)
    if without_contact:
        _tell_household("assistance.supply_delivered", need, at, sms=True)
    return supply


@transaction.atomic
def sign(
    need: Need, signed: Signed, *, actor: User, at: datetime.datetime | None = None
) -> Supply:  # fmt: skip
    """The person has it and signs, on their own phone or on that of who brought it.

    The first signature stands; once more is quiet. Raises Refused.
    """
    at = at or timezone.now()
    need = lock(need)
    check(refusal_to_sign(actor, need))
    supply = _supply_of(need)
    if need.state == NeedState.SIGNED:
        return supply
    if need.file.person is None:
        raise Refused("这份档案已经不在了，不能再签收。")
    signature.check(signed.name, signed.strokes, need.file.person.name)
    supply.signed_at = max(at, supply.delivered_at or at)
    supply.signed_name, supply.signature = need.file.person.name, signed.strokes
    need.closed_at = at
    move(need, "sign", "closed_at")
    supply.save(update_fields=["signed_at", "signed_name", "signature"])
    record("assistance.supply_signed", need, actor, at)
    _tell_of_receipt(need, actor, at)
    return supply


def _supply_of(need: Need) -> Supply:
    supply = Supply.objects.filter(need=need).first()
    if supply is None:
        raise Refused(f"这件事现在是“{need.get_state_display()}”，还没有备好东西。")
    return supply


def _tell_of_receipt(need: Need, actor: User, at: datetime.datetime) -> None:
    """Whoever did not sign themselves learns that it was signed for in their name."""
    if actor.person_id != need.file.person_id:
        _tell_household("assistance.supply_signed", need, at)
    tell_who_raised(need, actor, at)


def _tell_household(kind: str, need: Need, at: datetime.datetime, *, sms: bool = False) -> None:
    """The account of the person, or the phone in the file where there is none."""
    account = User.objects.filter(
        kind=Kind.WORKER, person=need.file.person_id, is_active=True
    ).first()
    if account is None and not (sms and need.file.phone):
        return
    channels = BOTH if sms else (Channel.INBOX,)
    notifications.enqueue(
        kind, recipient=account, to="" if account else need.file.phone,
        channels=channels if account else (Channel.SMS,), dedupe=str(need.pk),
        context={"union": need.file.organization}, link=HELP if account else "", at=at,
    )  # fmt: skip
