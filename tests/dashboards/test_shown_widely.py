"""What a whole room reads: no addresses, no group of fewer than five persons."""

import pytest

from dashboards import city_map, shown_widely
from dashboards.shares import Share
from dashboards.tiles import Fact
from tests.dashboards.subjects import a_tile, a_trend


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ("3户该联系没联系", "少于5户该联系没联系"),
        ("4 人", "少于5 人"),
        ("5户该联系没联系", "5户该联系没联系"),
        ("0人", "0人"),
        ("1,203人，其中3人等着", "1,203人，其中少于5人等着"),
        ("13人", "13人"),
        ("2份超时", "2份超时"),
        ("3处没有送到", "3处没有送到"),
        ("占1.3人", "占1.3人"),
        ("3名/200，1%", "少于5名/200，—"),
        ("13名/200，6.5%", "13名/200，6.5%"),
        ("", ""),
    ],
)
def test_one_to_four_persons_or_households_are_fewer_than_five(given, shown):
    assert shown_widely.words(given) == shown


def test_a_tile_loses_its_addresses_and_its_few():
    tile = shown_widely.tile(
        a_tile(
            value="3", unit="户", under="共402户，其中2户刚建档", alarm="3户该联系没联系",
            facts=(Fact("等着，看原因", "4户", "/rows/", "late"), Fact("一共", "402户", "/rows/")),
        )
    )  # fmt: skip
    assert (tile.value, tile.unit) == ("少于5", "户")
    assert tile.under == "共402户，其中少于5户刚建档"
    assert tile.alarm == "少于5户该联系没联系"
    assert [(fact.label, fact.value, fact.url, fact.kind) for fact in tile.facts] == [
        ("等着", "少于5户", "", "late"), ("一共", "402户", "", ""),
    ]  # fmt: skip
    assert tile.url == tile.rows_url == ""


def test_a_value_without_a_unit_stays():
    tile = shown_widely.tile(a_tile(value="96%", unit=""))
    assert (tile.value, tile.unit) == ("96%", "")


def test_a_percent_goes_with_the_few_beside_it():
    tile = shown_widely.tile(
        a_tile(
            value="80", unit="%", under="按时联系过4户，已结对5户",
            facts=(Fact("入会率，3名会员÷40名职工", "7.5%"), Fact("按时占比", "96%")),
        )
    )  # fmt: skip
    assert (tile.value, tile.unit, tile.under) == ("—", "", "按时联系过少于5户，已结对5户")
    assert [(fact.label, fact.value) for fact in tile.facts] == [
        ("入会率，少于5名会员÷40名职工", "—"), ("按时占比", "96%"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("trend", "total", "comparison"),
    [
        (a_trend(3, 4, before=5, unit="人"), "7人", "和前2天差不多"),
        (a_trend(3, 4, before=1, unit="人"), "7人", "比前2天多6人"),
        (a_trend(1, 1, before=2, unit="户"), "少于5户", "和前2天一样"),
        (a_trend(3, 4, before=5, unit="份"), "7份", "比前2天多2份"),
    ],
)
def test_a_trend_says_no_small_difference_of_persons(trend, total, comparison):
    found = shown_widely.total(trend)
    assert (found.total, found.comparison) == (total, comparison)


def test_a_share_of_a_handful_is_no_share(city):
    unions = [city.ganzhou_federation, city.minle_federation]
    parts = {unions[0].pk: Share(1, 4, "/rows/"), unions[1].pk: Share(1, 5, "/rows/")}
    made = city_map.draw("入会率", "会员占职工", unions, parts, lambda union: "/")
    ganzhou, minle = shown_widely.shares(made).places
    assert ganzhou.share.percent is None
    assert minle.share.percent == 20
    assert ganzhou.url == minle.url == minle.share.url == ""
