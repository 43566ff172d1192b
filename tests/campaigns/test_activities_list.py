"""The list: every number of the table leads here and is found again, to the fen."""

import datetime

import pytest
from django.db import connection
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from campaigns import coverage, listing, tallies, verifying
from campaigns.coverage import Cut
from campaigns.entries import Group
from campaigns.listing import Filters, Sums
from campaigns.models import Activity, ActivityState
from organizations.models import Role
from people.vocabulary import PLATFORMS, Occupation
from tests import factories
from tests.campaigns.conftest import item
from tests.campaigns.rows import an_activity
from tests.campaigns.typed import submitted

FOOD, PARCEL, TRUCK = Occupation.FOOD, Occupation.PARCEL, Occupation.TRUCK
TODAY = timezone.localdate


@pytest.fixture
def address(campaign):
    return reverse("campaigns:activities", args=[campaign.pk])


@pytest.fixture
def some(campaign, city, officer, other_officer, money):
    """Verified ones in both districts, of several items and groups; one that waits; one returned."""
    an_activity(
        campaign, city.ganzhou_federation, officer, items=(5, 6), money_fen=101,
        allocation=money.ganzhou, reach=((FOOD, "美团", 30), (FOOD, "饿了么", 4), (PARCEL, "", 6)),
    )  # fmt: skip
    an_activity(campaign, city.railway_union, officer, items=(5,), reach=((TRUCK, "货拉拉", 9),))
    an_activity(
        campaign, city.minle_federation, other_officer, items=(5,), money_fen=50,
        allocation=money.minle, reach=((FOOD, "美团", 12),),
    )  # fmt: skip
    waiting = an_activity(
        campaign, city.minle_federation, other_officer, items=(6,), state=ActivityState.SUBMITTED,
        held_on=TODAY() - datetime.timedelta(days=5),
    )  # fmt: skip
    Activity.objects.filter(pk=waiting.pk).update(place="洪水镇广场")
    an_activity(
        campaign, city.ganzhou_federation, officer, items=(6,), state=ActivityState.RETURNED
    )
    tallies.fold()


def read(campaign, query) -> Filters:
    return Filters.read(QueryDict(query), list(campaign.items.all()))


def found(user, campaign, query):
    filters = read(campaign, query)
    return list(listing.rows_of(user, campaign, filters)), listing.sums(user, campaign, filters)


def test_every_number_of_the_table_is_found_again(campaign, city, city_officer, some):
    shown = coverage.columns(city_officer, campaign)
    table = coverage.read(campaign, shown)
    for line in table.by_district:
        for each, spot in line.pairs:
            query = f"district={line.of.public_id}&item={each.pk}&state=verified"
            rows, sums = found(city_officer, campaign, query)
            assert sums == Sums(spot.activities, spot.people, spot.money_fen), query
            assert len(rows) == spot.activities
            assert sum(row.shown_people for row in rows) == spot.people
            assert sum(row.shown_fen for row in rows) == spot.money_fen
            _, waiting = found(city_officer, campaign, query.replace("verified", "submitted"))
            assert waiting == Sums(activities=spot.pending)
    _, whole = found(city_officer, campaign, "state=verified")
    assert whole == Sums(table.whole.activities, table.whole.people, table.whole.money_fen)


@pytest.mark.parametrize(
    ("occupation", "platform"),
    [(FOOD, ""), (FOOD, "美团"), ("", "美团"), (TRUCK, ""), (PARCEL, "顺丰")],
)
def test_so_is_every_number_of_a_cut(campaign, city_officer, some, occupation, platform):
    shown = coverage.columns(city_officer, campaign)
    table = coverage.read(campaign, shown, Cut(occupation, platform))
    cut = f"&occupation={occupation}&platform={platform}&state=verified"
    for line in table.by_district:
        for each, spot in line.pairs:
            query = f"district={line.of.public_id}&item={each.pk}{cut}"
            rows, sums = found(city_officer, campaign, query)
            assert sums == Sums(people=spot.people), query
            assert sum(row.shown_people for row in rows) == spot.people


