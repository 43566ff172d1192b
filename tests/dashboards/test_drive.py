"""会员发展: every figure is the plain recount, leads to its rows, and is nobody else's to see."""

import datetime
import random
import re

import pytest
from django.urls import reverse

from dashboards import drive, drive_page, figure_members, scope, tables_members, tile_members
from membership import drive as targets
from membership import rolling
from membership.models import STANDING_STATES, Member
from organizations import workforce
from organizations.models import Role
from people.vocabulary import KEY_GROUPS, Occupation
from tests import factories
from tests.factories import local
from tests.membership.rolled import a_member, day_of

TODAY = datetime.date(2026, 11, 25)
PAGE = "/dashboards/drive/"


@pytest.fixture
def peopled(city, administrator):
    """Members of every state and occupation in every corner, targets, workers of one district."""
    chance = random.Random(5)
    unions = [city.couriers, city.joint, city.ganzhou_holding, city.minle_holding, city.root]
    for number in range(90):
        joined = local(2025, 11, 1, 12) + datetime.timedelta(days=chance.randrange(380))
        gone = {"state": "left", "left_at": joined + datetime.timedelta(days=3)}
        a_member(
            chance.choice(unions), chance.choice(list(Occupation)), joined,
            **(gone if number % 9 == 0 else {}),
        )  # fmt: skip
        if number == 40:
            rolling.fold()
    people = {city.ganzhou_federation.pk: 60, city.minle_federation.pk: 7}
    targets.set_targets(city.root, 2026, people=people, actor=administrator, today=TODAY)
    workforce.report(
        city.ganzhou_federation, workers=400, as_of=datetime.date(2026, 6, 30), groups={},
        actor=administrator, at=local(2026, 7, 2, 9),
    )  # fmt: skip
    return city


def plain_new(path, year, occupations=tuple(Occupation)) -> int:
    return sum(
        1
        for member in Member.objects.select_related("organization")
        if member.organization.path.startswith(path)
        and day_of(member.joined_at).year == year
        and member.occupation in occupations
    )


def plain_standing(path) -> int:
    rows = Member.objects.filter(organization__path__startswith=path)
    return sum(1 for member in rows if member.state in STANDING_STATES)


@pytest.mark.parametrize("year", [2025, 2026])
def test_every_cell_is_the_plain_recount(peopled, administrator, year):
    found = drive.read(scope.read(administrator), year, TODAY)

    assert [area.label for area in found.areas] == ["甘州区", "民乐县", "市本级"]
    for area in found.areas[:2]:
        for occupation in Occupation:
            counted = plain_new(area.union.path, year, (occupation,))
            assert area.new.get(occupation, 0) == counted
        assert area.key == plain_new(area.union.path, year, KEY_GROUPS)
        assert area.members == plain_standing(area.union.path)
    assert found.whole.total == plain_new(peopled.root.path, year)
    assert sum(area.total for area in found.areas) == found.whole.total
    assert sum(month.total for month in found.months) == found.whole.total
    assert sum(area.members for area in found.areas) == found.whole.members


def test_last_year_is_compared_up_to_the_same_day(peopled, administrator):
    found = drive.read(scope.read(administrator), 2026, TODAY)
    counted = sum(
        1
        for member in Member.objects.all()
        if datetime.date(2025, 1, 1) <= day_of(member.joined_at) <= datetime.date(2025, 11, 25)
    )
    assert found.before == counted


def test_the_pace_is_held_against_the_calendar(peopled, administrator):
    found = drive.read(scope.read(administrator), 2026, TODAY)

    assert found.passed == 329 / 365
    assert found.whole.target == 67
    assert drive.read(scope.read(administrator), 2025, TODAY).passed == 1
    assert [line.area.label for line in drive_page.context(found)["progress"]] == [
        "甘州区",
        "民乐县",
    ]


def test_a_rate_has_the_same_unions_on_both_sides(peopled, administrator):
    rate = drive.read(scope.read(administrator), 2026, TODAY).whole.rate

    assert rate.members == plain_standing(peopled.ganzhou_federation.path)
    assert (rate.workers, rate.dated) == (400, "截至2026年6月30日")
    assert rate.outside == plain_standing(peopled.root.path) - rate.members
    # A holding union has no workers of its own to report, and 民乐县 has no other one.
    assert rate.missing == 0


def links_of(html: str) -> list[tuple[str, int]]:
    """Address and number of every link of the page that leads to the list of members."""
    found = re.findall(r'<a[^>]* href="(/desk/members/\?[^"]*)"[^>]*><b>([\d,]+)</b><small>', html)
    return [(url.replace("&amp;", "&"), int(number.replace(",", ""))) for url, number in found]


