"""A sheet of activities is looked at row by row, by the rules of logging by hand."""

import datetime

import pytest
from django.utils import timezone

from audit.models import Entry
from audit.refusal import Refused
from campaigns import planning
from campaigns.models import Activity, Campaign
from organizations.models import Organization
from spreadsheets import reading
from spreadsheets.models import Import, ImportState
from tests.campaigns.conftest import a_campaign
from tests.campaigns.importing import (
    HEADS,
    a_row,
    checked,
    imported,
    problems,
    states,
    uploaded,
    worked_on,
    yesterday,
)
from tests.factories import a_station, a_union
from tests.spreadsheets.making import a_book

pytestmark = pytest.mark.usefixtures("private_folder")


def only_problem(job: Import) -> tuple[str, str]:
    [[problem]] = problems(job)
    return problem


def test_a_good_sheet_waits_for_a_decision_and_nothing_is_made_yet(campaign, officer):
    job = checked(campaign, officer, a_row(), a_row())
    assert (job.state, job.total, job.good, job.bad, job.doubtful) == ("ready", 2, 2, 0, 0)
    assert not Activity.objects.exists()
    assert [entry.action for entry in Entry.objects.filter(subject_id=str(job.pk))] == [
        "spreadsheets.uploaded"
    ]


def test_the_file_is_not_kept_once_its_rows_are(campaign, officer):
    job = uploaded(campaign, officer, a_row())
    name, storage = job.file.name, job.file.storage
    assert storage.exists(name)
    assert "11月" not in name
    assert worked_on(job).file.name == ""
    assert not storage.exists(name)


@pytest.mark.parametrize(
    ("changed", "column", "says"),
    [
        ({"日期": ""}, "日期", "这一格要填"),
        ({"日期": "11月5日"}, "日期", "没有写年份"),
        ({"日期": datetime.date(2021, 11, 5)}, "日期", "这个服务月是"),
        ({"举办工会": "民乐县总工会"}, "举办工会", "举办工会里没有“民乐县总工会”"),
        ({"举办工会": "没有的工会"}, "举办工会", "请从下拉框里选"),
        ({"送项目": "送温暖、送星星"}, "送项目", "送项目里没有“送温暖”"),
        ({"形式": "吃饭"}, "形式", "形式里没有“吃饭”"),
        ({"地点": ""}, "地点", "这一格要填"),
        ({"地点": "长" * 81}, "地点", "不超过80个字，这里有81个"),
        ({"从业类别": "外卖"}, "从业类别", "从业类别里没有“外卖”"),
        ({"平台": "某团"}, "平台", "平台里没有“某团”"),
        ({"人次": 0}, "人次", "要在1到100,000之间"),
        ({"人次": "几十"}, "人次", "要填数字"),
        ({"人次": 3.5}, "人次", "要填整数"),
        ({"支出（元）": -5}, "支出（元）", "金额不能是负数"),
        ({"支出（元）": 1.234}, "支出（元）", "最多两位小数"),
        ({"支出（元）": "一百"}, "支出（元）", "金额请填数字"),
        ({"支出（元）": 5}, "支出（元）", "还没有专项资金"),
        ({"物资": "水、毛巾", "数量": "5"}, "数量", "物资写了2样，数量写了1个"),
        ({"物资": "水", "数量": "许多"}, "数量", "看不出“许多”是多少"),
        ({"数量": "5瓶"}, "数量", "物资写了0样，数量写了1个"),
        ({"备注": "长" * 301}, "备注", "不超过300个字"),
        ({"备注": "629900198805061230"}, "备注", reading.IDENTITY),
    ],
)  # fmt: skip
def test_each_wrong_cell_says_what_is_wrong(campaign, officer, changed, column, says):
    job = checked(campaign, officer, a_row(**changed))
    assert (job.state, job.good, job.bad) == ("ready", 0, 1)
    at, text = only_problem(job)
    assert (at, says in text) == (column, True), text


def test_a_day_to_come_is_not_logged(campaign, officer):
    job = checked(campaign, officer, a_row(日期=timezone.localdate() + datetime.timedelta(days=1)))
    assert only_problem(job) == ("日期", "这一天还没到，办完以后再记。")


def test_no_document_number_is_left_anywhere_in_the_rows(campaign, officer):
    job = checked(campaign, officer, a_row(备注="证件629900198805061230"))
    assert "629900" not in str(list(job.rows.values()))


def test_all_problems_of_a_row_are_said_at_once(campaign, officer):
    job = checked(campaign, officer, a_row(日期="", 人次="x", 形式="y"))
    assert [column for column, _ in problems(job)[0]] == ["日期", "形式", "人次"]


def test_numbers_and_days_as_text_are_taken_for_what_they_are(campaign, officer, money):
    row = a_row(日期=f"{yesterday():%Y年%m月%d日}", 人次="３6 人", **{"支出（元）": "￥1,000.00"})
    assert checked(campaign, officer, row).good == 1


