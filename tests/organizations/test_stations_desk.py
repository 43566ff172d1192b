"""驿站 on the desk: register, change, take out of use, print the QR."""

import pytest
from django.urls import reverse

from accounts.models import User
from audit.models import Entry
from audit.refusal import Refused
from organizations import stations
from organizations.models import Role, Station
from tests import factories
from tests.organizations.queries import queries_of

LIST = "/desk/stations/"
NEW = "/desk/stations/new/"


@pytest.fixture
def typed(city):
    return {
        "name": "火车站工会爱心驿站", "kind": "love", "organization": city.ganzhou_federation.name,
        "joins": city.couriers.name, "division": city.railway.pk, "address": "站前路1号",
        "opens_at": "08:00", "closes_at": "20:00", "facilities": ["饮水机", "AED"],
    }  # fmt: skip


def names(response) -> list[str]:
    return [station.name for station in response.context["page"].rows]


def test_a_station_is_registered_and_its_poster_shown(
    city, signed_in, district_administrator, typed
):
    response = signed_in(district_administrator).post(NEW, typed, follow=True)
    station = Station.objects.get()
    assert (station.joins, station.division, station.facilities) == (
        city.couriers, city.railway, ["饮水机", "AED"],
    )  # fmt: skip
    assert "扫码入会，今天答复" in response.text
    assert "<svg" in response.text
    assert f"/s/{station.code}/" in response.text
    entry = Entry.objects.get(action="organizations.station_saved")
    assert (entry.actor_id, entry.subject_id) == (district_administrator.pk, str(station.pk))


def test_a_double_click_registers_one_station(city, signed_in, district_administrator, typed):
    client = signed_in(district_administrator)
    client.post(NEW, typed)
    client.post(NEW, typed)
    assert Station.objects.count() == 1


def test_without_another_word_the_keeping_union_is_the_one_to_join(
    city, signed_in, district_administrator, typed
):
    given = typed | {"joins": "", "organization": city.couriers.name}
    signed_in(district_administrator).post(NEW, given)
    assert Station.objects.get().joins == city.couriers


@pytest.mark.parametrize(
    ("given", "errors"),
    [
        ({"name": ""}, {"name": ["请填驿站名称。"]}),
        ({"name": "长" * 65}, {"name": ["名称不超过64个字。"]}),
        ({"kind": "castle"}, {"kind": ["请选类型。"]}),
        ({"division": "0"}, {"division": ["请选所在地。"]}),
        ({"address": ""}, {"address": ["请填地址，让人找得到。"]}),
        ({"opens_at": ""}, {"opens_at": ["请填时间，或勾选24小时开放。"]}),
        ({"opens_at": "8点"}, {"opens_at": ["请按 08:00 的样子填时间。"]}),
        (
            {"closes_at": "08:00"},
            {"closes_at": ["关门和开门是同一个时间，请核对，或勾选24小时开放。"]},
        ),
        ({"facilities": ["温泉"]}, {"facilities": ["请从列出的设施里选。"]}),
        (
            {"joins": ""},
            {"joins": ["甘州区总工会不直接收会员，请填扫码后加入哪个工会。"]},
        ),
        (
            {"organization": "民乐县总工会"},
            {"organization": ["您管理的工会里没有这个名称，请核对。"]},
        ),
    ],
)
def test_what_is_wrong_is_said_beside_the_field(
    city, signed_in, district_administrator, typed, given, errors
):
    response = signed_in(district_administrator).post(NEW, typed | given)
    assert response.context["form"].errors == errors
    assert not Station.objects.exists()


def test_a_station_open_day_and_night_needs_no_times(
    city, signed_in, district_administrator, typed
):
    given = typed | {"is_24h": "on", "opens_at": "", "closes_at": ""}
    signed_in(district_administrator).post(NEW, given)
    assert Station.objects.get().is_24h


def test_a_station_is_changed_and_only_changes_are_recorded(
    city, signed_in, district_administrator, typed
):
    client = signed_in(district_administrator)
    client.post(NEW, typed)
    station = Station.objects.get()
    url = reverse("organizations:desk-station", args=[station.pk])
    assert client.get(url).context["form"]["joins"].value() == city.couriers.name
    client.post(url, typed)
    client.post(url, typed | {"address": "站前路2号"})
    station.refresh_from_db()
    assert station.address == "站前路2号"
    changed = Entry.objects.filter(action="organizations.station_saved").order_by("id")
    assert [entry.data["changed"] for entry in changed] == [["created"], ["address"]]


def test_a_station_out_of_use_keeps_its_place_and_comes_back(
    city, client, signed_in, district_administrator, typed
):
    desk = signed_in(district_administrator)
    desk.post(NEW, typed)
    station = Station.objects.get()
    url = reverse("organizations:desk-station-active", args=[station.pk])
    desk.post(url, {"is_active": "no"})
    desk.post(url, {"is_active": "no"})
    assert client.get(f"/s/{station.code}/").status_code == 404
    assert names(desk.get(LIST, {"closed": "1"})) == [station.name]
    desk.post(url, {"is_active": "yes"})
    assert client.get(f"/s/{station.code}/").status_code == 200
    assert Entry.objects.filter(action="organizations.station_saved").count() == 3


def test_stations_of_another_district_are_not_found(
    city, signed_in, district_administrator, stranger
):
    theirs = factories.a_station("洪水驿站", city.minle_federation)
    client = signed_in(district_administrator)
    for name in ("desk-station", "desk-station-qr"):
        assert client.get(reverse(f"organizations:{name}", args=[theirs.pk])).status_code == 404
    url = reverse("organizations:desk-station-active", args=[theirs.pk])
    assert client.post(url, {"is_active": "no"}).status_code == 404
    assert names(client.get(LIST)) == []
    assert Station.objects.get().is_active


def test_a_station_cannot_be_handed_to_a_union_one_does_not_manage(city, district_administrator):
    ours = factories.a_station("火车站驿站", city.ganzhou_federation)
    with pytest.raises(Refused):
        stations.edit(ours, actor=district_administrator, organization=city.minle_federation)
    ours.refresh_from_db()
    assert ours.organization == city.ganzhou_federation


def test_organisers_hand_out_posters_but_change_nothing(city, signed_in):
    organiser = factories.a_member_of_staff("朱示例", city.ganzhou_federation, Role.ORGANISER)
    ours = factories.a_station("火车站驿站", city.ganzhou_federation)
    client = signed_in(User.objects.get(pk=organiser.pk))
    assert names(client.get(LIST)) == ["火车站驿站"]
    assert client.get(reverse("organizations:desk-station-qr", args=[ours.pk])).status_code == 200
    assert client.get(NEW).status_code == 404
    assert client.get(reverse("organizations:desk-station", args=[ours.pk])).status_code == 404


def test_the_list_takes_as_many_queries_for_three_rows_as_for_one(
    city, signed_in, district_administrator
):
    client = signed_in(district_administrator)
    factories.a_station("甲驿站", city.ganzhou_federation)
    one = queries_of(client, LIST)
    factories.a_station("乙驿站", city.couriers, division=city.railway)
    factories.a_station("丙驿站", city.joint)
    assert queries_of(client, LIST) == one
