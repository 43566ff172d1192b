"""What a worker received, on the own phone."""

import pytest
from django.urls import reverse

from campaigns import giving
from campaigns.received import received_by
from tests.campaigns.booked import a_known_worker
from tests.campaigns.given import give
from tests.organizations.queries import queries_of

RECEIVED = reverse("campaigns:received")


@pytest.fixture
def worker(db):
    return a_known_worker()


def test_gifts_stand_there_with_day_union_item_and_sum(
    signed_in, worker, campaign, money, city, officer
):
    given = give(campaign, city.ganzhou_federation, officer, worker.person)
    page = signed_in(worker).get(RECEIVED).content.decode()
    day = f"{given.given_on.year}年{given.given_on.month}月{given.given_on.day}日"
    for said in ("慰问金", "300元", f"{day}，甘州区总工会", "温暖行动服务月，送慰问品"):
        assert said in page


def test_what_a_pack_cost_is_not_held_up_to_who_got_it(
    signed_in, worker, campaign, money, city, officer
):
    give(
        campaign, city.ganzhou_federation, officer, worker.person, kind="warm_pack",
        amount_fen=68_00, goods="保暖包1份",
    )  # fmt: skip
    page = signed_in(worker).get(RECEIVED).content.decode()
    assert "保暖包1份" in page
    assert "68元" not in page


def test_what_was_taken_back_is_left_out(worker, campaign, money, city, officer):
    given = give(campaign, city.ganzhou_federation, officer, worker.person)
    giving.reverse(given, reason="登记重复了", actor=officer)
    assert list(received_by(worker.person)) == []


def test_only_the_own(signed_in, worker, other_worker, campaign, money, city, officer):
    give(campaign, city.ganzhou_federation, officer, worker.person)
    assert "还没有登记过" in signed_in(other_worker).get(RECEIVED).content.decode()
    assert list(received_by(other_worker.person)) == []


@pytest.mark.parametrize("rows", [1, 3])
def test_it_costs_the_same_for_one_and_three(
    signed_in, worker, campaign, money, city, officer, rows
):
    for kind in ("solatium", "accident", "checkup_subsidy")[:rows]:
        give(campaign, city.ganzhou_federation, officer, worker.person, kind=kind)
    assert queries_of(signed_in(worker), RECEIVED) == 3
