"""Setting a sum aside, and changing it."""

import pytest

from audit.models import Entry
from audit.refusal import Refused
from funds import services
from funds.models import Fund
from tests.funds.conftest import sums


def test_a_sum_is_set_aside_and_on_record(fund, treasurer, city):
    assert sums(fund) == (3_000_00, 0)
    entry = Entry.objects.get(action="funds.opened")
    assert (entry.actor_id, entry.actor_unit, entry.data) == (
        treasurer.pk, city.root.name, {"amount_fen": 3_000_00},
    )  # fmt: skip


@pytest.mark.parametrize("amount", [0, -1])
def test_nothing_is_no_fund(city, treasurer, amount):
    with pytest.raises(Refused, match="大于0元"):
        services.open_fund(name="空", organization=city.root, amount_fen=amount, actor=treasurer)
    assert not Fund.objects.exists()


def test_a_district_sets_nothing_aside_for_the_city(city, district_treasurer):
    with pytest.raises(Refused, match="不能替这个工会"):
        services.open_fund(
            name="越级", organization=city.root, amount_fen=100, actor=district_treasurer
        )


def test_the_total_changes_and_the_one_before_is_on_record(fund, treasurer):
    services.resize(fund, amount_fen=5_000_00, actor=treasurer)
    assert sums(fund) == (5_000_00, 0)
    entry = Entry.objects.get(action="funds.resized")
    assert entry.data == {"amount_fen": 5_000_00, "before_fen": 3_000_00}


def test_the_same_total_again_is_quiet(fund, treasurer):
    services.resize(fund, amount_fen=3_000_00, actor=treasurer)
    assert not Entry.objects.filter(action="funds.resized").exists()


def test_it_may_shrink_to_what_is_handed_out_and_no_further(fund, granted, treasurer):
    services.resize(fund, amount_fen=1_000_00, actor=treasurer)
    with pytest.raises(Refused, match="已经拨付1,000元，总额不能少于这个数。") as refused:
        services.resize(fund, amount_fen=999_99, actor=treasurer)
    assert refused.value.field == "amount"
    assert sums(fund) == (1_000_00, 1_000_00)


def test_a_district_does_not_change_the_total(fund, district_treasurer):
    with pytest.raises(Refused, match="不归您分配"):
        services.resize(fund, amount_fen=9_000_00, actor=district_treasurer)
    assert sums(fund) == (3_000_00, 0)
