"""当日答复 on the overview, on the map and as tables."""

import datetime
import random

import pytest

from dashboards import figure_promise, promise, scope, tables_promise, tile_promise
from dashboards.period import Period, last_days
from tests.membership import promised

TODAY = datetime.date(2026, 11, 5)
ASKED = {"since": "2026-11-03", "until": "2026-11-05"}


@pytest.fixture
def rows(city):
    promised.applications([city.couriers, city.joint, city.root], 120, random.Random(31))
    promised.applications([city.minle_holding], 40, random.Random(32))


def test_the_tile_tells_today_and_thirty_days(rows, city, administrator):
    tile = tile_promise.tile(scope.read(administrator), TODAY)
    everything = promised.rows(city.root.path)
    today = promised.counted(everything, TODAY, TODAY)
    month = last_days(TODAY)
    assert tile.value == f"{today.percent}%"
    assert f"收到{today.submitted}份，答复{today.decided}份" in tile.under
    assert f"一半在{promised.median(everything, TODAY, TODAY)}分钟内" in tile.under
    facts = {fact.label: fact.value for fact in tile.facts}
    assert facts["今天按时答复"] == f"{today.on_time}份"
    assert facts["今天超时答复，看原因"] == f"{today.late}份"
    assert tile.trend.total == promised.counted(everything, month.since, TODAY).decided
    assert tile.trend.values[-1] == today.decided
    assert tile.alarm.endswith("份申请超时")


def test_the_tile_of_an_empty_day_says_so(city, administrator):
    tile = tile_promise.tile(scope.read(administrator), TODAY)
    assert (tile.value + tile.unit, tile.under) == ("还没有答复", "今天没有收到申请")
    assert tile.alarm == ""


def test_the_map_is_coloured_by_the_share_in_time(
    rows, city, administrator, district_administrator
):
    (figure,) = figure_promise.FIGURES
    shares = figure.read(scope.read(administrator), TODAY)
    month = last_days(TODAY)
    for union in (city.ganzhou_federation, city.minle_federation):
        sums = promised.counted(promised.rows(union.path), month.since, TODAY)
        share = shares[union.pk]
        assert (share.part, share.whole) == (sums.on_time, sums.decided)
    own = figure.read(scope.read(district_administrator), TODAY)
    assert list(own) == [city.ganzhou_federation.pk]
    assert own[city.ganzhou_federation.pk].whole == shares[city.ganzhou_federation.pk].whole


def test_the_tables_are_those_of_the_page(rows, city, administrator):
    found = scope.read(administrator)
    by_union, by_hour, by_day = tables_promise.tables(found, ASKED)
    page = promise.Page(found, Period(datetime.date(2026, 11, 3), TODAY), promised.FIRST)
    assert [row[0] for row in by_union.rows] == [*(line.name for line in page.lines), "合计"]
    for table, lines in ((by_union, page.lines), (by_hour, page.hours), (by_day, page.days)):
        for row, line in zip(table.rows, [*lines, page.total], strict=True):
            assert row[1:4] == [line.sums.submitted, line.sums.decided, line.sums.late]
        for column in (1, 2, 3):
            assert sum(row[column] for row in table.rows[:-1]) == table.rows[-1][column]
