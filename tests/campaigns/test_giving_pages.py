"""实名发放 at the desk: find, sign, list, open, reverse; nothing of another district's."""

import datetime
import json
import re

import pytest

from audit import services as audit
from audit.models import Entry
from campaigns import giving
from campaigns.gifts import Signed
from campaigns.models import Grant
from organizations.models import Role
from people.models import Person
from tests import factories, leaks
from tests.campaigns.booked import a_known_worker
from tests.campaigns.conftest import a_campaign
from tests.campaigns.given import STROKES, address, find, give, sign, signing
from tests.organizations.queries import queries_of
from tests.people.conftest import a_number, a_person


@pytest.fixture
def desk(signed_in, officer):
    return signed_in(officer)


@pytest.fixture
def given(campaign, money, city, officer):
    return give(campaign, city.ganzhou_federation, officer)


def words(answer) -> str:
    return re.sub(r"<[^>]+>|\s+", "", answer.content.decode())


# --- finding and signing ------------------------------------------------------------------------
def test_from_the_document_to_the_signature(desk, campaign, money):
    number = a_number()

    found = find(desk, campaign, number=number)
    assert f"李示例6299**********{number[14:]}" in words(found)
    assert "专项资金还剩1,000元" in words(found)
    answer = sign(desk, campaign, found, signature=json.dumps(STROKES), signed_name="")

    assert answer.url == f"{address('give', campaign)}?kind=solatium"
    made = Grant.objects.get()
    assert (made.person.name, made.amount_fen, made.signature) == ("李示例", 300_00, STROKES)
    page = desk.get(answer.url)
    assert "慰问金已登记，李**签收了。可以接着登记下一位。" in words(page)
    assert page.context["form"]["kind"].value() == "solatium"


def test_by_the_phone_of_a_worker(desk, campaign, money):
    worker = a_known_worker("孙范例")
    found = find(desk, campaign, by="phone", phone=f"+86 {worker.phone}")
    assert found.context["to"].name == "孙范例"
    sign(desk, campaign, found)
    assert Grant.objects.get().person == worker.person


def test_what_was_told_before_is_filled_in(desk, campaign, money, city, officer):
    worker = a_known_worker()
    give(campaign, city.ganzhou_federation, officer, worker.person, occupation="truck")
    found = find(desk, campaign, by="phone", phone=worker.phone, kind="accident")
    form = found.context["form"]
    assert form["occupation"].value() == "truck"
    assert form["item"].value() == campaign.items.get(name="送平安保障").pk


def test_a_number_is_never_shown_again(desk, campaign, money):
    number = a_number()
    a_person("孙范例", number=number)
    assert leaks.numbers_in(number) == {number}
    for answer in (
        find(desk, campaign, number=number),
        find(desk, campaign, number=number, name=""),
        find(desk, campaign, number=a_number()),
    ):
        assert leaks.numbers_in(answer.content) == set()


def test_who_has_it_already_is_told_before_signing(desk, campaign, given):
    worker = factories.a_worker(person=given.person)
    answer = find(desk, campaign, by="phone", phone=worker.phone)
    said = f"本人{given.given_on.month}月{given.given_on.day}日已由甘州区总工会登记领过慰问金"
    assert said in words(answer)
    assert "to" not in answer.context


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"kind": ""}, "kind"), ({"kind": "gold"}, "kind"), ({"name": ""}, "name"),
        ({"name": "\0"}, "name"), ({"document_type": "x"}, "document_type"),
        ({"number": ""}, "number"), ({"number": "9" * 65}, "number"),
        ({"number": "\0" * 18}, "number"), ({"organization": "x"}, "organization"),
        ({"by": "phone", "phone": ""}, "phone"), ({"by": "phone", "phone": "123"}, "phone"),
        ({"by": "phone", "phone": "19999999999"}, "phone"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_beside_the_field(desk, campaign, money, given, field):
    answer = find(desk, campaign, **given)
    assert answer.status_code == 200
    assert field in answer.context["form"].errors


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"money": ""}, "money"), ({"money": "0"}, "money"), ({"money": "x"}, "money"),
        ({"money": "5000"}, "money"), ({"item": "0"}, "item"), ({"item": "x"}, "item"),
        ({"given_on": "昨天"}, "given_on"), ({"given_on": "1999-01-01"}, "given_on"),
        ({"occupation": ""}, "occupation"), ({"signed_name": ""}, "signed_name"),
        ({"signed_name": "孙范例"}, "signed_name"), ({"signature": "[[["}, "signed_name"),
        ({"signature": "[[[5,5]]]"}, "signed_name"), ({"agreed": ""}, "agreed"),
        ({"goods": "长" * 65}, "goods"), ({"goods": "629900198805061230"}, "goods"),
        ({"client_id": "x"}, "client_id"),
    ],
)  # fmt: skip
def test_what_is_wrong_at_the_signing_too(desk, campaign, money, typed, field):
    found = find(desk, campaign)
    answer = sign(desk, campaign, found, **typed)
    assert answer.status_code == 200
    assert field in answer.context["form"].errors
    assert answer.context["to"] == found.context["to"]
    assert not Grant.objects.exists()
    assert not Person.objects.exists()


