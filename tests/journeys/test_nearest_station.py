"""The nearest station on a phone, and a box brought there: by distance, in place, and back again."""

import re

import pytest
from playwright.sync_api import Page, expect

from campaigns.models import Delivery
from organizations import nearest
from organizations.models import Role
from tests import clients, factories
from tests.browser import DESK
from tests.campaigns.conftest import a_campaign
from tests.campaigns.delivered import DAY, a_round, brought, today
from tests.journeys.inspection import faults

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]

HERE = {"latitude": 38.9305, "longitude": 100.4512}


@pytest.fixture
def stations(city):
    def near(name, metres, **fields):
        latitude = round(HERE["latitude"] + metres / nearest.DEGREE, 6)
        return factories.a_station(
            name, city.ganzhou_federation, latitude=latitude, longitude=HERE["longitude"],
            is_24h=True, **fields,
        )  # fmt: skip

    return [
        near("丙驿站", 320, facilities=["医药箱"]),
        near("甲驿站", 1_240),
        near("乙驿站", 26_000),
    ]


@pytest.fixture
def officer(city):
    return factories.a_member_of_staff("华演示", city.ganzhou_federation, Role.CAMPAIGN_OFFICER)


@pytest.fixture
def made(city, stations):
    city_officer = factories.a_member_of_staff("严演示", city.root, Role.CAMPAIGN_OFFICER)
    return a_round(a_campaign(city.root, city_officer), city_officer)


def stand_here(page: Page) -> None:
    page.context.grant_permissions(["geolocation"])
    page.context.set_geolocation(HERE)


def names(page: Page) -> list[str]:
    return page.locator(".station-row h2, tbody .who b").all_text_contents()


def test_a_worker_finds_the_nearest_and_the_address_tells_nobody_where(site, stations, phone):
    stand_here(phone)
    sent = []
    phone.on("request", lambda request: sent.append(request.url))
    phone.goto(f"{site}/stations/")
    phone.get_by_role("button", name="离我最近").click()
    expect(phone.get_by_role("heading", name="离您最近的")).to_be_visible()
    assert names(phone) == ["丙驿站", "甲驿站", "乙驿站"]
    expect(phone.get_by_text("320米")).to_be_visible()
    # Narrowed down in place, and still by distance.
    phone.get_by_text("还要什么").click()
    phone.get_by_label("医药箱").check()
    phone.get_by_role("button", name="按这些找").click()
    expect(phone.get_by_text("1.2公里")).to_have_count(0)
    expect(phone).to_have_url(re.compile(r"/stations/\?facility=[^&]+#near$"))
    assert names(phone) == ["丙驿站"]
    assert faults(phone) == []
    # Away and back: no form is sent again, the list is by distance as it was.
    phone.get_by_role("link", name="首页").click()
    phone.go_back()
    expect(phone.get_by_role("heading", name="离您最近的")).to_be_visible()
    assert not [url for url in sent if "38.9" in url or "100.4" in url]


def test_a_worker_who_says_no_still_has_the_districts(site, stations, phone):
    phone.goto(f"{site}/stations/")
    phone.get_by_role("button", name="离我最近").click()
    expect(phone.get_by_text("没有得到位置的许可")).to_be_visible()
    phone.get_by_label("区县").select_option("甘州区")
    phone.get_by_role("button", name="看看").click()
    assert sorted(names(phone)) == sorted(["丙驿站", "甲驿站", "乙驿站"])
    assert faults(phone) == []


def test_one_press_at_the_door_and_the_next_station_is_at_hand(site, made, officer, phone):
    stand_here(phone)
    phone.context.add_cookies([clients.cookie_of(clients.signed_in(officer), site)])
    phone.goto(f"{site}/desk/rounds/{made.pk}/")
    phone.get_by_role("button", name="离我最近的在前").click()
    expect(phone.get_by_text("320米")).to_be_visible()
    phone.get_by_role("button", name="丙驿站送到了").click()
    expect(phone.get_by_text("丙驿站今天送到了")).to_be_visible()
    expect(phone.get_by_text("1.2公里")).to_be_visible()
    assert names(phone) == ["甲驿站", "乙驿站"]
    assert Delivery.objects.get(station__name="丙驿站").recorded_by == officer
    assert faults(phone) == []


def test_the_pages_of_a_round_hold_at_every_size(
    site, made, city, stations, administrator, a_browser
):
    brought(made.deliveries.first(), administrator, expires_on=today() + DAY)
    page = a_browser(**DESK)
    page.context.add_cookies([clients.cookie_of(clients.signed_in(administrator), site)])
    month, delivery = made.campaign_id, made.deliveries.filter(delivered_on=None).first().pk
    done = made.deliveries.exclude(delivered_on=None).get().pk
    found = []
    for path in (
        f"campaigns/{month}/rounds/", f"campaigns/{month}/rounds/new/", f"rounds/{made.pk}/",
        f"rounds/{made.pk}/?state=done", f"rounds/{made.pk}/choose/", f"deliveries/{delivery}/",
        f"deliveries/{done}/", "restock/", "stations/", "stations/new/",
        f"stations/{stations[0].pk}/",
    ):  # fmt: skip
        page.goto(f"{site}/desk/{path}")
        found += [f"{path} {fault}" for fault in faults(page)]
    assert found == []


def test_without_scripts_ticked_rows_are_recorded_together(site, made, officer, new_context):
    page = new_context(java_script_enabled=False, **DESK).new_page()
    page.context.add_cookies([clients.cookie_of(clients.signed_in(officer), site)])
    page.goto(f"{site}/desk/rounds/{made.pk}/")
    for name in ("甲驿站", "丙驿站"):
        page.get_by_label(f"选中{name}").check()
    page.get_by_role("button", name="都送到了").click()
    expect(page.get_by_text("已记2个驿站送到了")).to_be_visible()
    assert names(page) == ["乙驿站"]
