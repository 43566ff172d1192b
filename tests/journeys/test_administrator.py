"""The city's administrator: numbers, posts, hours and calendar, each with its effect at once."""

import re

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from accounts.models import User
from membership.clock import due_if_submitted
from tests.browser import DESK
from tests.journeys import acts
from tests.journeys.inspection import faults
from unionportal.templatetags.portal import moment

pytestmark = [
    pytest.mark.journey, pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("sending"),
]  # fmt: skip

OWN_PASSWORD = "祁连山下有一条河叫作黑河"


@pytest.fixture
def office(site, desk, administrator):
    acts.enter(desk, site, administrator)
    return desk


def test_todays_numbers_can_be_followed_to_their_rows(site, office, applied, worker):
    applied(worker, timezone.now())
    office.goto(f"{site}/desk/today/")
    expect(office.get_by_role("heading", level=1)).to_have_text("今天收到1件，答复0件")
    row = office.get_by_role("row").filter(has=office.get_by_role("rowheader", name="甘州区总工会"))
    expect(row.get_by_role("cell").first).to_have_text("1")


def test_a_newcomer_is_appointed_signs_in_and_is_out_when_the_post_ends(site, office, a_browser):
    password = somebody_is_appointed(office, site)
    newcomer = a_browser(**DESK)
    the_newcomer_signs_in(newcomer, site, password)
    newcomer.get_by_role("link", name="入会审核").click()
    expect(newcomer.get_by_role("heading", level=1)).to_contain_text("入会审核")

    the_post_ends(office, site)
    newcomer.reload()
    expect(newcomer.get_by_role("heading", level=1)).not_to_contain_text("入会审核")
    newcomer.goto(f"{site}/desk/")
    expect(newcomer.get_by_role("heading", level=1)).to_have_text("您现在没有岗位")


def somebody_is_appointed(office, site) -> str:
    """The first password is shown once, to be handed over in person."""
    office.goto(f"{site}/desk/posts/")
    office.get_by_role("link", name="任命").click()
    given = {"账号名": "xinlai", "姓名": "褚新来", "在哪个工会任职": "火车站街道总工会"}
    acts.fill_in(office, given | {"角色": "审批员"})
    office.get_by_role("button", name="任命").click()
    expect(office.get_by_role("heading", level=1)).to_have_text("账号已开好")
    assert faults(office) == []
    return office.locator("#password").inner_text()


def the_newcomer_signs_in(page, site, password):
    """Binds an authenticator by the key spelled out, then must choose a password."""
    page.goto(f"{site}/desk/")
    acts.give_password(page, "xinlai", password)
    page.get_by_text("扫不了码，手动输入").click()
    key = page.locator(".spelled").inner_text()
    assert faults(page) == []
    page.get_by_label("动态口令").fill(acts.code_of_key(key))
    page.get_by_role("button", name="绑定并登录").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("修改密码")
    acts.fill_in(page, {"再填一遍新密码": OWN_PASSWORD})
    page.get_by_label("新密码", exact=True).fill(OWN_PASSWORD)
    page.get_by_role("button", name="改好了").click()
    expect(page.get_by_role("status")).to_contain_text("密码已改好")
    page.goto(f"{site}/desk/")
    assert not User.objects.get(username="xinlai").must_change_password


def the_post_ends(office, site):
    office.goto(f"{site}/desk/posts/?text=褚新来")
    office.get_by_role("link", name=re.compile("结束褚新来")).click()
    office.get_by_role("button", name="结束这个岗位").click()
    expect(office.get_by_role("status")).to_contain_text("岗位已结束")


def test_hours_and_calendar_move_the_due_time_of_a_new_application(
    site, office, applied, worker, other_worker, city
):
    the_office_closes_late(office, site, city)
    first = applied(worker, timezone.now())
    assert timezone.localtime(first.due_at).strftime("%H:%M") == "23:58"

    today_becomes_a_holiday(office, site)
    second = applied(other_worker, timezone.now())
    assert second.due_at == due_if_submitted(city.couriers, second.submitted_at)
    assert timezone.localdate(second.due_at) > timezone.localdate()
    office.goto(f"{site}/desk/hours/?text=快递")
    expect(office.get_by_role("row").filter(has_text="快递")).to_contain_text(moment(second.due_at))
    first.refresh_from_db()
    assert timezone.localtime(first.due_at).strftime("%H:%M") == "23:58"


def the_office_closes_late(office, site, city):
    office.goto(f"{site}/desk/hours/{city.root.public_id}/")
    acts.fill_in(office, {"下班": "23:58", "当日截止": "23:58"})
    office.get_by_role("button", name="保存").click()
    expect(office.get_by_role("status")).to_be_visible()


def today_becomes_a_holiday(office, site):
    office.goto(f"{site}/desk/calendar/")
    acts.fill_in(office, {"哪一天": str(timezone.localdate()), "说明": "自治县县庆放假"})
    office.get_by_label("休息", exact=True).check()
    office.get_by_role("button", name="保存调整").click()
    expect(office.locator(".overrides")).to_contain_text("改为休息")
