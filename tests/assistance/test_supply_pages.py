"""物资: the fifteen shown as fifteen, each to its receipt; the money behind them."""

import datetime
import uuid

import pytest
from django.urls import reverse
from django.utils import timezone

from assistance import supply_many, supplying
from assistance.goods import Goods
from assistance.models import Need, Supply
from assistance.supplying import Signed
from audit import services as audit
from funds.models import Fund
from tests.assistance.cared import RICE, STROKES, a_need, bought
from tests.assistance.rows import a_file, a_pair
from tests.assistance.test_households import words
from tests.assistance.test_need_pages import goods
from tests.organizations.queries import queries_of

SUPPLIES, GIVE = reverse("assistance:supplies"), reverse("assistance:supplies-give")
DAY = datetime.timedelta(days=1)


@pytest.fixture
def desk(signed_in, district_administrator):
    return signed_in(district_administrator)


@pytest.fixture
def fifteen(city, district_administrator, purse):
    """Given in one go; eleven brought, nine of them signed for."""
    files = [a_file(city.couriers) for _ in range(15)]
    made = supply_many.give_to_many(
        files, Goods(RICE, 60_00, purse.ganzhou), kind="goods", actor=district_administrator,
        batch=uuid.uuid4(),
    )  # fmt: skip
    for supply in made[:11]:
        supplying.deliver(supply.need, actor=district_administrator)
    for supply in made[:9]:
        supplying.sign(supply.need, Signed("赵范例"), actor=district_administrator)
    return made


# --- the list -----------------------------------------------------------------------------------
def test_the_fifteen_are_shown_as_fifteen(desk, fifteen):
    page = desk.get(SUPPLIES, {"batch": fifteen[0].batch})
    assert len(page.context["page"].rows) == 15
    assert "同一次给15户备的" in words(page)
    assert "15户有物资4等着送2等签收9已签收900元，一共花了" in words(page)
    assert "赵范例" not in words(page)


def test_of_a_day(desk, fifteen):
    Supply.objects.filter(pk__in=[supply.pk for supply in fifteen[:5]]).update(
        bought_at=timezone.now() - 3 * DAY
    )
    day = (timezone.localdate() - 3 * DAY).isoformat()
    page = desk.get(SUPPLIES, {"on": day})
    assert page.context["sums"].households == 5
    assert page.context["filters"].on.isoformat() == day


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ({"state": "signed"}, 9), ({"state": "delivered"}, 2), ({"state": "bought"}, 4),
        ({"on": "2020-01-01"}, 0), ({"on": "x", "state": "x", "batch": "x"}, 15),
        ({"on": "\0", "batch": "\0", "after": "\0~"}, 15), ({"on": "9999-12-31"}, 15),
        ({"on": "2026-02-30"}, 15), ({"district": "9" * 30}, 15),
    ],
)  # fmt: skip
def test_the_list_is_filtered(desk, fifteen, query, shown):
    assert len(desk.get(SUPPLIES, query).context["page"].rows) == shown


def test_what_was_given_back_is_not_counted(desk, household, cadre, purse):
    need = a_need(household, cadre)
    bought(need, cadre, purse.ganzhou, 60_00)
    desk.post(reverse("assistance:need-cancel", args=[need.pk]), {"cancel-note": "家里有了"})
    assert desk.get(SUPPLIES).context["sums"].households == 0


def test_each_sees_the_own(signed_in, fifteen, household, cadre, other_cadre, far_cadre, auditor):
    a_need(household, cadre, state="bought")
    assert len(signed_in(cadre).get(SUPPLIES).context["page"].rows) == 1
    for user in (other_cadre, far_cadre):
        assert signed_in(user).get(SUPPLIES).context["page"].rows == []
    assert signed_in(auditor).get(SUPPLIES).status_code == 404


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_costs_the_same_for_one_and_three(signed_in, household, city, cadre, rows):
    a_need(household, cadre, state="bought")
    for slot in range(2, rows + 1):
        file = a_file(city.couriers)
        a_pair(file, cadre, slot=slot)
        a_need(file, cadre, state="signed")
    assert queries_of(signed_in(cadre), SUPPLIES) == 8


