"""The same for several households at once: all of them or none, each with a receipt of its own."""

import uuid

import pytest

from assistance import supply_many
from assistance.goods import Goods, shares_for_all
from assistance.models import HardshipFile, Need, Supply
from audit.refusal import Refused
from funds import proof
from funds.models import FundEntry
from tests.assistance.cared import RICE, a_need
from tests.assistance.rows import a_file


@pytest.fixture
def fifteen(city):
    return [a_file(city.couriers) for _ in range(15)]


def give(files, actor, *, share=None, fen=0, batch=None, **fields):
    fields.setdefault("kind", "goods")
    goods = Goods(RICE, cost_fen=fen, share=share)
    return supply_many.give_to_many(
        files, goods, actor=actor, batch=batch or uuid.uuid4(), **fields
    )


def test_fifteen_households_are_fifteen_purchases(fifteen, district_administrator, purse):
    batch = uuid.uuid4()
    made = give(fifteen, district_administrator, share=purse.ganzhou, fen=60_00, batch=batch)
    assert len(made) == 15
    assert {supply.batch for supply in made} == {batch}
    assert set(Need.objects.values_list("file", "state")) == {
        (file.pk, "bought") for file in fifteen
    }
    assert FundEntry.objects.filter(kind="spend", amount_fen=60_00).count() == 15
    purse.ganzhou.refresh_from_db()
    assert purse.ganzhou.remaining_fen == 100_00
    assert proof.recount(write=False) == []


def test_not_enough_for_all_is_enough_for_none(fifteen, district_administrator, purse):
    with pytest.raises(Refused, match="只剩1,000元，15户一共要1,050元") as refused:
        give(fifteen, district_administrator, share=purse.ganzhou, fen=70_00)
    assert refused.value.field == "money"
    assert not Supply.objects.exists()
    assert not Need.objects.exists()


def test_sent_twice_it_is_given_once(fifteen, district_administrator, purse):
    batch = uuid.uuid4()
    first = give(fifteen, district_administrator, share=purse.ganzhou, fen=10_00, batch=batch)
    again = give(fifteen, district_administrator, share=purse.ganzhou, fen=10_00, batch=batch)
    assert {each.pk for each in first} == {each.pk for each in again}
    assert Supply.objects.count() == 15


def test_a_need_that_waits_is_met(fifteen, district_administrator):
    waiting = a_need(fifteen[0], district_administrator, kind="goods", text="大米")
    other = a_need(fifteen[1], district_administrator, kind="law")
    give(fifteen[:2], district_administrator)
    assert Supply.objects.filter(need=waiting).exists()
    assert not Supply.objects.filter(need=other).exists()
    assert Need.objects.count() == 3


def test_one_of_another_district_and_nobody_gets_anything(fifteen, city, district_administrator):
    far = a_file(city.minle_federation)
    with pytest.raises(Refused, match="不是您联系的"):
        give([*fifteen, far], district_administrator)
    assert not Supply.objects.exists()


def test_a_cadre_gives_to_the_own_households_alone(fifteen, household, cadre):
    with pytest.raises(Refused):
        give([household, fifteen[0]], cadre)
    give([household], cadre)
    assert Supply.objects.get().need.file == household


def test_whoever_has_left_is_named_to_who_chose(fifteen, district_administrator):
    HardshipFile.objects.filter(pk=fifteen[3].pk).update(state="left")
    with pytest.raises(Refused, match="赵范例现在是“退出”") as refused:
        give(fifteen, district_administrator)
    assert refused.value.field == "households"


def test_nobody_chosen_is_nobody_given(district_administrator):
    with pytest.raises(Refused, match="至少选一户"):
        give([], district_administrator)


def test_the_money_must_be_for_all_of_them(fifteen, city, administrator, purse):
    far = a_file(city.minle_federation)
    assert list(shares_for_all(fifteen)) == [purse.ganzhou]
    assert list(shares_for_all([*fifteen, far])) == []
    assert list(shares_for_all([])) == []
    with pytest.raises(Refused) as refused:
        give([*fifteen, far], administrator, share=purse.ganzhou, fen=10_00)
    assert refused.value.field == "share"
    assert not Supply.objects.exists()
