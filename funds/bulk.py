"""Many entries on one share in one act: an import spends for ten thousand activities, or takes all
of it back. One lock, one look at what is left, one line in the record with the sums.
"""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import Model

from audit import services as audit
from audit.refusal import Refused
from funds import money
from funds.models import Allocation, EntryKind, FundEntry
from funds.services import PURPOSE_LENGTH, REASON_LENGTH, locked

BATCH = 2000


@dataclass(frozen=True)
class Spending:
    amount_fen: int
    purpose: str
    source: Model


# Part of a greater act, which stands or falls as a whole.
@transaction.atomic(savepoint=False)
def spend_many(
    allocation: Allocation, spendings: Sequence[Spending], *, actor: Any, at: datetime.datetime
) -> None:
    """Take all of it from a share, or nothing. Raises Refused (field "money")."""
    allocation = locked(allocation)
    total = sum(spending.amount_fen for spending in spendings)
    if total > allocation.remaining_fen:
        raise Refused(
            f"{allocation.organization.name}的专项资金只剩{money.yuan(allocation.remaining_fen)}元，"
            f"不够这次一共支出{money.yuan(total)}元。",
            field="money",
        )
    allocation.spent_fen += total
    allocation.save(update_fields=["spent_fen"])
    FundEntry.objects.bulk_create(
        (
            FundEntry(
                allocation=allocation, kind=EntryKind.SPEND, amount_fen=spending.amount_fen,
                purpose=spending.purpose[:PURPOSE_LENGTH], at=at, actor=actor,
                source_type=spending.source._meta.label_lower, source_id=str(spending.source.pk),
            )
            for spending in spendings
        ),
        batch_size=BATCH,
    )  # fmt: skip
    _record("funds.spent_in_bulk", allocation, actor, at, number=len(spendings), total=total)


@transaction.atomic(savepoint=False)
def counter_many(
    allocation: Allocation,
    entries: Sequence[FundEntry],
    *,
    reason: str,
    actor: Any,
    at: datetime.datetime,
) -> None:
    """Take back what was spent by these entries of one share, each by a counter-entry.

    Which of them still stand is asked under the share's lock: those reversed already stay so.
    """
    allocation = locked(allocation)
    ids = [entry.pk for entry in entries]
    reversed_already = set(
        FundEntry.objects.filter(reverses__in=ids).values_list("reverses", flat=True)
    )
    standing = [entry for entry in entries if entry.pk not in reversed_already]
    total = sum(entry.amount_fen for entry in standing)
    allocation.spent_fen -= total
    allocation.save(update_fields=["spent_fen"])
    FundEntry.objects.bulk_create(
        (
            FundEntry(
                allocation=allocation, kind=entry.kind, amount_fen=-entry.amount_fen,
                purpose=entry.purpose, source_type=entry.source_type, source_id=entry.source_id,
                reverses=entry, reason=reason[:REASON_LENGTH], at=at, actor=actor,
            )
            for entry in standing
        ),
        batch_size=BATCH,
    )  # fmt: skip
    _record(
        "funds.countered_in_bulk", allocation, actor, at, reason, number=len(standing), total=total
    )


def _record(
    action: str, allocation: Allocation, actor: Any, at: datetime.datetime, reason: str = "", *,
    number: int, total: int,
) -> None:  # fmt: skip
    audit.record(
        action, actor=actor, subject=allocation, unit=allocation.organization.name, at=at,
        reason=reason, data={"entries": number, "amount_fen": total},
    )  # fmt: skip
