"""The map of tiles: everybody in their place, numbers in words as well."""

import pytest
from django.template.loader import render_to_string

from dashboards import city_map
from dashboards.shares import Share
from organizations import divisions
from organizations.models import Organization
from tests import factories

Kind = Organization.Kind


def drawn(unions, shares, **more) -> city_map.CityMap:
    return city_map.draw(
        "会员", "会员占职工", unions, shares, lambda union: f"/{union.pk}/", **more
    )


def html_of(made) -> str:
    return render_to_string("dashboards/_map.html", {"map": made, "key": city_map.KEY})


@pytest.fixture
def districts(city):
    return [city.ganzhou_federation, city.minle_federation]


def test_every_published_district_has_a_place_of_its_own():
    codes = {row["code"] for row in divisions.published()["districts"]}
    assert set(divisions.tiles()) == codes
    assert len(set(divisions.tiles().values())) == len(codes)


def test_districts_lie_as_they_lie(districts):
    ganzhou, minle = drawn(districts, {}).places
    assert (ganzhou.column, ganzhou.row) == (1, 1)
    assert (minle.column, minle.row) == (2, 2)


def test_divisions_without_a_place_are_laid_out_in_rows(city, districts):
    unknown = factories.a_division("新设区", "district", city.zhangye, "620799")
    new = factories.a_union("新设区总工会", Kind.FEDERATION, unknown, city.root)
    places = drawn([*districts, new, city.railway_union], {}).places
    assert [(place.column, place.row) for place in places] == [(0, 0), (1, 0), (2, 0), (0, 1)]


def test_a_single_union_fills_the_map(city):
    made = drawn([city.minle_federation], {})
    assert made.view_box == f"0 0 {city_map.TILE_WIDTH} {city_map.TILE_HEIGHT}"


def test_each_tile_says_its_share_in_words_and_leads_somewhere(city, districts):
    shares = {city.ganzhou_federation.pk: Share(12, 100, "/rows/")}
    made = drawn(districts, shares)
    html = html_of(made)
    assert 'aria-label="甘州区：12%，12/100，先办"' in html
    assert 'aria-label="民乐县：没有可以比的数"' in html
    assert 'href="/rows/"' in html
    assert f'href="/{city.minle_federation.pk}/"' in html
    assert html.count("h-0 h-c") == 2  # the tile and the key
    table = html.split("<table")[1]
    assert f'<a href="/{city.ganzhou_federation.pk}/">甘州区</a>' in table
    assert '<a href="/rows/">12/100</a>' in table


def test_long_names_take_two_lines(city):
    zone = factories.a_division("张掖经济技术开发区", "township", city.ganzhou)
    union = factories.a_union("开发区总工会", Kind.TOWNSHIP, zone, city.ganzhou_federation)
    [place] = drawn([union], {}).places
    assert place.lines == ["张掖经济技", "术开发区"]