def test_what_was_signed_by_hand_is_still_there_after_an_error(desk, campaign, money):
    drawn = json.dumps(STROKES)
    answer = sign(desk, campaign, find(desk, campaign), signature=drawn, agreed="")
    assert answer.context["form"]["signature"].value() == drawn


def test_a_pack_of_things_asks_for_things(desk, campaign, money):
    found = find(desk, campaign, kind="warm_pack")
    answer = sign(desk, campaign, found, money="")
    assert "goods" in answer.context["form"].errors
    sign(desk, campaign, found, money="", goods="保暖包1份")
    assert Grant.objects.get().amount_fen == 0


def test_sending_it_twice_gives_once(desk, campaign, money):
    typed = signing(find(desk, campaign))
    for _ in range(2):
        assert desk.post(address("give-sign", campaign), typed).status_code == 302
    assert Grant.objects.count() == 1


@pytest.mark.parametrize("token", ["", "x", "\0", "9" * 5000])
def test_without_a_person_it_leads_back(desk, campaign, money, token):
    answer = desk.post(address("give-sign", campaign), {"token": token}, follow=True)
    assert answer.redirect_chain == [(address("give", campaign), 302)]
    assert "重新找一次人" in words(answer)
    assert desk.get(address("give-sign", campaign)).url == address("give", campaign)


def test_a_colleagues_page_is_not_ones_own(desk, campaign, money, signed_in, city):
    other = factories.a_member_of_staff("尤演示", city.ganzhou_federation, Role.CAMPAIGN_OFFICER)
    typed = signing(find(desk, campaign))
    assert signed_in(other).post(address("give-sign", campaign), typed).status_code == 302
    assert not Grant.objects.exists()


def test_with_two_posts_one_chooses_the_union(signed_in, campaign, money, city):
    clerk = factories.a_member_of_staff("尤演示", city.couriers, Role.CAMPAIGN_OFFICER)
    factories.Post.objects.create(
        user=clerk, organization=city.joint, role=Role.CAMPAIGN_OFFICER,
        since=factories.local(2026, 1, 1),
    )  # fmt: skip
    desk = signed_in(clerk)
    found = find(desk, campaign, organization=str(city.joint.public_id))
    sign(desk, campaign, found)
    assert Grant.objects.get().organization == city.joint


def test_in_another_districts_name_there_is_nothing_to_choose(desk, campaign, money, city):
    answer = find(desk, campaign, organization=str(city.minle_federation.public_id))
    assert "organization" in answer.context["form"].errors


# --- the list -----------------------------------------------------------------------------------
def test_the_list_masks_and_sums(desk, campaign, given, city, officer):
    give(
        campaign, city.ganzhou_federation, officer, kind="warm_pack", amount_fen=68_00, goods="1份"
    )
    wrong = give(campaign, city.ganzhou_federation, officer)
    giving.reverse(wrong, reason="登记重复了", actor=officer)
    page = desk.get(address("grants", campaign))
    text = words(page)
    assert "一共发了2份，368元" in text
    assert "慰问金1份，300元" in text
    assert "温馨包1份，68元" in text
    assert "李示例" not in text
    assert text.count("李**") == 3
    assert text.count("已冲销") == 3  # twice in the filter, and the row


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ({"kind": "solatium"}, 2), ({"kind": "warm_pack"}, 1), ({"state": "reversed"}, 1),
        ({"state": "standing"}, 2), ({"kind": "x", "state": "\0", "district": "x"}, 3),
        ({"after": "\0~x", "before": "~"}, 3),
    ],
)  # fmt: skip
def test_the_list_is_filtered(desk, campaign, given, city, officer, query, shown):
    give(campaign, city.ganzhou_federation, officer, kind="warm_pack", amount_fen=0, goods="1份")
    giving.reverse(
        give(campaign, city.ganzhou_federation, officer), reason="登记重复了", actor=officer
    )
    assert len(desk.get(address("grants", campaign), query).context["page"].rows) == shown


def test_the_city_sees_all_and_filters_by_district(
    signed_in, city_officer, campaign, given, city, other_officer
):
    theirs = give(campaign, city.minle_federation, other_officer)
    desk = signed_in(city_officer)
    assert len(desk.get(address("grants", campaign)).context["page"].rows) == 2
    query = {"district": str(city.minle_federation.public_id)}
    assert desk.get(address("grants", campaign), query).context["page"].rows == [theirs]


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_costs_the_same_for_one_and_three(desk, campaign, money, city, officer, rows):
    for _ in range(rows):
        give(campaign, city.ganzhou_federation, officer, amount_fen=100)
    assert queries_of(desk, address("grants", campaign)) == 7


