"""The coverage table of service months: the figures of the month's own page, however it is read."""

import datetime
from collections import defaultdict

import pytest
from django.http import QueryDict
from django.utils import timezone

from campaigns import coverage, shaping, tallies
from campaigns.coverage import Cut
from campaigns.models import Activity
from dashboards import heat_cells, months, months_heat, scope
from dashboards.heat import GROUP, NONE, Grid, Head
from dashboards.navigation import OFFICERS
from organizations import workforce
from people.vocabulary import PLATFORMS, Occupation
from tests import factories
from tests.campaigns.conftest import a_campaign, item
from tests.campaigns.rows import an_activity

FOOD, PARCEL, TRUCK = Occupation.FOOD, Occupation.PARCEL, Occupation.TRUCK
DAY = datetime.timedelta(days=1)


@pytest.fixture
def today():
    return timezone.localdate()


@pytest.fixture
def counted(campaign, city, officer, city_officer, money, today):
    """Some work of both districts and of the city itself, some of it days ago."""
    unions = (city.ganzhou_federation, city.minle_federation)
    shaping.set_targets(
        campaign,
        people={(item(campaign, n).pk, union.pk): 40 * n for union in unions for n in (1, 2)},
        actor=city_officer,
    )
    station = factories.a_station("洪水镇驿站", city.minle_federation, division=city.hongshui)
    an_activity(campaign, city.ganzhou_federation, officer, items=(1, 2), held_on=today - 3 * DAY)
    an_activity(campaign, city.joint, officer, reach=((FOOD, "美团", 4), (TRUCK, "", 3)))
    an_activity(campaign, city.minle_federation, officer, items=(3,), station=station)
    an_activity(campaign, city.root, city_officer, items=(2,), reach=((PARCEL, "中通", 9),))
    an_activity(campaign, city.joint, officer, state="submitted")
    return campaign


def seen(user, today, named="", **query):
    asked = QueryDict(mutable=True)
    asked.update({name: str(value) for name, value in query.items()})
    return months.read(scope.read(user, named, OFFICERS), asked, today)


def people(heat):
    return {
        (line.head.key, head.key): share.part
        for line in heat.lines
        for head, share in zip(heat.heads, line.shares, strict=True)
    }


@pytest.mark.parametrize("cut", [{}, {"occupation": FOOD.value}, {"platform": "中通"}])
def test_the_table_is_the_months_own_to_the_digit(counted, city_officer, today, cut):
    found = seen(city_officer, today, **cut)
    assert found.one == counted
    heat = months_heat.table(found)
    own = coverage.read(counted, coverage.columns(city_officer, counted), Cut(**cut))
    spots = {key: spot.people for key, spot in own.spots.items() if spot.people}
    assert {key: n for key, n in people(heat).items() if n} == spots
    rows = {theirs.of.pk: theirs for theirs in own.by_district}
    for line in heat.lines:
        theirs = rows[line.head.key]
        assert line.total.part == theirs.total.people
        assert line.total.percent == theirs.total.percent
    for share, theirs in zip(heat.foot, own.by_item, strict=True):
        assert (share.part, share.percent) == (theirs.total.people, theirs.total.percent)
    assert (heat.total.part, heat.total.percent) == (own.total.people, own.total.percent)
    assert heat.zeros == own.zeros


def test_a_district_officer_sees_the_own_column_alone(counted, city, officer, today):
    heat = months_heat.table(seen(officer, today))
    assert [line.head.label for line in heat.lines] == ["甘州区"]
    assert heat.total.part == 27


def test_the_city_can_look_at_one_district(counted, city, city_officer, today):
    found = seen(city_officer, today, str(city.minle_federation.public_id))
    heat = months_heat.table(found)
    assert [line.head.label for line in heat.lines] == ["民乐县"]
    assert heat.total.part == 10


def test_days_alone_are_counted_when_a_period_is_asked_for(counted, city_officer, today):
    found = seen(city_officer, today, since=today - 3 * DAY, until=today - DAY)
    heat = months_heat.table(found)
    assert heat.total.part == 20
    assert heat.total.whole == 240


def test_a_wrong_period_shows_the_whole_month_and_says_so(counted, city_officer, today):
    found = seen(city_officer, today, since="2026-13-01")
    assert found.period is None
    assert found.form.errors


def test_by_occupation_people_stand_beside_the_workers_where_they_are_reported(
    counted, city, administrator, city_officer, today
):
    workforce.report(
        city.ganzhou_federation, workers=500, as_of=today, groups={FOOD.value: 80},
        actor=administrator,
    )  # fmt: skip
    heat = months_heat.table(seen(city_officer, today, by="occupation"))
    assert heat.measure == GROUP
    ganzhou = next(line for line in heat.lines if line.head.label == "甘州区")
    shares = dict(zip([head.key for head in heat.heads], ganzhou.shares, strict=True))
    assert (shares[FOOD].part, shares[FOOD].whole, shares[FOOD].percent) == (4, 80, 5)
    assert shares[PARCEL].whole == 0
    # Of some groups nobody knows the size: their sum is no measure.
    assert ganzhou.total.percent is None
    assert heat.total.part == 36


def test_by_platform_all_platforms_and_none_are_columns(counted, city_officer, today):
    heat = months_heat.table(seen(city_officer, today, by="platform"))
    assert len(heat.heads) == len(PLATFORMS) + 1
    assert heat.total.part == 36


def test_by_township_each_stands_with_what_was_held_in_it(counted, city, city_officer, today):
    heat = months_heat.table(seen(city_officer, today, by="township"))
    sums = {line.head.label: line.total.part for line in heat.lines}
    assert sums == {"火车站街道": 7, "洪水镇": 10, "没写乡镇": 29}
    assert heat.total.part == 46


