"""看全局 in Chromium: from a cold cell to its rows and to the brief; every page; the screen on a wall."""

import re
from contextlib import suppress

import pytest
from playwright.sync_api import Page, expect

from campaigns import shaping
from dashboards import screens
from organizations.models import Role
from tests import factories
from tests.assistance.rows import a_file
from tests.browser import DESK
from tests.campaigns.conftest import item
from tests.campaigns.rows import an_activity
from tests.journeys import acts
from tests.journeys.test_every_page import walk
from tests.processes import wait_until

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]

OVERVIEW, COVERAGE, MAP = "/dashboards/", "/dashboards/coverage/", "/dashboards/map/"
PAGES = (
    OVERVIEW, MAP, COVERAGE, "/dashboards/promise/", "/dashboards/households/",
    "/dashboards/drive/", "/dashboards/drive/example/", "/dashboards/briefs/",
    "/dashboards/rows/activities/", "/dashboards/rows/applications/",
    "/dashboards/rows/contacts/", "/dashboards/rows/messages/", "/dashboards/export/overview/",
    "/dashboards/screens/", "/dashboards/screen/", "/promise/",
)  # fmt: skip
REFRESHES = 200
FIGURES = re.compile("/wall/figures/$")


@pytest.fixture
def served(campaign, city, officer, city_officer):
    """甘州区 has one warm cell and one cold one, 民乐县 nothing; a household waits for a caller."""
    targets = {(item(campaign, 1).pk, city.ganzhou_federation.pk): 10,
               (item(campaign, 2).pk, city.ganzhou_federation.pk): 100}  # fmt: skip
    shaping.set_targets(campaign, people=targets, actor=city_officer)
    for position in (1, 2):
        an_activity(campaign, city.ganzhou_federation, officer, items=(position,))
    a_file(city.ganzhou_federation)
    return campaign


@pytest.fixture
def wall(city, administrator, new_context, watch, site):
    """A screen on a wall: opened by its link, with a clock that is set forward by hand."""
    _, token = screens.make(union=city.root, place="三楼会议室", days=7, actor=administrator)
    page = watch(new_context(viewport={"width": 1280, "height": 720}).new_page())
    page.clock.install()
    page.goto(f"{site}/dashboards/screen/open/{token}/")
    expect(page).to_have_url(f"{site}/dashboards/screen/wall/")
    return page


def test_from_a_cold_cell_to_its_rows_and_to_the_brief(site, desk, served, administrator):
    acts.enter(desk, site, administrator)
    desk.goto(f"{site}{OVERVIEW}")
    desk.get_by_role("link", name="服务月送到了哪里").click()

    cold = desk.locator(".heat td a", has_text="10/100")
    expect(cold).to_contain_text("10%")
    cold.click()
    expect(desk.get_by_role("status").first).to_contain_text("10人次")
    expect(desk.locator("tbody tr")).to_have_count(1)
    expect(desk.locator("tbody tr")).to_contain_text(item(served, 2).name)

    desk.go_back()
    desk.get_by_role("navigation", name="看全局").get_by_role("link", name="简报").click()
    desk.get_by_role("link", name=re.compile(served.title)).click()
    line = desk.get_by_role("row").filter(has_text=item(served, 2).name)
    expect(line).to_contain_text("10%")


def test_every_page_of_a_full_city(site, desk, served, administrator):
    acts.enter(desk, site, administrator)
    brief = f"/dashboards/briefs/{served.pk}/"
    assert walk(desk, site, *PAGES, f"{OVERVIEW}?figure=joining-rate", brief) == []


def test_every_page_of_an_empty_district_on_a_phone(site, phone, city):
    lonely = factories.a_member_of_staff("何空县", city.minle_federation, Role.ADMINISTRATOR)
    acts.enter(phone, site, lonely)
    assert walk(phone, site, *PAGES) == []


