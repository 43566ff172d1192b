"""Stations out of a sheet: judged as at the desk, each with a QR of its own."""

import datetime
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone

from audit.models import Entry
from audit.refusal import Refused
from campaigns.models import Activity
from campaigns.station_import import STATIONS
from organizations import stations
from organizations.models import Station
from spreadsheets import deciding, reading
from spreadsheets.models import Import, ImportState
from tests.campaigns.importing import (
    a_row,
    a_station_row,
    confirmed,
    imported,
    problems,
    states,
    stations_uploaded,
    undone,
    worked_on,
)
from tests.factories import a_station
from tests.organizations.queries import queries_of
from tests.spreadsheets.making import a_book, an_upload, read_back

pytestmark = pytest.mark.usefixtures("private_folder")

PAGE = reverse("campaigns:station-imports")


def checked(actor, *rows) -> Import:
    return worked_on(stations_uploaded(actor, *rows))


def registered(actor, *rows) -> Import:
    return confirmed(checked(actor, *rows), actor)


def test_a_row_becomes_a_station_with_all_that_stands_in_it(city, district_administrator):
    row = a_station_row(
        名称="顺丰南街站", 类型="平台企业站点", 平台="顺丰", 乡镇街道="火车站街道", 地址="南街1号",
        经度=100.4498, 纬度="38.925900", 设施="饮水机、AED", 开门=datetime.time(7, 30), 关门="21:00",
        联系人="演示", 联系电话=13912345678,
    )  # fmt: skip
    job = registered(district_administrator, row)
    station = Station.objects.get()
    assert (job.state, job.done) == (ImportState.DONE, 1)
    assert (station.kind, station.platform, station.division, station.address) == (
        "platform", "顺丰", city.railway, "南街1号",
    )  # fmt: skip
    assert (station.organization, station.joins) == (city.couriers, city.couriers)
    assert (station.longitude, station.latitude) == (Decimal("100.449800"), Decimal("38.925900"))
    assert (station.opens_at, station.closes_at) == (datetime.time(7, 30), datetime.time(21))
    assert (station.facilities, station.contact_phone) == (["饮水机", "AED"], "13912345678")
    assert len(station.code) == 8
    assert Entry.objects.filter(
        action="organizations.station_saved", subject_id=str(station.pk)
    ).count() == 1  # fmt: skip


def test_a_union_that_admits_nobody_leads_to_the_holding_one(city, district_administrator):
    registered(district_administrator, a_station_row(管理工会="甘州区总工会"))
    assert Station.objects.get().joins == city.ganzhou_holding


def test_open_day_and_night_needs_no_hours(city, district_administrator):
    registered(district_administrator, a_station_row(开门="", 关门="", **{"24小时": "是"}))
    assert Station.objects.get().is_24h


@pytest.mark.parametrize(
    ("changed", "column", "says"),
    [
        ({"名称": ""}, "名称", "这一格要填"),
        ({"类型": "小卖部"}, "类型", "类型里没有“小卖部”"),
        ({"类型": "平台企业站点"}, "平台", "请填这是哪家平台的站点"),
        ({"管理工会": "民乐县总工会"}, "管理工会", "管理工会里没有“民乐县总工会”"),
        ({"所在区县": "某县"}, "所在区县", "区县里没有“某县”"),
        ({"乡镇街道": "洪水镇"}, "乡镇街道", "甘州区里没有“洪水镇”"),
        ({"地址": ""}, "地址", "这一格要填"),
        ({"经度": 100.4}, "纬度", "要么都填"),
        ({"经度": 38.9, "纬度": 100.4}, "经度", "不在本地范围内"),
        ({"设施": "饮水机、游泳池"}, "设施", "设施里没有“游泳池”"),
        ({"开门": "早上"}, "开门", "看不出“早上”是几点"),
        ({"开门": ""}, "开门", "请填时间"),
        ({"开门": "08:00", "关门": "8点"}, "关门", "是同一个时间"),
        ({"24小时": "也许"}, "24小时", "请填“是”或“否”"),
        ({"联系电话": 9368210000}, "联系电话", "开头的0可能已经丢了"),
        ({"联系人": "629900198805061230"}, "联系人", reading.IDENTITY),
    ],
)  # fmt: skip
def test_each_wrong_cell_says_what_is_wrong(city, district_administrator, changed, column, says):
    job = checked(district_administrator, a_station_row(**changed))
    found = problems(job)[0]
    assert any(at == column and says in text for at, text in found), found
    assert job.good == 0


