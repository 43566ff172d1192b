"""The working calendar and whose office hours hold, read once and kept until an edit."""

import datetime

import pytest
from django.core.cache import cache
from django.db import transaction
from redis.exceptions import ConnectionError as RedisDown

from audit.models import Entry
from audit.refusal import Refused
from organizations import calendar, timetable, tree
from organizations.models import CalendarOverride, OfficeHours
from organizations.office_hours import Hours
from tests import factories

MONDAY = datetime.date(2026, 11, 23)
LATE = Hours(
    opens=datetime.time(10),
    lunch_from=datetime.time(12),
    lunch_to=datetime.time(13),
    closes=datetime.time(19),
    cutoff=datetime.time(17),
)


@pytest.mark.parametrize(
    "day", ["2026-01-04", "2026-02-14", "2026-02-28", "2026-05-09", "2026-09-20", "2026-10-10"]
)
def test_a_make_up_weekend_is_worked(day):
    assert calendar.published(datetime.date.fromisoformat(day))


@pytest.mark.parametrize("day", ["2026-01-01", "2026-02-17", "2026-09-25", "2026-10-01"])
def test_a_statutory_holiday_is_not(day):
    assert not calendar.published(datetime.date.fromisoformat(day))


def test_a_year_not_yet_published_counts_monday_to_friday_and_says_so():
    assert calendar.is_published(2026)
    assert not calendar.is_published(2060)
    week = [datetime.date(2060, 10, 4) + datetime.timedelta(days=n) for n in range(7)]
    assert [calendar.published(day) for day in week] == [True] * 5 + [False] * 2


def test_what_an_administrator_changed_goes_before_what_was_published(city, administrator):
    saturday = datetime.date(2026, 11, 28)
    timetable.override_day(MONDAY, is_working=False, note="暴雪停工", actor=administrator)
    timetable.override_day(saturday, is_working=True, note="补班", actor=administrator)
    is_working = calendar.working_calendar()
    assert (is_working(MONDAY), is_working(saturday)) == (False, True)
    assert is_working(datetime.date(2026, 11, 24))


def test_removing_an_override_lets_the_published_calendar_hold_again(city, administrator):
    timetable.override_day(MONDAY, is_working=False, note="暴雪停工", actor=administrator)
    timetable.remove_override(MONDAY, actor=administrator)
    timetable.remove_override(MONDAY, actor=administrator)
    assert calendar.working_calendar()(MONDAY)
    acts = Entry.objects.filter(action="organizations.calendar_changed").order_by("id")
    assert [(entry.data, entry.reason) for entry in acts] == [
        ({"day": "2026-11-23", "to": "off"}, "暴雪停工"),
        ({"day": "2026-11-23", "to": "published"}, "暴雪停工"),
    ]


def test_changing_a_day_twice_keeps_one_row_and_saying_the_same_again_none(city, administrator):
    for note in ("暴雪", "暴雪停工", "暴雪停工"):
        timetable.override_day(MONDAY, is_working=False, note=note, actor=administrator)
    assert [row.note for row in CalendarOverride.objects.all()] == ["暴雪停工"]
    assert Entry.objects.filter(action="organizations.calendar_changed").count() == 2


def test_only_the_citys_administrators_change_the_calendar(city, district_administrator, reviewer):
    for actor in (district_administrator, reviewer):
        with pytest.raises(Refused) as refusal:
            timetable.override_day(MONDAY, is_working=False, note="想休息", actor=actor)
        assert refusal.value.message == "工作日历由市总工会的管理员调整。"
    assert not CalendarOverride.objects.exists()


# --- office hours -----------------------------------------------------------------------------


def test_hours_come_from_the_nearest_union_upwards(city, administrator):
    root = calendar.as_hours(OfficeHours.objects.get(organization=city.root))
    assert calendar.hours_for(city.joint) == root
    timetable.set_hours(city.ganzhou_federation, LATE, actor=administrator)
    assert calendar.hours_for(city.joint) == LATE
    assert calendar.hours_for(city.couriers) == LATE
    assert calendar.hours_for(city.minle_federation) == root
    assert calendar.source_of_hours(city.joint) == city.ganzhou_federation.pk


def test_a_union_may_follow_the_one_above_again(city, administrator):
    root = calendar.hours_for(city.root)
    timetable.set_hours(city.couriers, LATE, actor=administrator)
    timetable.set_hours(city.couriers, None, actor=administrator)
    assert calendar.hours_for(city.couriers) == root
    acts = Entry.objects.filter(action="organizations.hours_changed").order_by("id")
    late = {"opens": "10:00", "lunch_from": "12:00", "lunch_to": "13:00", "closes": "19:00"}
    late["cutoff"] = "17:00"
    assert [entry.data for entry in acts] == [{"from": {}, "to": late}, {"from": late, "to": {}}]