# --- the receipt ----------------------------------------------------------------------------------
def test_the_receipt_is_a_look_with_the_signature(desk, household, cadre):
    need = a_need(household, cadre, state="delivered")
    supply = supplying.sign(need, Signed(strokes=STROKES), actor=cadre)
    page = desk.get(reverse("assistance:supply", args=[supply.pk]))
    assert "收的人赵范例" in words(page)
    assert 'd="M100 300L300 320L500 700' in page.content.decode()
    assert [look.action for look in audit.looks_at(household.person)] == ["assistance.opened"]


def test_nobody_else_reads_it(signed_in, household, cadre, other_cadre, far_cadre, auditor):
    supply = a_need(household, cadre, state="signed").supply
    url = reverse("assistance:supply", args=[supply.pk])
    for user in (other_cadre, far_cadre, auditor):
        assert signed_in(user).get(url).status_code == 404


# --- giving to several ------------------------------------------------------------------------------
def given(page, files, **fields) -> dict:
    return goods(
        batch=str(page.context["form"]["batch"].value()), kind="goods",
        households=[str(file.pk) for file in files], **fields,
    )  # fmt: skip


def test_several_are_chosen_and_each_gets_the_same(desk, city, purse):
    files = [a_file(city.couriers) for _ in range(3)]
    page = desk.get(GIVE)
    sent = given(page, files[:2], money="60", share=str(purse.ganzhou.pk))
    answer = desk.post(GIVE, sent, follow=True)
    assert "2户的物资都备好了" in words(answer)
    assert len(answer.context["page"].rows) == 2
    assert desk.post(GIVE, sent).status_code == 302
    assert Supply.objects.count() == 2
    purse.ganzhou.refresh_from_db()
    assert purse.ganzhou.spent_fen == 120_00


def test_names_are_shown_to_choose_by_and_that_is_a_look(desk, household, district_administrator):
    assert "赵范例" in words(desk.get(GIVE))
    (look,) = audit.looks_at(household.person)
    assert (look.action, look.actor_id) == ("assistance.shown", district_administrator.pk)


def test_those_who_asked_for_it_are_found(desk, household, city, cadre):
    a_file(city.couriers)
    a_need(household, cadre, kind="goods")
    assert [file for file, _ in desk.get(GIVE, {"kind": "goods"}).context["rows"]] == [household]
    assert len(desk.get(GIVE, {"kind": "\0", "district": "x"}).context["rows"]) == 2


def test_not_enough_for_all_keeps_what_was_chosen(desk, city, purse):
    files = [a_file(city.couriers) for _ in range(3)]
    page = desk.get(GIVE)
    sent = given(page, files, money="400", share=str(purse.ganzhou.pk))
    answer = desk.post(GIVE, sent)
    assert "3户一共要1,200元" in str(answer.context["form"].errors["money"])
    assert answer.context["chosen"] == {str(file.pk) for file in files}
    assert not Need.objects.exists()


