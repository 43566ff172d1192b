"""Not yes at once: sent back with everything missing at one time, refused, or withdrawn."""

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from membership.models import Application, State
from organizations.models import Division
from tests import factories
from tests.journeys import acts

pytestmark = [
    pytest.mark.journey, pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("sending"),
]  # fmt: skip


@pytest.fixture
def application(applied, worker, city):
    factories.a_division("沙井镇", Division.Level.TOWNSHIP, city.ganzhou)
    return applied(worker, timezone.now(), name="李示倒")


@pytest.fixture
def at_home(site, phone, worker):
    """The worker's phone, signed in."""
    acts.enter(phone, site, worker)
    return phone


@pytest.fixture
def at_the_desk(site, desk, reviewer):
    acts.enter(desk, site, reviewer)
    return desk


def test_two_things_are_asked_for_at_once_mended_and_sent_again(
    site, application, at_home, at_the_desk
):
    two_things_are_missing(at_the_desk, site)
    the_clock_stands_still_on_both_sides(at_the_desk, at_home, site, application)
    both_are_mended(at_home)
    at_home.get_by_role("button", name="补好了，重新提交").click()

    promise = at_home.get_by_role("region", name="答复时限")
    expect(promise).to_contain_text("前答复")
    expect(at_home.locator("main")).to_contain_text("已收到您的补正")
    application.refresh_from_db()
    assert (application.state, application.name) == (State.SUBMITTED, "李示例")
    assert application.township.name == "沙井镇"
    acts.open_first(at_the_desk, site, "李示例")
    expect(at_the_desk.locator("#detail")).to_contain_text("本人补正后重新提交")


def two_things_are_missing(desk, site):
    acts.open_first(desk, site, "李示倒")
    desk.keyboard.press("r")
    desk.get_by_label("姓名和证件号码对不上").check()
    desk.get_by_label("工作的乡镇街道不对").check()
    desk.get_by_role("button", name="退回补正").click()
    expect(desk.get_by_role("status")).to_contain_text("已请李示倒补正，计时暂停")


def the_clock_stands_still_on_both_sides(desk, phone, site, application):
    row = desk.get_by_role("row").filter(has_text="李示倒")
    expect(row).to_contain_text("计时暂停")
    phone.goto(f"{site}/join/{application.pk}/")
    promise = phone.get_by_role("region", name="答复时限")
    expect(promise).to_contain_text("还差2样，补好就能办")
    expect(promise).to_contain_text("计时已暂停")
    application.refresh_from_db()
    assert application.due_at is None


def both_are_mended(phone):
    """What was right stays as it was: she types the name and chooses the place, nothing else."""
    phone.get_by_role("link", name="去改：姓名和证件号码对不上").click()
    expect(phone.get_by_label("平台或单位")).to_have_value("美团")
    acts.fill_in(phone, {"姓名": "李示例"})
    phone.get_by_role("button", name="改好了").click()
    phone.get_by_role("link", name="去改：工作的乡镇街道不对").click()
    expect(phone.get_by_label("姓名")).to_have_value("李示例")
    acts.fill_in(phone, {"乡镇街道": "沙井镇"})
    phone.get_by_role("button", name="改好了").click()
    expect(phone.get_by_role("heading", name="请补这2样")).to_be_visible()


def test_a_refusal_carries_its_reason_to_the_phone(site, application, worker, at_home, at_the_desk):
    acts.open_first(at_the_desk, site, "李示倒")
    at_the_desk.keyboard.press("x")
    at_the_desk.get_by_label("不通过的理由").fill("您现在在外市上班，请在工作地的工会申请")
    at_the_desk.get_by_role("button", name="答复不通过").click()
    expect(at_the_desk.get_by_role("status")).to_contain_text("没有通过")

    at_home.goto(f"{site}/join/{application.pk}/")
    expect(at_home.locator("main")).to_contain_text("这次没有通过")
    expect(at_home.get_by_text("理由：您现在在外市上班")).to_be_visible()
    assert "请在工作地的工会申请" in acts.sms_to(at_home, site, worker.phone, "没有通过")
    at_home.get_by_role("link", name="重新申请").click()
    expect(at_home.get_by_label("姓名")).to_be_visible()


def test_without_a_reason_nothing_is_refused(site, application, at_the_desk):
    acts.open_first(at_the_desk, site, "李示倒")
    at_the_desk.keyboard.press("x")
    at_the_desk.get_by_role("button", name="答复不通过").click()

    reason = at_the_desk.get_by_label("不通过的理由")
    assert reason.evaluate("field => !field.checkValidity()") or reason.get_attribute(
        "aria-invalid"
    )
    assert Application.objects.get().state == State.SUBMITTED


def test_the_worker_takes_it_back_and_the_queue_is_empty(site, application, at_home, at_the_desk):
    at_home.goto(f"{site}/join/{application.pk}/")
    at_home.get_by_role("link", name="撤回申请").click()
    at_home.get_by_role("button", name="确定撤回").click()

    expect(at_home.locator("main")).to_contain_text("申请已撤回")
    at_the_desk.goto(f"{site}/desk/applications/")
    expect(at_the_desk.locator("main")).to_contain_text("没有等着答复的申请")
