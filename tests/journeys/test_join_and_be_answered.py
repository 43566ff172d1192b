"""The main job from end to end: a worker asks on a phone and is answered the same day."""

import pytest
from playwright.sync_api import expect

from membership.clock import due_if_submitted
from membership.models import Application, Member
from tests.journeys import acts
from tests.journeys.conftest import NUMBER
from unionportal.templatetags.portal import moment

pytestmark = [
    pytest.mark.journey, pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("sending"),
]  # fmt: skip

PHONE_NUMBER = "19900004321"
WRONG = NUMBER[:-1] + ("1" if NUMBER[-1] != "1" else "2")


def test_from_the_front_page_to_the_card(site, city, reviewer, phone, desk, a_browser, watch):
    acts.with_password(reviewer)
    phone.goto(site)
    phone.get_by_role("link", name="我要入会").click()
    acts.prove_phone(phone, site, PHONE_NUMBER)
    a_wrong_digit_is_said_at_its_place(phone)
    page = the_tab_closes_and_nothing_is_lost(phone, site, watch)
    application = she_submits(page)
    the_promise_stands(page, application)

    acts.sign_in_to_the_desk(desk, site, reviewer)
    the_reviewer_approves_by_keyboard(desk)

    the_worker_is_told(page, site)
    anybody_can_check_the_card(page, site, a_browser())


def a_wrong_digit_is_said_at_its_place(page):
    given = {"姓名": "李示例", "证件号码": WRONG, "从业类别": "网约送餐员", "平台或单位": "美团"}
    acts.fill_in(page, given | {"工作区县": "甘州区", "乡镇街道": "火车站街道"})
    acts.next_step(page)

    expect(page.locator("#id_number_error")).to_contain_text("末位校验不对")
    expect(page.get_by_role("alert")).to_contain_text("有1处要再看一眼")
    expect(page.get_by_label("姓名")).to_have_value("李示例")
    expect(page.get_by_label("乡镇街道").locator("option:checked")).to_have_text("火车站街道")


def the_tab_closes_and_nothing_is_lost(page, site, watch):
    """She mends the digit, does not press the button, and the phone rings."""
    with page.expect_response("**/join/draft/"):
        page.get_by_label("证件号码").fill(NUMBER)
    expect(page.get_by_text("已自动保存")).to_be_visible()
    expect(page.locator("#derived")).to_contain_text("男，1988年5月6日")
    again = watch(page.context.new_page())
    page.close()
    again.goto(site)
    again.get_by_role("link", name="接着填入会申请").click()
    expect(again.get_by_label("证件号码")).to_have_value(NUMBER)
    return again


def she_submits(page) -> Application:
    acts.next_step(page)
    expect(page.get_by_label("甘州区快递外卖行业工会联合会")).to_be_checked()
    acts.next_step(page)
    expect(page.locator("main")).to_contain_text("我自愿加入中国工会")
    acts.agree_and_submit(page)
    return Application.objects.get()


def the_promise_stands(page, application):
    assert application.due_at == due_if_submitted(
        application.organization, application.submitted_at
    )
    promise = page.get_by_role("region", name="答复时限")
    expect(promise).to_contain_text("前答复")
    expect(promise).to_contain_text(moment(application.due_at))
    expect(page.locator("main")).to_contain_text("已收到您的申请")


def the_reviewer_approves_by_keyboard(desk):
    desk.get_by_role("link", name="入会审核").click()
    desk.wait_for_url("**/desk/applications/")
    desk.keyboard.press("j")
    expect(desk.locator("#detail h1")).to_have_text("李示例")
    desk.keyboard.press("a")
    expect(desk.get_by_role("status")).to_contain_text("李示例已通过，会员号")
    expect(desk.locator("main")).to_contain_text("没有等着答复的申请")


def the_worker_is_told(page, site):
    page.goto(f"{site}/me/messages/")
    expect(page.get_by_role("heading", name="您已成为工会会员")).to_be_visible()
    number = Member.objects.get().number
    assert f"会员号{number}" in acts.sms_to(page, site, PHONE_NUMBER, "您已加入")


def anybody_can_check_the_card(page, site, stranger):
    page.goto(f"{site}/me/")
    expect(page.get_by_role("region", name="会员卡")).to_contain_text("李示例")
    stranger.goto(acts.scanned(page, site, Member.objects.get()))
    main = stranger.locator("main")
    expect(main).to_contain_text("是工会会员")
    expect(main).to_contain_text("李**")
    expect(main).not_to_contain_text("李示例")
