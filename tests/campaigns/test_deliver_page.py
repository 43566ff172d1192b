"""One delivery on its page: recorded, taken back, left out."""

import pytest

from audit.models import Entry
from organizations.models import Station
from tests.campaigns.delivered import (
    DAY,
    a_round,
    brought,
    of,
    said,
    some_stations,
    today,
    url,
)


@pytest.fixture
def stations(city):
    return some_stations(city)


@pytest.fixture
def made(campaign, city_officer, stations):
    return a_round(campaign, city_officer)


def test_one_station_is_recorded_with_all_there_is_to_say(made, stations, officer, signed_in):
    planned, client = of(made, stations.a), signed_in(officer)
    Station.objects.filter(pk=stations.a.pk).update(contact="马演示", contact_phone="0936-1")
    page = client.get(url("delivery", planned))
    assert page.context["form"]["expires_on"].value() == made.expires_on
    assert "马演示" in page.text
    given = {
        "delivered_on": today().isoformat(), "quantity": "3", "expires_on": "",
        "receiver": "牛演示", "note": "放在前台",
    }  # fmt: skip
    response = client.post(url("delivery", planned), given)
    assert response.url == url("round", made)
    again = client.get(url("delivery", planned))
    for word in ("牛演示", "放在前台", "没有有效期", "华演示"):
        assert word in again.text


@pytest.mark.parametrize(
    ("given", "errors"),
    [
        ({"delivered_on": ""}, {"delivered_on": ["请选送到的日期。"]}),
        (
            {"delivered_on": (today() + DAY).isoformat()},
            {"delivered_on": ["送到日期还没到，请核对。"]},
        ),
        ({"expires_on": today().isoformat()}, {"expires_on": ["有效期要在送到日期之后，请核对。"]}),
        ({"quantity": "1.5"}, {"quantity": ["请填1到9999。"]}),
        ({"quantity": "-1"}, {"quantity": ["请填1到9999。"]}),
        (
            {"receiver": "629900198805061230"},
            {"receiver": ["请不要在这里写证件号码，去掉以后再提交。"]},
        ),
        ({"note": "长" * 121}, {"note": ["备注不超过120个字。"]}),
    ],
)
def test_what_is_wrong_with_a_record_is_said_beside_the_field(
    made, stations, officer, signed_in, given, errors
):
    planned = of(made, stations.a)
    usual = {"delivered_on": today().isoformat(), "quantity": "1"}
    response = signed_in(officer).post(url("delivery", planned), usual | given)
    assert (response.status_code, response.context["form"].errors) == (200, errors)
    planned.refresh_from_db()
    assert planned.delivered_on is None


def test_a_mistake_is_taken_back_by_hand_and_only_the_one_that_was_seen(
    made, stations, officer, signed_in
):
    done, client = brought(of(made, stations.a), officer), signed_in(officer)
    page = client.get(url("delivery", done))
    stamp = done.recorded_at.isoformat()
    assert f'name="recorded_at" value="{stamp}"'.replace("+00:00", "") in page.text.replace(
        "+00:00", ""
    )
    for wrong in ("", "x", "\0", "2026-13-01", "2026-11-24T12:00:00", "2020-01-01T00:00:00+08:00"):
        client.post(url("delivery-undo", done), {"recorded_at": wrong})
    done.refresh_from_db()
    assert done.delivered_on == today()
    client.post(url("delivery-undo", done), {"recorded_at": stamp})
    client.post(url("delivery-undo", done), {"recorded_at": stamp})
    done.refresh_from_db()
    assert done.delivered_on is None
    assert Entry.objects.filter(action="campaigns.delivery_undone").count() == 1


def test_a_station_is_left_out_by_those_who_run_the_month(
    made, stations, officer, city_officer, signed_in
):
    planned = of(made, stations.a)
    refused = signed_in(officer).post(url("delivery-leave-out", planned))
    assert "由主办工会管理" in said(refused)[0]
    response = signed_in(city_officer).post(url("delivery-leave-out", planned))
    assert response.url == url("round", made)
    assert made.deliveries.count() == 3


def test_a_closed_round_offers_nothing_to_record(made, stations, officer, city_officer, signed_in):
    client = signed_in(city_officer)
    client.post(url("round-close", made), {"is_closed": "yes"})
    for address in (url("round", made), url("delivery", of(made, stations.a))):
        page = client.get(address)
        assert page.status_code == 200
        assert "</button>送到了" not in page.text
        assert "arrived/" not in page.text
    response = signed_in(officer).post(url("delivery-arrived", of(made, stations.a)))
    assert "已结束" in said(response)[0]
    client.post(url("round-close", made), {"is_closed": "no"})
    assert "arrived/" in client.get(url("round", made)).text
