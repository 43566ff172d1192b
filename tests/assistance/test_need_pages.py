"""需要 on the phone and at the desk: listed by age, followed step by step, each at its own page."""

import datetime
import json
import uuid

import pytest
from django.urls import reverse
from django.utils import timezone

from assistance import facts, needs
from assistance.models import HardshipFile, Need, Supply
from audit import services as audit
from tests.assistance.cared import STROKES, a_need, bought, contacted
from tests.assistance.rows import a_file, a_pair
from tests.assistance.test_households import words
from tests.organizations.queries import queries_of

NEEDS = reverse("assistance:needs")
DAY = datetime.timedelta(days=1)


def address(name: str, need: Need) -> str:
    return reverse(f"assistance:{name}", args=[need.pk])


def goods(**fields) -> dict:
    """The form of what was bought, as the page shows it, filled in."""
    rows = {f"goods-{n}-{name}": "" for n in range(3) for name in ("name", "quantity")}
    return {
        "goods-TOTAL_FORMS": "3", "goods-INITIAL_FORMS": "0", **rows,
        **{f"goods-{n}-unit": "份" for n in range(3)},
        "goods-0-name": "大米", "goods-0-quantity": "10", "goods-0-unit": "公斤",
        "money": "", "share": "", **fields,
    }  # fmt: skip


@pytest.fixture
def phone_in_hand(signed_in, cadre):
    return signed_in(cadre)


@pytest.fixture
def desk(signed_in, district_administrator):
    return signed_in(district_administrator)


# --- the list -----------------------------------------------------------------------------------
def test_what_has_waited_longest_comes_first(desk, household, cadre):
    for days, kind in ((1, "goods"), (9, "law"), (4, "work")):
        a_need(household, cadre, kind=kind, at=timezone.now() - days * DAY)
    page = desk.get(NEEDS).context["page"]
    assert [need.kind for need in page.rows] == ["law", "work", "goods"]


def test_what_is_done_stands_apart_the_newest_first(desk, household, cadre):
    for kind in ("goods", "law"):
        a_need(household, cadre, kind=kind, state="settled")
    assert desk.get(NEEDS).context["page"].rows == []
    page = desk.get(NEEDS, {"state": "settled"}).context["page"]
    assert [need.kind for need in page.rows] == ["law", "goods"]


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ({"kind": "law"}, 1), ({"state": "delivered"}, 1), ({"state": "raised"}, 2),
        ({"kind": "x", "state": "\0", "district": "x"}, 3), ({"after": "\0~x", "before": "~"}, 3),
        ({"district": "9" * 30}, 3),
    ],
)  # fmt: skip
def test_the_list_is_filtered(desk, household, cadre, query, shown):
    a_need(household, cadre, kind="law")
    a_need(household, cadre, kind="work")
    a_need(household, cadre, kind="goods", state="delivered")
    assert len(desk.get(NEEDS, query).context["page"].rows) == shown


def test_the_city_chooses_a_district(signed_in, city, household, cadre, administrator, desk):
    far = a_need(a_file(city.minle_federation, division=city.hongshui), administrator)
    near = a_need(household, cadre)
    above = signed_in(administrator)
    assert len(above.get(NEEDS).context["page"].rows) == 2
    query = {"district": city.minle.pk}
    assert above.get(NEEDS, query).context["page"].rows == [far]
    # A district has nothing to choose from, and sees its own.
    assert desk.get(NEEDS).context["districts"] == []
    assert desk.get(NEEDS).context["page"].rows == [near]


def test_the_name_is_for_who_calls(desk, phone_in_hand, household, cadre):
    a_need(household, cadre)
    assert "赵范例" in words(phone_in_hand.get(NEEDS))
    assert "赵范例" not in words(desk.get(NEEDS))
    assert "赵**" in words(desk.get(NEEDS))
    (look,) = audit.looks_at(household.person)
    assert (look.action, look.actor_id) == ("assistance.shown", cadre.pk)


def test_others_see_nothing_of_it(signed_in, household, cadre, other_cadre, far_cadre, auditor):
    a_need(household, cadre)
    for user in (other_cadre, far_cadre):
        assert signed_in(user).get(NEEDS).context["page"].rows == []
    assert signed_in(auditor).get(NEEDS).status_code == 404


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_costs_the_same_for_one_and_three(phone_in_hand, household, city, cadre, rows):
    a_need(household, cadre, state="assigned")
    for slot in range(2, rows + 1):
        file = a_file(city.couriers)
        a_pair(file, cadre, slot=slot)
        a_need(file, cadre, state="delivered")
    assert queries_of(phone_in_hand, NEEDS) == 8


