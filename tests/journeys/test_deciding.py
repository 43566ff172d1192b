"""The desk: two at once, many in a row, many together."""

import datetime

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from audit.models import Entry
from membership.models import Application, Member, State
from tests import factories
from tests.browser import DESK
from tests.journeys import acts

pytestmark = [
    pytest.mark.journey, pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("sending"),
]  # fmt: skip


@pytest.fixture
def waiting(applied):
    """`waiting(25)` clean applications."""

    def build(number: int) -> list[Application]:
        now = timezone.now()
        return [
            applied(factories.a_worker(), now + datetime.timedelta(seconds=place), name=name)
            for place, name in enumerate(_names(number))
        ]

    return build


def _names(number: int) -> list[str]:
    return [f"演示{'甲乙丙丁戊'[place // 5]}{'子丑寅卯辰'[place % 5]}" for place in range(number)]


def decisions() -> list[Entry]:
    return list(Entry.objects.filter(action="membership.approved"))


def test_two_press_together_and_one_decides(site, waiting, reviewer, colleague, desk, a_browser):
    [application] = waiting(1)
    other = a_browser(**DESK)
    for page, user in ((desk, reviewer), (other, colleague)):
        acts.enter(page, site, user)
        page.goto(f"{site}/desk/applications/{application.pk}/")
    desk.keyboard.press("a")
    other.keyboard.press("a")

    for page in (desk, other):
        page.wait_for_url(lambda url: not url.endswith(f"{application.pk}/"))
    application.refresh_from_db()
    assert (Member.objects.count(), len(decisions())) == (1, 1)
    winner, loser = (desk, other) if application.decided_by == reviewer else (other, desk)
    expect(winner.get_by_role("status")).to_contain_text("已通过，会员号")
    expect(loser.get_by_role("alert")).to_contain_text(application.decided_by.name)


def test_twenty_five_clean_ones_take_twenty_five_presses(site, waiting, reviewer, desk):
    waiting(25)
    acts.enter(desk, site, reviewer)
    acts.open_first(desk, site)
    for left in range(25, 0, -1):
        here = desk.url
        desk.keyboard.press("a")
        desk.wait_for_url(lambda url, here=here: url != here)
        assert Application.objects.filter(state=State.SUBMITTED).count() == left - 1

    expect(desk.locator("main")).to_contain_text("没有等着答复的申请")
    assert len({entry.subject_id for entry in decisions()}) == 25


def test_those_ticked_are_approved_together_and_each_is_recorded(site, waiting, reviewer, desk):
    waiting(4)
    acts.enter(desk, site, reviewer)
    desk.goto(f"{site}/desk/applications/")
    for name in ("演示甲子", "演示甲丑", "演示甲寅"):
        desk.get_by_label(f"选中{name}").check()
    desk.get_by_role("button", name="通过选中的").click()
    desk.get_by_role("dialog").get_by_role("button", name="确定").click()

    expect(desk.get_by_role("status")).to_contain_text("已逐件通过3件")
    assert len(decisions()) == 3
    assert Application.objects.get(state=State.SUBMITTED).name == "演示甲卯"
