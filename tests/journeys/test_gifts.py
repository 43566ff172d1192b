"""实名发放 in the field: the officer's phone held out for a signature; the worker reads it after."""

import pytest
from playwright.sync_api import Page, expect

from campaigns.models import Grant
from tests.browser import DESK, PHONE
from tests.campaigns.booked import a_known_worker
from tests.campaigns.given import STROKES, address, give
from tests.journeys import acts
from tests.journeys.inspection import faults
from tests.journeys.test_every_page import walk
from tests.people.conftest import a_number

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


def find(page: Page, number: str) -> None:
    page.get_by_label("慰问金").check()
    page.get_by_label("姓名").fill("李示例")
    page.get_by_label("证件号码").fill(number)
    page.get_by_role("button", name="下一步").click()
    page.get_by_label("金额").fill("300")
    page.get_by_label("从业类别").select_option(label="网约送餐员")
    page.get_by_label("本人同意实名登记").check()


def draw(page: Page) -> None:
    """STROKES with a finger; the pad is 1000 wide and high, whatever its size on the screen."""
    pad = page.locator("canvas")
    pad.scroll_into_view_if_needed()
    box = pad.bounding_box()
    for stroke in STROKES:
        points = [
            (box["x"] + x * box["width"] / 1000, box["y"] + y * box["height"] / 1000)
            for x, y in stroke
        ]
        page.mouse.move(*points[0])
        page.mouse.down()
        for point in points[1:]:
            page.mouse.move(*point, steps=5)
        page.mouse.up()


def test_signed_for_by_hand_and_read_at_home(
    site, phone, city, officer, campaign, money, a_browser
):
    acts.enter(phone, site, officer)
    phone.goto(site + address("give", campaign))
    found = faults(phone)
    worker = a_known_worker()
    phone.get_by_role("link", name="改用手机号").click()
    phone.get_by_label("慰问金").check()
    phone.get_by_label("手机号").fill(worker.phone)
    phone.get_by_role("button", name="下一步").click()
    phone.get_by_label("金额").fill("300")
    phone.get_by_label("从业类别").select_option(label="网约送餐员")
    draw(phone)
    phone.get_by_role("button", name="签收好了").click()
    expect(phone.get_by_role("alert")).to_contain_text("本人同意实名登记")
    found += faults(phone)

    phone.get_by_label("本人同意实名登记").check()
    phone.get_by_role("button", name="签收好了").click()
    expect(phone.get_by_role("status")).to_contain_text("李**签收了")

    signature = Grant.objects.get().signature
    assert [len(stroke) > 1 for stroke in signature] == [True, True]
    for drawn, meant in zip(signature, STROKES, strict=True):
        assert all(abs(a - b) < 15 for a, b in zip(drawn[0], meant[0], strict=True))
        assert all(abs(a - b) < 15 for a, b in zip(drawn[-1], meant[-1], strict=True))
    theirs = a_browser()
    acts.enter(theirs, site, worker)
    theirs.goto(f"{site}/me/received/")
    expect(theirs.get_by_text("300元")).to_be_visible()
    assert found + faults(theirs) == []


def test_cleared_and_signed_anew(site, phone, officer, campaign, money):
    acts.enter(phone, site, officer)
    phone.goto(site + address("give", campaign))
    find(phone, a_number())
    draw(phone)
    phone.get_by_role("button", name="清掉重签").click()
    assert phone.locator("[name=signature]").input_value() == ""
    draw(phone)
    phone.get_by_role("button", name="签收好了").click()
    expect(phone.get_by_role("status")).to_contain_text("签收了")
    assert len(Grant.objects.get().signature) == len(STROKES)


def test_without_javascript_the_name_is_typed(site, officer, campaign, money, a_browser):
    phone = a_browser(**PHONE, java_script_enabled=False)
    acts.enter(phone, site, officer)
    phone.goto(site + address("give", campaign))
    find(phone, a_number())
    expect(phone.locator("canvas")).to_be_hidden()
    phone.get_by_label("签收人姓名").fill("李示例")
    phone.get_by_role("button", name="签收好了").click()
    expect(phone.get_by_role("status")).to_contain_text("签收了")
    assert Grant.objects.get().signed_name == "李示例"


def test_every_page_of_money_and_gifts(
    site, desk, city, officer, city_officer, campaign, money, a_browser
):
    given = give(campaign, city.ganzhou_federation, officer, goods="围脖、手套、护膝各一")
    ledger = address("fund-ledger", campaign, share=money.ganzhou.pk)
    entry = money.minle.entries.get()
    counter = address("fund-counter", campaign, share=money.minle.pk, entry=entry.pk)
    acts.enter(desk, site, city_officer)
    found = walk(
        desk, site, address("fund", campaign), ledger, counter, address("grants", campaign),
        address("grants", campaign) + "?kind=accident", address("grant", campaign, grant=given.pk),
        address("give", campaign) + "?by=phone",
    )  # fmt: skip
    district = a_browser(**DESK)
    acts.enter(district, site, officer)
    assert found + walk(district, site, address("fund", campaign)) == []
