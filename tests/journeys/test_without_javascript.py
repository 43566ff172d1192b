"""An old phone, a blocked script: the whole path works with forms and links alone."""

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from membership.models import Application, State
from tests.browser import DESK, PHONE
from tests.journeys import acts
from tests.journeys.conftest import NUMBER

pytestmark = [
    pytest.mark.journey, pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("sending"),
]  # fmt: skip


def test_joining_and_one_decision(site, city, reviewer, a_browser):
    phone = a_browser(**PHONE, java_script_enabled=False)
    phone.goto(site)
    phone.get_by_role("link", name="我要入会").click()
    acts.prove_phone(phone, site, "19900004321", scripted=False)
    the_form_is_filled_in(phone)
    acts.next_step(phone)
    acts.next_step(phone)
    acts.agree_and_submit(phone)
    expect(phone.get_by_role("region", name="答复时限")).to_contain_text("前答复")

    desk = a_browser(**DESK, java_script_enabled=False)
    acts.enter(desk, site, reviewer)
    desk.goto(f"{site}/desk/applications/")
    desk.get_by_role("link", name="李示例").click()
    desk.get_by_role("button", name="通过").click()
    expect(desk.get_by_role("status")).to_contain_text("李示例已通过")
    assert Application.objects.get().state == State.APPROVED


def the_form_is_filled_in(phone):
    """The townships of a district come with one press, and what was typed stays."""
    acts.fill_in(phone, {"姓名": "李示例", "证件号码": NUMBER, "从业类别": "网约送餐员"})
    acts.fill_in(phone, {"工作区县": "甘州区"})
    phone.get_by_role("button", name="列出乡镇街道").click()
    expect(phone.get_by_label("证件号码")).to_have_value(NUMBER)
    acts.fill_in(phone, {"乡镇街道": "火车站街道"})


def test_sending_back_without_javascript(site, applied, worker, reviewer, a_browser):
    applied(worker, timezone.now())
    desk = a_browser(**DESK, java_script_enabled=False)
    acts.enter(desk, site, reviewer)
    desk.goto(f"{site}/desk/applications/")
    desk.get_by_role("link", name="李示例").click()
    desk.get_by_text("退回补正（一次告知）").click()
    desk.get_by_label("平台或单位没写清楚").check()
    desk.locator("#return").get_by_role("button", name="退回补正").click()

    expect(desk.get_by_role("status")).to_contain_text("已请李示例补正")
