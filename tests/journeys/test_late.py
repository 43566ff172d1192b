"""After its due time: a decision needs a reason, and the worker reads it with the new time."""

import datetime

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from membership.models import Application
from tests import processes
from tests.browser import DESK
from tests.journeys import acts
from unionportal.templatetags.portal import moment

pytestmark = [
    pytest.mark.journey, pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("sending"),
]  # fmt: skip

REASON = "要向用工单位核实工作地，正在联系"


@pytest.fixture
def late(applied, worker):
    """Sent in two weeks ago: whatever holidays lay between, its time is over."""
    return applied(worker, timezone.now() - datetime.timedelta(days=14))


def test_a_late_answer_is_explained(
    site, late, worker, reviewer, administrator, phone, desk, a_browser
):
    acts.enter(phone, site, worker)
    acts.enter(desk, site, reviewer)
    the_city_is_told(a_browser(**DESK), site, administrator)
    nothing_is_approved_without_a_reason(desk, site)
    promised = the_worker_is_given_a_new_time(desk)

    phone.goto(f"{site}/join/{late.pk}/")
    promise = phone.get_by_role("region", name="答复时限")
    expect(promise).to_contain_text("没能按时答复您")
    expect(promise).to_contain_text(f"原因：{REASON}")
    phone.goto(f"{site}/me/messages/")
    expect(phone.locator("main")).to_contain_text(f"新的答复时间：{moment(promised)}前")

    desk.keyboard.press("a")
    expect(desk.get_by_role("status")).to_contain_text("已通过")
    phone.goto(f"{site}/join/{late.pk}/")
    expect(phone.locator("main")).to_contain_text(f"答复晚了，原因：{REASON}")


def the_city_is_told(page, site, administrator):
    """By a real beat, without anybody looking."""
    acts.enter(page, site, administrator)
    with processes.beat(SWEEP_SECONDS="1"):
        processes.wait_until(lambda: _told(page, site), 30)


def _told(page, site) -> bool:
    page.goto(f"{site}/desk/messages/")
    return page.get_by_role("heading", name="有一份申请超时").count() > 0


def nothing_is_approved_without_a_reason(desk, site):
    acts.open_first(desk, site, "李示例")
    desk.keyboard.press("a")
    expect(desk.locator("#detail .err")).to_contain_text("超时")
    assert Application.objects.get().decided_at is None


def the_worker_is_given_a_new_time(desk) -> datetime.datetime:
    desk.get_by_text("今天还答复不了").click()
    desk.locator("details", has_text="今天还答复不了").get_by_label("超时原因").fill(REASON)
    desk.get_by_role("button", name="告诉申请人").click()
    expect(desk.get_by_role("status")).to_contain_text("已把原因和新的答复时间告诉申请人")
    return Application.objects.get().promised_at
