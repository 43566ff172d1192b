"""A scanned code is remembered for joining; an unknown one is answered kindly."""

import datetime

import pytest

from organizations import posters
from organizations.models import Station
from tests import factories


@pytest.fixture
def station(city):
    return factories.a_station(
        "火车站工会爱心驿站", city.ganzhou_federation, joins=city.couriers, division=city.railway,
        code="S7ATNB", facilities=["饮水机", "充电插座"], is_24h=True,
    )  # fmt: skip


def test_a_stations_code_is_remembered_with_its_union(client, city, station):
    response = client.get("/s/S7ATNB/")
    assert "火车站工会爱心驿站" in response.text
    assert "甘州区快递外卖行业工会联合会" in response.text
    assert "饮水机、充电插座" in response.text
    assert "现在开门" in response.text
    assert client.session["scanned_union"] == city.couriers.pk
    assert client.session["scanned_station"] == str(station.pk)


def test_a_code_typed_in_small_letters_is_understood(client, station):
    assert client.get("/s/s7atnb/").status_code == 200


def test_a_unions_code_is_remembered_and_lets_the_station_go(client, city, station):
    client.get("/s/S7ATNB/")
    response = client.get(f"/u/{city.joint.code}/")
    assert "火车站街道联合工会" in response.text
    assert client.session["scanned_union"] == city.joint.pk
    assert "scanned_station" not in client.session


def test_a_federations_code_leads_to_joining_without_choosing_for_the_worker(client, city):
    response = client.get(f"/u/{city.root.code}/")
    assert "按您干活的地方和从业类别推荐工会" in response.text
    assert "scanned_union" not in client.session


def test_a_station_whose_union_is_out_of_use_still_opens(client, city, station):
    city.couriers.is_active = False
    city.couriers.save(update_fields=["is_active"])
    assert client.get("/s/S7ATNB/").status_code == 200
    assert "scanned_union" not in client.session
    assert client.session["scanned_station"] == str(station.pk)


@pytest.mark.parametrize("code", ["NOSUCH", "%00", "'--", "驿站", "A" * 300, "S7ATNB%0A"])
def test_an_unknown_code_is_answered_kindly(client, station, code):
    for path in (f"/s/{code}/", f"/u/{code}/"):
        response = client.get(path)
        assert response.status_code == 404
        assert "这个二维码可能已经停用" in response.text


def test_a_station_or_union_out_of_use_is_as_good_as_unknown(client, city, station):
    Station.objects.update(is_active=False)
    assert client.get("/s/S7ATNB/").status_code == 404
    city.joint.is_active = False
    city.joint.save(update_fields=["is_active"])
    assert client.get(f"/u/{city.joint.code}/").status_code == 404


def test_the_poster_leads_to_the_very_same_page(client, station, settings):
    settings.SITE_URL = "https://portal.example"
    address = posters.address("scan-station", station.code)
    assert address == "https://portal.example/s/S7ATNB/"
    assert client.get(address.removeprefix("https://portal.example")).status_code == 200
    drawn = posters.svg(address)
    assert drawn.startswith("<svg")
    assert "style=" not in drawn


@pytest.mark.parametrize(
    ("opens", "closes", "moment", "is_open"),
    [
        (8, 20, (7, 59), False),
        (8, 20, (8, 0), True),
        (8, 20, (19, 59), True),
        (8, 20, (20, 0), False),
        # open over midnight
        (18, 6, (23, 0), True),
        (18, 6, (5, 59), True),
        (18, 6, (6, 0), False),
        (18, 6, (12, 0), False),
    ],
)
def test_a_station_is_open_in_its_hours(opens, closes, moment, is_open):
    station = Station(opens_at=datetime.time(opens), closes_at=datetime.time(closes))
    assert station.is_open_at(factories.local(2026, 11, 23, *moment)) is is_open


def test_a_station_open_day_and_night_is_open_unless_out_of_use():
    station = Station(is_24h=True)
    assert station.is_open_at(factories.local(2026, 11, 23, 3, 0))
    station.is_active = False
    assert not station.is_open_at(factories.local(2026, 11, 23, 3, 0))
