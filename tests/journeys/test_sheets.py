"""A district's sheet on its way in: template, upload, what is wrong, doubtful rows, import, undo."""

import pytest
from playwright.sync_api import Page, expect

from campaigns.models import Activity
from spreadsheets.models import Import
from tests.browser import DESK
from tests.campaigns.importing import HEADS, a_row
from tests.journeys import acts
from tests.journeys.inspection import faults, strangers
from tests.spreadsheets.making import a_book

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def desk(site, a_browser, officer) -> Page:
    page = a_browser(**DESK)
    acts.enter(page, site, officer)
    return page


def a_file(name: str, content: bytes) -> dict:
    return {"name": name, "mimeType": "application/octet-stream", "buffer": content}


def upload(page: Page, name: str, content: bytes) -> None:
    page.get_by_label("填好的表格").set_input_files(a_file(name, content))
    page.get_by_role("button", name="上传并检查").click()


def test_a_sheet_comes_in_is_decided_imported_and_taken_back(site, sending, desk, campaign):
    others, found = strangers(desk, site), []
    desk.goto(f"{site}/desk/campaigns/{campaign.pk}/imports/")
    with desk.expect_download() as template:
        desk.get_by_role("link", name="下载模板").click()
    assert template.value.suggested_filename == f"{campaign.title}-活动导入模板.xlsx"
    found += faults(desk)

    twice = a_row(地点="东街1号")
    upload(desk, "11月.xlsx", a_book([HEADS, twice, a_row(), twice, a_row(人次="几十")]))
    expect(desk.get_by_role("button", name="导入2行")).to_be_visible()
    expect(desk.get_by_text("要填数字，这里是“几十”。")).to_be_visible()
    found += faults(desk)

    desk.get_by_role("link", name="存疑 1").click()
    found += faults(desk)
    desk.get_by_role("button", name="第4行导入").click()
    expect(desk.get_by_text("1行标为导入")).to_be_visible()
    desk.get_by_role("button", name="导入3行").click()
    expect(desk.get_by_role("link", name="看导入的活动")).to_be_visible()
    assert Activity.objects.count() == 3
    found += faults(desk)

    desk.get_by_role("link", name="看导入的活动").click()
    expect(desk.get_by_text("只看一份表格里导入的活动")).to_be_visible()
    desk.go_back()
    desk.get_by_role("button", name="撤销整批导入").click()
    desk.get_by_role("button", name="确定").click()
    expect(desk.get_by_text("导入的3行都已作废")).to_be_visible()
    found += faults(desk)
    assert {activity.state for activity in Activity.objects.all()} == {"withdrawn"}
    assert found + others == []


def test_what_cannot_be_read_says_why_before_and_after_it_is_sent(site, sending, desk, campaign):
    page = f"{site}/desk/campaigns/{campaign.pk}/imports/"
    desk.goto(page)
    upload(desk, "活动.csv", "日期,人次\n".encode())
    expect(desk.get_by_text("这是纯文本或CSV文件")).to_be_visible()
    found = faults(desk)

    # Eleven megabytes are told at once, and never sent.
    desk.get_by_label("填好的表格").set_input_files(a_file("大.xlsx", b"P" * 11 * 1024 * 1024))
    expect(desk.get_by_text("这个文件有11MB，最大只收10MB")).to_be_visible()
    desk.get_by_role("button", name="上传并检查").click()
    expect(desk.get_by_text("这个文件有11MB")).to_be_visible()

    upload(desk, "甲乙.xlsx", a_book([["甲", "乙"], [1, 2]]))
    expect(desk.get_by_text("没有找到表头")).to_be_visible()
    found += faults(desk)
    assert Import.objects.count() == 1
    assert found == []