def test_by_township_people_stand_beside_the_workers_there(
    counted, city, administrator, city_officer, today
):
    """Each item beside the same workers; where a township has not reported, people alone."""
    workforce.report(
        city.railway_union, workers=50, as_of=today, groups={FOOD.value: 8}, actor=administrator
    )
    heat = months_heat.table(seen(city_officer, today, by="township"))
    lines = {line.head.label: line for line in heat.lines}
    assert heat.measure == GROUP
    assert {share.whole for share in lines["火车站街道"].shares} == {50}
    assert (lines["火车站街道"].total.part, lines["火车站街道"].total.percent) == (7, 14)
    assert {share.percent for share in lines["洪水镇"].shares} == {None}
    assert {share.percent for share in (*heat.foot, heat.total)} == {None}

    looks = {row.head.label: [cell.css for cell in row.cells] for row in heat_cells.rows(heat)}
    assert {"h-u", "h-0 h-c"} == set(looks["洪水镇"])
    assert "h-u" not in looks["火车站街道"]
    assert heat.has_unmeasured

    of_some = months_heat.table(seen(city_officer, today, by="township", occupation=FOOD.value))
    lines = {line.head.label: line for line in of_some.lines}
    assert (lines["火车站街道"].total.part, lines["火车站街道"].total.percent) == (4, 50)
    by_platform = seen(city_officer, today, by="township", platform="美团")
    assert months_heat.table(by_platform).measure == NONE


@pytest.mark.parametrize(
    ("parts", "full", "steps"),
    [
        # The middle is 30 of a hundred: twice that is full.
        ((15, 27, 48), 60, ("1", "2", "4")),
        # Of many, few: steps of tenths.
        ((1, 0, 2), 2, ("2", "0", "4")),
        ((0, 0, 0), 2, ("0", "0", "0")),
    ],
)
def test_among_workers_a_cell_is_as_warm_as_it_stands_to_the_middle(parts, full, steps):
    rows = [Head(nth, str(nth)) for nth in range(len(parts))]
    people = {(nth, "x"): part for nth, part in enumerate(parts)}
    grid = Grid(people, dict.fromkeys(people, 100), GROUP)
    heat = grid.laid_out("区县", rows, [Head("x", "x")], lambda row, head: "")
    assert heat.full == full
    assert tuple(line.shares[0].heat for line in heat.lines) == steps


def test_by_township_a_period_takes_its_days_alone(counted, city_officer, today):
    asked = {"by": "township", "since": today - DAY, "until": today}
    heat = months_heat.table(seen(city_officer, today, **asked))
    sums = {line.head.label: line.total.part for line in heat.lines}
    assert sums == {"火车站街道": 7, "洪水镇": 10, "没写乡镇": 9}
    cut = months_heat.table(seen(city_officer, today, **asked, occupation=FOOD.value))
    assert {line.head.label: line.total.part for line in cut.lines}["火车站街道"] == 4


def test_two_months_with_lists_of_the_same_name_compare_by_category(
    counted, city, city_officer, officer, today
):
    other = a_campaign(city.root, city_officer, variant="jilin", title="另一个六送")
    an_activity(other, city.ganzhou_federation, officer, items=(1, 2))
    found = seen(city_officer, today, campaign="all")
    assert found.by == "category"
    heat, beside = months_heat.table(found), months_heat.compared(found)
    assert heat.total.part == beside.total.part == 46 + 20
    by_month = {line.head.key: line.total.part for line in beside.lines}
    assert by_month == {counted.pk: 46, other.pk: 20}


def test_months_outside_the_period_are_left_out(counted, city_officer, today):
    found = seen(city_officer, today, campaign="all", until=counted.starts_on - DAY)
    assert found.chosen == []
    assert months_heat.table(found).total.part == 0


def test_a_month_of_a_district_counts_in_the_row_of_that_district(
    counted, city, officer, city_officer, today
):
    own = a_campaign(city.ganzhou_federation, officer, title="甘州自己的")
    an_activity(own, city.ganzhou_federation, officer, reach=((FOOD, "", 5),))
    heat = months_heat.table(seen(city_officer, today, campaign="all"))
    ganzhou = next(line for line in heat.lines if line.head.label == "甘州区")
    assert ganzhou.total.part == 27 + 5


def test_months_still_in_preparation_are_not_offered(counted, city, city_officer, today):
    assert {month.pk for month in seen(city_officer, today).known} == {counted.pk}
    counted.state = "preparing"
    counted.save()
    found = seen(city_officer, today)
    assert found.known == []
    assert found.one is None
    assert months_heat.table(found).lines == []


@pytest.mark.parametrize("by", list(months.BY))
@pytest.mark.parametrize("cut", [{}, {"occupation": "food"}, {"platform": "none"}])
def test_every_cell_is_the_plain_sum_of_the_activities(counted, city_officer, today, by, cut):
    tallies.fold()
    found = seen(city_officer, today, by=by, **cut)
    assert {k: n for k, n in people(months_heat.table(found)).items() if n} == plain(found, cut)


def plain(found, cut):
    """The same, counted row by row."""
    sums = defaultdict(int)
    rows = Activity.objects.verified().filter(campaign__in=found.chosen)
    for activity in rows.prefetch_related("served__item", "reach"):
        for group in activity.reach.all():
            if cut.get("occupation") not in (None, group.occupation):
                continue
            if "platform" in cut and group.platform:
                continue
            for column in _columns(activity, group, found.by):
                row = activity.township_id if found.by == "township" else activity.district_id
                sums[row, column] += group.people
    return dict(sums)


def _columns(activity, group, by):
    if by in ("occupation", "platform"):
        return [getattr(group, by)]
    served = [each.item for each in activity.served.all()]
    return [each.category if by == "category" else each.pk for each in served]
