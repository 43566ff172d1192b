"""The acts on earmarked money. Each locks what it changes: the last yuan is spent once.

Always the fund before the share: no two acts wait for one another in a circle.
"""

import datetime
import uuid
from typing import Any

from django.db import transaction
from django.db.models import Model
from django.utils import timezone

from audit import services as audit
from audit.refusal import Refused
from funds import money
from funds.models import Allocation, EntryKind, Fund, FundEntry, FundKind
from funds.permissions import refusal_to_allocate, refusal_to_open, refusal_to_receive
from organizations.models import Organization

PURPOSE_LENGTH, REASON_LENGTH = 120, 200


@transaction.atomic
def open_fund(
    *,
    name: str,
    organization: Organization,
    amount_fen: int,
    actor: Any,
    kind: str = FundKind.CAMPAIGN,
    is_demo: bool = False,
) -> Fund:
    """Set a sum aside. Raises Refused."""
    _check(refusal_to_open(actor, organization))
    _check_amount(amount_fen)
    fund = Fund.objects.create(
        name=name, kind=kind, organization=organization, amount_fen=amount_fen, is_demo=is_demo
    )
    _record("funds.opened", fund, actor, {"amount_fen": amount_fen})
    return fund


@transaction.atomic
def resize(fund: Fund, *, amount_fen: int, actor: Any) -> Fund:
    """Change the total; never below what has been handed out. Raises Refused."""
    fund = locked_fund(fund)
    _check(refusal_to_allocate(actor, fund))
    _check_amount(amount_fen)
    if fund.amount_fen == amount_fen:
        return fund
    if amount_fen < fund.allocated_fen:
        handed_out = money.yuan(fund.allocated_fen)
        raise Refused(f"已经拨付{handed_out}元，总额不能少于这个数。", field="amount")
    before, fund.amount_fen = fund.amount_fen, amount_fen
    fund.save(update_fields=["amount_fen"])
    _record("funds.resized", fund, actor, {"amount_fen": amount_fen, "before_fen": before})
    return fund


@transaction.atomic
def allocate(
    fund: Fund,
    *,
    organization: Organization,
    amount_fen: int,
    actor: Any,
    purpose: str = "",
    client_id: uuid.UUID | None = None,
    at: datetime.datetime | None = None,
) -> FundEntry:
    """Hand `amount_fen` (> 0) of the fund to a union. Raises Refused when there is not enough.

    The same `client_id` twice is one act and returns the first entry.
    """
    fund = locked_fund(fund)
    known = FundEntry.objects.filter(client_id=client_id).first() if client_id else None
    if known:
        return known
    _check(refusal_to_allocate(actor, fund) or refusal_to_receive(fund, organization))
    _check_amount(amount_fen)
    if amount_fen > fund.unallocated_fen:
        left = money.yuan(fund.unallocated_fen)
        raise Refused(f"专项资金只剩{left}元没有拨付，不够这次拨付。", field="amount")
    Allocation.objects.bulk_create(
        [Allocation(fund=fund, organization=organization)], ignore_conflicts=True
    )
    allocation = locked(Allocation.objects.get(fund=fund, organization=organization))
    fund.allocated_fen += amount_fen
    fund.save(update_fields=["allocated_fen"])
    allocation.granted_fen += amount_fen
    allocation.save(update_fields=["granted_fen"])
    entry = FundEntry(
        allocation=allocation, kind=EntryKind.GRANT, amount_fen=amount_fen,
        purpose=purpose or "拨付", client_id=client_id,
    )  # fmt: skip
    return _write(entry, actor=actor, at=at)


# Part of a greater act, which stands or falls as a whole.
@transaction.atomic(savepoint=False)
def spend(
    allocation: Allocation,
    *,
    amount_fen: int,
    purpose: str,
    source: Model,
    actor: Any,
    at: datetime.datetime | None = None,
) -> FundEntry:
    """Take `amount_fen` (> 0) from a share for `source`. Raises Refused (field "money").

    Who may is the caller's question: the activity or the gift has its own rules.
    """
    allocation = locked(allocation)
    _check_amount(amount_fen, field="money")
    if amount_fen > allocation.remaining_fen:
        raise Refused(
            f"{allocation.organization.name}的专项资金只剩{money.yuan(allocation.remaining_fen)}元，"
            f"不够支出{money.yuan(amount_fen)}元。",
            field="money",
        )
    allocation.spent_fen += amount_fen
    allocation.save(update_fields=["spent_fen"])
    entry = FundEntry(
        allocation=allocation, kind=EntryKind.SPEND, amount_fen=amount_fen, purpose=purpose,
        source_type=source._meta.label_lower, source_id=str(source.pk),
    )  # fmt: skip
    return _write(entry, actor=actor, at=at)


