"""Stations by distance: the figures, the order, the pages, and what a browser may send."""

import math
import uuid

import pytest
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from organizations import nearest
from organizations.models import Station
from organizations.nearest import Spot, SpotForm, told
from organizations.register import open_at
from tests import factories

HERE = Spot(38.93, 100.45)
METRE = 1 / nearest.DEGREE
# Names of tests must be the same in every process.
SOMEBODY = uuid.UUID(int=943)


def a_station(city, name: str, metres: float, **fields) -> Station:
    """So many metres due north of HERE."""
    return factories.a_station(
        name, city.ganzhou_federation, latitude=round(38.93 + metres * METRE, 6),
        longitude=100.45, **fields,
    )  # fmt: skip


def near(**options):
    return nearest.page(Station.objects.all(), HERE, **options)


def names(page) -> list[str]:
    return [station.name for station in page.rows]


def test_the_nearest_stands_first_with_its_metres(city):
    for name, metres in (("乙", 2_500), ("甲", 320), ("丙", 20_000), ("丁", 250_000)):
        a_station(city, name, metres)
    found = near()
    assert names(found) == ["甲", "乙", "丙", "丁"]
    assert [station.metres for station in found.rows] == pytest.approx(
        [320, 2_500, 20_000, 250_000], abs=1
    )


@pytest.mark.parametrize(("latitude", "longitude"), [(39.81, 98.34), (38.93, 101), (38.92, 100.45)])
def test_the_distance_is_the_one_on_the_ball(city, latitude, longitude):
    factories.a_station("甲", city.root, latitude=latitude, longitude=longitude)
    here, there = math.radians(HERE.latitude), math.radians(latitude)
    apart = math.radians(longitude - HERE.longitude)
    # The law of cosines, which knows nothing of haversines.
    angle = math.acos(
        math.sin(here) * math.sin(there) + math.cos(here) * math.cos(there) * math.cos(apart)
    )
    assert near().rows[0].metres == pytest.approx(angle * nearest.EARTH, abs=1)


def test_what_nobody_measured_and_what_lies_in_another_land_is_not_near(city):
    factories.a_station("没有位置", city.ganzhou_federation)
    factories.a_station("南半球", city.ganzhou_federation, latitude=-38.93, longitude=-79.55)
    assert names(near()) == []


def test_pages_go_on_where_the_last_one_ended_and_come_back(city):
    distances = [40, 40, 40, 2_900, 3_100, 29_000, 31_000, 90_000]
    for number, metres in enumerate(distances):
        a_station(city, f"{number}", metres)
    seen, after = [], ""
    while True:
        page = near(after=after, size=2)
        seen += page.rows
        if not page.after:
            break
        after = page.after
    assert [station.metres for station in seen] == pytest.approx(distances, abs=1)
    assert len({station.pk for station in seen}) == len(distances)
    back = near(before=page.before, size=2)
    assert back.rows == seen[4:6]
    assert near(before=back.before, size=2).rows == seen[2:4]
    assert near(before=near(before=back.before, size=2).before, size=2).before == ""


def test_what_is_open_stands_first_when_that_is_asked_for(city):
    noon = factories.local(2026, 11, 24, 12, 0)
    a_station(city, "近，没开", 100, opens_at="18:00", closes_at="23:00")
    a_station(city, "远，开着", 60_000, is_24h=True)
    a_station(city, "不远，开着", 2_000)
    assert names(near()) == ["近，没开", "不远，开着", "远，开着"]
    first = near(open_first=noon, size=2)
    assert names(first) == ["不远，开着", "远，开着"]
    assert names(near(open_first=noon, size=2, after=first.after)) == ["近，没开"]


@pytest.mark.parametrize(
    "cursor",
    [
        "",
        "~",
        "x~y",
        "1~2",
        f"-1~{SOMEBODY}",
        f"{'9' * 30}~{SOMEBODY}",
        "１~\0",
        "0~" + "f" * 99,
    ],
)
def test_a_cursor_nobody_wrote_gives_the_first_page(city, cursor):
    a_station(city, "甲", 320)
    assert names(near(after=cursor)) == ["甲"]
    assert names(near(before=cursor)) == ["甲"]


