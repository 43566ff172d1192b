"""总览 and 地图: one headline, the tiles, the map; each in the viewer's own subtree."""

import pytest
from django.urls import reverse

from dashboards import mapping, overview
from dashboards.shares import Share
from organizations.models import Organization, Role
from tests import factories
from tests.dashboards.subjects import a_figure, a_tile, half

URL, MAP = reverse("dashboards:overview"), reverse("dashboards:map")
OVERVIEW_QUERIES = 7


@pytest.fixture(autouse=True)
def subjects(monkeypatch):
    """Two subjects: one tile says for which union it was made."""
    tiles = (
        lambda scope, today: a_tile(under=f"{scope.union.name}今天答复的"),
        lambda scope, today: a_tile("members", title="会员", alarm="", facts=(), trend=None),
    )
    figures = (
        a_figure("promise", "按时答复", 甘州区=half(), 民乐县=Share(9, 100)),
        a_figure("members", "入会率", 甘州区=Share(90, 100)),
    )
    monkeypatch.setattr(overview, "TILES", tiles)
    monkeypatch.setattr(mapping, "FIGURES", figures)


def text_of(browser, url, **query) -> str:
    answer = browser.get(url, query)
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_headline_leads_with_what_is_wrong():
    tiles = [a_tile(alarm="2份超时"), a_tile(alarm=""), a_tile(alarm="3处没有送到")]
    assert overview.headline(tiles) == "今天有2份超时，3处没有送到"


def test_the_headline_says_so_when_all_is_well():
    assert overview.headline([a_tile(alarm="")]) == overview.ALL_WELL


def test_the_city_sees_its_tiles_and_its_map(administrator, signed_in):
    page = text_of(signed_in(administrator), URL)
    assert "<h1>今天有2份超时</h1>" in page
    assert "张掖市总工会今天答复的" in page
    assert 'aria-label="甘州区：50%，21/42"' in page
    assert 'aria-label="民乐县：9%，9/100，先办"' in page
    assert 'href="/dashboards/rows/promise/"' in page
    assert "30天收到" in page


def test_the_address_says_what_the_map_is_coloured_by(administrator, signed_in):
    for url in (URL, MAP):
        page = text_of(signed_in(administrator), url, figure="members")
        assert 'aria-label="甘州区：90%，90/100"' in page
        assert 'aria-label="民乐县：没有可以比的数"' in page


def test_a_figure_nobody_knows_is_the_first_one(administrator, signed_in):
    assert "甘州区：50%" in text_of(signed_in(administrator), MAP, figure="\0' OR 1=1")


def test_a_tile_of_the_map_leads_to_the_same_page_of_its_district(administrator, signed_in, city):
    page = text_of(signed_in(administrator), MAP, figure="members")
    minle = f"{MAP}?union={city.minle_federation.public_id}&amp;figure=members"
    assert f'href="{minle}"' in page


def test_a_district_sees_itself_alone(district_administrator, signed_in, city):
    browser = signed_in(district_administrator)
    page = text_of(browser, URL)
    assert "甘州区总工会今天答复的" in page
    assert "民乐县" not in page
    assert browser.get(URL, {"union": city.minle_federation.public_id}).status_code == 404
    assert browser.get(MAP, {"union": city.root.public_id}).status_code == 404


def test_the_city_looks_into_a_district(administrator, signed_in, city):
    page = text_of(signed_in(administrator), URL, union=city.minle_federation.public_id)
    assert "民乐县总工会今天答复的" in page
    assert f'<option value="{city.minle_federation.public_id}" selected>' in page


@pytest.mark.parametrize("named", ["", "x", "\0", "0" * 500, "' OR 1=1"])
def test_an_address_that_makes_no_sense_is_no_error(administrator, signed_in, named):
    answer = signed_in(administrator).get(URL, {"union": named})
    assert answer.status_code == (404 if named else 200)


def test_nobody_else_finds_it(reviewer, worker, auditor, signed_in, client):
    for user in (reviewer, auditor):
        assert signed_in(user).get(URL).status_code == 404
    assert "sign-in" in signed_in(worker).get(URL).url
    assert "sign-in" in client.get(URL).url


@pytest.mark.parametrize("more", [0, 2])
def test_the_queries_do_not_grow_with_the_districts(
    more, administrator, signed_in, city, django_assert_num_queries
):
    for nth in range(more):
        division = factories.a_division(f"新{nth}县", "district", city.zhangye, f"62079{nth}")
        factories.a_union(f"新{nth}县总工会", Organization.Kind.FEDERATION, division, city.root)
    browser = signed_in(administrator)
    browser.get(URL)
    with django_assert_num_queries(OVERVIEW_QUERIES):
        browser.get(URL)


def test_a_post_in_two_districts_chooses_between_them(city, signed_in):
    both = factories.a_member_of_staff("任两处", city.ganzhou_federation, Role.ADMINISTRATOR)
    both.posts.create(
        organization=city.minle_federation,
        role=Role.ADMINISTRATOR,
        since=factories.local(2026, 1, 1),
    )
    page = text_of(signed_in(both), URL)
    assert "甘州区总工会今天答复的" in page
    assert page.count("<option value") == 4  # two areas, two figures
