"""记一次活动 in the field: with a connection, without one, and with the page reloaded in between."""

import pytest
from django.core.cache import cache
from playwright.sync_api import expect

from accounts import sessions
from campaigns.models import Activity
from tests.campaigns.typed import all_sums_hold
from tests.factories import a_picture
from tests.journeys import acts
from tests.journeys.inspection import faults
from tests.processes import wait_until

# Whether the page would open without a connection.
KEPT = """async () => {
  const store = await caches.open("log");
  return Boolean(navigator.serviceWorker.controller && await store.match(location.pathname));
}"""

PATIENCE = 20_000

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def page(site, phone, officer, campaign, money):
    """The log page on the phone of 甘州区's officer, kept by its service worker."""
    acts.enter(phone, site, officer)
    phone.goto(f"{site}/desk/campaigns/{campaign.pk}/log/")
    wait_until(lambda: phone.evaluate(KEPT))
    return phone


def type_one(page, place, people="36", money="", item="慰问"):
    page.get_by_label(item, exact=True).check()
    page.get_by_label("在哪里").fill(place)
    page.get_by_label("多少人").fill(people)
    page.get_by_label("花了多少").fill(money)
    page.get_by_label("哪些人").select_option(label="网约送餐员")


def done(page):
    page.get_by_role("button", name="记好了").click()


def waiting(page, count):
    expect(page.locator("#waiting")).to_contain_text(f"待上传 {count}", timeout=PATIENCE)
    expect(page.locator("#waiting")).to_be_visible()


def nothing_waits(page):
    expect(page.locator("#waiting")).to_be_hidden(timeout=PATIENCE)


def said(page, words):
    expect(page.locator("#said")).to_contain_text(words, timeout=PATIENCE)


def places() -> list[str]:
    return sorted(Activity.objects.values_list("place", flat=True))


def test_one_online_then_two_in_a_tunnel_arrive_once_each(page, site):
    type_one(page, "火车站广场", money="300")
    expect(page.locator("#fund")).to_have_text("专项资金还剩1,000元，记完700元")
    done(page)
    said(page, "记好了，等张掖市总工会核实。")
    expect(page.locator("#fund")).to_have_text("专项资金还剩700元")
    assert places() == ["火车站广场"]

    page.context.set_offline(True)
    for place in ("东街", "西街"):
        type_one(page, place, money="100")
        done(page)
        said(page, "先存在这台手机上了")
    waiting(page, 2)
    expect(page.locator("#fund")).to_have_text("专项资金还剩500元")

    page.context.set_offline(False)
    nothing_waits(page)
    expect(page.locator("#fund")).to_have_text("专项资金还剩500元")
    assert places() == ["东街", "火车站广场", "西街"]
    assert all_sums_hold()


def test_answers_lost_on_the_way_and_a_reload_double_nothing(page, site):
    """The server has it, the phone does not know: both entries are sent again after the reload."""
    page.route("**/log/", answer_gets_lost)
    for place in ("东街", "西街"):
        type_one(page, place)
        done(page)
    waiting(page, 2)
    wait_until(lambda: len(places()) == 2)
    page.unroute_all(behavior="ignoreErrors")

    page.reload()
    nothing_waits(page)
    assert places() == ["东街", "西街"]
    assert all_sums_hold()


def answer_gets_lost(route):
    if route.request.method == "POST":
        route.fetch()
        route.abort("connectionreset")
    else:
        route.continue_()


def test_the_page_opens_without_a_connection_and_keeps_what_waits(page, site):
    page.context.set_offline(True)
    type_one(page, "东街")
    done(page)
    waiting(page, 1)

    page.reload()
    expect(page.get_by_role("heading", name="记一次活动")).to_be_visible()
    waiting(page, 1)
    type_one(page, "西街")
    done(page)
    waiting(page, 2)
    page.context.set_offline(False)
    said(page, "补传好了2条")
    nothing_waits(page)
    assert places() == ["东街", "西街"]


def test_half_an_entry_survives_a_closed_page(page):
    type_one(page, "火车站广场", people="12")
    page.wait_for_timeout(600)
    page.reload()

    said(page, "上次没记完的还在")
    expect(page.get_by_label("在哪里")).to_have_value("火车站广场")
    expect(page.get_by_label("慰问", exact=True)).to_be_checked()


def test_a_refusal_is_shown_on_the_entry_until_it_is_put_right(page):
    page.context.set_offline(True)
    type_one(page, "东街", money="900")
    done(page)
    type_one(page, "西街", money="900")
    done(page)
    waiting(page, 2)

    page.context.set_offline(False)
    refused = page.locator("#waiting-list li", has_text="西街")
    expect(refused).to_contain_text("只剩100元，不够支出900元", timeout=PATIENCE)
    waiting(page, 1)
    expect(page.locator("#waiting")).to_contain_text("有1条要改一改再传")
    assert places() == ["东街"]
    refused.get_by_role("button", name="改一改").click()
    expect(page.get_by_label("在哪里")).to_have_value("西街")
    expect(page.locator("#id_money_error")).to_contain_text("只剩100元")
    page.get_by_label("花了多少").fill("100")
    done(page)
    said(page, "记好了")
    nothing_waits(page)
    assert places() == ["东街", "西街"]
    assert all_sums_hold()


