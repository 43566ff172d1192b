"""`recount`: the kept sums against the entries they stand for."""

import io
import threading

import pytest
from django.core.management import call_command
from django.db import transaction

from funds import proof, services
from funds.models import Allocation, Fund
from tests.funds.conftest import sums
from tests.together import together, until_somebody_waits


def test_after_every_kind_of_act_the_sums_are_right(fund, share, granted, pay, city, treasurer):
    services.counter(pay(300_00), reason="重复", actor=treasurer)
    pay(120_00)
    other = services.allocate(
        fund, organization=city.minle_federation, amount_fen=50_00, actor=treasurer
    )
    services.counter(other, reason="拨错", actor=treasurer)
    assert proof.recount(write=False) == []
    assert sums(share) == (1_000_00, 120_00)


def test_a_share_that_is_off_is_named_and_mended(share, pay):
    pay(120_00)
    Allocation.objects.filter(pk=share.pk).update(spent_fen=100_00)

    different = proof.recount(write=False)
    assert different == [f"{share}: 拨100000支10000 → 拨100000支12000"]
    assert sums(share) == (1_000_00, 100_00)

    assert proof.recount(write=True) == different
    assert sums(share) == (1_000_00, 120_00)
    assert proof.recount(write=False) == []


def test_a_fund_that_is_off_is_named_and_mended(fund, share):
    Fund.objects.filter(pk=fund.pk).update(allocated_fen=1)
    assert proof.recount(write=True) == [f"{fund}: 已拨1 → 100000"]
    assert sums(fund) == (3_000_00, 1_000_00)


def test_the_command_tells_by_its_exit_code(fund, share):
    call_command("recount", check=True, stdout=io.StringIO())
    Fund.objects.filter(pk=fund.pk).update(allocated_fen=1)
    said = io.StringIO()
    with pytest.raises(SystemExit):
        call_command("recount", check=True, stdout=said)
    assert "已拨1 → 100000" in said.getvalue()


@pytest.mark.django_db(transaction=True)
def test_it_waits_for_an_act_under_way_and_mends_without_a_deadlock(share, pay):
    """The spender holds the row, then writes; the recount must not hold the table in between."""
    Allocation.objects.filter(pk=share.pk).update(spent_fen=7)
    holding = threading.Event()

    def spender():
        with transaction.atomic():
            services.locked(share)
            holding.set()
            until_somebody_waits()
            return pay(100_00).amount_fen

    def recounter():
        holding.wait(10)
        return proof.recount(write=True)

    assert together(spender, recounter) == [100_00, [f"{share}: 拨100000支10007 → 拨100000支10000"]]
    assert sums(share) == (1_000_00, 100_00)
