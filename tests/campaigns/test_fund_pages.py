"""资金 at the desk: setting up, handing out, taking back, the ledger; each sees the own share."""

import re

import pytest

from audit.models import Entry
from campaigns.models import Campaign
from funds import proof
from funds.models import Allocation, Fund, FundEntry
from organizations.models import Role
from tests import factories
from tests.campaigns.conftest import a_campaign
from tests.campaigns.given import address, give
from tests.organizations.queries import queries_of


@pytest.fixture
def desk(signed_in, city_officer):
    return signed_in(city_officer)


@pytest.fixture
def district_desk(signed_in, officer):
    return signed_in(officer)


def words(answer) -> str:
    return re.sub(r"<[^>]+>|\s+", "", answer.content.decode())


def column(union) -> str:
    return f"to_{union.public_id.hex}"


def hand_out(desk, campaign, **given):
    form = desk.get(address("fund", campaign)).context["allocate_form"]
    typed = {"client_id": str(form["client_id"].value()), "note": "", **given}
    return typed, desk.post(address("fund-allocate", campaign), typed)


# --- setting up ---------------------------------------------------------------------------------
def test_before_there_is_a_fund_it_is_set_up_here(desk, campaign):
    page = desk.get(address("fund", campaign))
    assert page.context["fund_form"]["name"].value() == "温暖行动服务月专项资金"

    answer = desk.post(
        address("fund-open", campaign), {"name": "温暖资金", "amount": "2,000,000"}, follow=True
    )

    fund = Campaign.objects.get(pk=campaign.pk).fund
    assert (fund.name, fund.amount_fen, fund.organization) == (
        "温暖资金", 2_000_000_00, campaign.organization,
    )  # fmt: skip
    assert "温暖资金已设立，总额2,000,000元，接着拨给区县。" in words(answer)


def test_a_double_click_sets_up_one(desk, campaign):
    for _ in range(2):
        desk.post(address("fund-open", campaign), {"name": "温暖资金", "amount": "100"})
    assert Fund.objects.count() == 1


@pytest.mark.parametrize(
    ("given", "field", "said"),
    [
        ({"name": ""}, "name", "请填专项资金的名称。"),
        ({"name": "长" * 65}, "name", "名称不超过64个字。"),
        ({"amount": ""}, "amount", "请填金额。"),
        ({"amount": "0"}, "amount", "金额要大于0元。"),
        ({"amount": "很多"}, "amount", "金额请填数字，最多两位小数，比如1260.50。"),
        ({"amount": "9" * 22}, "amount", "金额太大，请核对是不是多打了几位。"),
    ],
)
def test_what_is_wrong_is_said_beside_the_field(desk, campaign, given, field, said):
    typed = {"name": "温暖资金", "amount": "100"} | given
    answer = desk.post(address("fund-open", campaign), typed)
    assert answer.context["fund_form"].errors == {field: [said]}
    assert not Fund.objects.exists()


# --- the total ----------------------------------------------------------------------------------
def test_the_total_is_changed(desk, campaign, money):
    answer = desk.post(address("fund-resize", campaign), {"amount": "4000.50"}, follow=True)
    assert "总额已改为4,000.50元。" in words(answer)
    money.fund.refresh_from_db()
    assert money.fund.amount_fen == 4_000_50


def test_it_does_not_fall_below_what_is_handed_out(desk, campaign, money):
    answer = desk.post(address("fund-resize", campaign), {"amount": "1499.99"})
    assert answer.context["resize_form"].errors == {
        "amount": ["已经拨付1,500元，总额不能少于这个数。"]
    }


# --- handing out --------------------------------------------------------------------------------
def test_several_get_their_share_in_one_form(desk, campaign, money, city):
    given = {column(city.ganzhou_federation): "200.50", column(city.root): "100", "note": "第二批"}

    _, answer = hand_out(desk, campaign, **given)

    assert answer.url == address("fund", campaign)
    page = words(desk.get(address("fund", campaign)))
    assert "已拨给2个工会，共300.50元。" in page
    shares = dict(Allocation.objects.values_list("organization__name", "granted_fen"))
    assert shares == {
        "甘州区总工会": 1_200_50, "民乐县总工会": 500_00, "张掖市总工会": 100_00,
    }  # fmt: skip
    latest = FundEntry.objects.filter(purpose="拨付：第二批")
    assert latest.count() == 2
    assert proof.recount(write=False) == []


