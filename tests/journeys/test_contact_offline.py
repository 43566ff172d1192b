"""A contact typed where there is no network: kept on the phone, sent once, gone with signing out."""

import datetime

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from assistance.models import Contact
from tests.assistance.rows import a_file, a_pair
from tests.journeys import acts
from tests.journeys.inspection import faults

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
PATIENCE = 15_000
KEPT = "Object.keys(localStorage).filter((key) => key.startsWith('contact:')).length"


@pytest.fixture
def household(city, cadre):
    file = a_file(city.couriers)
    a_pair(file, cadre, since=timezone.now() - datetime.timedelta(days=20))
    return file


@pytest.fixture
def page(site, phone: Page, cadre, household) -> Page:
    acts.enter(phone, site, cadre)
    phone.goto(f"{site}/desk/households/")
    return phone


def type_one(page: Page, note: str) -> None:
    page.get_by_role("link", name="记一次联系").click()
    sheet = page.locator("dialog.sheet")
    sheet.get_by_label("已联系", exact=True).check()
    sheet.get_by_text("写一句话，改方式和日子").click()
    sheet.get_by_label("写一句话").fill(note)


def press(page: Page) -> None:
    page.locator("dialog.sheet").get_by_role("button", name="记好了").click()


def test_it_waits_on_the_phone_and_arrives_once(page):
    type_one(page, "在山里，没有信号")
    page.context.set_offline(True)
    press(page)
    expect(page.locator("[data-kept]")).to_contain_text("先存在这台手机上了", timeout=PATIENCE)
    page.get_by_role("button", name="关闭").click()
    expect(page.locator("#waiting")).to_contain_text("待上传 1")
    assert faults(page) == []
    assert not Contact.objects.exists()
    page.context.set_offline(False)
    expect(page.locator("#waiting")).to_be_hidden(timeout=PATIENCE)
    expect(page.get_by_text("记好了：电话，已联系")).to_be_visible(timeout=PATIENCE)
    assert Contact.objects.get().note == "在山里，没有信号"
    assert page.evaluate(KEPT) == 0


def test_with_a_network_nothing_stays_behind(page):
    type_one(page, "一切都好")
    press(page)
    expect(page.get_by_text("记好了：电话，已联系")).to_be_visible(timeout=PATIENCE)
    assert Contact.objects.count() == 1
    assert page.evaluate(KEPT) == 0


def test_whoever_signs_out_is_asked_and_leaves_nothing(page, site):
    type_one(page, "还没传上去")
    page.context.set_offline(True)
    press(page)
    expect(page.locator("#waiting")).to_contain_text("待上传 1", timeout=PATIENCE)
    page.route("**/contact/", lambda route: route.abort())
    page.context.set_offline(False)
    page.goto(f"{site}/desk/")
    assert page.evaluate(KEPT) == 1
    page.evaluate("document.querySelector('form[action$=\"/sign-out/\"]').requestSubmit()")
    expect(page.get_by_text("还有1条联系没有上传")).to_be_visible()
    page.get_by_role("button", name="确定").click()
    page.wait_for_url("**/sign-in/**", timeout=PATIENCE)
    assert page.evaluate(KEPT) == 0
    assert not Contact.objects.exists()
