"""The same goods for several households in one go: the fifteen of a day."""

import datetime
import uuid
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from assistance import needs, supplying
from assistance.ending import lock_file
from assistance.goods import Goods
from assistance.models import HardshipFile, Need, Supply
from assistance.need_acts import lock
from assistance.permissions import refusal_to_contact
from assistance.recording import check
from assistance.supplying import bought
from audit.refusal import Refused
from funds import money
from funds import services as funds

MOST_AT_ONCE = 200


@dataclass
class Delivered:
    done: list[Supply] = field(default_factory=list)
    # What could not be said to have arrived, each with the reason.
    left: list[tuple[Supply, str]] = field(default_factory=list)


@transaction.atomic
def give_to_many(
    files: Iterable[HardshipFile],
    goods: Goods,
    *,
    kind: str,
    actor: User,
    batch: uuid.UUID,
    text: str = "",
    at: datetime.datetime | None = None,
) -> list[Supply]:
    """The same goods for each of these households, all of them or none; `cost_fen` is for one.

    A need of this kind that waits is met by it, else one is written down. The same `batch` twice
    is one act. Raises Refused.
    """
    at = at or timezone.now()
    locked = [lock_file(file) for file in sorted(files, key=lambda file: file.pk)]
    known = list(Supply.objects.filter(batch=batch).select_related("need"))
    if known:
        return known
    _check_many(locked, goods, actor)
    return [
        bought(_need_of(file, kind, text, actor, at), goods, actor=actor, at=at, batch=batch)
        for file in locked
    ]


def _check_many(files: list[HardshipFile], goods: Goods, actor: User) -> None:
    if not files:
        raise Refused("还没有选户，请至少选一户。", field="households")
    if len(files) > MOST_AT_ONCE:
        raise Refused(f"一次最多{MOST_AT_ONCE}户，请分几次。", field="households")
    for file in files:
        check(refusal_to_contact(actor, file), field="households")
        if not file.is_cared_for:
            raise Refused(
                f"{file.person}现在是“{file.get_state_display()}”，请去掉以后再试。",
                field="households",
            )
    _check_whole(files, goods)


def _check_whole(files: list[HardshipFile], goods: Goods) -> None:
    whole = goods.cost_fen * len(files)
    if not whole or goods.share is None:
        return
    left = funds.locked(goods.share).remaining_fen
    if whole > left:
        raise Refused(
            f"{goods.share.organization.name}的帮扶资金只剩{money.yuan(left)}元，"
            f"{len(files)}户一共要{money.yuan(whole)}元。",
            field="money",
        )


def _need_of(
    file: HardshipFile, kind: str, text: str, actor: User, at: datetime.datetime
) -> Need:  # fmt: skip
    return lock(needs.raise_need(file, kind=kind, actor=actor, text=text, at=at))


def deliver_all(
    supplies: Iterable[Supply],
    *,
    actor: User,
    volunteer: str = "",
    without_contact: bool = True,
    at: datetime.datetime | None = None,
) -> Delivered:
    """Each of these stands at its door, by an act of its own; what cannot be is left with the
    reason, the others are done.
    """
    found = Delivered()
    for supply in supplies:
        try:
            made = supplying.deliver(
                supply.need, actor=actor, volunteer=volunteer, without_contact=without_contact,
                at=at,
            )  # fmt: skip
        except Refused as refused:
            found.left.append((supply, refused.message))
        else:
            found.done.append(made)
    return found
