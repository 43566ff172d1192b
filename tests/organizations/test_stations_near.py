"""The list of stations for everybody, nearest first: what it shows, keeps and never keeps."""

import datetime
import logging
import re

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from audit.models import Entry
from organizations import nearest
from tests import factories

HERE = {"latitude": "38.9305", "longitude": "100.4512"}
NOON = factories.local(2026, 11, 24, 12, 0)


@pytest.fixture
def stations(city):
    def near(name, metres, **fields):
        latitude = round(38.9305 + metres / nearest.DEGREE, 6)
        return factories.a_station(
            name, city.ganzhou_federation, latitude=latitude, longitude=100.4512, **fields
        )

    near("乙驿站", 1_240, is_24h=True, facilities=["医药箱", "充电插座"])
    near("甲驿站", 320, opens_at="08:00", closes_at="22:00", facilities=["医药箱"])
    near("丙驿站", 26_000, opens_at="18:00", closes_at="23:00", kind="driver")
    factories.a_station("丁驿站", city.minle_federation, division=city.hongshui)


def names(response) -> list[str]:
    return [card.station.name for card in response.context["cards"]]


@time_machine.travel(NOON, tick=False)
def test_the_nearest_stands_first_and_says_how_far_and_whether_open(client, stations):
    response = client.post("/stations/", HERE)
    assert names(response) == ["甲驿站", "乙驿站", "丙驿站"]
    for word in ("320米", "1.2公里", "26公里", "开到22:00", "24小时开放", "18:00开门", "关门了"):
        assert word in response.text


@time_machine.travel(NOON, tick=False)
def test_without_a_place_the_list_is_by_name_and_says_nothing_of_distance(client, stations):
    response = client.get("/stations/")
    assert len(names(response)) == 4
    assert not re.search(r"\d米|公里", response.text)


@pytest.mark.parametrize(
    "sent",
    [{}, {"latitude": "", "longitude": ""}, {"latitude": "x", "longitude": "\0"},
     {"latitude": "1e999", "longitude": "nan"}, {"latitude": "99", "longitude": "100"}],
)  # fmt: skip
def test_a_place_that_did_not_come_is_said_and_the_list_is_there(client, stations, sent):
    response = client.post("/stations/", sent)
    assert response.status_code == 200
    assert "没有收到您的位置" in response.text
    assert len(names(response)) == 4


@time_machine.travel(NOON, tick=False)
@pytest.mark.parametrize(
    ("given", "found"),
    [
        ({"facility": ["医药箱"]}, ["甲驿站", "乙驿站"]),
        ({"facility": ["医药箱", "充电插座"]}, ["乙驿站"]),
        ({"facility": ["温泉"]}, ["甲驿站", "乙驿站", "丙驿站"]),
        ({"kind": "driver"}, ["丙驿站"]),
        ({"kind": "castle"}, ["甲驿站", "乙驿站", "丙驿站"]),
        ({"open": "1"}, ["甲驿站", "乙驿站"]),
        ({"open": "first"}, ["甲驿站", "乙驿站", "丙驿站"]),
        ({"open": "\0"}, ["甲驿站", "乙驿站", "丙驿站"]),
    ],
)
def test_what_one_needs_narrows_both_lists(client, stations, given, found):
    assert names(client.post("/stations/", HERE | given)) == found
    by_name = names(client.get("/stations/", given))
    assert set(by_name) - {"丁驿站"} == set(found)


def test_a_district_without_measured_stations_says_so(client, city, stations):
    response = client.post("/stations/", HERE | {"district": city.minle.pk})
    assert names(response) == []
    assert "附近没有符合条件的驿站" in response.text


def test_pages_keep_their_moment_so_that_nothing_changes_sides(client, city):
    for number in range(30):
        factories.a_station(
            f"{number}", city.root, latitude=38.9305 + number / 10_000, longitude=100.4512,
            opens_at="08:00", closes_at="20:00",
        )  # fmt: skip
    with time_machine.travel(factories.local(2026, 11, 24, 19, 59), tick=False):
        first = client.post("/stations/", HERE | {"open": "first"})
    sent = HERE | {
        "open": "first", "after": first.context["page"].after,
        "at": first.context["at"].isoformat(),
    }  # fmt: skip
    with time_machine.travel(factories.local(2026, 11, 24, 20, 1), tick=False):
        second = client.post("/stations/", sent)
        # A day later it is another list.
        stale = client.post("/stations/", sent | {"at": "2026-11-23T19:59:00+08:00"})
    assert sorted(names(first) + names(second)) == sorted(str(n) for n in range(30))
    assert stale.context["at"] == factories.local(2026, 11, 24, 20, 1)


@pytest.mark.parametrize("at", ["", "x", "2026-13-01", "2026-11-24T12:00:00", "\0", "9" * 40])
def test_a_moment_nobody_wrote_is_now(client, stations, at):
    assert client.post("/stations/", HERE | {"at": at}).status_code == 200


def test_the_place_stands_in_no_address_no_log_no_session_and_no_record(client, stations, caplog):
    records = Entry.objects.count()
    caplog.set_level(logging.INFO, logger="django_structlog")
    with caplog.at_level(logging.DEBUG):
        response = client.post("/stations/", HERE)
    place = re.compile(r"38\.93|100\.45")
    assert not place.search(caplog.text)
    assert "POST /stations/" in caplog.text
    assert Entry.objects.count() == records
    assert not place.search(str(dict(client.session)))
    assert not place.search(str(response.headers))
    for link in re.findall(r'(?:href|action|src)="([^"]*)"', response.text):
        assert link.startswith("geo:") or not place.search(link)
    assert "no-store" in response["Cache-Control"]


def test_the_map_of_the_phone_is_asked_for_the_place_or_the_address(client, city):
    factories.a_station("甲驿站(1)", city.root, latitude="38.9", longitude="100.4")
    factories.a_station("乙驿站", city.root, address="站前路1号&q=x")
    text = client.get("/stations/").text
    assert 'href="geo:38.900000,100.400000?q=38.900000,100.400000(%E7%94%B2' in text
    assert 'href="geo:0,0?q=%E7%AB%99%E5%89%8D%E8%B7%AF1%E5%8F%B7%26q%3Dx"' in text


def test_whom_to_ask_at_a_station_is_nobody_else_s_business(client, city):
    station = factories.a_station(
        "甲驿站", city.root, contact="马演示", contact_phone="0936-1234567", latitude=38.9305,
        longitude=100.4512,
    )  # fmt: skip
    for response in (
        client.get("/stations/"), client.post("/stations/", HERE), client.get(f"/s/{station.code}/"),
        client.get("/"),
    ):  # fmt: skip
        assert response.status_code == 200
        assert "马演示" not in response.text
        assert "1234567" not in response.text


def test_the_near_list_takes_as_many_queries_for_three_rows_as_for_one(client, city):
    def queries() -> int:
        client.post("/stations/", HERE)
        with CaptureQueriesContext(connection) as captured:
            client.post("/stations/", HERE)
        return len(captured)

    factories.a_station("甲", city.root, latitude=38.931, longitude=100.451)
    one = queries()
    for name in ("乙", "丙"):
        factories.a_station(name, city.joint, latitude=38.94, longitude=100.46)
    # The districts, and one for each ring, since a page is never full.
    assert (one, queries()) == (4, 4)


def test_a_worker_finds_open_ones_on_every_weekday(client, stations):
    for day in range(7):
        with time_machine.travel(NOON + datetime.timedelta(days=day), tick=False):
            assert names(client.post("/stations/", HERE | {"open": "1"})) == ["甲驿站", "乙驿站"]
