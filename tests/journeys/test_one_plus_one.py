"""1+1 from the first look in the morning to the supervisor's figure: a cadre, the person helped and
the supervisor, each on the own screen.
"""

import datetime
import re

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from assistance.models import Contact, HardshipFile, Need, NeedState
from tests.assistance.asked import a_known_worker
from tests.assistance.cared import a_household, a_purse
from tests.assistance.rows import a_file, a_pair
from tests.browser import DESK, PHONE
from tests.journeys import acts
from tests.journeys.inspection import faults
from tests.journeys.test_cadre import NO_TELEPHONE
from tests.journeys.test_every_page import walk

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
DAY = datetime.timedelta(days=1)
OVERVIEW = "/desk/assistance/"


@pytest.fixture
def person(city):
    """Whoever is helped, with a phone and an account."""
    return a_known_worker("赵范例")


@pytest.fixture
def household(city, cadre, person):
    """Paired twenty days ago and not called yet: six days past the day."""
    cadre.phone = "19900005551"
    cadre.save(update_fields=["phone"])
    file = a_file(city.couriers, person=person.person, division=city.railway, phone=person.phone)
    a_pair(file, cadre, since=timezone.now() - 20 * DAY)
    return file


def figure(desk: Page, label: str) -> int:
    """What stands over this word in the strip of figures."""
    desk.reload()
    words = desk.locator(".cover-stats .stat", has_text=label).locator("b").inner_text()
    return int(re.sub(r"\D", "", words))


def test_from_silence_to_a_signed_receipt(
    site, phone, a_browser, city, cadre, person, household, administrator, district_administrator
):
    a_purse(city, administrator)
    desk = a_browser(**DESK)
    acts.sign_in_to_the_desk(desk, site, acts.with_password(district_administrator))
    desk.goto(f"{site}{OVERVIEW}")
    expect(desk.get_by_role("heading", level=1)).to_have_text("有1户该联系没联系")
    expect(desk.get_by_text("褚演示联系的一户")).to_be_visible()
    assert (figure(desk, "该联系没联系"), figure(desk, "按时联系过")) == (1, 0)
    found = faults(desk)

    called_by_the_cadre(site, phone, cadre, household)
    assert (figure(desk, "该联系没联系"), figure(desk, "按时联系过")) == (0, 1)
    expect(desk.get_by_role("heading", level=1)).to_have_text("每一户都按时联系着")
    expect(desk.get_by_role("link", name="没办完的需要")).to_contain_text("1件")

    brought_by_the_cadre(phone)
    signed_by_the_person(a_browser(**PHONE), site, person)
    desk.reload()
    expect(desk.get_by_role("link", name="没办完的需要")).to_contain_text("0件")
    assert Need.objects.get().state == NeedState.SIGNED
    assert found == []


def called_by_the_cadre(site, phone: Page, cadre, household) -> None:
    """Signed in with the second factor; the household due is on top; three taps."""
    acts.sign_in_to_the_desk(phone, site, acts.with_password(cadre))
    phone.get_by_role("link", name="1户今天该联系").click()
    expect(phone.get_by_text("已过期6天")).to_be_visible()
    phone.evaluate(NO_TELEPHONE)
    call = phone.get_by_role("link", name="打电话")
    expect(call).to_have_attribute("href", f"tel:{household.phone}")
    call.click()
    sheet = phone.get_by_role("dialog")
    sheet.get_by_label("已联系", exact=True).check()
    sheet.get_by_label("生活物资", exact=True).check()
    sheet.get_by_role("button", name="记好了").click()
    expect(phone.get_by_role("status")).to_contain_text("1件需要已列入待办")
    made = Contact.objects.get()
    assert (made.result, made.needs, made.by) == ("reached", ["goods"], cadre)


def brought_by_the_cadre(phone: Page) -> None:
    phone.get_by_role("link", name=re.compile("生活物资")).first.click()
    phone.get_by_role("link", name="备好了，记下来").click()
    phone.get_by_label("物品").first.fill("大米")
    phone.get_by_label("数量").first.fill("10")
    phone.get_by_label("单位").first.fill("公斤")
    phone.get_by_label("花了多少（元）").fill("86.5")
    phone.get_by_role("button", name="备好了").click()
    phone.get_by_role("button", name="送到了").click()
    expect(phone.get_by_role("status")).to_contain_text("等本人签收")


def signed_by_the_person(own: Page, site, person) -> None:
    acts.enter(own, site, person)
    own.goto(f"{site}/me/help/")
    own.get_by_role("link", name="签收").click()
    own.get_by_label("签收人姓名").fill("赵范例")
    own.get_by_role("button", name="收到了，签收").click()
    expect(own.get_by_role("status")).to_contain_text("签收好了")


def test_the_figure_leads_to_the_household_and_the_way_out(
    site, a_browser, city, cadre, other_cadre, district_administrator
):
    a_household(city, cadre)
    desk = a_browser(**DESK)
    acts.enter(desk, site, district_administrator)
    desk.goto(f"{site}{OVERVIEW}")
    desk.locator(".cover-stats").get_by_role("link", name="该联系没联系").click()
    row = desk.get_by_role("row", name="赵范例")
    expect(row.get_by_text("过了6天")).to_be_visible()
    row.get_by_role("link", name="请人代管").click()
    expect(desk.get_by_role("heading", level=1)).to_contain_text("代管")


def test_every_page_of_it_is_sound(site, a_browser, city, cadre, district_administrator):
    a_household(city, cadre)
    long = "甘州区一家名字很长很长的演示物流运输服务有限责任公司工会"
    HardshipFile.objects.update(unit_name=long)
    page = a_browser()
    acts.enter(page, site, district_administrator)
    union = f"?union={city.couriers.public_id}"
    assert walk(page, site, OVERVIEW, OVERVIEW + union, f"{OVERVIEW}silent/") == []
