"""The page 服务覆盖 and the rows behind its numbers."""

import datetime
import re
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone

from campaigns import shaping
from campaigns.models import Activity
from dashboards import figure_months, scope, small, tables_months, tile_months
from dashboards.navigation import OFFICERS
from organizations import workforce
from organizations.models import Role
from people.vocabulary import Occupation
from tests import factories
from tests.campaigns.conftest import a_campaign, item
from tests.campaigns.rows import an_activity
from tests.clients import signed_in

DAY = datetime.timedelta(days=1)
URL = "/dashboards/coverage/"
FOOD, PARCEL = Occupation.FOOD, Occupation.PARCEL


@pytest.fixture
def today():
    return timezone.localdate()


@pytest.fixture
def counted(campaign, city, officer, city_officer, today):
    shaping.set_targets(
        campaign,
        people={
            (item(campaign, n).pk, union.pk): 40
            for union in (city.ganzhou_federation, city.minle_federation)
            for n in range(1, 11)
        },
        actor=city_officer,
    )
    an_activity(campaign, city.ganzhou_federation, officer, items=(1, 2), held_on=today - 3 * DAY)
    an_activity(
        campaign, city.joint, officer, items=(1,), reach=((FOOD, "美团", 4), (PARCEL, "", 3))
    )
    an_activity(campaign, city.minle_federation, officer, items=(3,))
    return campaign


def text(answer) -> str:
    return re.sub(r"<[^>]+>|\s+", " ", answer.content.decode())


def cells(page: str) -> list[tuple[int, str]]:
    """(people, address) of every cell and sum of the heat tables."""
    found = re.findall(
        r'<td(?: class="sum")?><a (?:class="[^"]*" )?href="([^"]+)">(.*?)</a></td>', page, re.DOTALL
    )
    return [(_people(inside), url.replace("&amp;", "&")) for url, inside in found]


def _people(inside: str) -> int:
    big, small = re.search(r"<b>(.*?)</b><small>(.*?)</small>", inside).groups()
    word = small.split("/")[0].replace(",", "")
    return int(word) if word.isdecimal() else int(big.replace(",", ""))


def test_the_headline_is_the_answer(counted, city_officer):
    page = text(signed_in(city_officer).get(URL))
    # Ten items in two districts, three of them reached.
    assert "还有17处没有送到" in page
    assert "服务人次占目标" in page


@pytest.mark.parametrize(
    "query",
    ["", "?by=category", "?by=occupation", "?by=platform", "?by=township", "?campaign=all",
     "?occupation=food", "?by=township&occupation=food", "?campaign=all&by=occupation"],
)  # fmt: skip
def test_every_number_leads_to_exactly_its_rows(counted, city, city_officer, officer, query):
    other = a_campaign(city.root, city_officer, variant="shanghai", title="八送")
    # Two items of one category: a person counts in both.
    an_activity(other, city.ganzhou_federation, officer, items=(2, 3))
    client = signed_in(city_officer)
    found = cells(client.get(URL + query).content.decode())
    assert any(people for people, _ in found)
    for people, url in {url: (people, url) for people, url in found}.values():
        answer = client.get(url)
        assert answer.status_code == 200
        assert said(answer) == people, url
        assert listed(answer) == people, url


def said(answer) -> int:
    """The sum above the list."""
    if "sums" in answer.context:
        return answer.context["sums"].people
    return answer.context["people"]


def listed(answer) -> int:
    """The same, added up over the rows of the list (all on one page here)."""
    rows = answer.context["page"].rows
    return sum(getattr(row, "counted", row.shown_people) for row in rows)


def test_the_rows_of_a_period_are_those_of_its_days(counted, city_officer, today):
    client = signed_in(city_officer)
    query = f"?since={today - 3 * DAY}&until={today - DAY}"
    for people, url in cells(client.get(URL + query).content.decode()):
        assert said(client.get(url)) == listed(client.get(url)) == people


def test_the_rows_say_what_they_are_and_lead_back(counted, city, city_officer):
    query = f"?by=category&category=culture&district={city.ganzhou_federation.public_id}"
    page = text(signed_in(city_officer).get(reverse("dashboards:activities-rows") + query))
    assert "甘州区 · 思想文化" in page
    assert "2 次活动" in page
    assert "17 人次" in page
    assert "回服务覆盖" in page


def test_another_districts_officer_sees_none_of_it(counted, other_officer, city):
    client = signed_in(other_officer)
    assert client.get(f"{URL}?union={city.ganzhou_federation.public_id}").status_code == 404
    rows = reverse("dashboards:activities-rows")
    assert client.get(f"{rows}?union={city.ganzhou_federation.public_id}").status_code == 404
    # A district of the address that is not one's own asks for nothing of it.
    answer = client.get(f"{rows}?district={city.ganzhou_federation.public_id}")
    assert answer.context["people"] == 10
    assert "甘州区" not in text(client.get(URL))


