"""Without a mouse: everything is reached by Tab, is seen when reached, and can be pressed."""

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from membership.models import Application, State
from tests.browser import DESK
from tests.journeys import acts
from tests.journeys.conftest import NUMBER

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]

# What the focus is on, whether it shows, and whether anything (the bar below) covers it.
_FOCUSED = """() => {
  const element = document.activeElement;
  if (element === document.body) return null;
  const shown = (e) => {
    const style = getComputedStyle(e);
    return (style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2) || style.boxShadow !== "none";
  };
  const around = element.closest("label, .f, .pick") || element;
  const box = element.getBoundingClientRect();
  const top = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
  const name = element.labels?.[0]?.textContent || element.getAttribute("aria-label") || element.textContent;
  return {
    name: name.trim().replace("可以不填", ""),
    shown: shown(element) || shown(around),
    covered: !top || !(around.contains(top) || top.contains(element)),
  };
}"""


def tab(page: Page) -> dict | None:
    page.keyboard.press("Tab")
    return page.evaluate(_FOCUSED)


def round_trip(page: Page) -> list[dict]:
    """Every stop of the focus, until it leaves the page."""
    page.emulate_media(reduced_motion="reduce")  # or the page is still gliding when looked at
    stops = []
    while (stop := tab(page)) is not None:
        stops.append(stop)
        assert len(stops) < 150
    return stops


def tab_to(page: Page, name: str) -> None:
    for _ in range(60):
        stop = tab(page)
        if stop and stop["name"].startswith(name):
            return
    raise AssertionError(f"Tab never reaches {name} on {page.url}")


def choose(page: Page, option: str) -> None:
    """Down the list to that option, as one does with the arrow keys."""
    steps = page.evaluate(
        "name => [...document.activeElement.options].findIndex(option => option.text === name)",
        option,
    )
    for _ in range(steps):
        page.keyboard.press("ArrowDown")


def hidden(stops: list[dict]) -> list[str]:
    return [stop["name"] for stop in stops if not stop["shown"] or stop["covered"]]


@pytest.mark.parametrize("path", ["/", "/stations/", "/join/me/", "/me/"])
def test_the_focus_is_always_seen_on_a_phone(site, city, worker, phone, path):
    acts.enter(phone, site, worker)
    phone.goto(f"{site}{path}")
    stops = round_trip(phone)
    assert hidden(stops) == []
    assert stops[0]["name"] == "跳到正文"


def test_the_focus_is_always_seen_at_the_desk(site, applied, worker, reviewer, desk):
    application = applied(worker, timezone.now())
    acts.enter(desk, site, reviewer)
    desk.goto(f"{site}/desk/applications/{application.pk}/", wait_until="networkidle")
    stops = round_trip(desk)
    assert hidden(stops) == []
    assert {"通过 A", "退回补正 R", "不通过 X"} <= {stop["name"] for stop in stops}


def test_the_form_is_filled_in_without_a_mouse(site, city, worker, a_browser):
    page = a_browser(**DESK)
    acts.enter(page, site, worker)
    page.goto(f"{site}/join/me/")
    tab_to(page, "姓名")
    page.keyboard.type("李示例")
    tab_to(page, "证件号码")
    page.keyboard.type(NUMBER)
    tab_to(page, "从业类别")
    choose(page, "网约送餐员")
    tab_to(page, "工作区县")
    choose(page, "甘州区")
    expect(page.get_by_label("乡镇街道")).to_contain_text("火车站街道")
    tab_to(page, "乡镇街道")
    choose(page, "火车站街道")
    for _ in ("我的信息", "选择工会"):
        tab_to(page, "下一步")
        with page.expect_navigation():
            page.keyboard.press("Enter")
    for name in ("我已读过并确认", "我同意工会"):
        tab_to(page, name)
        page.keyboard.press("Space")
    tab_to(page, "提交申请")
    page.keyboard.press("Enter")
    expect(page.get_by_role("region", name="答复时限")).to_contain_text("前答复")


def test_an_application_is_sent_back_without_a_mouse(site, applied, worker, reviewer, desk):
    applied(worker, timezone.now())
    acts.enter(desk, site, reviewer)
    acts.open_first(desk, site, "李示例")
    desk.keyboard.press("r")
    desk.keyboard.press("Space")
    tab_to(desk, "退回补正")
    desk.keyboard.press("Enter")
    expect(desk.get_by_role("status")).to_contain_text("已请李示例补正")
    assert Application.objects.get().state == State.RETURNED