def test_every_number_leads_to_exactly_its_rows(peopled, administrator, signed_in):
    client = signed_in(administrator)
    html = client.get(PAGE, {"year": 2026}).content.decode()
    cells = links_of(html)

    assert len(cells) >= 3 * 12
    for url, number in cells:
        answer = client.get(url)
        assert answer.context["number"] == number, url
        assert len(answer.context["page"].rows) == min(number, 25), url


def test_a_district_sees_its_own_and_nobody_elses(
    peopled, district_administrator, administrator, signed_in
):
    client = signed_in(district_administrator)
    found = client.get(PAGE).context["drive"]

    assert found.whole.total == plain_new(peopled.ganzhou_federation.path, 2026)
    assert found.whole.target == 60
    assert "民乐" not in client.get(PAGE).content.decode()
    for page in (PAGE, f"{PAGE}example/"):
        assert client.get(page, {"union": peopled.minle_federation.public_id}).status_code == 404
        assert client.get(page, {"union": peopled.root.public_id}).status_code == 404


def test_a_single_union_has_a_page_as_well(peopled, signed_in):
    keeper = factories.a_member_of_staff("秦示例", peopled.couriers, Role.ADMINISTRATOR)
    found = signed_in(keeper).get(PAGE).context["drive"]
    assert found.whole.total == plain_new(peopled.couriers.path, 2026)


@pytest.mark.parametrize("query", ["year=abc", "year=1900", "year=99999999999", "year=2026%00"])
def test_a_year_nobody_knows_is_this_one(city, administrator, signed_in, query):
    answer = signed_in(administrator).get(f"{PAGE}?{query}")
    assert answer.status_code == 200


def test_an_empty_city_says_what_is_missing(city, administrator, signed_in):
    html = signed_in(administrator).get(PAGE).content.decode()
    assert "还没定目标" in html
    assert "2个工会还没报职工人数" in html


def test_the_number_of_queries_does_not_grow(
    peopled, administrator, signed_in, django_assert_num_queries
):
    client = signed_in(administrator)
    client.get(PAGE)
    with django_assert_num_queries(13):
        client.get(PAGE)
    for name in ("甲", "乙", "丙"):
        union = factories.a_union(f"{name}公司工会", "primary", peopled.minle, peopled.root)
        a_member(union)
    with django_assert_num_queries(13):
        client.get(PAGE)


def test_the_tables_are_the_page(peopled, administrator):
    here = scope.read(administrator)
    found = drive.read(here, 2026, TODAY)
    progress, by_occupation, by_month, rates = (
        tables_members.progress(found), tables_members.by_occupation(found),
        tables_members.by_month(found), tables_members.rates(found),
    )  # fmt: skip

    assert by_occupation.rows[-1][-1] == found.whole.total
    assert [row[3] for row in progress.rows] == [
        *(area.total for area in found.areas),
        found.whole.total,
    ]
    assert sum(row[3] for row in by_month.rows[:-1]) == found.whole.total
    assert rates.rows[0][1:5] == [
        f"{found.areas[0].rate.tenths}%", found.areas[0].rate.members, 400, "2026年6月30日"
    ]  # fmt: skip
    shared = [cell for row in by_occupation.shared().rows for cell in row[1:]]
    assert not any(isinstance(cell, int) and 0 < cell < 5 for cell in shared)


def test_the_tile_says_members_target_and_rate(peopled, administrator):
    made = tile_members.tile(scope.read(administrator), TODAY)

    assert made.value == f"{plain_standing(peopled.root.path)}"
    new = plain_new(peopled.root.path, 2026)
    assert made.facts[0].value == f"{new}名/67，{new * 100 // 67}%"
    assert "400名职工，截至2026年6月30日" in made.facts[1].label


def test_the_map_is_coloured_by_rate_and_target(peopled, administrator):
    here = scope.read(administrator)
    joined, wanted = (figure.read(here, TODAY) for figure in figure_members.FIGURES)

    ganzhou, minle = peopled.ganzhou_federation, peopled.minle_federation
    assert (joined[ganzhou.pk].part, joined[ganzhou.pk].whole) == (
        plain_standing(ganzhou.path),
        400,
    )
    assert joined[minle.pk].percent is None
    assert (wanted[minle.pk].part, wanted[minle.pk].whole) == (plain_new(minle.path, 2026), 7)


def test_the_example_names_source_and_denominator(peopled, administrator, signed_in):
    html = signed_in(administrator).get(reverse("dashboards:drive-example")).content.decode()

    for words in ("101", "6,800", "97%", "来源：2021年11月", "分母没有刊出", "名会员÷400名职工"):
        assert words in html
    # What may not be worked out of the printed figures.
    assert "7,01" not in html
