"""Bought, brought, signed for: the money, the door, the name."""

import pytest

from assistance import supplying
from assistance.goods import Goods, shares_for
from assistance.models import HardshipFile, Need, Supply
from assistance.supplying import Signed
from audit.models import Entry
from audit.refusal import Refused
from campaigns import funding as month_money
from funds import proof
from funds import services as funds
from funds.models import FundEntry
from notifications.models import Message
from tests import factories
from tests.assistance.cared import RICE, STROKES, a_need, bought
from tests.campaigns.conftest import a_campaign


def left(share) -> int:
    share.refresh_from_db()
    return share.remaining_fen


# --- buying --------------------------------------------------------------------------------------
def test_it_is_paid_from_the_district_in_whole_fen(household, cadre, purse):
    supply = bought(a_need(household, cadre), cadre, purse.ganzhou, 86_55)
    assert left(purse.ganzhou) == 1_000_00 - 86_55
    assert (supply.entry.amount_fen, supply.entry.source_id) == (86_55, str(supply.pk))
    assert supply.words == "大米10公斤"
    assert proof.recount(write=False) == []


def test_the_ledger_says_neither_whose_need_nor_which(household, cadre, purse):
    bought(a_need(household, cadre, text="给赵范例的大米"), cadre, purse.ganzhou, 86_55)
    entry = FundEntry.objects.get(kind="spend")
    assert entry.purpose == "困难帮扶物资"


def test_what_was_donated_costs_nothing(household, cadre, purse):
    supply = supplying.buy(a_need(household, cadre), Goods(RICE), actor=cadre)
    assert (supply.cost_fen, supply.entry) == (0, None)
    assert left(purse.ganzhou) == 1_000_00


def test_no_more_is_spent_than_there_is(household, cadre, purse):
    need = a_need(household, cadre)
    with pytest.raises(Refused, match=r"只剩1,000元，不够支出1,000\.01元") as refused:
        bought(need, cadre, purse.ganzhou, 1_000_01)
    assert refused.value.field == "money"
    assert (Need.objects.get().state, Supply.objects.count()) == ("raised", 0)
    assert left(purse.ganzhou) == 1_000_00


def test_the_money_is_that_of_the_union_or_of_one_above(
    household, city, cadre, administrator, purse
):
    funds.allocate(purse.fund, organization=city.root, amount_fen=100_00, actor=administrator)
    assert [share.organization.name for share in shares_for(household)] == [
        "甘州区总工会", "张掖市总工会",
    ]  # fmt: skip
    for share in (purse.minle, None):
        with pytest.raises(Refused) as refused:
            bought(a_need(household, cadre), cadre, share, 10_00)
        assert refused.value.field == "share"


def test_the_money_of_a_service_month_is_for_the_month(household, city, cadre, administrator):
    month = a_campaign(city.root, administrator)
    fund = month_money.set_up(month, name="月", amount_fen=500_00, actor=administrator)
    share = funds.allocate(
        fund, organization=city.ganzhou_federation, amount_fen=100_00, actor=administrator
    ).allocation
    assert list(shares_for(household)) == []
    with pytest.raises(Refused):
        bought(a_need(household, cadre), cadre, share, 10_00)


@pytest.mark.parametrize(
    ("items", "fen", "field"),
    [([], 0, "goods"), (RICE * 9, 0, "goods"), (RICE, 20_000_01, "money"), (RICE, -1, "money")],
)
def test_what_cannot_be_is_refused(household, cadre, purse, items, fen, field):
    need = a_need(household, cadre)
    with pytest.raises(Refused) as refused:
        bought(need, cadre, purse.ganzhou, fen, items=items)
    assert refused.value.field == field


def test_the_same_twice_is_bought_once(household, cadre, purse):
    need = a_need(household, cadre)
    assert bought(need, cadre, purse.ganzhou, 50_00) == bought(need, cadre, purse.ganzhou, 50_00)
    assert left(purse.ganzhou) == 950_00


def test_somebody_elses_purchase_is_not_taken_for_ones_own(household, cadre, administrator, purse):
    need = a_need(household, cadre)
    bought(need, cadre, purse.ganzhou, 50_00)
    with pytest.raises(Refused, match="刚才已由褚演示备好"):
        bought(need, administrator, purse.ganzhou, 50_00)
    assert left(purse.ganzhou) == 950_00


# --- bringing ------------------------------------------------------------------------------------
def test_without_contact_the_household_is_told_to_look(household, cadre):
    need = a_need(household, cadre, state="bought", kind="medicine")
    supply = supplying.deliver(need, actor=cadre)
    assert (supply.without_contact, supply.delivered_by, supply.volunteer) == (True, cadre, "")
    message = Message.objects.get()
    # No account: by SMS to the phone in the file.
    assert (message.channel, message.to, message.recipient) == ("sms", household.phone, None)
    for word in ("赵", "药", "医", "大米"):
        assert word not in message.title + message.body