def test_another_districts_household_cannot_be_chosen(desk, city, purse):
    far, near = a_file(city.minle_federation), a_file(city.couriers)
    answer = desk.post(GIVE, given(desk.get(GIVE), [near, far]))
    assert "households" in answer.context["form"].errors
    assert not Supply.objects.exists()


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"households": []}, "households"), ({"households": ["x"]}, "households"),
        ({"batch": "x"}, "batch"), ({"kind": "gold"}, "kind"), ({"money": "x"}, "money"),
        ({"money": "5"}, "share"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_beside_the_field(desk, household, purse, fields, field):
    answer = desk.post(GIVE, given(desk.get(GIVE), [household]) | fields)
    assert answer.status_code == 200
    assert field in answer.context["form"].errors


@pytest.mark.parametrize("rows", [1, 3])
def test_choosing_costs_the_same_for_one_and_three(desk, city, rows):
    for _ in range(rows):
        a_file(city.couriers)
    assert queries_of(desk, GIVE) == 7


# --- the money --------------------------------------------------------------------------------------
FUNDS = reverse("assistance:funds")


def test_a_fund_is_set_up_once(signed_in, city, administrator):
    above = signed_in(administrator)
    sent = {"name": "困难帮扶资金", "amount": "5000"}
    for _ in range(2):
        answer = above.post(FUNDS, sent, follow=True)
    fund = Fund.objects.get()
    assert (fund.kind, fund.amount_fen, fund.organization) == (
        "assistance", 5_000_00, city.root,
    )  # fmt: skip
    assert "困难帮扶资金已设立" in words(answer)
    answer = above.post(FUNDS, sent | {"amount": "6000"})
    assert "已经有同名" in str(answer.context["form"].errors["name"])


def test_it_is_handed_out_and_spent_and_every_sum_agrees(
    signed_in, administrator, desk, city, household, cadre, purse
):
    bought(a_need(household, cadre), cadre, purse.ganzhou, 60_00)
    above = signed_in(administrator)
    url = reverse("assistance:fund", args=[purse.fund.pk])
    page = above.get(url)
    form = page.context["allocate_form"]
    sent = {
        "client_id": str(form["client_id"].value()), "note": "第二批",
        form.name(city.minle_federation): "100",
    }  # fmt: skip
    for _ in range(2):
        above.post(reverse("assistance:fund-allocate", args=[purse.fund.pk]), sent)
    text = words(above.get(url))
    assert "总额5,000元已拨下去1,600元还没拨3,400元已支60元" in text
    # A district reads its own share, and not the fund.
    text = words(desk.get(FUNDS))
    assert "甘州区总工会困难帮扶资金1,00060940" in text
    assert "民乐县" not in text
    assert desk.get(url).status_code == 404


def test_the_ledger_names_no_household(desk, household, cadre, purse):
    supply = bought(a_need(household, cadre, text="给赵范例"), cadre, purse.ganzhou, 60_00)
    page = desk.get(reverse("assistance:fund-ledger", args=[purse.ganzhou.pk]))
    assert "困难帮扶物资" in words(page)
    assert "赵" not in words(page)
    assert reverse("assistance:supply", args=[supply.pk]) in page.content.decode()
    assert desk.get(reverse("assistance:fund-ledger", args=[purse.minle.pk])).status_code == 404


def test_a_grant_is_taken_back_by_who_made_it(signed_in, administrator, desk, purse):
    url = reverse("assistance:fund-counter", args=[purse.entry.pk])
    assert desk.get(url).status_code == 404
    answer = signed_in(administrator).post(url, {"reason": "拨错了区县"}, follow=True)
    assert "已收回1,000元" in words(answer)
    purse.ganzhou.refresh_from_db()
    assert purse.ganzhou.granted_fen == 0


def test_the_money_of_a_service_month_has_pages_of_its_own(
    signed_in, administrator, campaign, money
):
    above = signed_in(administrator)
    assert list(above.get(FUNDS).context["funds"]) == []
    for name, row in (("fund", money.fund), ("fund-ledger", money.ganzhou)):
        assert above.get(reverse(f"assistance:{name}", args=[row.pk])).status_code == 404


@pytest.mark.parametrize(
    ("name", "sent", "form", "field"),
    [
        ("fund-resize", {"amount": "1"}, "resize_form", "amount"),
        ("fund-resize", {"amount": "\0"}, "resize_form", "amount"),
        ("fund-allocate", {}, "allocate_form", "client_id"),
        ("fund-allocate", {"client_id": "x"}, "allocate_form", "client_id"),
    ],
)
def test_what_is_wrong_with_the_money_is_said(
    signed_in, administrator, purse, name, sent, form, field
):
    url = reverse(f"assistance:{name}", args=[purse.fund.pk])
    answer = signed_in(administrator).post(url, sent)
    assert answer.status_code == 200
    assert field in answer.context[form].errors


@pytest.mark.parametrize("rows", [1, 3])
def test_the_ledger_costs_the_same_for_one_and_three(desk, household, cadre, purse, rows):
    for kind in ("goods", "law", "work")[:rows]:
        bought(a_need(household, cadre, kind=kind), cadre, purse.ganzhou, 10_00)
    assert queries_of(desk, reverse("assistance:fund-ledger", args=[purse.ganzhou.pk])) == 6