def test_photos_follow_their_activity_made_smaller_on_the_phone(page):
    picture = {
        "name": "照片.png",
        "mimeType": "image/png",
        "buffer": a_picture("PNG", (3000, 30)).read(),
    }
    type_one(page, "东街")
    page.locator("#photos").set_input_files([picture, picture])
    expect(page.locator("#photos-hint")).to_contain_text("已选2张")
    done(page)

    said(page, "照片也传好了")
    assert Activity.objects.get().photos.count() == 2
    for photo in Activity.objects.get().photos.all():
        photo.file.delete(save=False)


def test_what_is_being_changed_is_not_sent_as_it_was(page):
    page.context.set_offline(True)
    type_one(page, "东街", people="36")
    done(page)
    page.locator("#waiting summary").click()
    page.locator("#waiting-list").get_by_role("button", name="改一改").click()
    page.context.set_offline(False)
    page.wait_for_timeout(1000)
    assert places() == []

    page.get_by_label("在哪里").fill("西街")
    done(page)
    said(page, "记好了")
    assert places() == ["西街"]


def test_refused_at_once_it_is_back_in_the_form_and_kept_in_the_list(page):
    type_one(page, "东街", money="5000")
    done(page)

    expect(page.locator("#id_money_error")).to_contain_text("只剩1,000元")
    expect(page.get_by_label("在哪里")).to_have_value("东街")
    assert faults(page) == []
    page.reload()
    waiting(page, 1)
    assert places() == []


def test_what_is_not_wanted_is_removed_by_hand(page):
    page.context.set_offline(True)
    type_one(page, "东街")
    done(page)
    page.locator("#waiting summary").click()
    page.locator("#waiting-list").get_by_role("button", name="删掉").click()
    page.get_by_role("button", name="确定").click()

    nothing_waits(page)
    page.context.set_offline(False)
    assert places() == []


def test_a_slip_is_said_at_its_field_and_the_form_stays(page):
    page.get_by_label("慰问", exact=True).check()
    done(page)

    expect(page.locator("#id_place_error")).to_have_text("请填在哪里。")
    expect(page.locator("#id_people_error")).to_contain_text("至少1人")
    expect(page.get_by_label("在哪里")).to_be_focused()
    nothing_waits(page)
    assert faults(page) == []


def test_an_ended_session_keeps_the_entries_and_asks_to_sign_in(page, site, officer):
    acts.with_password(officer)
    sessions.end_all(officer)
    type_one(page, "东街")
    done(page)
    waiting(page, 1)
    expect(page.locator("#sign-in")).to_be_visible()

    page.locator("#sign-in a").click()
    cache.clear()
    acts.give_password(page, officer.username, acts.PASSWORD)
    page.get_by_label("动态口令").fill(acts.code_of(officer))
    page.wait_for_url("**/log/")
    nothing_waits(page)
    assert places() == ["东街"]


def test_signing_out_keeps_them_for_this_account_and_shows_them_to_no_other(
    page, site, officer, other_officer, campaign
):
    address = page.url
    # The server is not reached, the phone believes it is online.
    page.route("**/log/", answer_never_comes)
    type_one(page, "东街")
    done(page)
    waiting(page, 1)
    page.unroute_all(behavior="ignoreErrors")
    page.goto(f"{site}/desk/campaigns/{campaign.pk}/")
    page.locator("summary", has_text="菜单").click()
    page.get_by_role("button", name="退出登录").click()
    page.get_by_label("账号").wait_for()

    acts.enter(page, site, other_officer)
    page.goto(address)
    nothing_waits(page)
    assert places() == []
    acts.enter(page, site, officer)
    page.goto(address)
    expect(page.get_by_text("甘州区总工会")).to_be_visible()
    nothing_waits(page)
    assert places() == ["东街"]


def answer_never_comes(route):
    if route.request.method == "POST":
        route.abort("connectionreset")
    else:
        route.continue_()


def test_like_last_time_is_one_tap_without_a_connection(page):
    type_one(page, "火车站广场", people="36", money="12")
    done(page)
    said(page, "记好了")
    page.reload()
    page.context.set_offline(True)

    page.get_by_role("link", name="和上次一样").click()
    expect(page.get_by_label("在哪里")).to_have_value("火车站广场")
    expect(page.get_by_label("多少人")).to_have_value("36")
    done(page)
    waiting(page, 1)
    page.context.set_offline(False)
    nothing_waits(page)
    assert places() == ["火车站广场", "火车站广场"]