@transaction.atomic(savepoint=False)
def counter(
    entry: FundEntry, *, reason: str, actor: Any, at: datetime.datetime | None = None
) -> FundEntry:
    """Take an entry back by a counter-entry of the same sum; twice is quiet. Raises Refused.

    Who may is asked here for money handed out; for money spent it is the caller's question.
    """
    fund = locked_fund(entry.allocation.fund) if entry.kind == EntryKind.GRANT else None
    if fund:
        _check(refusal_to_allocate(actor, fund))
    allocation = locked(entry.allocation)
    known = FundEntry.objects.filter(reverses=entry).first()
    if known:
        return known
    _check_counter(entry, reason)
    if fund:
        _take_back(fund, allocation, entry.amount_fen)
    else:
        allocation.spent_fen -= entry.amount_fen
        allocation.save(update_fields=["spent_fen"])
    against = FundEntry(
        allocation=allocation, kind=entry.kind, amount_fen=-entry.amount_fen,
        purpose=entry.purpose, source_type=entry.source_type, source_id=entry.source_id,
        reverses=entry, reason=reason.strip(),
    )  # fmt: skip
    return _write(against, actor=actor, at=at)


def _check_counter(entry: FundEntry, reason: str) -> None:
    if entry.reverses_id:
        raise Refused("冲销的记录不能再冲销，请重新登记一笔。")
    if not reason.strip():
        raise Refused("请写明冲销原因，以后对账要看。", field="reason")


def _take_back(fund: Fund, allocation: Allocation, amount_fen: int) -> None:
    if amount_fen > allocation.remaining_fen:
        left = money.yuan(allocation.remaining_fen)
        raise Refused(f"这笔拨款已经用掉一部分，只剩{left}元，不能整笔收回。")
    fund.allocated_fen -= amount_fen
    fund.save(update_fields=["allocated_fen"])
    allocation.granted_fen -= amount_fen
    allocation.save(update_fields=["granted_fen"])


# `no_key`: a share changed twice in one transaction has its foreign keys checked again, which a
# full lock on the fund would hold up, while its holder waits for that very share.
def locked_fund(fund: Fund) -> Fund:
    """The fund as it stands, held until the transaction ends."""
    rows = Fund.objects.select_for_update(of=("self",), no_key=True)
    return rows.select_related("organization").get(pk=fund.pk)


def locked(allocation: Allocation) -> Allocation:
    """The share as it stands, held until the transaction ends."""
    rows = Allocation.objects.select_for_update(of=("self",), no_key=True)
    return rows.select_related("organization").get(pk=allocation.pk)


def _write(entry: FundEntry, *, actor: Any, at: datetime.datetime | None) -> FundEntry:
    entry.purpose, entry.reason = entry.purpose[:PURPOSE_LENGTH], entry.reason[:REASON_LENGTH]
    entry.at, entry.actor = at or timezone.now(), actor
    entry.save(force_insert=True)
    audit.record(
        "funds.countered" if entry.reverses_id else f"funds.{entry.kind}",
        actor=actor, subject=entry, unit=entry.allocation.organization.name, reason=entry.reason,
        data={"amount_fen": entry.amount_fen, "purpose": entry.purpose, "source": entry.source_id},
    )  # fmt: skip
    return entry


def _record(action: str, fund: Fund, actor: Any, data: dict) -> None:
    audit.record(action, actor=actor, subject=fund, unit=fund.organization.name, data=data)


def _check(refusal: str) -> None:
    if refusal:
        raise Refused(refusal)


def _check_amount(amount_fen: int, field: str = "amount") -> None:
    if amount_fen <= 0:
        raise Refused("金额要大于0元。", field=field)
