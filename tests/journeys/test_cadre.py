"""A cadre on the way: the call, the contact in three taps, rice to the door, the name under it."""

import pytest
from playwright.sync_api import Page, expect

from assistance.models import Contact, Need, Supply
from tests.assistance.cared import STROKES, a_household, a_need, a_purse, contacted
from tests.assistance.rows import a_file, a_pair
from tests.browser import PHONE
from tests.journeys import acts
from tests.journeys.inspection import faults
from tests.journeys.test_every_page import walk
from tests.journeys.test_gifts import draw

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
MINE = "/desk/households/"


@pytest.fixture
def household(city, cadre):
    return a_household(city, cadre)


@pytest.fixture
def in_hand(site, phone, cadre, household) -> Page:
    acts.enter(phone, site, cadre)
    phone.goto(f"{site}{MINE}")
    return phone


def test_a_contact_in_three_taps(in_hand, household):
    in_hand.get_by_role("link", name="记一次联系").click()
    sheet = in_hand.get_by_role("dialog")
    sheet.get_by_label("已联系", exact=True).check()
    sheet.get_by_label("就医购药", exact=True).check()
    sheet.get_by_role("button", name="记好了").click()
    expect(in_hand.get_by_role("status")).to_contain_text("1件需要已列入待办")
    expect(in_hand.get_by_text("赵范例：就医购药")).to_be_visible()
    made = Contact.objects.get()
    assert (made.channel, made.result, made.needs) == ("call", "reached", ["medicine"])


# There is no telephone here, and the browser's question about one would hold up the page.
NO_TELEPHONE = """addEventListener("click", (event) => {
  if (event.target.closest("a[href^=tel]")) event.preventDefault();
})"""


def test_after_the_call_the_sheet_asks_how_it_went(in_hand):
    in_hand.evaluate(NO_TELEPHONE)
    in_hand.get_by_role("link", name="打电话").click()
    sheet = in_hand.get_by_role("dialog")
    expect(sheet.get_by_text("刚才的电话打通了吗")).to_be_visible()
    said = sheet.locator("[data-next]")
    before = said.inner_text()
    sheet.get_by_label("未接通", exact=True).check()
    expect(said).to_have_text("没接通，下次联系的日子不变")
    sheet.get_by_label("已联系", exact=True).check()
    expect(said).to_have_text(before)
    sheet.get_by_text("写一句话，改方式和日子").click()
    sheet.get_by_label("先不打扰，到").fill("2099-12-05")
    expect(said).to_have_text("先不打扰，到12月5日")
    sheet.get_by_role("button", name="关闭").click()
    expect(sheet).to_be_hidden()
    assert not Contact.objects.exists()


def test_no_need_unticks_the_others(in_hand):
    in_hand.get_by_role("link", name="记一次联系").click()
    sheet = in_hand.get_by_role("dialog")
    sheet.get_by_label("生活物资", exact=True).check()
    expect(sheet.get_by_label("生活物资：具体要什么")).to_be_visible()
    sheet.get_by_label("没有需要", exact=True).check()
    expect(sheet.get_by_label("生活物资：具体要什么")).to_be_hidden()
    expect(sheet.get_by_role("checkbox", name="生活物资")).not_to_be_checked()


def test_what_is_wrong_is_said_on_a_page_of_its_own(in_hand, household):
    in_hand.get_by_role("link", name="记一次联系").click()
    in_hand.get_by_role("dialog").get_by_role("button", name="记好了").click()
    expect(in_hand.get_by_role("alert")).to_contain_text("联系上了吗")
    assert in_hand.url.endswith(f"{MINE}{household.pk}/contact/")


def test_rice_to_the_door_and_a_name_drawn_under_it(
    site, in_hand, city, cadre, household, administrator
):
    a_purse(city, administrator)
    a_need(household, cadre, text="大米10公斤")
    in_hand.reload()
    in_hand.get_by_role("link", name="赵范例：大米10公斤").click()
    in_hand.get_by_role("link", name="备好了，记下来").click()
    found = faults(in_hand)
    in_hand.get_by_label("物品").first.fill("大米")
    in_hand.get_by_label("数量").first.fill("10")
    in_hand.get_by_label("单位").first.fill("公斤")
    in_hand.get_by_label("花了多少（元）").fill("86.5")
    in_hand.get_by_role("button", name="备好了").click()
    expect(in_hand.get_by_role("status")).to_contain_text("备好了")
    in_hand.get_by_role("button", name="送到了").click()
    expect(in_hand.get_by_role("status")).to_contain_text("等本人签收")
    in_hand.get_by_role("link", name="请本人签收").click()
    found += faults(in_hand)
    draw(in_hand)
    in_hand.get_by_role("button", name="我收到了").click()
    expect(in_hand.get_by_role("status")).to_contain_text("签收好了")
    assert Need.objects.get().state == "signed"
    assert len(Supply.objects.get().signature) == len(STROKES)
    assert found == []


def test_without_javascript_it_is_pages(site, cadre, household, a_browser):
    page = a_browser(**PHONE, java_script_enabled=False)
    acts.enter(page, site, cadre)
    page.goto(f"{site}{MINE}")
    page.get_by_role("link", name="记一次联系").click()
    page.get_by_label("未接通").check()
    page.get_by_role("button", name="记好了").click()
    expect(page.get_by_role("status")).to_contain_text("电话，未接通")


def test_every_page_of_it_on_the_phone(site, phone, city, cadre, household):
    made = contacted(household, cadre, note="身体还好")
    for slot, name in ((2, "安吉斯·才让卓玛"), (3, "周试样")):
        a_pair(a_file(city.couriers, name=name), cadre, slot=slot)
    needs = [a_need(household, cadre, kind=kind, state=state) for kind, state in (
        ("goods", "raised"), ("law", "bought"), ("work", "delivered"), ("school", "signed"),
    )]  # fmt: skip
    acts.enter(phone, site, cadre)
    one = f"{MINE}{household.pk}/"
    found = walk(
        phone, site, "/desk/", MINE, one, f"{one}contact/", f"{MINE}contacts/{made.pk}/",
        "/desk/assistance/needs/", "/desk/assistance/needs/?state=settled",
        *(f"/desk/assistance/needs/{need.pk}/" for need in needs),
        "/desk/assistance/supplies/", "/desk/assistance/supplies/?on=2020-01-01",
        f"/desk/assistance/supplies/{needs[3].supply.pk}/", "/desk/assistance/supplies/give/",
        "/desk/account/",
    )  # fmt: skip
    assert found == []


def test_every_page_of_it_at_the_desk(site, desk, city, cadre, household, administrator):
    acts.enter(desk, site, administrator)
    assert walk(desk, site, "/desk/assistance/funds/", "/desk/assistance/needs/") == []
    purse = a_purse(city, administrator)
    need = a_need(household, cadre)
    found = walk(
        desk, site, "/desk/assistance/needs/", f"/desk/assistance/needs/{need.pk}/",
        "/desk/assistance/supplies/give/", "/desk/assistance/funds/",
        f"/desk/assistance/funds/{purse.fund.pk}/",
        f"/desk/assistance/shares/{purse.ganzhou.pk}/",
        f"/desk/assistance/entries/{purse.entry.pk}/counter/", f"{MINE}{household.pk}/",
    )  # fmt: skip
    assert found == []
