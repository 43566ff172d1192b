"""The list of a round: what is listed, at the desk and in the street, and recorded from it."""

import re
import uuid

import pytest

from audit.models import Entry
from campaigns.models import Delivery
from organizations import nearest
from organizations.models import Station
from tests.campaigns.delivered import (
    DAY,
    a_round,
    brought,
    names,
    of,
    said,
    some_stations,
    today,
    url,
)

HERE = {"latitude": "38.9305", "longitude": "100.4512"}


@pytest.fixture
def stations(city):
    return some_stations(city)


@pytest.fixture
def made(campaign, city_officer, stations):
    return a_round(campaign, city_officer)


def test_the_page_says_how_far_it_is_and_lists_what_there_is_to_do(
    made, stations, city_officer, signed_in
):
    brought(of(made, stations.a), city_officer)
    client = signed_in(city_officer)
    page = client.get(url("round", made))
    assert re.search(r"<b>1</b> / 4个驿站送到了.*25%", page.text)
    assert names(page) == ["丙驿站", "乙驿站", "本级驿站"]
    assert names(client.get(url("round", made), {"state": "done"})) == ["甲驿站"]
    assert len(names(client.get(url("round", made), {"state": "all"}))) == 4
    assert names(client.get(url("round", made), {"state": "expiring"})) == []


def test_the_list_is_narrowed_down(made, city, stations, city_officer, signed_in):
    client = signed_in(city_officer)
    for given, found in (
        ({"union": city.ganzhou_federation.public_id}, "乙甲"),
        ({"union": city.root.public_id}, "本"),
        ({"union": uuid.uuid4()}, "丙乙本甲"),
        ({"union": "\0"}, "丙乙本甲"),
        ({"kind": "platform"}, "乙"),
        ({"platform": "顺丰", "text": "乙"}, "乙"),
        ({"text": "\0没有"}, ""),
        ({"state": "castle", "after": "x~y", "before": "~\0"}, "丙乙本甲"),
    ):
        assert "".join(name[0] for name in names(client.get(url("round", made), given))) == found


def test_whoever_stands_in_the_street_sees_the_nearest_first(made, stations, officer, signed_in):
    for station, metres in ((stations.a, 2_000), (stations.b, 320)):
        Station.objects.filter(pk=station.pk).update(
            latitude=38.9305 + metres / nearest.DEGREE, longitude=100.4512
        )
    response = signed_in(officer).post(url("round", made), HERE)
    assert names(response) == ["乙驿站", "甲驿站"]
    assert "320米" in response.text
    assert f"{url('delivery-arrived', of(made, stations.b))}?#near" in response.text
    assert "no-store" in response["Cache-Control"]
    missing = signed_in(officer).post(url("round", made), {"latitude": "x"})
    assert "没有收到您的位置" in missing.text
    assert names(missing) == ["乙驿站", "甲驿站"]


def test_one_press_at_the_station_records_it_as_usual(made, stations, officer, signed_in):
    client, planned = signed_in(officer), of(made, stations.a)
    response = client.post(f"{url('delivery-arrived', planned)}?text=甲")
    assert response.url == f"{url('round', made)}?text=%E7%94%B2"
    client.post(url("delivery-arrived", planned))
    planned.refresh_from_db()
    assert (planned.delivered_on, planned.expires_on) == (today(), made.expires_on)
    assert (planned.quantity, planned.recorded_by) == (1, officer)
    assert Entry.objects.filter(action="campaigns.delivered").count() == 1


def test_one_press_too_late_says_who_was_first(made, stations, officer, city_officer, signed_in):
    planned = of(made, stations.a)
    brought(planned, city_officer)
    response = signed_in(officer).post(url("delivery-arrived", planned))
    assert "严演示记的" in said(response)[0]


def test_ticked_rows_are_recorded_with_one_date(made, stations, officer, signed_in):
    ticks = [of(made, stations.a).pk, of(made, stations.b).pk, of(made, stations.c).pk]
    response = signed_in(officer).post(
        url("round-record", made),
        {
            "delivery": [*ticks, "x", "\0", str(uuid.uuid4())],
            "delivered_on": (today() - DAY).isoformat(), "quantity": "2",
            "expires_on": (today() + DAY).isoformat(),
        },
    )  # fmt: skip
    assert said(response) == ["已记2个驿站送到了。"]
    done = Delivery.objects.filter(delivered_on=today() - DAY, quantity=2)
    # 丙驿站 is another district's.
    assert {delivery.station for delivery in done} == {stations.a, stations.b}


def test_what_is_wrong_with_the_ticked_is_said_with_the_ticks_kept(
    made, stations, officer, signed_in
):
    tick = of(made, stations.a).pk
    client = signed_in(officer)
    wrong = {"delivery": [tick], "delivered_on": "昨天", "quantity": "0"}
    response = client.post(url("round-record", made), wrong)
    assert response.context["form"].errors == {
        "delivered_on": ["请按 2026-11-04 的样子填日期。"], "quantity": ["请填1到9999。"],
    }  # fmt: skip
    assert f'value="{tick}"' in response.text
    early = wrong | {"delivered_on": "2021-01-01", "quantity": "1"}
    assert "送到日期不能更早" in said(client.post(url("round-record", made), early))[-1]
    nothing = client.post(url("round-record", made), {"delivered_on": "x"})
    assert "没有选中驿站" in said(nothing)[-1]
    assert not Delivery.objects.filter(delivered_on__isnull=False).exists()