def test_who_has_an_account_reads_it_there_too(household, cadre):
    worker = factories.a_worker(person=household.person)
    supplying.deliver(a_need(household, cadre, state="bought"), actor=cadre)
    assert sorted(Message.objects.values_list("channel", "recipient")) == [
        ("inbox", worker.pk), ("sms", worker.pk),
    ]  # fmt: skip


def test_face_to_face_nobody_needs_to_be_told(household, cadre):
    need = a_need(household, cadre, state="bought")
    supply = supplying.deliver(need, actor=cadre, without_contact=False)
    assert not supply.without_contact
    assert not Message.objects.exists()


def test_a_volunteer_is_named(household, cadre):
    need = a_need(household, cadre, state="bought")
    supply = supplying.deliver(need, actor=cadre, volunteer=" 马志愿 ")
    assert (supply.volunteer, supply.delivered_by) == ("马志愿", None)


def test_what_is_on_its_way_arrives_though_the_household_left(household, cadre, administrator):
    need = a_need(household, cadre, state="bought")
    HardshipFile.objects.update(state="left")
    supplying.deliver(need, actor=administrator)
    supplying.sign(need, Signed("赵范例"), actor=administrator)
    assert Need.objects.get().state == "signed"


# --- signing -------------------------------------------------------------------------------------
def test_the_name_is_typed(household, cadre):
    need = a_need(household, cadre, state="delivered")
    supply = supplying.sign(need, Signed("赵范例"), actor=cadre)
    assert (supply.signed_name, supply.signature) == ("赵范例", [])
    assert supply.signed_at is not None
    need.refresh_from_db()
    assert need.closed_at == supply.signed_at


def test_or_drawn_with_a_finger(household, cadre):
    need = a_need(household, cadre, state="delivered")
    supply = supplying.sign(need, Signed(strokes=STROKES), actor=cadre)
    assert (supply.signed_name, supply.signature) == ("赵范例", STROKES)


@pytest.mark.parametrize("name", ["", "赵范", "孙范例", "赵 范例例"])
def test_another_name_is_no_receipt(household, cadre, name):
    need = a_need(household, cadre, state="delivered")
    with pytest.raises(Refused) as refused:
        supplying.sign(need, Signed(name), actor=cadre)
    assert refused.value.field == "signed_name"
    assert Need.objects.get().state == "delivered"


def test_the_first_signature_stands(household, cadre):
    need = a_need(household, cadre, state="delivered")
    first = supplying.sign(need, Signed("赵范例"), actor=cadre).signed_at
    again = supplying.sign(need, Signed(strokes=STROKES), actor=cadre)
    assert (again.signed_at, again.signature) == (first, [])


def test_the_person_signs_on_a_phone_of_their_own(household, cadre):
    worker = factories.a_worker(person=household.person)
    need = a_need(household, cadre, state="delivered")
    Message.objects.all().delete()
    supplying.sign(need, Signed("赵范例"), actor=worker)
    assert sorted(Message.objects.values_list("kind", "recipient")) == [
        ("assistance.need_closed", cadre.pk),
    ]  # fmt: skip


def test_whoever_did_not_sign_themselves_learns_that_it_was_signed_for(household, cadre):
    worker = factories.a_worker(person=household.person)
    need = a_need(household, cadre, state="delivered")
    supplying.sign(need, Signed("赵范例"), actor=cadre)
    told = Message.objects.filter(kind="assistance.supply_signed")
    assert list(told.values_list("recipient", "channel")) == [(worker.pk, "inbox")]


def test_nobody_elses_hand_is_in_it(
    household, city, cadre, other_cadre, far_cadre, auditor, worker, purse
):
    waiting = a_need(household, cadre)
    ready = a_need(household, cadre, state="bought", kind="law")
    arrived = a_need(household, cadre, state="delivered", kind="work")
    for user in (other_cadre, far_cadre, auditor, worker):
        for act in (
            lambda user=user: bought(waiting, user, purse.ganzhou, 10_00),
            lambda user=user: supplying.deliver(ready, actor=user),
            lambda user=user: supplying.sign(arrived, Signed("赵范例"), actor=user),
        ):
            with pytest.raises(Refused):
                act()
        assert not Supply.objects.visible_to(user).exists()
    assert left(purse.ganzhou) == 1_000_00


def test_neither_record_nor_message_says_who_got_what(household, cadre, purse):
    need = a_need(household, cadre, kind="medicine", text="降压药")
    bought(
        need, cadre, purse.ganzhou, 86_50, items=[{"name": "降压药", "quantity": 1, "unit": "盒"}]
    )
    supplying.deliver(need, actor=cadre)
    supplying.sign(need, Signed("赵范例"), actor=cadre)
    rows = [
        *Entry.objects.values_list("data", "reason"),
        *Message.objects.values_list("title", "body", "params"),
    ]
    for word in ("赵", "药", household.phone):
        assert word not in str(rows)
