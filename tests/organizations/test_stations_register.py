"""The register of stations at the desk: the new fields, the filters, “核实无误”."""

import datetime
from decimal import Decimal

import pytest
from django.contrib.messages import get_messages
from django.urls import reverse
from django.utils import timezone

from audit.models import Entry
from audit.refusal import Refused
from organizations import stations
from organizations.models import Role, Station
from tests import factories
from tests.organizations.queries import queries_of
from tests.together import together

LIST, NEW = "/desk/stations/", "/desk/stations/new/"


@pytest.fixture
def typed(city):
    return {
        "name": "火车站顺丰站点", "kind": "platform", "platform": "顺丰",
        "organization": city.ganzhou_federation.name, "joins": city.couriers.name,
        "division": city.railway.pk, "address": "站前路1号", "latitude": "38.9301234567",
        "longitude": "100.45", "contact": "马演示", "contact_phone": "0936-0000000",
        "opens_at": "08:00", "closes_at": "20:00",
    }  # fmt: skip


def names(response) -> list[str]:
    return [row.station.name for row in response.context["rows"]]


def said(response) -> list[str]:
    return [str(message) for message in get_messages(response.wsgi_request)]


def test_place_platform_and_contact_are_kept(city, signed_in, district_administrator, typed):
    signed_in(district_administrator).post(NEW, typed)
    station = Station.objects.get()
    assert (station.latitude, station.longitude) == (
        Decimal("38.930123"),
        Decimal("100.450000"),
    )
    assert (station.platform, station.contact, station.contact_phone) == (
        "顺丰", "马演示", "0936-0000000",
    )  # fmt: skip
    assert station.verified_on is None
    client = signed_in(district_administrator)
    response = client.get(reverse("organizations:desk-station", args=[station.pk]))
    assert response.context["form"]["latitude"].value() == Decimal("38.930123")


@pytest.mark.parametrize(
    ("given", "errors"),
    [
        ({"platform": ""}, {"platform": ["请填这是哪家平台的站点。"]}),
        ({"platform": "长" * 17}, {"platform": ["平台名称不超过16个字。"]}),
        ({"latitude": ""}, {"latitude": ["经度填了，这个也要填；没有就都空着。"]}),
        ({"longitude": ""}, {"longitude": ["纬度填了，这个也要填；没有就都空着。"]}),
        (
            {"latitude": "100.45", "longitude": "38.93"},
            {"latitude": ["请填纬度的度数，在-90到90之间，看看是不是和经度填反了。"]},
        ),
        ({"longitude": "181"}, {"longitude": ["请填经度的度数，在-180到180之间。"]}),
        ({"longitude": "NaN"}, {"longitude": ["请填经度的度数，在-180到180之间。"]}),
        ({"longitude": "1e999999999"}, {"longitude": ["请填经度的度数，在-180到180之间。"]}),
        ({"longitude": "一百"}, {"longitude": ["请填经度的度数，在-180到180之间。"]}),
        ({"contact_phone": "打演示"}, {"contact_phone": ["请填座机或手机号，只用数字和横线。"]}),
        ({"contact": "长" * 33}, {"contact": ["姓名不超过32个字。"]}),
    ],
)
def test_what_is_wrong_is_said_beside_the_field(
    city, signed_in, district_administrator, typed, given, errors
):
    response = signed_in(district_administrator).post(NEW, typed | given)
    assert response.context["form"].errors == errors
    assert not Station.objects.exists()


@pytest.mark.parametrize("field", ["name", "platform", "contact", "address"])
def test_a_nul_byte_is_no_500(city, signed_in, district_administrator, typed, field):
    response = signed_in(district_administrator).post(NEW, typed | {field: "甲\0"})
    assert response.status_code == 200
    assert field in response.context["form"].errors


def test_only_platform_stations_have_a_platform(city, signed_in, district_administrator, typed):
    signed_in(district_administrator).post(NEW, typed | {"kind": "love"})
    assert Station.objects.get().platform == ""


@pytest.mark.parametrize(
    ("latitude", "longitude", "warned"),
    [("38.94", "100.46", False), ("39.8", "98.3", True), ("23.13", "113.26", True)],
)
def test_a_place_far_from_all_others_is_doubted_and_kept(
    city, signed_in, district_administrator, typed, latitude, longitude, warned
):
    factories.a_station("别的驿站", city.root, latitude=38.93, longitude=100.45)
    given = typed | {"latitude": latitude, "longitude": longitude}
    response = signed_in(district_administrator).post(NEW, given)
    assert Station.objects.get(name="火车站顺丰站点").latitude == Decimal(latitude)
    assert any("请再核对一下纬度和经度" in word for word in said(response)) == warned


