"""The restock list: by day, by district, ticked off."""

import pytest

from campaigns.models import Delivery
from tests.campaigns.delivered import DAY, a_round, brought, of, said, some_stations, today, url


@pytest.fixture
def stations(city):
    return some_stations(city)


@pytest.fixture
def made(campaign, city_officer, stations):
    return a_round(campaign, city_officer)


def test_the_restock_list_is_by_day_and_by_district(
    made, city, stations, city_officer, other_officer, signed_in
):
    for station, days in ((stations.a, 9), (stations.b, 300), (stations.c, 3)):
        brought(of(made, station), city_officer, expires_on=today() + days * DAY)
    Delivery.objects.filter(station=stations.c).update(
        expires_on=today() - DAY, delivered_on=today() - 9 * DAY
    )
    page = signed_in(city_officer).get(url("restock"))
    assert [row.station.name for row in page.context["page"].rows] == ["丙驿站", "甲驿站"]
    sums = [(line["place"].name, line["past"], line["soon"]) for line in page.context["sums"]]
    assert sums == [("甘州区", 0, 1), ("民乐县", 1, 0)]
    theirs = signed_in(other_officer).get(url("restock"), {"district": city.minle.pk})
    assert [row.station.name for row in theirs.context["page"].rows] == ["丙驿站"]


def test_the_ticked_are_restocked_as_far_as_they_are_one_s_own(
    made, stations, officer, city_officer, signed_in
):
    rows = [
        brought(of(made, s), city_officer, expires_on=today() + DAY)
        for s in (stations.a, stations.c)
    ]
    client = signed_in(officer)
    ticks = {"delivery": [row.pk for row in rows]}
    assert said(client.post(url("restock-done"), ticks)) == ["已记1个驿站补过了。"]
    assert set(Delivery.objects.filter(restocked=True)) == {rows[0]}
    assert "没有选中驿站" in said(client.post(url("restock-done"), {"delivery": ["\0"]}))[-1]


def test_restocked_on_its_own_page_and_back(made, stations, officer, signed_in):
    done, client = (
        brought(of(made, stations.a), officer, expires_on=today() + DAY),
        signed_in(officer),
    )
    client.post(url("delivery-restocked", done), {"is_restocked": "yes"})
    assert "改回还没补" in client.get(url("delivery", done)).text
    client.post(url("delivery-restocked", done), {"is_restocked": "no"})
    done.refresh_from_db()
    assert not done.restocked