def test_so_are_those_without_a_platform(campaign, city_officer, some):
    groups = tallies.groups(
        campaign, [d.pk for d in coverage.columns(city_officer, campaign)], by="platform"
    )

    rows, sums = found(city_officer, campaign, "platform=none&state=verified")
    assert sums == Sums(people=groups[""])
    assert [row.shown_people for row in rows] == [6]


def test_a_district_sees_its_own_rows_and_sums_alone(campaign, city, officer, other_officer, some):
    rows, sums = found(officer, campaign, "state=verified")
    assert {row.district for row in rows} == {city.ganzhou_federation}
    assert sums == Sums(2, 49, 101)
    foreign = f"district={city.minle_federation.public_id}&state=verified"
    assert found(officer, campaign, foreign) == ([], Sums(0, 0, 0))


def test_a_township_gets_sums_of_its_own_rows_not_of_its_district(campaign, city, some):
    below = factories.a_member_of_staff("柏演示", city.railway_union, Role.CAMPAIGN_OFFICER)

    rows, sums = found(below, campaign, "state=verified")
    assert len(rows) == 1
    assert sums == Sums(1, 9, 0)
    assert listing.waiting(below, campaign) is None


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ("", 5),
        ("state=returned", 1),
        ("state=draft", 0),
        ("kind=visit", 5),
        ("kind=course", 0),
        ("text=洪水", 1),
        ("text=%25", 0),
        ("since=2000-01-01", 5),
        ("until=2000-01-01", 0),
        ("state=nonsense&item=99999&district=x&occupation=y&platform=z&kind=q", 5),
        ("district=00000000-0000-0000-0000-000000000000", 5),
        ("item=%00&text=%00&since=2026-99-99&until=%00&district=%00", 5),
    ],
)  # fmt: skip
def test_filters_understand_what_they_can(campaign, city_officer, some, query, count):
    rows, _ = found(city_officer, campaign, query)
    assert len(rows) == count


def test_days_are_from_and_until(campaign, city_officer, some):
    day = (TODAY() - datetime.timedelta(days=5)).isoformat()

    rows, sums = found(city_officer, campaign, f"since={day}&until={day}")
    assert [row.place for row in rows] == ["洪水镇广场"]
    assert sums == Sums(1, 10, 0)


def test_sums_that_no_tally_knows_are_counted_to_a_limit(campaign, city_officer, some, monkeypatch):
    assert found(city_officer, campaign, f"kind=visit&item={item(campaign, 5).pk}")[1] == Sums(
        3, 61, 101
    )
    monkeypatch.setattr(listing, "CAP", 2)
    assert found(city_officer, campaign, "kind=visit")[1] == Sums(activities=2, is_more=True)


@pytest.mark.parametrize(
    ("query", "asked"), [("", 0), ("state=verified", 1), ("text=火", 1), ("state=submitted", 1)]
)
def test_sums_cost_one_query_and_the_whole_none(campaign, city_officer, some, query, asked):
    filters = read(campaign, query)
    listing.sees_whole_columns(city_officer, campaign)
    with CaptureQueriesContext(connection) as queries:
        listing.sums(city_officer, campaign, filters)
    assert len(queries) == asked


def test_the_page_shows_state_people_money_and_leads_on(signed_in, city_officer, address, some):
    page = signed_in(city_officer).get(address).content.decode()

    for words in ("待核实 1", "已退回", "甘州区总工会", "洪水镇广场", "送慰问", "按条件找"):
        assert words in page
    row = Activity.objects.get(place="洪水镇广场")
    assert reverse("campaigns:activity", args=[row.pk]) in page
    assert page.count('type="checkbox"') == 1


def test_a_share_of_the_money_is_shown_with_the_whole(
    signed_in, city_officer, address, some, campaign
):
    page = signed_in(city_officer).get(f"{address}?item={item(campaign, 6).pk}&state=verified")

    assert "0.50<small>共1.01</small>" in page.content.decode()