def test_the_same_form_sent_twice_hands_out_once(desk, campaign, money, city):
    typed, _ = hand_out(desk, campaign, **{column(city.ganzhou_federation): "200"})
    answer = desk.post(address("fund-allocate", campaign), typed)
    assert answer.url == address("fund", campaign)
    money.ganzhou.refresh_from_db()
    assert money.ganzhou.granted_fen == 1_200_00


def test_more_than_the_fund_holds_goes_to_nobody(desk, campaign, money, city):
    given = {column(city.ganzhou_federation): "1000", column(city.minle_federation): "500.01"}
    _, answer = hand_out(desk, campaign, **given)
    said = "一共要拨1,500.01元，专项资金只剩1,500元没有拨付。"
    assert answer.context["allocate_form"].non_field_errors() == [said]
    assert said in words(answer)
    assert answer.context["allocate_form"][column(city.ganzhou_federation)].value() == "1000"
    assert FundEntry.objects.count() == 2


@pytest.mark.parametrize("typed", ["", "0"])
def test_an_empty_form_says_what_to_fill_in(desk, campaign, money, city, typed):
    _, answer = hand_out(desk, campaign, **{column(city.ganzhou_federation): typed})
    assert answer.context["allocate_form"].non_field_errors() == [
        "还没有填要拨多少，请至少填一个区县的金额。"
    ]


@pytest.mark.parametrize(
    ("field", "value"),
    [("client_id", "x"), ("client_id", ""), ("note", "长" * 41), ("note", "\0"), ("to", "一百")],
)
def test_odd_input_is_answered(desk, campaign, money, city, field, value):
    name = column(city.ganzhou_federation)
    given = {name: "100", name if field == "to" else field: value}
    _, answer = hand_out(desk, campaign, **given)
    assert answer.status_code == 200
    assert FundEntry.objects.count() == 2


# --- taking back --------------------------------------------------------------------------------
def counter_of(campaign, share, entry) -> str:
    return address("fund-counter", campaign, share=share.pk, entry=entry.pk)


def test_a_grant_is_taken_back_with_a_reason_and_stays_struck(desk, campaign, money):
    entry = money.minle.entries.get()
    assert "500元" in words(desk.get(counter_of(campaign, money.minle, entry)))

    answer = desk.post(
        counter_of(campaign, money.minle, entry), {"reason": "拨错了区县"}, follow=True
    )

    page = words(answer)
    assert "已收回500元，原来的记录留着，划了线。" in page
    assert "已冲销：拨错了区县" in page
    assert "<del>500</del>" in answer.content.decode()
    money.fund.refresh_from_db()
    assert money.fund.allocated_fen == 1_000_00


def test_twice_is_quiet(desk, campaign, money):
    entry = money.minle.entries.get()
    for _ in range(2):
        answer = desk.post(counter_of(campaign, money.minle, entry), {"reason": "拨错了区县"})
        assert answer.status_code == 302
    assert FundEntry.objects.filter(reverses=entry).count() == 1


def test_what_is_used_is_not_taken_back(desk, campaign, money, city, officer):
    give(campaign, city.ganzhou_federation, officer)
    entry = money.ganzhou.entries.get(kind="grant")
    answer = desk.post(counter_of(campaign, money.ganzhou, entry), {"reason": "想收回来"})
    assert answer.context["form"].non_field_errors() == [
        "这笔拨款已经用掉一部分，只剩700元，不能整笔收回。"
    ]


@pytest.mark.parametrize("reason", ["", "短", "x" * 201, "\0" * 5, "号码629900198805061230"])
def test_a_reason_is_asked_for(desk, campaign, money, reason):
    entry = money.minle.entries.get()
    answer = desk.post(counter_of(campaign, money.minle, entry), {"reason": reason})
    assert "reason" in answer.context["form"].errors
    assert not FundEntry.objects.filter(reverses=entry).exists()


def test_what_was_spent_is_not_taken_back_here(desk, campaign, money, city, officer):
    """Money spent belongs to its activity or gift; there is no spending without one."""
    grant = give(campaign, city.ganzhou_federation, officer)
    assert desk.get(counter_of(campaign, money.ganzhou, grant.entry)).status_code == 404


# --- the ledger ---------------------------------------------------------------------------------
def ledger_of(campaign, share) -> str:
    return address("fund-ledger", campaign, share=share.pk)


def test_the_ledger_links_each_sum_to_what_it_was_for(
    district_desk, campaign, money, city, officer
):
    grant = give(campaign, city.ganzhou_federation, officer)
    page = district_desk.get(ledger_of(campaign, money.ganzhou))
    assert address("grant", campaign, grant=grant.pk) in page.content.decode()
    assert "慰问金，送慰问品" in words(page)
    assert "甘州区总工会还剩700元" in words(page)
    # Taking back is for those who handed it out.
    assert not any(line.take_back for line in page.context["lines"])