def test_the_root_keeps_hours_of_its_own(city, administrator):
    with pytest.raises(Refused) as refusal:
        timetable.set_hours(city.root, None, actor=administrator)
    assert refusal.value.field == "own"


def test_a_moved_union_keeps_the_hours_of_its_new_house_at_once(city, administrator):
    timetable.set_hours(city.minle_federation, LATE, actor=administrator)
    assert calendar.hours_for(city.joint) != LATE
    tree.move(city.railway_union, parent=city.minle_federation, actor=administrator)
    city.joint.refresh_from_db()
    assert calendar.hours_for(city.joint) == LATE


def test_saving_the_same_hours_again_changes_and_records_nothing(city, administrator):
    for _ in range(2):
        timetable.set_hours(city.couriers, LATE, actor=administrator)
    assert Entry.objects.filter(action="organizations.hours_changed").count() == 1


def test_an_administrator_of_another_district_may_not_set_hours(city, district_administrator):
    with pytest.raises(Refused):
        timetable.set_hours(city.minle_holding, LATE, actor=district_administrator)
    assert not OfficeHours.objects.filter(organization=city.minle_holding).exists()


# --- what is kept in the cache ----------------------------------------------------------------


def test_reading_again_asks_the_database_nothing(city, django_assert_num_queries):
    with django_assert_num_queries(2):
        calendar.working_calendar()
        calendar.hours_for(city.joint)
    with django_assert_num_queries(0):
        calendar.working_calendar()(MONDAY)
        calendar.hours_for(city.joint)
        calendar.hours_for(city.couriers)


@pytest.mark.django_db(transaction=True)
def test_an_edit_counts_for_the_next_reader(city, administrator):
    assert calendar.working_calendar()(MONDAY)
    timetable.override_day(MONDAY, is_working=False, note="暴雪停工", actor=administrator)
    assert not calendar.working_calendar()(MONDAY)


@pytest.mark.django_db(transaction=True)
def test_a_reader_slower_than_an_edit_cannot_bring_the_old_calendar_back(
    city, administrator, monkeypatch
):
    """It reads the table before the edit and writes the cache after it."""
    load = calendar.overrides.load

    def load_slowly():
        before = load()
        monkeypatch.setattr(calendar.overrides, "load", load)
        timetable.override_day(MONDAY, is_working=False, note="暴雪停工", actor=administrator)
        return before

    monkeypatch.setattr(calendar.overrides, "load", load_slowly)
    assert calendar.working_calendar()(MONDAY)
    assert not calendar.working_calendar()(MONDAY)


@pytest.mark.django_db(transaction=True)
def test_a_reader_during_an_edit_keeps_nothing(city, administrator):
    with transaction.atomic():
        timetable.override_day(MONDAY, is_working=False, note="暴雪停工", actor=administrator)
        assert not calendar.working_calendar()(MONDAY)
        assert cache.get(calendar.overrides.value_key) is None
    assert not calendar.working_calendar()(MONDAY)
    assert cache.get(calendar.overrides.value_key)[1] == {MONDAY: False}


@pytest.mark.django_db(transaction=True)
def test_an_edit_that_was_rolled_back_leaves_the_calendar_as_it_was(city, administrator):
    with transaction.atomic():
        timetable.override_day(MONDAY, is_working=False, note="暴雪停工", actor=administrator)
        transaction.set_rollback(True)
    assert calendar.working_calendar()(MONDAY)


@pytest.fixture
def redis_down(monkeypatch):
    """The server is gone: each call fails the way the client fails."""

    def gone(*args, **options):
        raise RedisDown

    for call in ("get_many", "get", "set", "add"):
        monkeypatch.setattr(cache, call, gone, raising=False)


def test_without_the_cache_the_table_is_read(city, redis_down):
    CalendarOverride.objects.create(day=MONDAY, is_working=False, note="暴雪停工")
    factories.office_hours(city.couriers, closes=datetime.time(19))
    assert not calendar.working_calendar()(MONDAY)
    assert calendar.hours_for(city.couriers).closes == datetime.time(19)


def test_without_the_cache_an_edit_is_refused_rather_than_forgotten(
    city, administrator, redis_down
):
    with pytest.raises(Refused) as refusal:
        timetable.override_day(MONDAY, is_working=False, note="暴雪停工", actor=administrator)
    assert "暂时连不上" in refusal.value.message
    assert not CalendarOverride.objects.exists()


def test_rows_written_in_bulk_count_once_the_cache_is_told(
    city, django_capture_on_commit_callbacks
):
    calendar.working_calendar()
    CalendarOverride.objects.bulk_create(
        [CalendarOverride(day=MONDAY, is_working=False, note="暴雪停工")]
    )
    with django_capture_on_commit_callbacks(execute=True):
        calendar.forget()
    assert not calendar.working_calendar()(MONDAY)
