"""总览 and 地图: one headline, the tiles, the map; each in the viewer's own subtree."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from dashboards import mapping, overview, scope, tables_overview
from dashboards.shares import Figure, Share
from organizations.models import Organization, Role
from tests import factories
from tests.dashboards.subjects import TODAY, a_figure, a_tile, a_trend, half

TILES, FIGURES = overview.TILES, mapping.FIGURES
URL, MAP = reverse("dashboards:overview"), reverse("dashboards:map")
OVERVIEW_QUERIES = 7
# Of all subjects, where no service month runs: it may not grow with unions, members or files.
WHOLE_QUERIES = 40


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


@pytest.fixture
def whole(monkeypatch):
    """The portal's own subjects again."""
    monkeypatch.setattr(overview, "TILES", TILES)
    monkeypatch.setattr(mapping, "FIGURES", FIGURES)


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
    assert '<span class="nb">2份超时</span>' in page
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


def test_every_subject_has_its_tile_and_every_figure_a_name_of_its_own():
    assert len(TILES) == 5
    names = [figure.name for figure in FIGURES]
    assert len(set(names)) == len(names)


@pytest.mark.usefixtures("whole")
def test_the_whole_overview_opens_for_a_city_a_district_and_a_single_union(
    city, administrator, signed_in
):
    browser = signed_in(administrator)
    for union in (city.root, city.minle_federation, city.joint):
        for figure in FIGURES:
            query = {"union": union.public_id, "figure": figure.name}
            assert "tile-card" in text_of(browser, URL, **query)
            assert figure.label in text_of(browser, MAP, **query)


@pytest.mark.usefixtures("whole")
def test_the_whole_overview_asks_as_much_of_a_large_city(city, administrator, signed_in):
    browser = signed_in(administrator)
    browser.get(URL)
    with CaptureQueriesContext(connection) as small:
        browser.get(URL)
    for nth in range(3):
        division = factories.a_division(f"新{nth}县", "district", city.zhangye, f"62079{nth}")
        factories.a_union(f"新{nth}县总工会", Organization.Kind.FEDERATION, division, city.root)
    with CaptureQueriesContext(connection) as large:
        browser.get(URL)
    assert len(large) == len(small) <= WHOLE_QUERIES


def test_a_district_is_drawn_by_its_townships_where_a_figure_knows_them(
    city, administrator, monkeypatch
):
    def read(scope, today):
        return {union.pk: Share(1, 2) for union in scope.districts}

    monkeypatch.setattr(mapping, "FIGURES", (Figure("some", "某数", "某数", read),))
    found = scope.read(administrator, str(city.ganzhou_federation.public_id))
    made = mapping.read(found, "some", TODAY, view="dashboards:map").map
    assert [place.name for place in made.places] == ["火车站街道"]


def test_a_district_is_drawn_as_a_whole_where_a_figure_knows_no_township(
    city, administrator, monkeypatch
):
    def read(scope, today):
        return {city.ganzhou_federation.pk: Share(1, 2)}

    monkeypatch.setattr(mapping, "FIGURES", (Figure("some", "某数", "某数", read),))
    found = scope.read(administrator, str(city.ganzhou_federation.public_id))
    made = mapping.read(found, "some", TODAY, view="dashboards:map").map
    assert [(place.name, place.share.percent) for place in made.places] == [("甘州区", 50)]


def test_the_sheet_says_what_the_page_says_and_hides_the_few(city, administrator, monkeypatch):
    few = a_tile("members", title="会员", value="3", unit="名", alarm="3名", facts=(),
                 trend=a_trend(2, 0, 7, before=1, unit="名", label="新会员"))  # fmt: skip
    monkeypatch.setattr(overview, "TILES", (lambda scope, today: few,))
    found = scope.read(administrator)
    answers, facts, days, by_district = tables_overview.tables(found, {"figure": "promise"})
    assert answers.rows == [["会员", "少于5名", "今天答复的", "新会员9名", "比前3天多8名"]]
    assert facts.rows == []
    assert [row[1] for row in days.shared().rows] == ["少于5", 0, 7]
    assert by_district.rows == [["甘州区", 50, 21, 42], ["民乐县", 9, 9, 100]]


def test_no_percent_beside_a_hidden_number(city, administrator, monkeypatch):
    figure = a_figure("promise", "按时答复", 甘州区=Share(3, 21))
    monkeypatch.setattr(mapping, "FIGURES", (figure,))
    [by_district] = tables_overview.maps(scope.read(administrator), {})
    assert by_district.rows[0] == ["甘州区", 14, 3, 21]
    assert by_district.shared().rows[0] == ["甘州区", "—", "少于5", 21]
