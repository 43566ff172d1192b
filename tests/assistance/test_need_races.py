"""Two at one need, one share, one page: the locks let one through, the other is told."""

import threading
import uuid

import pytest

from assistance import contacting, needs, supply_many, supplying
from assistance.goods import Goods
from assistance.models import Contact, HandOver, Need, Supply
from assistance.supplying import Signed
from audit.models import Entry
from audit.refusal import Refused
from funds import proof
from tests.assistance.cared import RICE, STROKES, a_need, bought, said
from tests.assistance.rows import a_file
from tests.together import together

pytestmark = pytest.mark.django_db(transaction=True)


def refusals(results) -> list[str]:
    assert not [r for r in results if isinstance(r, Exception) and not isinstance(r, Refused)]
    return [result.message for result in results if isinstance(result, Refused)]


def test_looking_first_would_let_both_buy(household, cadre, administrator):
    """What the lock is for: both look before either has written."""
    need, looked = a_need(household, cadre), threading.Barrier(2)

    def look():
        state = Need.objects.get(pk=need.pk).state
        looked.wait(10)
        return state

    assert together(look, look) == ["raised", "raised"]


def test_two_who_buy_for_one_need_buy_once(household, cadre, administrator, purse):
    need = a_need(household, cadre)
    results = together(
        lambda: bought(need, cadre, purse.ganzhou, 60_00),
        lambda: bought(need, administrator, purse.ganzhou, 80_00),
    )
    (said_to_one,) = refusals(results)
    first = Supply.objects.get()
    assert f"刚才已由{first.bought_by}备好" in said_to_one
    assert proof.recount(write=False) == []


def test_the_last_of_a_share_is_spent_once(household, city, cadre, administrator, purse):
    pair = [a_need(household, cadre), a_need(a_file(city.couriers), administrator)]
    results = together(*[
        lambda need=need: bought(need, administrator, purse.ganzhou, 600_00) for need in pair
    ])  # fmt: skip
    assert refusals(results) == ["甘州区总工会的专项资金只剩400元，不够支出600元。"]
    assert sorted(Need.objects.values_list("state", flat=True)) == ["bought", "raised"]
    assert proof.recount(write=False) == []


def test_given_to_two_at_once_it_is_with_one(household, cadre, other_cadre, administrator):
    need = a_need(household, cadre)
    results = together(
        lambda: needs.assign(need, to=other_cadre, actor=cadre),
        lambda: needs.assign(need, to=administrator, actor=administrator),
    )
    (said_to_one,) = refusals(results)
    assert f"刚才已经交给{Need.objects.get().assigned_to}" in said_to_one


def test_signed_on_two_phones_at_once_the_first_stands(household, cadre):
    need = a_need(household, cadre, state="delivered")
    results = together(
        lambda: supplying.sign(need, Signed("赵范例"), actor=cadre),
        lambda: supplying.sign(need, Signed(strokes=STROKES), actor=cadre),
    )
    assert refusals(results) == []
    assert Entry.objects.filter(action="assistance.supply_signed").count() == 1


def test_called_off_while_it_is_bought_the_money_is_where_it_belongs(
    household, cadre, administrator, purse
):
    need = a_need(household, cadre)
    together(
        lambda: bought(need, cadre, purse.ganzhou, 60_00),
        lambda: needs.cancel(need, note="不用了", actor=administrator),
    )
    purse.ganzhou.refresh_from_db()
    # Called off before, or bought and given back: never bought and kept.
    assert (Need.objects.get().state, purse.ganzhou.spent_fen) == ("cancelled", 0)
    assert proof.recount(write=False) == []


def test_called_off_twice_it_goes_back_once(household, cadre, administrator, purse):
    need = a_need(household, cadre)
    bought(need, cadre, purse.ganzhou, 60_00)
    results = together(
        lambda: needs.cancel(need, note="不用了", actor=cadre),
        lambda: needs.cancel(need, note="不用了", actor=administrator),
    )
    assert refusals(results) == []
    purse.ganzhou.refresh_from_db()
    assert purse.ganzhou.spent_fen == 0
    assert proof.recount(write=False) == []


def test_one_page_sent_four_times_at_once_is_one_contact(household, cadre):
    once = uuid.uuid4()
    results = together(*[
        lambda: contacting.record(
            household, said(needs={"goods": ""}, asks_for_another=True), actor=cadre,
            client_id=once,
        )
    ] * 4)  # fmt: skip
    assert refusals(results) == []
    assert (Contact.objects.count(), Need.objects.count(), HandOver.objects.count()) == (1, 1, 1)


def test_one_page_for_two_households_at_once_is_one_contact(household, city, administrator):
    other, once = a_file(city.couriers), uuid.uuid4()
    results = together(*[
        lambda file=file: contacting.record(file, said(), actor=administrator, client_id=once)
        for file in (household, other)
    ])  # fmt: skip
    assert len(refusals(results)) == 1
    assert Contact.objects.count() == 1


def test_two_contacts_at_once_leave_the_dates_of_the_later(household, cadre, administrator):
    together(
        lambda: contacting.record(household, said(), actor=cadre, client_id=uuid.uuid4()),
        lambda: contacting.record(
            household, said(result="not_reached"), actor=administrator, client_id=uuid.uuid4()
        ),
    )
    household.refresh_from_db()
    made = {contact.result: contact.at for contact in Contact.objects.all()}
    assert household.last_contact_at == made["reached"]
    assert household.last_tried_at == max(made.values())


def test_fifteen_given_twice_at_once_are_fifteen(
    city, district_administrator, administrator, purse
):
    files, batch = [a_file(city.couriers) for _ in range(15)], uuid.uuid4()
    goods = Goods(RICE, cost_fen=60_00, share=purse.ganzhou)
    results = together(*[
        lambda each=each: supply_many.give_to_many(
            each, goods, kind="goods", actor=district_administrator, batch=batch
        )
        for each in (files, list(reversed(files)))
    ])  # fmt: skip
    assert refusals(results) == []
    assert Supply.objects.count() == 15
    purse.ganzhou.refresh_from_db()
    assert purse.ganzhou.remaining_fen == 100_00
