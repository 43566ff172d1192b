"""What the database itself refuses, whatever the code above it does."""

import pytest
from django.db import IntegrityError, transaction

from funds.models import Allocation, Fund, FundEntry


def refused(act) -> str:
    """The name of the constraint that said no."""
    with pytest.raises(IntegrityError) as problem, transaction.atomic():
        act()
    return problem.value.__cause__.diag.constraint_name


def test_a_share_is_never_overspent_nor_below_nothing(share):
    rows = Allocation.objects.filter(pk=share.pk)
    assert refused(lambda: rows.update(spent_fen=1_000_01)) == "allocation_not_overspent"
    assert refused(lambda: rows.update(spent_fen=-1)) == "allocation_not_overspent"
    assert refused(lambda: rows.update(granted_fen=-1)) == "allocation_not_overspent"


def test_a_fund_never_hands_out_more_than_it_has(fund, share):
    rows = Fund.objects.filter(pk=fund.pk)
    assert refused(lambda: rows.update(allocated_fen=3_000_01)) == "fund_not_over_allocated"
    assert refused(lambda: rows.update(amount_fen=999_99)) == "fund_not_over_allocated"
    assert refused(lambda: rows.update(allocated_fen=-1)) == "fund_not_over_allocated"


def test_one_share_a_union(fund, share):
    def second():
        Allocation.objects.create(fund=fund, organization=share.organization)

    assert refused(second) == "one_share_a_union"


@pytest.mark.parametrize(("amount", "counters"), [(0, False), (-5, False), (5, True), (0, True)])
def test_only_a_counter_entry_is_negative(share, granted, amount, counters):
    def write():
        FundEntry.objects.create(
            allocation=share, kind="spend", amount_fen=amount, purpose="x",
            reverses=granted if counters else None,
        )  # fmt: skip

    assert refused(write) == "counter_entry_is_negative"


def test_an_entry_is_countered_once(share, granted):
    def write():
        FundEntry.objects.create(
            allocation=share, kind="grant", amount_fen=-1_000_00, purpose="x", reverses=granted
        )

    write()
    assert refused(write) == "funds_fundentry_reverses_id_key"