def test_a_link_is_made_opened_and_revoked(site, desk, a_browser, administrator, city):
    acts.enter(desk, site, administrator)
    desk.goto(f"{site}/dashboards/screens/")
    desk.get_by_label("放在哪里").fill("三楼会议室")
    desk.get_by_role("button", name="做链接").click()
    url = desk.locator(".screen-link").inner_text().strip()

    hung = a_browser(**DESK)
    hung.goto(f"{site}{url[url.index('/dashboards/') :]}")
    expect(hung.get_by_role("heading", level=1)).to_be_visible()
    assert "张掖市总工会" in hung.locator(".union").inner_text()

    desk.get_by_role("button", name="停用三楼会议室的链接").click()
    desk.get_by_role("button", name="确定").click()
    expect(desk.get_by_text("还没有大屏链接")).to_be_visible()
    answer = hung.goto(f"{site}/dashboards/screen/wall/")
    assert answer.status == 404


def test_the_screen_fits_a_projector_and_leads_nowhere(wall: Page):
    for size in ((1280, 720), (1920, 1080)):
        wall.set_viewport_size({"width": size[0], "height": size[1]})
        over = "document.documentElement.scrollHeight - innerHeight"
        assert wall.evaluate(over) <= 0
    expect(wall.locator("main a")).to_have_count(0)


def test_two_hundred_refreshes_leave_nothing_behind(wall: Page):
    refresh(wall)
    answer_from_memory(wall)
    refresh(wall)
    before = held(wall)
    for _ in range(REFRESHES):
        refresh(wall)
    assert held(wall) == before


def test_without_a_connection_the_last_figures_stay_and_it_goes_on_by_itself(wall: Page):
    note = wall.locator("[data-note]")
    wall.context.set_offline(True)
    wall.clock.run_for(61_000)
    expect(note).to_contain_text("暂时连不上")
    expect(wall.get_by_role("heading", level=1)).to_be_visible()
    wall.context.set_offline(False)
    wall.clock.run_for(61_000)
    expect(note).not_to_contain_text("暂时连不上")


def test_what_a_room_may_no_longer_see_goes(wall: Page):
    wall.context.clear_cookies()
    wall.clock.run_for(61_000)
    expect(wall.get_by_text("这个大屏链接到期了")).to_be_visible()
    expect(wall.get_by_role("heading", level=1)).to_be_hidden()


def refresh(page: Page) -> None:
    """A minute passes until other figures stand in the place of these; another one when the screen
    was still busy with the last answer.
    """
    page.evaluate("document.querySelector('.screen-figures').dataset.old = 'yes'")
    for _ in range(3):
        page.clock.run_for(60_000)
        with suppress(AssertionError):
            expect(page.locator("[data-old]")).to_have_count(0, timeout=10_000)
            return
    pytest.fail("the screen shows no new figures")


def answer_from_memory(page: Page) -> None:
    """From here on with what the portal answered last: two hundred times would take minutes."""
    with page.expect_response(FIGURES) as asked:
        refresh(page)
    version = {"X-Screen-Version": asked.value.header_value("X-Screen-Version") or ""}
    body = asked.value.text()
    page.route(
        FIGURES,
        lambda route: route.fulfill(
            status=200, headers=version, body=body, content_type="text/html; charset=utf-8"
        ),
    )


def held(page: Page) -> dict[str, int]:
    """Nodes and listeners the page holds once what it dropped is swept away."""
    browser = page.context.new_cdp_session(page)
    browser.send("Performance.enable")

    def counted() -> dict[str, int]:
        browser.send("HeapProfiler.collectGarbage")
        metrics = browser.send("Performance.getMetrics")["metrics"]
        return {each["name"]: each["value"] for each in metrics if each["name"] in KEPT}

    last: list[dict] = []

    def still() -> bool:
        last.append(counted())
        return len(last) > 1 and last[-1] == last[-2]

    wait_until(still, 20)
    browser.detach()
    return last[-1]


KEPT = ("Nodes", "JSEventListeners")