def test_the_money_is_added_up_over_the_whole_file(campaign, officer, money):
    """甘州区 has 1,000 yuan: the row that would overspend is bad, a smaller one after it is not."""
    rows = [a_row(**{"支出（元）": yuan}) for yuan in (600, 500, 400, 0.01)]
    job = checked(campaign, officer, *rows)
    assert states(job) == ["good", "bad", "good", "bad"]
    assert problems(job)[1] == [
        ("支出（元）", "甘州区总工会的专项资金，减去前面各行只剩400元，不够支出500元。")
    ]


def test_bad_and_doubtful_rows_take_no_money_from_the_others(campaign, officer, money):
    twice = a_row(**{"支出（元）": 300})
    rows = [twice, twice, a_row(人次="x", **{"支出（元）": 900}), a_row(**{"支出（元）": 700})]
    assert states(checked(campaign, officer, *rows)) == ["good", "parked", "bad", "good"]


def test_each_district_spends_its_own(campaign, city_officer, money):
    rows = [
        a_row(举办工会=union, **{"支出（元）": yuan})
        for union, yuan in (("甘州区总工会", 1000), ("民乐县总工会", 501), ("民乐县总工会", 500))
    ]
    assert states(checked(campaign, city_officer, *rows)) == ["good", "bad", "good"]


def test_the_same_row_twice_is_parked(campaign, officer):
    twice = a_row()
    job = checked(campaign, officer, twice, a_row(), twice)
    assert states(job) == ["good", "good", "parked"]
    [doubt] = job.rows.get(number=4).doubts
    assert doubt["text"] == "和第2行写的是同一件事，可能重复了。"


def test_what_is_on_record_already_is_parked(campaign, officer):
    row = a_row()
    imported(campaign, officer, row)
    job = checked(campaign, officer, row, a_row())
    assert states(job) == ["parked", "good"]
    assert "已经记过一次（36人次）" in job.rows.get(number=2).doubts[0]["text"]


def test_another_months_activities_are_no_duplicates(campaign, officer, city, city_officer):
    row = a_row()
    imported(campaign, officer, row)
    other = a_campaign(city.root, city_officer, title="又一个服务月")
    assert states(checked(other, officer, row)) == ["good"]


def test_a_place_that_is_a_stations_name_is_that_station(campaign, officer, city):
    station = a_station("火车站工会爱心驿站", city.ganzhou_federation)
    imported(campaign, officer, a_row(地点="火车站工会爱心驿站"))
    assert Activity.objects.get().station == station


def test_the_same_file_once_more_is_said(campaign, officer):
    content = a_book([HEADS, a_row()])
    first, second = (uploaded(campaign, officer, content=content) for _ in range(2))
    assert (first.same_as, second.same_as) == (None, first)


def test_unions_of_one_name_are_told_apart_by_the_one_above(campaign, city_officer, city):
    for district, parent in (
        (city.ganzhou, city.ganzhou_federation), (city.minle, city.minle_federation),
    ):  # fmt: skip
        a_union("快递工会", Organization.Kind.PRIMARY, district, parent)
    rows = [a_row(举办工会=name) for name in ("快递工会", "快递工会（民乐县总工会）")]
    job = imported(campaign, city_officer, *rows)
    assert states(job) == ["bad", "imported"]
    assert Activity.objects.get().district == city.minle_federation


def test_a_month_that_takes_no_activities_takes_no_sheet(city, campaign, officer, city_officer):
    planning.move(campaign, "end", actor=city_officer)
    planning.move(campaign, "archive", actor=city_officer)
    with pytest.raises(Refused) as refused:
        uploaded(Campaign.objects.get(pk=campaign.pk), officer, a_row())
    assert refused.value.message == "服务月现在是“已归档”，不能导入活动。"
    assert not Import.objects.exists()


def test_nobody_uploads_for_a_union_that_is_not_theirs(campaign, officer, city):
    with pytest.raises(Refused):
        uploaded(campaign, officer, a_row(), organization=city.minle_federation)


def test_a_file_that_cannot_be_read_fails_with_the_reason_and_is_gone(campaign, officer):
    job = uploaded(campaign, officer, a_row(), heads=["甲", "乙"])
    job = worked_on(job)
    assert (job.state, job.file.name) == (ImportState.FAILED, "")
    assert "没有找到表头" in job.message
    assert Entry.objects.get(action="spreadsheets.import_failed").reason == job.message


def test_looking_once_more_from_the_start_is_the_same(campaign, officer):
    """A worker died over it: the next one begins anew."""
    job = uploaded(campaign, officer, a_row(), a_row(人次="x"))
    Import.objects.filter(pk=job.pk).update(state=ImportState.CHECKING, checked=1)
    job.rows.create(number=2, cells=["halb"], state="good")
    assert (worked_on(job).good, states(job)) == (1, ["good", "bad"])