@pytest.mark.parametrize("metres", [0, 1, 4, 320, 994, 995, 1_240, 9_949, 9_951, 208_000])
def test_a_distance_is_told_as_near_as_it_is_known(metres):
    assert told(metres) == {
        0: "10米", 1: "10米", 4: "10米", 320: "320米", 994: "990米", 995: "1.0公里",
        1_240: "1.2公里", 9_949: "9.9公里", 9_951: "10公里", 208_000: "208公里",
    }[metres]  # fmt: skip


@pytest.mark.parametrize(
    ("latitude", "longitude"),
    [("", ""), ("38.9", ""), ("91", "100"), ("38", "181"), ("nan", "100"), ("inf", "100"),
     ("38.9\0", "100"), ("1e400", "1"), ("三十八", "一百")],
)  # fmt: skip
def test_what_no_browser_sends_is_no_place(latitude, longitude):
    assert SpotForm({"latitude": latitude, "longitude": longitude}).spot() is None


def test_a_place_is_kept_to_ten_metres():
    assert SpotForm({"latitude": "38.930456", "longitude": "100.451234"}).spot() == Spot(
        38.9305, 100.4512
    )


@pytest.mark.django_db
@pytest.mark.parametrize("spot", [Spot(90, 0), Spot(-90, 180), Spot(0, -180), Spot(-38.93, -79.55)])
def test_no_place_on_earth_breaks_the_question(city, spot):
    a_station(city, "甲", 320)
    assert nearest.page(Station.objects.all(), spot).rows == []


@given(
    latitude=st.floats(-60, 60), longitude=st.floats(-170, 170),
    bearing=st.floats(0, 2 * math.pi), metres=st.floats(1, 29_000),
)  # fmt: skip
def test_the_square_holds_the_circle(latitude, longitude, bearing, metres):
    spot = Spot(latitude, longitude)
    there = _walked(spot, bearing, metres)
    conditions = dict(spot.box(30_000, "").children)
    for name, value in zip(("latitude", "longitude"), there, strict=True):
        low, high = conditions[f"{name}__range"]
        assert low <= value <= high


def _walked(spot: Spot, bearing: float, metres: float) -> tuple[float, float]:
    """Where one comes out on the ball."""
    here, angle = math.radians(spot.latitude), metres / nearest.EARTH
    sine = math.sin(here) * math.cos(angle) + math.cos(here) * math.sin(angle) * math.cos(bearing)
    latitude = math.asin(sine)
    east = math.atan2(
        math.sin(bearing) * math.sin(angle) * math.cos(here),
        math.cos(angle) - math.sin(here) * math.sin(latitude),
    )
    return math.degrees(latitude), spot.longitude + math.degrees(east)


def test_the_box_is_read_along_an_index(city, django_assert_num_queries):
    """With many stations the walk around somebody touches only what stands there."""
    rows = (
        Station(
            code=f"N{n:06d}", name=f"{n}", kind="love", organization=city.root, joins=city.joint,
            division=city.ganzhou, address="x", latitude=30 + n % 100 / 10,
            longitude=95 + n // 100 / 10,
        )
        for n in range(5_000)
    )  # fmt: skip
    Station.objects.bulk_create(rows)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE organizations_station")
    around = Station.objects.filter(HERE.box(3_000, ""), is_active=True)
    assert "station_on_the_map" in around.explain()
    with django_assert_num_queries(3):
        near()


def test_open_by_the_database_is_open_by_the_clock(city):
    hours = [("08:00", "20:00"), ("18:00", "02:00"), ("00:00", "08:00"), ("08:00", "08:00")]
    for number, (opens, closes) in enumerate(hours):
        for is_24h in (False, True):
            factories.a_station(
                f"{number}{is_24h}", city.ganzhou_federation, opens_at=opens, closes_at=closes,
                is_24h=is_24h, is_active=number != 2,
            )  # fmt: skip
    for hour in range(24):
        for minute in (0, 1, 59):
            at = factories.local(2026, 11, 24, hour, minute)
            by_query = set(Station.objects.filter(open_at(at)))
            assert by_query == {s for s in Station.objects.all() if s.is_open_at(at)}
