"""The acts on earmarked money. Each locks what it changes: the last yuan is spent once."""

import datetime
from typing import Any

from django.db import transaction
from django.db.models import Model
from django.utils import timezone

from audit import services as audit
from audit.refusal import Refused
from funds import money
from funds.models import Allocation, EntryKind, Fund, FundEntry
from funds.permissions import refusal_to_allocate
from organizations.models import Organization


@transaction.atomic
def open_fund(
    *, name: str, organization: Organization, amount_fen: int, actor: Any, is_demo: bool = False
) -> Fund:
    """Set a sum aside."""
    fund = Fund.objects.create(
        name=name, organization=organization, amount_fen=amount_fen, is_demo=is_demo
    )
    _record("funds.opened", fund, fund.organization, actor, {"amount_fen": amount_fen})
    return fund


@transaction.atomic
def resize(fund: Fund, *, amount_fen: int, actor: Any) -> Fund:
    """Change the total; never below what has been handed out. Raises Refused."""
    fund = _locked_fund(fund.pk)
    _check(refusal_to_allocate(actor, fund))
    if fund.amount_fen == amount_fen:
        return fund
    if amount_fen < fund.allocated_fen:
        handed_out = money.yuan(fund.allocated_fen)
        raise Refused(f"已经拨付{handed_out}元，总额不能少于这个数。", field="amount")
    before, fund.amount_fen = fund.amount_fen, amount_fen
    fund.save(update_fields=["amount_fen"])
    data = {"amount_fen": amount_fen, "before_fen": before}
    _record("funds.resized", fund, fund.organization, actor, data)
    return fund


@transaction.atomic
def allocate(
    fund: Fund,
    *,
    organization: Organization,
    amount_fen: int,
    actor: Any,
    purpose: str = "",
    at: datetime.datetime | None = None,
) -> FundEntry:
    """Hand `amount_fen` (> 0) of the fund to a union. Raises Refused when there is not enough."""
    fund = _locked_fund(fund.pk)
    _check(refusal_to_allocate(actor, fund))
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
    return _write(allocation, EntryKind.GRANT, amount_fen, purpose or "拨付", actor=actor, at=at)


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
    _check_amount(amount_fen)
    if amount_fen > allocation.remaining_fen:
        raise Refused(
            f"{allocation.organization.name}的专项资金只剩{money.yuan(allocation.remaining_fen)}元，"
            f"不够支出{money.yuan(amount_fen)}元。",
            field="money",
        )
    allocation.spent_fen += amount_fen
    allocation.save(update_fields=["spent_fen"])
    return _write(
        allocation, EntryKind.SPEND, amount_fen, purpose, source=source, actor=actor, at=at
    )


@transaction.atomic(savepoint=False)
def counter(
    entry: FundEntry, *, reason: str, actor: Any, at: datetime.datetime | None = None
) -> FundEntry:
    """Take an entry back by a counter-entry of the same sum; twice is quiet. Raises Refused."""
    # The fund before the share, as everywhere: no two acts wait for one another in a circle.
    fund = _locked_fund(entry.allocation.fund_id) if entry.kind == EntryKind.GRANT else None
    allocation = locked(entry.allocation)
    known = FundEntry.objects.filter(reverses=entry).first()
    if known:
        return known
    if entry.reverses_id:
        raise Refused("冲销的记录不能再冲销，请重新登记一笔。")
    if fund:
        _take_back(fund, allocation, entry.amount_fen)
    else:
        allocation.spent_fen -= entry.amount_fen
        allocation.save(update_fields=["spent_fen"])
    return _write(
        allocation, entry.kind, -entry.amount_fen, entry.purpose, actor=actor, at=at,
        reverses=entry, reason=reason,
    )  # fmt: skip


def _take_back(fund: Fund, allocation: Allocation, amount_fen: int) -> None:
    if amount_fen > allocation.remaining_fen:
        left = money.yuan(allocation.remaining_fen)
        raise Refused(f"这笔拨款已经用掉一部分，只剩{left}元，不能整笔收回。")
    fund.allocated_fen -= amount_fen
    fund.save(update_fields=["allocated_fen"])
    allocation.granted_fen -= amount_fen
    allocation.save(update_fields=["granted_fen"])


def _locked_fund(pk: Any) -> Fund:
    return Fund.objects.select_for_update(of=("self",)).select_related("organization").get(pk=pk)


def locked(allocation: Allocation) -> Allocation:
    """The share as it stands, held until the transaction ends."""
    rows = Allocation.objects.select_for_update(of=("self",)).select_related("organization")
    return rows.get(pk=allocation.pk)


def _write(
    allocation: Allocation,
    kind: str,
    amount_fen: int,
    purpose: str,
    *,
    actor: Any,
    at: datetime.datetime | None,
    source: Model | None = None,
    reverses: FundEntry | None = None,
    reason: str = "",
) -> FundEntry:
    at = at or timezone.now()
    of = reverses or FundEntry(
        source_type=source._meta.label_lower if source else "",
        source_id=str(source.pk) if source else "",
    )
    entry = FundEntry.objects.create(
        allocation=allocation, kind=kind, amount_fen=amount_fen, purpose=purpose[:120],
        source_type=of.source_type, source_id=of.source_id, reverses=reverses, reason=reason,
        at=at, actor=actor,
    )  # fmt: skip
    audit.record(
        "funds.countered" if reverses else f"funds.{kind}",
        actor=actor, subject=entry, unit=allocation.organization.name, reason=reason,
        data={"amount_fen": amount_fen, "purpose": purpose, "source": of.source_id},
    )  # fmt: skip
    return entry


def _record(action: str, subject: Model, unit: Organization, actor: Any, data: dict) -> None:
    audit.record(action, actor=actor, subject=subject, unit=unit.name, data=data)


def _check(refusal: str) -> None:
    if refusal:
        raise Refused(refusal)


def _check_amount(amount_fen: int) -> None:
    if amount_fen <= 0:
        raise Refused("金额要大于0元。", field="amount")