@pytest.mark.parametrize("rows", [1, 3])
def test_the_ledger_costs_the_same_for_one_and_three(desk, campaign, money, city, officer, rows):
    for _ in range(rows):
        give(campaign, city.ganzhou_federation, officer, amount_fen=100)
    assert queries_of(desk, ledger_of(campaign, money.ganzhou)) == 7


def test_a_long_ledger_has_pages(desk, campaign, money, city, officer):
    for _ in range(26):
        give(campaign, city.ganzhou_federation, officer, amount_fen=100)
    first = desk.get(ledger_of(campaign, money.ganzhou))
    after = first.context["page"].after
    second = desk.get(ledger_of(campaign, money.ganzhou), {"after": after})
    assert [len(page.context["lines"]) for page in (first, second)] == [25, 2]


@pytest.mark.parametrize("after", ["x", "~", "\0~1", "2026-01-01~x"])
def test_a_cursor_typed_by_hand_gives_the_first_page(desk, campaign, money, after):
    answer = desk.get(ledger_of(campaign, money.ganzhou), {"after": after})
    assert len(answer.context["lines"]) == 1


# --- who sees what ------------------------------------------------------------------------------
def test_who_runs_the_month_sees_every_share(desk, campaign, money):
    page = words(desk.get(address("fund", campaign)))
    for said in ("总额3,000元", "已拨到区县1,500元", "还没拨1,500元", "甘州区", "民乐县"):
        assert said in page


def test_a_district_sees_its_own_share_and_no_form(district_desk, campaign, money):
    page = district_desk.get(address("fund", campaign))
    text = words(page)
    assert "专项资金还剩拨1,000，支01,000元" in text
    assert "民乐县" not in text
    assert "3,000" not in text
    assert "allocate_form" not in page.context


def test_a_township_sees_no_share(signed_in, campaign, money, city):
    clerk = factories.a_member_of_staff("尤演示", city.railway_union, Role.CAMPAIGN_OFFICER)
    answer = signed_in(clerk).get(address("fund", campaign))
    assert "专项资金由区县总工会管理。" in words(answer)


def test_without_a_fund_a_district_is_told(district_desk, campaign):
    assert "还没有专项资金" in words(district_desk.get(address("fund", campaign)))
    assert district_desk.get(address("fund-export", campaign)).status_code == 404


def test_a_district_changes_nothing(district_desk, campaign, money):
    for name in ("fund-open", "fund-resize", "fund-allocate"):
        assert district_desk.post(address(name, campaign), {"amount": "1"}).status_code == 404
    entry = money.ganzhou.entries.get()
    url = counter_of(campaign, money.ganzhou, entry)
    assert district_desk.post(url, {"reason": "不要了不要了"}).status_code == 404


def test_another_districts_share_does_not_exist(signed_in, other_officer, campaign, money):
    desk = signed_in(other_officer)
    assert desk.get(ledger_of(campaign, money.ganzhou)).status_code == 404
    assert desk.get(ledger_of(campaign, money.minle)).status_code == 200


def test_a_share_of_another_fund_does_not_exist_here(desk, campaign, money, city, city_officer):
    other = a_campaign(city.root, city_officer, title="另一个服务月")
    assert desk.get(ledger_of(other, money.ganzhou)).status_code == 404
    assert desk.post(address("fund-allocate", other), {}).status_code == 404


def test_the_page_costs_the_same_whatever_is_handed_out(desk, campaign, money, city, city_officer):
    assert queries_of(desk, address("fund", campaign)) == 6
    hand_out(desk, campaign, **{column(city.root): "5"})
    assert queries_of(desk, address("fund", campaign)) == 6


def test_every_act_is_on_record(desk, campaign, city):
    desk.post(address("fund-open", campaign), {"name": "温暖资金", "amount": "500"})
    desk.post(address("fund-resize", campaign), {"amount": "600"})
    hand_out(desk, campaign, **{column(city.minle_federation): "100"})
    share = Allocation.objects.get()
    desk.post(counter_of(campaign, share, share.entries.get()), {"reason": "拨错了区县"})
    desk.get(address("fund-export", campaign))
    acts = Entry.objects.filter(action__startswith="funds.").order_by("pk")
    assert list(acts.values_list("action", flat=True)) == [
        "funds.opened", "funds.resized", "funds.grant", "funds.countered", "funds.exported",
    ]  # fmt: skip
