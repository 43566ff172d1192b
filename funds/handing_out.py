"""Handing out to several unions in one go, all of them or none; and taking back."""

import uuid
from collections.abc import Mapping
from typing import Any

from django.db import transaction

from audit.refusal import Refused
from funds import money, services
from funds.models import Fund, FundEntry
from organizations.models import Organization


@transaction.atomic
def allocate_many(
    fund: Fund,
    *,
    amounts: Mapping[Organization, int],
    actor: Any,
    client_id: uuid.UUID,
    purpose: str = "",
) -> int:
    """Hand these sums out and return what they come to; the same `client_id` twice is one act.

    Raises Refused when the fund does not hold the whole of them.
    """
    fund = services.locked_fund(fund)
    ids = {union: uuid.uuid5(client_id, str(union.public_id)) for union in amounts}
    whole = sum(amounts.values())
    if FundEntry.objects.filter(client_id__in=ids.values()).exists():
        return whole
    if whole > fund.unallocated_fen:
        left = money.yuan(fund.unallocated_fen)
        raise Refused(f"一共要拨{money.yuan(whole)}元，专项资金只剩{left}元没有拨付。")
    for union, amount_fen in amounts.items():
        services.allocate(
            fund, organization=union, amount_fen=amount_fen, actor=actor, purpose=purpose,
            client_id=ids[union],
        )  # fmt: skip
    return whole


@transaction.atomic
def take_back(entry: FundEntry, *, reason: str, actor: Any) -> FundEntry:
    """Take back the whole of what was handed out; twice is quiet. Raises Refused."""
    return services.counter(entry, reason=reason, actor=actor)
