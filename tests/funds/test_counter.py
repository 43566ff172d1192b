"""Taking an entry back: by a counter-entry, once, and the first one stays as it was."""

import pytest
from django.db import IntegrityError, transaction

from audit.models import Entry
from audit.refusal import Refused
from funds import services
from funds.models import FundEntry
from tests.funds.conftest import sums


def test_what_was_spent_is_there_again_and_both_entries_stand(share, pay, treasurer):
    spent = pay(300_00)
    against = services.counter(spent, reason=" 重复登记 ", actor=treasurer)

    assert sums(share) == (1_000_00, 0)
    assert (against.kind, against.amount_fen, against.reverses, against.reason) == (
        "spend", -300_00, spent, "重复登记",
    )  # fmt: skip
    assert (against.purpose, against.source_id) == (spent.purpose, spent.source_id)
    assert Entry.objects.get(action="funds.countered").reason == "重复登记"


def test_twice_is_quiet(share, pay, treasurer):
    spent = pay(300_00)
    first = services.counter(spent, reason="重复", actor=treasurer)
    assert services.counter(spent, reason="再按一次", actor=treasurer) == first
    assert sums(share) == (1_000_00, 0)


def test_what_was_handed_out_goes_back_to_the_fund(fund, share, granted, treasurer):
    services.counter(granted, reason="拨错了区", actor=treasurer)
    assert sums(fund) == (3_000_00, 0)
    assert sums(share) == (0, 0)


def test_what_is_used_already_is_not_taken_back(fund, share, granted, pay, treasurer):
    pay(1)
    with (
        pytest.raises(Refused, match=r"这笔拨款已经用掉一部分，只剩999\.99元，不能整笔收回。"),
        transaction.atomic(),
    ):
        services.counter(granted, reason="收回", actor=treasurer)
    assert sums(fund) == (3_000_00, 1_000_00)
    assert sums(share) == (1_000_00, 1)


def test_a_district_does_not_give_its_grant_back_itself(granted, district_treasurer):
    with pytest.raises(Refused, match="不归您分配"), transaction.atomic():
        services.counter(granted, reason="不要了", actor=district_treasurer)


def test_a_counter_entry_is_not_countered(share, pay, treasurer):
    against = services.counter(pay(300_00), reason="重复", actor=treasurer)
    with pytest.raises(Refused, match="不能再冲销"), transaction.atomic():
        services.counter(against, reason="还是要", actor=treasurer)
    assert sums(share) == (1_000_00, 0)


@pytest.mark.parametrize("reason", ["", "  "])
def test_without_a_reason_nothing_is_taken_back(share, pay, treasurer, reason):
    spent = pay(300_00)
    with pytest.raises(Refused, match="请写明冲销原因") as refused, transaction.atomic():
        services.counter(spent, reason=reason, actor=treasurer)
    assert refused.value.field == "reason"
    assert sums(share) == (1_000_00, 300_00)


def test_a_long_reason_is_cut_and_breaks_nothing(pay, treasurer):
    against = services.counter(pay(1), reason="长" * 500, actor=treasurer)
    assert len(FundEntry.objects.get(pk=against.pk).reason) == 200


@pytest.mark.parametrize("change", ["update", "delete"])
def test_the_database_lets_nobody_change_an_entry(granted, change):
    rows = FundEntry.objects.filter(pk=granted.pk)
    with pytest.raises(IntegrityError), transaction.atomic():
        rows.update(amount_fen=1) if change == "update" else rows._raw_delete("default")
    granted.refresh_from_db()
    assert granted.amount_fen == 1_000_00