def test_an_officer_inside_a_district_is_told_where_to_look(counted, city):
    inside = factories.a_member_of_staff("魏演示", city.joint, Role.CAMPAIGN_OFFICER)
    assert "进度按区县统计" in text(signed_in(inside).get(URL))


def test_without_any_month_it_says_what_would_be_here(city, administrator):
    assert "还没有服务月" in text(signed_in(administrator).get(URL))


@pytest.mark.parametrize(
    "query",
    ["by=%00", "campaign=x", "campaign=%00", "since=x&until=2026-99-99", "occupation=%00",
     "platform=x", "since=2026-12-01&until=2026-11-01", "district=%00", "township=%00&by=township",
     "item=x", "category=x", "after=x~y", "before=%00", "since=0001-01-01", "until=9999-12-31"],
)  # fmt: skip
def test_what_nobody_would_type_is_answered_kindly(counted, city_officer, query):
    client = signed_in(city_officer)
    assert client.get(f"{URL}?{query}").status_code == 200
    assert client.get(f"{reverse('dashboards:activities-rows')}?{query}").status_code == 200


@pytest.mark.parametrize("number", [1, 3])
def test_the_page_asks_as_often_with_more(
    counted, city, officer, city_officer, number, django_assert_num_queries
):
    for nth in range(number):
        an_activity(counted, city.joint, officer, items=(1 + nth,))
    client = signed_in(city_officer)
    client.get(URL)
    with django_assert_num_queries(18):
        client.get(URL)
    with django_assert_num_queries(10):
        client.get(reverse("dashboards:activities-rows"))


def test_the_tile_and_the_map_say_what_the_page_says(counted, city, administrator, today):
    area = scope.read(administrator)
    tile = tile_months.tile(area, today)
    assert (tile.value, tile.unit) == ("4", "%")
    assert tile.alarm == "17处没有送到"
    assert tile.trend.total == 27
    assert tile.trend.values[-4] == 10
    shares = figure_months.read(area, today)
    assert shares[city.ganzhou_federation.pk].part == 27
    assert shares[city.ganzhou_federation.pk].whole == 400
    client = signed_in(administrator)
    assert said(client.get(tile.rows_url)) == 37
    assert said(client.get(shares[city.minle_federation.pk].url)) == 10


def test_the_tables_hold_the_figures_of_the_page(counted, city_officer):
    area = scope.read(city_officer, "", OFFICERS)
    first, measured = tables_months.tables(area, {})
    assert first.rows[-1][-1] == 37
    assert first.rows[0][:3] == ["甘州区", 17, 10]
    assert measured.rows[0] == ["甘州区", "送思想文化", 17, 40, 42]
    assert len(measured.rows) == 20


def test_of_townships_the_sheet_says_how_many_of_a_hundred_workers(
    counted, city, city_officer, administrator
):
    today = timezone.localdate()
    workforce.report(
        city.railway_union, workers=900, as_of=today, groups={}, actor=administrator
    )  # fmt: skip
    area = scope.read(city_officer, "", OFFICERS)
    people, measured = tables_months.tables(area, {"by": "township"})
    assert people.title == "各乡镇街道各项目人次"
    assert measured.columns == ["乡镇街道", "项目", "人次", "职工人数", "每百人人次"]
    assert {row[3] for row in measured.rows} == {900}
    railway = next(row for row in people.rows if row[0] == "甘州区火车站街道")
    assert [row[2] for row in measured.rows] == railway[1:-1]
    for _, _, number, _, of_a_hundred in measured.rows:
        assert of_a_hundred == Decimal(number * 1000 // 900) / 10


def test_what_is_shared_hides_few_people(counted, city_officer):
    area = scope.read(city_officer, "", OFFICERS)
    hidden = tables_months.tables(area, {"occupation": "food"})[0].shared()
    assert "少于5" in hidden.rows[0]


def test_no_percent_or_other_sheet_gives_few_people_away(counted, city, city_officer, officer):
    an_activity(counted, city.joint, officer, items=(4,), reach=((PARCEL, "", 3),))
    people, measured = tables_months.tables(scope.read(city_officer, "", OFFICERS), {})
    hidden = {
        (row[0], name): cell
        for row in people.shared().rows
        for name, cell in zip(people.columns, row, strict=True)
        if cell in small.HIDDEN
    }
    assert {*hidden.values()} == {*small.HIDDEN}
    for row in measured.shared().rows:
        cell = hidden.get((row[0], row[1]))
        assert (row[2] == cell and row[4] == "—") if cell else isinstance(row[2], int)


def test_only_verified_activities_stand_behind_a_number(counted, city, city_officer, officer):
    an_activity(counted, city.joint, officer, state="submitted")
    Activity.objects.filter(items__position=3).update(state="returned")
    answer = signed_in(city_officer).get(reverse("dashboards:activities-rows"))
    assert {row.state for row in answer.context["page"].rows} == {"verified"}
