"""A tunnel, an ended session: what was typed is still there."""

import json

import pytest
from django.core.cache import cache
from playwright.sync_api import expect

from accounts import sessions
from accounts.models import User
from membership import drafts
from membership.models import Application
from tests.journeys import acts
from tests.journeys.conftest import NUMBER

pytestmark = [
    pytest.mark.journey, pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("sending"),
]  # fmt: skip

KEPT = "JSON.stringify(Object.fromEntries(Object.entries(localStorage)))"


def test_typed_in_a_tunnel_it_stays_on_the_phone_and_is_saved_outside(site, city, worker, phone):
    acts.enter(phone, site, worker)
    phone.goto(f"{site}/join/me/")
    phone.context.set_offline(True)
    acts.fill_in(phone, {"姓名": "李示例", "证件号码": NUMBER, "平台或单位": "美团"})
    expect(phone.get_by_text("现在没有网络，先存在这台手机上")).to_be_visible()
    kept = phone.evaluate(KEPT)
    assert "李示例" in json.loads(kept)[f"join-{Application.objects.get().pk}"]
    assert NUMBER not in kept

    with phone.expect_response("**/join/draft/"):
        phone.context.set_offline(False)
    expect(phone.get_by_text("已自动保存")).to_be_visible()
    typed = drafts.read(Application.objects.get())
    assert (typed["name"], typed["number"], typed["employer"]) == ("李示例", NUMBER, "美团")
    assert phone.evaluate(KEPT) == "{}"


def test_a_session_that_ends_while_typing_keeps_the_draft(site, city, phone):
    phone.goto(f"{site}/join/")
    acts.prove_phone(phone, site, "19900004321")
    acts.fill_in(phone, {"姓名": "李示例", "工作区县": "甘州区", "乡镇街道": "火车站街道"})
    sessions.end_all(User.objects.get(phone="19900004321"))
    with phone.expect_response("**/join/draft/") as refused:
        acts.fill_in(phone, {"证件号码": NUMBER, "从业类别": "网约送餐员"})
    assert refused.value.status == 401
    expect(phone.get_by_text("登录过期了，点下一步重新验证手机")).to_be_visible()

    acts.next_step(phone)
    cache.clear()  # a minute later: another code may be asked for
    acts.prove_phone(phone, site, "19900004321")
    expect(phone.get_by_role("status").first).to_contain_text("刚才填的内容还在")
    expect(phone.get_by_label("证件号码")).to_have_value(NUMBER)
    expect(phone.get_by_label("乡镇街道").locator("option:checked")).to_have_text("火车站街道")
    acts.next_step(phone)
    expect(phone.get_by_label("甘州区快递外卖行业工会联合会")).to_be_checked()