def test_a_name_stands_once_with_one_union(city, district_administrator):
    a_station("南街驿站", city.couriers)
    rows = [a_station_row(名称=name) for name in ("南街驿站", "北街驿站", "北街驿站")]
    job = checked(district_administrator, *rows)
    assert states(job) == ["bad", "good", "bad"]
    assert [found[0][1] for found in problems(job) if found] == [
        "这个工会已经登记过这个名称的驿站。", "和第3行重名。",
    ]  # fmt: skip


def test_one_address_or_one_spot_twice_is_doubtful(city, district_administrator):
    a_station("老驿站", city.couriers, address="老街1号", latitude=38.9259, longitude=100.4498)
    rows = [
        a_station_row(地址="老街1号"), a_station_row(经度=100.44981, 纬度=38.92591),
        a_station_row(地址="新街1号"), a_station_row(地址="新街1号"),
    ]  # fmt: skip
    job = checked(district_administrator, *rows)
    assert states(job) == ["parked", "parked", "good", "parked"]
    deciding.decide(job, [2], let_in=True, actor=district_administrator)
    assert confirmed(job, district_administrator).done == 2


def test_another_districts_administrator_registers_nothing_here(
    city, district_administrator, stranger
):
    job = checked(district_administrator, a_station_row())
    with pytest.raises(Refused):
        deciding.confirm(job, actor=stranger)


# --- taking back -----------------------------------------------------------------------------------
def test_stations_nobody_worked_with_are_gone_again(city, district_administrator):
    kept = a_station("老驿站", city.couriers)
    job = registered(district_administrator, a_station_row(), a_station_row())
    assert undone(job, district_administrator).state == ImportState.UNDONE
    assert list(Station.objects.all()) == [kept]


def test_a_station_changed_or_verified_since_keeps_the_whole(city, district_administrator):
    job = registered(district_administrator, a_station_row(), a_station_row())
    first, second = Station.objects.all()
    stations.edit(first, actor=district_administrator, address="搬到西街")
    stations.verify(second, actor=district_administrator)
    with pytest.raises(Refused) as refused:
        deciding.undo(job, actor=district_administrator)
    assert "有2个后来改过或核实过" in refused.value.message


def test_a_station_an_activity_was_held_at_keeps_the_whole(
    city, district_administrator, campaign, officer
):
    job = registered(district_administrator, a_station_row(名称="南街驿站"))
    imported(campaign, officer, a_row(地点="南街驿站"))
    assert Activity.objects.get().station
    with pytest.raises(Refused) as refused:
        deciding.undo(job, actor=district_administrator)
    assert "已经用在" in refused.value.message


# --- pages -------------------------------------------------------------------------------------------
def test_from_the_template_to_the_stations(city, district_administrator, signed_in):
    desk = signed_in(district_administrator)
    assert PAGE in desk.get(reverse("organizations:desk-stations")).text
    sheet = read_back(desk.get(reverse("campaigns:station-imports-template")).content)
    assert sheet[1][7] == reading.EXAMPLE
    answer = desk.post(PAGE, {"file": an_upload(a_book([sheet[0], a_station_row()]))}, follow=True)
    job = Import.objects.get()
    assert (job.kind, "正在检查" in answer.text) == (STATIONS, True)
    worked_on(job)
    page = reverse("spreadsheets:import", args=[job.pk])
    assert "导入1行" in desk.get(page).text
    desk.post(reverse("spreadsheets:import-confirm", args=[job.pk]))
    worked_on(job)
    assert "撤销整批导入" in desk.get(page).text
    assert Station.objects.count() == 1


def test_the_campaign_officer_has_no_door_here(city, district_administrator, officer, signed_in):
    job = checked(district_administrator, a_station_row())
    client = signed_in(officer)
    assert client.get(PAGE).status_code == 404
    assert client.get(reverse("spreadsheets:import", args=[job.pk])).status_code == 404


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_asks_as_much_for_three_imports_as_for_one(
    city, district_administrator, signed_in, number
):
    for _ in range(number):
        checked(district_administrator, a_station_row())
    assert queries_of(signed_in(district_administrator), PAGE) == 5


def test_stations_are_imported_on_any_day(city, district_administrator):
    job = registered(district_administrator, a_station_row())
    assert job.finished_at <= timezone.now()
