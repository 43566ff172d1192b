"""Two at once on one share. The race is shown to exist without the lock, then cured."""

import threading

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.models import F

from audit.refusal import Refused
from funds import proof, services
from funds.models import Allocation
from tests.funds.conftest import sums
from tests.together import together

pytestmark = pytest.mark.django_db(transaction=True)


def without_a_lock(share, fen: int, looked: threading.Barrier):
    """What `spend` would be without its lock: look, then write."""

    def act():
        found = Allocation.objects.get(pk=share.pk)
        if fen > found.remaining_fen:
            return Refused("不够")
        looked.wait(10)
        Allocation.objects.filter(pk=share.pk).update(spent_fen=F("spent_fen") + fen)
        return fen

    return act


def test_without_the_lock_both_find_the_last_yuan_and_the_constraint_has_to_fire(share, pay):
    pay(999_00)
    looked = threading.Barrier(2)

    results = together(*[without_a_lock(share, 1_00, looked)] * 2)

    assert sorted(type(result) for result in results if result != 1_00) == [IntegrityError]
    assert sums(share) == (1_000_00, 1_000_00)


def test_without_lock_and_constraint_the_sum_goes_below_nothing(share, pay):
    pay(999_00)
    looked = threading.Barrier(2)
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE funds_allocation DROP CONSTRAINT allocation_not_overspent")
    try:
        assert together(*[without_a_lock(share, 1_00, looked)] * 2) == [1_00, 1_00]
        share.refresh_from_db()
        assert share.remaining_fen == -1_00
    finally:
        Allocation.objects.filter(pk=share.pk).update(spent_fen=999_00)
        with connection.cursor() as cursor:
            cursor.execute(
                "ALTER TABLE funds_allocation ADD CONSTRAINT allocation_not_overspent"
                " CHECK (spent_fen >= 0 AND spent_fen <= granted_fen)"
            )


def test_with_the_lock_the_last_yuan_is_spent_once_and_the_other_is_told(share, pay):
    pay(999_00)

    results = together(*[lambda: pay(1_00)] * 4)

    refused = [result for result in results if isinstance(result, Refused)]
    assert {each.message for each in refused} == {"甘州区总工会的专项资金只剩0元，不够支出1元。"}
    assert len(refused) == 3
    assert sums(share) == (1_000_00, 1_000_00)
    assert proof.recount(write=False) == []


def test_the_last_of_the_fund_is_handed_out_once(fund, city, treasurer):
    def act(union):
        return lambda: services.allocate(
            fund, organization=union, amount_fen=2_000_00, actor=treasurer
        )

    results = together(act(city.ganzhou_federation), act(city.minle_federation))

    refused = [result for result in results if isinstance(result, Refused)]
    assert [each.message for each in refused] == ["专项资金只剩1,000元没有拨付，不够这次拨付。"]
    assert sums(fund) == (3_000_00, 2_000_00)


def test_one_form_sent_four_times_at_once_hands_out_once(fund, city, treasurer):
    once = {"organization": city.minle_federation, "amount_fen": 100_00, "actor": treasurer,
            "client_id": "0f3e7c53-7d3f-4f5e-9a53-0d6d5d3e8a10"}  # fmt: skip

    results = together(*[lambda: services.allocate(fund, **once)] * 4)

    assert len({result.pk for result in results}) == 1
    assert sums(fund) == (3_000_00, 100_00)


def test_one_entry_is_countered_once_by_two_at_once(share, pay, treasurer):
    spent = pay(300_00)
    results = together(*[lambda: services.counter(spent, reason="重复", actor=treasurer)] * 2)
    assert len({result.pk for result in results}) == 1
    assert sums(share) == (1_000_00, 0)


def test_spending_and_taking_back_at_once_never_cross(share, granted, pay, treasurer):
    """Either the grant is gone and the spender is told, or it is spent and cannot go back."""
    results = together(
        lambda: pay(1_00), lambda: services.counter(granted, reason="收回", actor=treasurer)
    )
    assert sum(isinstance(result, Refused) for result in results) == 1
    assert sums(share) in ((0, 0), (1_000_00, 1_00))
    assert proof.recount(write=False) == []


def test_handing_out_taking_back_and_spending_never_wait_in_a_circle(
    fund, share, pay, city, treasurer
):
    """Twelve acts at once, again and again: a deadlock would surface as an OperationalError."""

    def hand_out_and_take_back():
        with transaction.atomic():
            entry = services.allocate(
                fund, organization=city.ganzhou_federation, amount_fen=10_00, actor=treasurer
            )
            services.counter(entry, reason="试一下", actor=treasurer)

    def spend_and_take_back():
        with transaction.atomic():
            services.counter(pay(10_00), reason="试一下", actor=treasurer)

    for _ in range(5):
        results = together(*[hand_out_and_take_back, spend_and_take_back] * 6)
        assert results == [None] * 12

    assert sums(share) == (1_000_00, 0)
    assert proof.recount(write=False) == []
