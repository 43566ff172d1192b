"""The public list of stations and the townships of a district."""

import pytest

from tests import factories
from tests.organizations.queries import queries_of


def names(response) -> list[str]:
    return [card.station.name for card in response.context["cards"]]


@pytest.fixture
def stations(city):
    factories.a_station("甲驿站", city.ganzhou_federation, division=city.railway, is_24h=True)
    factories.a_station("乙驿站", city.ganzhou_federation)
    factories.a_station("丙驿站", city.minle_federation, division=city.hongshui)
    factories.a_station("丁驿站", city.minle_federation, is_active=False)


def test_everybody_sees_the_stations_in_use(client, stations):
    response = client.get("/stations/")
    assert sorted(names(response)) == sorted(["甲驿站", "乙驿站", "丙驿站"])
    assert "开门中" in response.text
    assert "24小时开放" in response.text


def test_a_district_holds_its_townships_too(client, city, stations):
    assert sorted(names(client.get("/stations/", {"district": city.ganzhou.pk}))) == sorted(
        ["甲驿站", "乙驿站"]
    )
    assert names(client.get("/stations/", {"district": city.minle.pk})) == ["丙驿站"]


@pytest.mark.parametrize("district", ["x", "0", "99999999999999999999", "\0", "-1"])
def test_a_district_that_does_not_exist_does_not_filter(client, stations, district):
    response = client.get("/stations/", {"district": district, "after": "a~b", "before": "~"})
    assert len(names(response)) == 3


def test_a_district_without_stations_says_so(client, city):
    assert "这里还没有登记驿站" in client.get("/stations/").text


def test_the_list_takes_as_many_queries_for_three_rows_as_for_one(client, city):
    factories.a_station("甲驿站", city.ganzhou_federation)
    one = queries_of(client, "/stations/")
    for name in ("乙驿站", "丙驿站"):
        factories.a_station(name, city.minle_federation, division=city.hongshui)
    assert queries_of(client, "/stations/") == one


def test_the_townships_of_a_district_come_as_options(client, city):
    response = client.get(f"/divisions/{city.ganzhou.pk}/townships/")
    assert response.text.split("\n") == [
        '<option value="">选乡镇街道</option>',
        f'<option value="{city.railway.pk}">火车站街道</option>',
        "",
        "",
    ]


@pytest.mark.parametrize("which", ["city", "township", "nothing", "huge"])
def test_what_is_no_district_has_no_townships(client, city, which):
    pk = {"city": city.zhangye.pk, "township": city.railway.pk, "nothing": 0, "huge": 10**30}
    assert client.get(f"/divisions/{pk[which]}/townships/").status_code == 404
