"""Spending a share: on something, never more than there is."""

import pytest
from django.db import transaction

from audit.models import Entry
from audit.refusal import Refused
from funds import services
from funds.models import FundEntry
from tests.funds.conftest import sums


def test_it_is_spent_on_something(share, pay, city, treasurer):
    entry = pay(260_50)
    assert sums(share) == (1_000_00, 260_50)
    assert share.remaining_fen == 739_50
    assert (entry.kind, entry.amount_fen, entry.source_type, entry.source_id) == (
        "spend", 260_50, "organizations.organization", str(city.railway_union.pk),
    )  # fmt: skip
    record = Entry.objects.get(action="funds.spend")
    assert (record.actor_id, record.actor_unit) == (treasurer.pk, "甘州区总工会")


def test_to_the_last_fen(share, pay):
    pay(999_99)
    pay(1)
    assert sums(share) == (1_000_00, 1_000_00)


def test_more_than_there_is_is_refused_with_both_sums(share, pay):
    pay(900_00)
    with pytest.raises(Refused) as refused, transaction.atomic():
        pay(260_50)
    assert refused.value.message == "甘州区总工会的专项资金只剩100元，不够支出260.50元。"
    assert refused.value.field == "money"
    assert sums(share) == (1_000_00, 900_00)
    assert FundEntry.objects.filter(kind="spend").count() == 1


@pytest.mark.parametrize("amount", [0, -1])
def test_nothing_is_not_spent(share, pay, amount):
    with pytest.raises(Refused, match="大于0元"), transaction.atomic():
        pay(amount)


def test_it_falls_with_the_act_it_belongs_to(share, pay):
    with transaction.atomic():
        pay(100_00)
        transaction.set_rollback(True)
    assert sums(share) == (1_000_00, 0)
    assert not FundEntry.objects.filter(kind="spend").exists()


def test_a_long_purpose_is_cut_and_breaks_nothing(share, city, treasurer):
    entry = services.spend(
        share, amount_fen=1, purpose="长" * 500, source=city.root, actor=treasurer
    )
    assert len(FundEntry.objects.get(pk=entry.pk).purpose) == 120
