"""The pages of activities at every size, full, empty and with errors; and without JavaScript."""

import pytest
from playwright.sync_api import expect

from campaigns import logging, photos, verifying
from campaigns.entries import Goods, Group
from campaigns.models import Activity
from people.vocabulary import Occupation
from tests import factories
from tests.browser import PHONE
from tests.campaigns.typed import RIDERS, an_entry, submitted
from tests.journeys import acts
from tests.journeys.test_every_page import walk

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def here(campaign, city, officer, city_officer, money):
    """An activity in every state, one of them with everything an activity can have."""
    union = city.ganzhou_federation
    full = submitted(
        campaign, union, officer, items=(1, 5, 6), money_fen=300_01, note="骑手现场签收，" * 10,
        reach=(RIDERS, Group(Occupation.OTHER_NEW, 1234)), goods=(Goods("保暖包", 36, "个"),),
        place="甘州区火车站街道新就业形态劳动者综合服务中心一楼大厅", partner="美团甘州站",
    )  # fmt: skip
    photo = photos.add(full, upload=factories.a_picture(), actor=officer)
    returned = submitted(campaign, union, officer)
    verifying.send_back(returned, remark="人数和照片对不上，请核对", actor=city_officer)
    verified = verifying.verify(submitted(campaign, union, officer), actor=city_officer)
    logging.withdraw(submitted(campaign, union, officer), actor=officer)
    entry = an_entry(campaign, items=(), reach=(), place="")
    draft = logging.save_draft(campaign, entry, organization=union, actor=officer)
    yield {"full": full, "returned": returned, "verified": verified, "draft": draft}
    # It lay where the web server, a process of its own, finds it.
    photo.file.delete(save=False)


def test_what_the_city_sees(site, desk, here, campaign, city_officer):
    acts.enter(desk, site, city_officer)
    month = f"/desk/campaigns/{campaign.pk}"
    found = walk(
        desk, site, f"{month}/activities/", f"{month}/activities/?state=submitted",
        f"{month}/activities/?kind=handout&text=x", f"{month}/activities/?state=withdrawn", f"{month}/log/",
        *[f"/desk/activities/{activity.pk}/" for activity in here.values()],
    )  # fmt: skip
    assert found == []


def test_what_a_district_sees_on_the_phone(site, phone, here, campaign, officer):
    acts.enter(phone, site, officer)
    month = f"/desk/campaigns/{campaign.pk}"
    changed = [f"/desk/activities/{here[name].pk}/edit/" for name in ("full", "returned", "draft")]
    source = here["full"].pk
    found = walk(
        phone, site, f"{month}/activities/", f"{month}/log/", f"{month}/log/?from={source}", *changed,
        f"/desk/activities/{here['returned'].pk}/",
    )  # fmt: skip
    assert found == []


def test_a_month_without_activities_offers_to_log_one(site, desk, campaign, officer):
    acts.enter(desk, site, officer)
    assert walk(desk, site, f"/desk/campaigns/{campaign.pk}/activities/") == []
    expect(desk.get_by_text("还没有活动。")).to_be_visible()


def test_without_javascript_it_is_logged_corrected_and_verified(
    site, new_context, campaign, officer, city_officer, money
):
    page = new_context(**PHONE, java_script_enabled=False).new_page()
    acts.enter(page, site, officer)
    page.goto(f"{site}/desk/campaigns/{campaign.pk}/log/")
    page.get_by_role("button", name="记好了").click()
    expect(page.get_by_role("alert")).to_contain_text("有3处要再看一眼")
    page.get_by_label("慰问", exact=True).check()
    page.get_by_label("在哪里").fill("火车站广场")
    page.get_by_label("多少人").fill("36")
    page.get_by_label("哪些人").select_option(label="网约送餐员")
    page.get_by_label("花了多少").fill("300")
    page.get_by_role("button", name="记好了").click()
    expect(page.get_by_role("status").first).to_contain_text("记好了，等张掖市总工会核实。")
    page.get_by_role("link", name="改一改").click()
    page.get_by_label("多少人").fill("40")
    page.get_by_role("button", name="改好了").click()
    assert Activity.objects.get().people == 40

    acts.enter(page, site, city_officer)
    page.goto(f"{site}/desk/campaigns/{campaign.pk}/activities/?state=submitted")
    page.get_by_role("checkbox").check()
    page.get_by_role("button", name="核实选中的").click()
    expect(page.get_by_role("status").first).to_contain_text("已核实1条。")
    assert Activity.objects.verified().count() == 1