def test_the_first_place_of_all_is_not_doubted(city, signed_in, district_administrator, typed):
    response = signed_in(district_administrator).post(NEW, typed)
    assert len(said(response)) == 1


def test_the_list_is_narrowed_down(city, signed_in, district_administrator):
    today = timezone.localdate()
    keep = city.ganzhou_federation
    factories.a_station(
        "甲", keep, kind="platform", platform="顺丰", is_24h=True, verified_on=today
    )
    factories.a_station("乙", keep, division=city.railway, opens_at="08:00", closes_at="08:01")
    factories.a_station("丙", keep, verified_on=today - datetime.timedelta(days=365))
    factories.a_station("丁", keep, verified_on=today - datetime.timedelta(days=366))
    factories.a_station("戊", keep, is_active=False, address="河边路2号")
    client = signed_in(district_administrator)
    for given, found in (
        ({}, "甲乙丙丁戊"),
        ({"kind": "platform"}, "甲"),
        ({"platform": "顺丰"}, "甲"),
        ({"platform": "无此平台"}, "甲乙丙丁戊"),
        ({"stale": "1"}, "乙丁"),
        ({"closed": "1"}, "戊"),
        ({"district": city.ganzhou.pk}, "甲乙丙丁戊"),
        ({"district": city.railway.pk}, "乙"),
        ({"district": city.minle.pk}, ""),
        ({"district": "9" * 30}, "甲乙丙丁戊"),
        ({"text": "河边"}, "戊"),
        ({"text": "\0甲"}, "甲"),
    ):
        assert sorted(names(client.get(LIST, given))) == sorted(found), given
    assert "甲" in names(client.get(LIST, {"open": "1"}))


def test_what_was_made_sure_of_is_noted_with_the_day_and_once(
    city, signed_in, district_administrator
):
    station = factories.a_station("甲", city.ganzhou_federation)
    client = signed_in(district_administrator)
    url = reverse("organizations:desk-station-verified", args=[station.pk])
    response = client.post(f"{url}?kind=love&stale=1")
    assert response.url == f"{LIST}?kind=love&stale=1"
    client.post(url)
    station.refresh_from_db()
    assert station.verified_on == timezone.localdate()
    entry = Entry.objects.get(action="organizations.station_verified")
    assert (entry.actor_id, entry.data["before"]) == (district_administrator.pk, "")


def test_what_is_out_of_use_is_not_made_sure_of(city, signed_in, district_administrator):
    station = factories.a_station("甲", city.ganzhou_federation, is_active=False)
    url = reverse("organizations:desk-station-verified", args=[station.pk])
    response = signed_in(district_administrator).post(url)
    assert "恢复使用后再核实" in said(response)[0]
    station.refresh_from_db()
    assert station.verified_on is None


def test_another_district_makes_sure_of_nothing_here(city, signed_in, district_administrator):
    theirs = factories.a_station("洪水驿站", city.minle_federation)
    client = signed_in(district_administrator)
    url = reverse("organizations:desk-station-verified", args=[theirs.pk])
    assert client.post(url).status_code == 404
    with pytest.raises(Refused):
        stations.verify(theirs, actor=district_administrator)
    theirs.refresh_from_db()
    assert theirs.verified_on is None


def test_organisers_see_whom_to_ask_and_change_nothing(city, signed_in):
    station = factories.a_station("甲", city.ganzhou_federation, contact="马演示")
    organiser = factories.a_member_of_staff("朱示例", city.ganzhou_federation, Role.ORGANISER)
    client = signed_in(organiser)
    response = client.get(LIST)
    assert "马演示" in response.text
    assert "核实无误" not in response.text
    url = reverse("organizations:desk-station-verified", args=[station.pk])
    assert client.post(url).status_code == 404


@pytest.mark.django_db(transaction=True)
def test_two_who_make_sure_at_once_leave_one_record(city, district_administrator, administrator):
    station = factories.a_station("甲", city.ganzhou_federation)
    results = together(
        *(
            lambda who=who: stations.verify(station, actor=who)
            for who in (district_administrator, administrator)
        )
    )
    assert results == [None, None]
    assert Entry.objects.filter(action="organizations.station_verified").count() == 1


def test_the_list_takes_as_many_queries_for_three_rows_as_for_one(
    city, signed_in, district_administrator
):
    client = signed_in(district_administrator)
    factories.a_station("甲驿站", city.ganzhou_federation)
    one = queries_of(client, f"{LIST}?stale=1&district={city.ganzhou.pk}")
    factories.a_station("乙驿站", city.couriers, division=city.railway)
    factories.a_station("丙驿站", city.joint)
    assert queries_of(client, f"{LIST}?stale=1&district={city.ganzhou.pk}") == one
