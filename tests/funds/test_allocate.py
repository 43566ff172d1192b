"""Handing money of a fund to a union."""

import uuid

import pytest

from audit.models import Entry
from audit.refusal import Refused
from funds import services
from funds.models import Allocation, FundEntry
from organizations.models import Organization
from tests.funds.conftest import sums


def test_what_is_handed_out_leaves_the_fund_and_stands_in_the_share(fund, share, granted):
    assert sums(fund) == (3_000_00, 1_000_00)
    assert sums(share) == (1_000_00, 0)
    assert (granted.kind, granted.amount_fen, granted.purpose) == ("grant", 1_000_00, "拨付")
    assert Entry.objects.get(action="funds.grant").data["amount_fen"] == 1_000_00


def test_a_second_time_adds_to_the_same_share(fund, share, city, treasurer):
    again = services.allocate(
        fund, organization=city.ganzhou_federation, amount_fen=500_50, actor=treasurer,
        purpose="第二批",
    )  # fmt: skip
    assert again.allocation == share
    assert sums(share) == (1_500_50, 0)
    assert list(share.entries.order_by("at").values_list("purpose", flat=True)) == [
        "拨付", "第二批",
    ]  # fmt: skip


def test_a_form_sent_twice_hands_out_once(fund, city, treasurer):
    once = {"organization": city.minle_federation, "amount_fen": 100_00, "actor": treasurer,
            "client_id": uuid.uuid4()}  # fmt: skip
    first = services.allocate(fund, **once)
    assert services.allocate(fund, **once) == first
    assert sums(fund) == (3_000_00, 100_00)


def test_the_last_fen_may_go_and_not_one_more(fund, share, city, treasurer):
    services.allocate(
        fund, organization=city.minle_federation, amount_fen=2_000_00, actor=treasurer
    )
    with pytest.raises(Refused, match="专项资金只剩0元没有拨付") as refused:
        services.allocate(fund, organization=city.minle_federation, amount_fen=1, actor=treasurer)
    assert refused.value.field == "amount"
    assert sums(fund) == (3_000_00, 3_000_00)


@pytest.mark.parametrize("amount", [0, -100])
def test_nothing_is_not_handed_out(fund, city, treasurer, amount):
    with pytest.raises(Refused, match="大于0元"):
        services.allocate(
            fund, organization=city.minle_federation, amount_fen=amount, actor=treasurer
        )
    assert not FundEntry.objects.exists()


def test_a_district_hands_out_nothing(fund, city, district_treasurer):
    with pytest.raises(Refused, match="不归您分配"):
        services.allocate(
            fund, organization=city.ganzhou_federation, amount_fen=100, actor=district_treasurer
        )
    assert not Allocation.objects.exists()


def test_money_stays_below_the_union_that_set_it_aside(city, district_treasurer):
    own = services.open_fund(
        name="甘州区专项", organization=city.ganzhou_federation, amount_fen=100_00,
        actor=district_treasurer,
    )  # fmt: skip
    with pytest.raises(Refused, match="民乐县总工会不在甘州区总工会下面"):
        services.allocate(
            own, organization=city.minle_federation, amount_fen=100, actor=district_treasurer
        )


def test_a_closed_union_gets_nothing(fund, city, treasurer):
    Organization.objects.filter(pk=city.minle_federation.pk).update(is_active=False)
    city.minle_federation.refresh_from_db()
    with pytest.raises(Refused, match="已停用"):
        services.allocate(fund, organization=city.minle_federation, amount_fen=100, actor=treasurer)


def test_each_sees_the_shares_under_the_own_posts(fund, share, city, treasurer, district_treasurer):
    other = services.allocate(
        fund, organization=city.minle_federation, amount_fen=100, actor=treasurer
    ).allocation
    assert set(Allocation.objects.visible_to(treasurer)) == {share, other}
    assert list(Allocation.objects.visible_to(district_treasurer)) == [share]