def test_a_long_list_has_pages(desk, campaign, money, city, officer):
    for _ in range(26):
        give(campaign, city.ganzhou_federation, officer, amount_fen=100)
    first = desk.get(address("grants", campaign))
    second = desk.get(address("grants", campaign), {"after": first.context["page"].after})
    assert [len(page.context["page"].rows) for page in (first, second)] == [25, 1]
    assert second.context["sums"].count == 26


def test_before_anything_is_given_it_says_what_will_be_here(desk, campaign):
    assert "还没有符合条件的发放。" in words(desk.get(address("grants", campaign)))


# --- one gift -----------------------------------------------------------------------------------
def test_opening_it_is_a_look_the_person_sees(desk, campaign, given, officer):
    page = desk.get(address("grant", campaign, grant=given.pk))
    assert "李示例，慰问金" in words(page)
    (entry,) = audit.looks_at(given.person)
    assert (entry.action, entry.actor_id, entry.actor_unit) == (
        "campaigns.grant_opened", officer.pk, "甘州区总工会",
    )  # fmt: skip


def test_the_drawn_signature_is_drawn_again(desk, campaign, money, city, officer):
    signed = Signed(strokes=STROKES, agreed=True)
    given = give(campaign, city.ganzhou_federation, officer, signed=signed)
    page = desk.get(address("grant", campaign, grant=given.pk)).content.decode()
    assert '<path d="M100 300L300 320L500 700M600 200L800 800"/>' in page


def test_it_is_reversed_from_its_page(desk, campaign, given, money):
    url = address("grant-reverse", campaign, grant=given.pk)
    for _ in range(2):
        answer = desk.post(url, {"reason": "登记重复了"})
        assert answer.url == address("grants", campaign)
    given.refresh_from_db()
    assert given.is_reversed
    page = words(desk.get(address("grant", campaign, grant=given.pk)))
    assert "由华演示冲销，原因：登记重复了。钱已退回专项资金" in page


@pytest.mark.parametrize("reason", ["", "短", "x" * 201, "\0\0\0\0", "629900198805061230"])
def test_a_reason_is_asked_for(desk, campaign, given, reason):
    answer = desk.post(address("grant-reverse", campaign, grant=given.pk), {"reason": reason})
    assert "reason" in answer.context["form"].errors
    given.refresh_from_db()
    assert not given.is_reversed


def test_after_the_archive_it_says_why_nothing_changes(desk, campaign, given):
    campaign.state = "archived"
    campaign.save()
    assert "账目不再改动" in words(desk.get(address("grant", campaign, grant=given.pk)))
    answer = desk.post(address("grant-reverse", campaign, grant=given.pk), {"reason": "登记重复了"})
    assert answer.context["form"].non_field_errors() == ["服务月已经归档，账目不再改动。"]
    assert "已归档" in words(find(desk, campaign))


# --- not theirs ---------------------------------------------------------------------------------
def test_another_districts_gift_does_not_exist(signed_in, other_officer, campaign, given):
    desk = signed_in(other_officer)
    assert desk.get(address("grant", campaign, grant=given.pk)).status_code == 404
    url = address("grant-reverse", campaign, grant=given.pk)
    assert desk.post(url, {"reason": "登记重复了"}).status_code == 404
    assert "李**" not in words(desk.get(address("grants", campaign)))
    assert not Entry.objects.filter(action="campaigns.grant_opened").exists()


def test_nor_under_another_months_address(desk, campaign, given, city, city_officer):
    other = a_campaign(city.root, city_officer, title="另一个服务月")
    assert desk.get(address("grant", other, grant=given.pk)).status_code == 404


def test_a_month_of_the_district_itself_is_nothing_to_its_neighbour(
    signed_in, city, officer, other_officer
):
    own = a_campaign(city.ganzhou_federation, officer, title="甘州区自己的服务月")
    desk = signed_in(other_officer)
    for name in ("grants", "give", "fund"):
        assert desk.get(address(name, own)).status_code == 404


def test_the_day_is_the_months_last_when_it_is_over(desk, campaign, money):
    campaign.starts_on -= datetime.timedelta(days=60)
    campaign.ends_on = campaign.starts_on + datetime.timedelta(days=30)
    campaign.state = "ended"
    campaign.save()
    found = find(desk, campaign)
    assert found.context["form"]["given_on"].value() == campaign.ends_on
    assert sign(desk, campaign, found).status_code == 302