@pytest.mark.parametrize("rows", [1, 3])
def test_at_the_desk_too(desk, household, cadre, rows):
    for kind in ("goods", "law", "work")[:rows]:
        a_need(household, cadre, kind=kind)
    assert queries_of(desk, NEEDS) == 8


def test_a_long_list_has_pages(desk, household, cadre):
    for number in range(26):
        a_need(household, cadre, kind="goods", text=f"第{number}件")
    first = desk.get(NEEDS)
    second = desk.get(NEEDS, {"after": first.context["page"].after})
    assert [len(page.context["page"].rows) for page in (first, second)] == [25, 1]


# --- one need -------------------------------------------------------------------------------------
def test_opening_it_is_a_look_the_person_sees(desk, household, cadre, district_administrator):
    desk.get(address("need", a_need(household, cadre)))
    (look,) = audit.looks_at(household.person)
    assert (look.action, look.actor_id) == ("assistance.opened", district_administrator.pk)


def test_whoever_brings_it_reads_the_address_and_only_who_calls_the_number(
    signed_in, household, cadre, other_cadre
):
    facts.write(household, {"address": "演示路12号"})
    household.save(update_fields=["facts"])
    need = a_need(household, cadre)
    asked = signed_in(other_cadre)
    assert asked.get(address("need", need)).status_code == 404
    needs.assign(need, to=other_cadre, actor=cadre)
    text = words(asked.get(address("need", need)))
    assert "演示路12号" in text
    assert household.phone not in text
    assert household.phone in words(signed_in(cadre).get(address("need", need)))
    # Once it is brought nobody has to find the door.
    needs.settle(need, note="办好了", actor=cadre)
    assert "演示路12号" not in words(asked.get(address("need", need)))


def test_from_the_first_word_to_the_signed_receipt(
    phone_in_hand, household, cadre, other_cadre, purse, district_administrator
):
    contacted(household, cadre, needs={"goods": "大米10公斤"})
    need = Need.objects.get()
    page = phone_in_hand.get(address("need", need))
    form = page.context["assign_form"]
    assert [str(label) for _, label in form.fields["to"].choices] == [
        "我自己办",
        "何示范",
        "尤演示",
    ]

    sent = {"to": str(other_cadre.public_id), "seen": form["seen"].value() or ""}
    answer = phone_in_hand.post(address("need-assign", need), sent, follow=True)
    assert "已交给尤演示，告诉本人了" in words(answer)

    answer = phone_in_hand.post(
        address("need-buy", need), goods(money="86.5", share=str(purse.ganzhou.pk)), follow=True
    )
    assert "备好了，接着送到门口" in words(answer)
    assert "86.50元，甘州区总工会的帮扶资金" in words(answer)

    answer = phone_in_hand.post(
        address("need-deliver", need), {"without_contact": "on"}, follow=True
    )
    assert "送到了，等本人签收" in words(answer)

    shown = phone_in_hand.get(address("need-sign", need))
    assert "大米10公斤" in words(shown)
    drawn = json.dumps(STROKES)
    answer = phone_in_hand.post(
        address("need-sign", need), {"signature": drawn, "signed_name": ""}, follow=True
    )
    assert "签收好了" in words(answer)
    assert 'd="M100 300L300 320L500 700' in answer.content.decode()
    assert (Need.objects.get().state, Supply.objects.get().signature) == ("signed", STROKES)


def test_advice_is_settled_on_the_page(phone_in_hand, household, cadre):
    need = a_need(household, cadre, kind="policy")
    answer = phone_in_hand.post(
        address("need-settle", need), {"settle-note": "低保政策讲清楚了"}, follow=True
    )
    assert "办好了，记下了" in words(answer)
    assert Need.objects.get().closing_note == "低保政策讲清楚了"


def test_it_is_called_off_and_the_money_returns(phone_in_hand, household, cadre, purse):
    need = a_need(household, cadre)
    bought(need, cadre, purse.ganzhou, 60_00)
    answer = phone_in_hand.post(
        address("need-cancel", need), {"cancel-note": "家里有了"}, follow=True
    )
    assert "退回帮扶资金" in words(answer)
    purse.ganzhou.refresh_from_db()
    assert purse.ganzhou.spent_fen == 0


