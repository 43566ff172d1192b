"""A service month from the printed list to the exported figure, as its two offices live it."""

import datetime

import pytest
from django.db.models import Sum
from django.utils import timezone
from playwright.sync_api import Page, expect
from python_calamine import CalamineWorkbook

from campaigns import tallies
from campaigns.models import Activity, Campaign
from funds import proof
from tests.browser import DESK
from tests.journeys import acts
from tests.processes import wait_until

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]

TITLE = "工会进万家温暖行动"
DAY = datetime.timedelta(days=1)


@pytest.fixture
def office(site, a_browser, city_officer) -> Page:
    """The city's campaign officer at a PC."""
    page = a_browser(**DESK)
    acts.enter(page, site, city_officer)
    return page


def open_tianjin(office: Page, site: str) -> Campaign:
    today = timezone.localdate()
    office.goto(f"{site}/desk/campaigns/")
    office.get_by_role("link", name="开设服务月").first.click()
    office.get_by_label("天津市 十送").check()
    office.get_by_label("名称").fill(TITLE)
    office.get_by_label("哪天开始").fill((today - 3 * DAY).isoformat())
    office.get_by_label("哪天结束").fill((today + 20 * DAY).isoformat())
    office.get_by_role("button", name="开设").click()
    office.get_by_role("button", name="现在开始").click()
    expect(office.get_by_text("服务月开始了")).to_be_visible()
    return Campaign.objects.get(title=TITLE)


def set_targets_and_money(office: Page) -> None:
    office.get_by_role("link", name="定目标").click()
    office.get_by_label("甘州区总工会，送慰问品").fill("100")
    office.get_by_role("button", name="保存目标").click()
    expect(office.get_by_text("目标已保存")).to_be_visible()
    office.get_by_role("link", name="资金", exact=True).click()
    office.get_by_label("名称", exact=True).fill("温暖行动专项资金")
    office.get_by_label("总额（元）").fill("20,000")
    office.get_by_role("button", name="设立").click()
    office.get_by_label("拨给甘州区总工会").fill("5000")
    office.get_by_role("button", name="拨付").click()
    expect(office.get_by_text("5,000").first).to_be_visible()


def log_one(phone: Page, place: str, people: str, money: str) -> None:
    phone.get_by_label("慰问", exact=True).check()
    phone.get_by_label("在哪里").fill(place)
    phone.get_by_label("多少人").fill(people)
    phone.get_by_label("花了多少").fill(money)
    phone.get_by_label("哪些人").select_option(label="网约送餐员")
    phone.get_by_role("button", name="记好了").click()


def log_in_the_field(phone: Page, site: str, campaign: Campaign) -> None:
    """One with a connection, one without, which goes by itself when there is one again."""
    phone.goto(f"{site}/desk/campaigns/{campaign.pk}/log/")
    log_one(phone, "火车站广场", "36", "1260")
    expect(phone.locator("#said")).to_contain_text("记好了")
    phone.context.set_offline(True)
    log_one(phone, "东街口", "14", "540.50")
    expect(phone.locator("#waiting")).to_contain_text("待上传 1")
    phone.context.set_offline(False)
    expect(phone.locator("#waiting")).to_be_hidden()
    wait_until(lambda: Activity.objects.count() == 2)


def cell(office: Page):
    """甘州区 × 送慰问品: the fifth of the row."""
    row = office.locator(".heat tbody tr", has_text="甘州区")
    return row.locator("td").nth(4)


def verify_all(office: Page) -> None:
    office.get_by_role("link", name="活动", exact=True).click()
    office.get_by_role("link", name="待核实").click()
    for box in office.get_by_role("checkbox").all():
        box.check()
    office.get_by_role("button", name="核实选中的").click()
    office.get_by_role("button", name="确定").click()
    expect(office.get_by_text("已核实").first).to_be_visible()


def test_from_the_list_to_the_exported_figure(site, office, phone, city, officer, tmp_path):
    campaign = open_tianjin(office, site)
    set_targets_and_money(office)
    acts.enter(phone, site, officer)
    log_in_the_field(phone, site, campaign)

    office.goto(f"{site}/desk/campaigns/{campaign.pk}/")
    expect(cell(office)).to_contain_text("0/100")
    verify_all(office)
    wait_until(lambda: not Activity.objects.exclude(state="verified").exists())
    office.goto(f"{site}/desk/campaigns/{campaign.pk}/")
    expect(cell(office)).to_contain_text("50/100")

    # The number leads to the activities it is made of.
    cell(office).get_by_role("link").click()
    expect(office.get_by_text("东街口")).to_be_visible()
    expect(office.locator(".sums-line")).to_contain_text("50人次")

    office.goto(f"{site}/desk/campaigns/{campaign.pk}/")
    with office.expect_download() as download:
        office.get_by_role("link", name="导出").click()
    file = tmp_path / "month.xlsx"
    download.value.save_as(file)
    check_against_the_database(file, campaign, city)


def check_against_the_database(file, campaign: Campaign, city) -> None:
    book = CalamineWorkbook.from_path(file)
    rows = book.get_sheet_by_name("明细").to_python()[2:]
    exported = {(row[0], row[1]): row[2:] for row in rows}
    sums = Activity.objects.verified().aggregate(people=Sum("people"), fen=Sum("money_fen"))
    people, _, activities, pending, yuan = exported["甘州区总工会", "送慰问品"]
    assert (people, activities, pending) == (sums["people"], 2, 0)
    assert yuan == sums["fen"] / 100 == 1800.5
    money = book.get_sheet_by_name("专项资金").to_python()[-1]
    assert money == ["合计", 5000, 1800.5, 3199.5]
    assert tallies.recount(write=False) == []
    assert proof.recount(write=False) == []
