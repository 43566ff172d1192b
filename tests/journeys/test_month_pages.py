"""Every page of a service month's plan and progress, and of 服务: full, empty and with errors."""

import datetime

import pytest
from django.utils import timezone

from campaigns import booking, shaping
from campaigns.models import Session
from tests.campaigns.conftest import item
from tests.campaigns.rows import an_activity
from tests.journeys import acts
from tests.journeys.inspection import faults
from tests.journeys.test_every_page import walk

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]

MONTHS = "/desk/campaigns/"
HOUR = datetime.timedelta(hours=1)


@pytest.fixture
def served(campaign, city, officer, city_officer, money):
    """Cells of every kind: warm, cold, at zero, without a target."""
    people = {(item(campaign, n).pk, city.ganzhou_federation.pk): 10 * n for n in range(1, 9)}
    shaping.set_targets(campaign, people=people, actor=city_officer)
    for items in ((1, 2), (3,), (9,)):
        an_activity(
            campaign, city.ganzhou_federation, officer, items=items, money_fen=120_50,
            allocation=money.ganzhou,
        )  # fmt: skip
    an_activity(campaign, city.minle_federation, officer, state="submitted")
    return campaign


def test_what_those_who_run_the_month_see(site, desk, served, city_officer):
    acts.enter(desk, site, city_officer)
    month = f"{MONTHS}{served.pk}/"
    assert walk(
        desk, site, "/desk/", MONTHS, f"{MONTHS}new/", month, f"{month}?occupation=parcel",
        f"{month}plan/", f"{month}items/", f"{month}targets/",
    ) == []  # fmt: skip


def test_what_a_district_and_an_empty_city_see(site, desk, a_browser, served, officer, city):
    acts.enter(desk, site, officer)
    assert walk(desk, site, "/desk/", MONTHS, f"{MONTHS}{served.pk}/") == []
    type(served).objects.all().update(organization=city.minle_federation)
    phone = a_browser()
    acts.enter(phone, site, officer)
    assert walk(phone, site, MONTHS, "/services/") == []


@pytest.mark.parametrize(("page", "button"), [("new/", "开设"), ("{}/plan/", "保存")])
def test_forms_sent_wrong_say_so_at_the_field(site, desk, served, city_officer, page, button):
    acts.enter(desk, site, city_officer)
    desk.goto(f"{site}{MONTHS}{page.format(served.pk)}")
    desk.get_by_label("名称").fill("")
    desk.get_by_role("button", name=button, exact=True).click()
    desk.get_by_role("alert").wait_for()
    assert faults(desk) == []


def test_what_workers_see_of_the_month(site, phone, served, city, worker):
    now = timezone.now()
    session = Session.objects.create(
        campaign=served, item=item(served, 6), organization=city.ganzhou_federation,
        kind="legal_desk", title="律师坐堂", division=city.railway, place="火车站驿站", capacity=3,
        starts_at=now + HOUR, ends_at=now + 2 * HOUR,
    )  # fmt: skip
    pages = ("/", "/services/", f"/services/{item(served, 6).pk}/", f"/services/{item(served).pk}/")
    assert walk(phone, site, *pages) == []
    booking.book(session, worker=worker)
    acts.enter(phone, site, worker)
    assert walk(phone, site, "/", "/services/") == []
