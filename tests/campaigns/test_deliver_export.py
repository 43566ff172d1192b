"""Rounds and the restock list as workbooks: what one may see, recorded."""

import io

import pytest
from python_calamine import CalamineWorkbook

from audit.models import Entry
from organizations.models import Station
from tests.campaigns.delivered import (
    DAY,
    a_round,
    brought,
    of,
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


def sheet(response, title: str) -> list[list]:
    book = CalamineWorkbook.from_filelike(io.BytesIO(response.getvalue()))
    return book.get_sheet_by_name(title).to_python(skip_empty_area=False)


def test_the_export_holds_what_the_page_shows_and_is_recorded(
    made, stations, officer, city_officer, signed_in
):
    Station.objects.filter(pk=stations.b.pk).update(name="=乙驿站")
    brought(of(made, stations.a), officer, receiver="马演示")
    response = signed_in(city_officer).get(url("round-export", made))
    sums = sheet(response, "各区县")
    assert sums[-1][:4] == ["合计", 4, 1, 3]
    rows = sheet(response, "驿站")[2:]
    assert len(rows) == 4
    assert ("甲驿站", "马演示") in [(row[0], row[10]) for row in rows]
    assert not any(str(cell).startswith("=") for row in rows for cell in row)
    own = signed_in(officer).get(url("round-export", made))
    assert {row[0] for row in sheet(own, "驿站")[2:]} == {"甲驿站", "'=乙驿站"}
    told = Entry.objects.filter(action="campaigns.exported")
    assert {entry.actor_id for entry in told} == {city_officer.pk, officer.pk}


def test_the_restock_list_is_exported_as_it_is_filtered(
    made, city, stations, city_officer, signed_in
):
    for station in (stations.a, stations.c):
        brought(of(made, station), city_officer, expires_on=today() + DAY)
    client = signed_in(city_officer)
    response = client.get(url("restock-export"), {"district": city.minle.pk})
    assert [row[0] for row in sheet(response, "补货清单")[2:]] == ["丙驿站"]
    assert Entry.objects.get(action="campaigns.exported").data["what"] == "补货清单"