def test_pressed_twice_it_is_done_once(phone_in_hand, household, cadre, purse):
    need = a_need(household, cadre)
    sent = goods(money="60", share=str(purse.ganzhou.pk))
    for _ in range(2):
        assert phone_in_hand.post(address("need-buy", need), sent).status_code == 302
    for name, given in (
        ("need-deliver", {}), ("need-sign", {"signed_name": "赵范例"}),
    ):  # fmt: skip
        for _ in range(2):
            assert phone_in_hand.post(address(name, need), given).status_code == 302
    purse.ganzhou.refresh_from_db()
    assert purse.ganzhou.spent_fen == 60_00


def test_the_signing_page_is_for_what_was_brought(phone_in_hand, household, cadre):
    need = a_need(household, cadre, state="bought")
    assert phone_in_hand.get(address("need-sign", need)).url == address("need", need)


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"money": "x"}, "money"), ({"money": "9" * 30}, "money"), ({"money": "5000"}, "money"),
        ({"money": "\0"}, "money"), ({"share": "x", "money": "5"}, "share"),
        ({"money": "5", "share": ""}, "share"), ({"goods-0-name": ""}, None),
        ({"goods-0-quantity": ""}, None), ({"goods-0-quantity": "0"}, None),
        ({"goods-0-quantity": "9" * 5000}, None), ({"goods-0-name": "长" * 21}, None),
        ({"goods-0-name": "629900198805061230"}, None), ({"goods-0-unit": "长" * 7}, None),
        ({"goods-TOTAL_FORMS": "x"}, None), ({"goods-TOTAL_FORMS": "999999"}, None),
    ],
)  # fmt: skip
def test_what_is_wrong_with_the_goods_is_said(phone_in_hand, household, cadre, purse, given, field):
    need = a_need(household, cadre)
    fields = goods(**({"share": str(purse.ganzhou.pk)} | given))
    answer = phone_in_hand.post(address("need-buy", need), fields)
    assert answer.status_code == 200
    form, rows = answer.context["form"], answer.context["goods"]
    if field:
        assert field in form.errors
    else:
        assert form.errors or rows.total_error_count()
    assert not Supply.objects.exists()


@pytest.mark.parametrize(
    ("name", "given", "form", "field"),
    [
        ("need-assign", {"to": ""}, "assign_form", "to"),
        ("need-assign", {"to": str(uuid.uuid4())}, "assign_form", "to"),
        ("need-assign", {"to": "\0"}, "assign_form", "to"),
        ("need-assign", {"to": "x", "seen": "9" * 5000}, "assign_form", "seen"),
        ("need-settle", {"settle-note": ""}, "settle_form", "note"),
        ("need-settle", {"settle-note": "长" * 121}, "settle_form", "note"),
        ("need-cancel", {"cancel-note": "629900198805061230"}, "cancel_form", "note"),
    ],
)
def test_what_is_wrong_is_said_beside_the_field(
    phone_in_hand, household, cadre, name, given, form, field
):
    answer = phone_in_hand.post(address(name, a_need(household, cadre)), given)
    assert answer.status_code == 200
    assert field in answer.context[form].errors


@pytest.mark.parametrize("name", ["", "孙范例"])
def test_a_wrong_signature_is_asked_for_again(phone_in_hand, household, cadre, name):
    need = a_need(household, cadre, state="delivered")
    answer = phone_in_hand.post(address("need-sign", need), {"signed_name": name, "signature": ""})
    assert answer.status_code == 200
    assert "signed_name" in answer.context["form"].errors
    assert Need.objects.get().state == "delivered"


def test_nobody_else_finds_it(
    signed_in, household, cadre, other_cadre, far_cadre, auditor, stranger
):
    need = a_need(household, cadre, state="delivered")
    for user in (other_cadre, far_cadre, auditor, stranger):
        browser = signed_in(user)
        for name in ("need", "need-buy", "need-sign"):
            assert browser.get(address(name, need)).status_code == 404
        for name in ("assign", "settle", "cancel", "deliver", "sign", "buy"):
            assert browser.post(address(f"need-{name}", need)).status_code == 404
    assert Need.objects.get().state == "delivered"


def test_who_has_left_and_was_anonymised_has_no_name_there(desk, household, cadre):
    need = a_need(household, cadre, state="signed")
    HardshipFile.objects.filter(pk=household.pk).update(
        state="left", person=None, anonymised_at=timezone.now()
    )
    assert "已隐去" in words(desk.get(address("need", need)))
    assert "已隐去" in words(desk.get(NEEDS, {"state": "signed"}))