def test_pages_turn_by_day_and_lose_nothing(campaign, city, officer, city_officer):
    days = [TODAY() - datetime.timedelta(days=number % 4) for number in range(60)]
    for day in days:
        an_activity(campaign, city.ganzhou_federation, officer, held_on=day)
    met, after = [], ""
    for _ in range(4):
        page = listing.page(city_officer, campaign, Filters(), after=after)
        met += [(row.held_on, row.pk) for row in page.rows]
        after = page.after
        if not after:
            break
    assert len(set(met)) == 60
    assert [day for day, _ in met] == sorted(days, reverse=True)


@pytest.mark.parametrize("cursor", ["x", "~", "2026-99-99~1", "\0~1", "2026-11-23~nobody"])
def test_a_cursor_typed_by_hand_gives_a_page(signed_in, city_officer, address, cursor):
    client = signed_in(city_officer)
    assert client.get(address, {"after": cursor, "before": cursor}).status_code == 200


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize("query", ["", "state=verified&occupation=parcel", "text=火&item=1"])
def test_it_costs_the_same_with_one_row_and_with_three(
    signed_in, campaign, city, officer, city_officer, address, count, query
):
    for _ in range(count):
        an_activity(campaign, city.ganzhou_federation, officer, items=range(1, count + 1))
    client = signed_in(city_officer)
    client.get(address)

    with CaptureQueriesContext(connection) as asked:
        client.get(f"{address}?{query}")
    assert len(asked) == (10 if query else 9)


# 核实 the ticked ones ------------------------------------------------------------------------


def tick(*activities):
    return {"activity": [f"{row.pk}~{row.saved_at.isoformat()}" for row in activities]}


@pytest.fixture
def verify(campaign):
    return reverse("campaigns:activities-verify", args=[campaign.pk])


def test_ticked_ones_are_verified_and_the_filter_stays(
    signed_in, campaign, city, officer, city_officer, verify, address
):
    waiting = [submitted(campaign, city.ganzhou_federation, officer) for _ in range(3)]

    answer = signed_in(city_officer).post(f"{verify}?state=submitted", tick(*waiting[:2]))

    assert answer.url == f"{address}?state=submitted"
    assert Activity.objects.verified().count() == 2
    again = signed_in(city_officer).post(verify, tick(*waiting[:2]), follow=True)
    assert Activity.objects.verified().count() == 2
    assert again.status_code == 200


def test_what_cannot_be_verified_is_said_row_by_row(
    signed_in, campaign, city, officer, city_officer, verify
):
    own = submitted(campaign, city.root, city_officer, place="市总工会院内")
    other = submitted(campaign, city.ganzhou_federation, officer)
    verifying.send_back(other, remark="请改", actor=city_officer)

    page = signed_in(city_officer).post(verify, tick(own, other), follow=True).content.decode()

    assert "市总工会院内：自己记的活动要请别人核实。" in page
    assert "火车站广场：这条已经退回" in page


@pytest.mark.parametrize("given", [[], ["x"], ["\0~\0"], ["00000000-0000-0000-0000-000000000000"]])
def test_nothing_ticked_is_said(signed_in, city_officer, verify, given):
    answer = signed_in(city_officer).post(verify, {"activity": given}, follow=True)

    assert "没有选中要核实的活动。" in answer.content.decode()


def test_a_district_verifies_nothing_by_hand_either(
    signed_in, campaign, city, officer, other_officer, verify
):
    own = submitted(campaign, city.ganzhou_federation, officer)

    for user in (officer, other_officer):
        signed_in(user).post(verify, tick(own))
    assert not Activity.objects.verified().exists()


def test_platform_names_are_no_keyword_of_ours():
    assert listing.NO_PLATFORM not in PLATFORMS
    assert Group(FOOD, 1).platform == ""
