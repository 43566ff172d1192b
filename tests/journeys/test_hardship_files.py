"""From a survey's sheet to a consent at the door: the desk uploads, the phone asks."""

import datetime

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from assistance import classes
from assistance.classes import Ceiling
from assistance.models import FileState, HardshipFile
from tests.assistance.rows import a_file, a_pair
from tests.assistance.surveyed import HEADS, a_row
from tests.assistance.typed import a_number
from tests.browser import DESK
from tests.journeys import acts
from tests.journeys.inspection import faults
from tests.journeys.test_every_page import walk
from tests.spreadsheets.making import a_book

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]

FILES = "/desk/assistance/files/"
DAY = datetime.timedelta(days=1)


@pytest.fixture
def ceilings(administrator):
    year = timezone.localdate().year
    classes.set_rules(
        year,
        {"deep": Ceiling(700_00, "一号文"), "relative": Ceiling(1_300_00)},
        actor=administrator,
    )


def test_surveyed_at_the_desk_and_agreed_at_the_door(
    site, sending, desk, phone, city, district_administrator
):
    number = a_number()
    acts.enter(desk, site, district_administrator)
    desk.goto(f"{site}/desk/assistance/survey/")
    found = faults(desk)
    content = a_book([HEADS, a_row(证件号码=number, 手机="19900001234"), a_row(群体="不知道")])
    desk.get_by_label("填好的表格").set_input_files(
        {"name": "摸底.xlsx", "mimeType": "application/octet-stream", "buffer": content}
    )
    desk.get_by_role("button", name="上传并检查").click()
    expect(desk.get_by_role("button", name="导入1行")).to_be_visible()
    found += faults(desk)
    desk.get_by_role("link", name="可以导入 1").click()
    expect(desk.locator("main")).to_contain_text(f"6299**********{number[14:]}")
    assert number not in desk.content()
    desk.get_by_role("button", name="导入1行").click()
    desk.get_by_role("link", name="看导入的帮扶档案").click()
    expect(desk.get_by_role("link", name="赵范例")).to_be_visible()

    acts.enter(phone, site, district_administrator)
    file = HardshipFile.objects.get()
    phone.goto(f"{site}{FILES}{file.pk}/")
    phone.get_by_role("link", name="征求意见").click()
    # All that is asked stands on one screen, above the button.
    box = phone.get_by_text("不同意", exact=True).bounding_box()
    assert box["y"] + box["height"] < 740 - 90
    found += faults(phone)
    phone.get_by_text("以后再说").click()
    phone.get_by_label("哪天以后再问").fill(f"{timezone.localdate() + 7 * DAY:%Y-%m-%d}")
    phone.get_by_role("button", name="记下来").click()
    expect(phone.get_by_role("status")).to_contain_text("该再问一次")
    phone.get_by_role("link", name="征求意见").click()
    phone.get_by_text("同意建档").click()
    phone.get_by_role("button", name="记下来").click()
    expect(phone.get_by_role("status")).to_contain_text("本人同意建档")
    assert HardshipFile.objects.get().state == FileState.ON_FILE
    assert found == []


def test_the_class_is_suggested_while_the_income_is_typed(
    site, desk, city, ceilings, district_administrator
):
    acts.enter(desk, site, district_administrator)
    desk.goto(f"{site}{FILES}add/")
    desk.get_by_label("家庭人口").fill("3")
    desk.get_by_label("家庭每月收入").fill("2,700")
    said = desk.locator("#suggestion")
    expect(said).to_have_text("人均每月900元，按标准属于“相对困难”，由您决定")
    desk.get_by_label("家庭每月收入").fill("90000")
    expect(said).to_contain_text("超过了各类的上限")
    desk.get_by_label("家庭每月收入").fill("不知道")
    expect(said).to_be_hidden()


def test_every_page_of_the_files(
    site, desk, city, ceilings, cadre, district_administrator, administrator, a_browser
):
    union = city.ganzhou_federation
    lines = {state: a_file(union, state=state, unit_name="演示公司") for state in FileState}
    a_pair(lines[FileState.ON_FILE], cadre)
    asked = f"{FILES}{lines[FileState.ASKED].pk}/"
    acts.enter(desk, site, district_administrator)
    found = walk(
        desk, site, FILES, f"{FILES}?text=nobody", f"{FILES}?show=silent", f"{FILES}add/",
        *(f"{FILES}{file.pk}/" for file in lines.values()), f"{asked}edit/", f"{asked}consent/",
        f"{FILES}{lines[FileState.LEFT].pk}/consent/", "/desk/assistance/survey/",
        "/desk/assistance/classes/",
    )  # fmt: skip
    city_desk = a_browser(**DESK)
    acts.enter(city_desk, site, administrator)
    found += walk(city_desk, site, FILES, f"{FILES}add/", "/desk/assistance/classes/")
    assert found == []


@pytest.mark.parametrize("path", ["add/", "consent/"])
def test_forms_sent_empty_say_what_is_missing(site, desk, city, district_administrator, path):
    file = a_file(city.ganzhou_federation, state=FileState.ASKED)
    acts.enter(desk, site, district_administrator)
    desk.goto(f"{site}{FILES}{'' if path == 'add/' else f'{file.pk}/'}{path}")
    desk.get_by_role("button", name="建档" if path == "add/" else "记下来").click()
    expect(desk.get_by_role("alert")).to_be_visible()
    assert faults(desk) == []
