"""The same-day clock: a table of days as they were published, and what holds for any moment."""

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from organizations import office_hours
from organizations.calendar import published
from organizations.office_hours import ZONE, Hours

HOURS = Hours(
    opens=datetime.time(9),
    lunch_from=datetime.time(12),
    lunch_to=datetime.time(14),
    closes=datetime.time(18),
    cutoff=datetime.time(16),
)
DAY = 7 * 3600  # seconds of office time in one working day


def at(text: str) -> datetime.datetime:
    return datetime.datetime.fromisoformat(text).replace(tzinfo=ZONE)


def due(complete_at: str) -> datetime.datetime:
    return office_hours.due_at(at(complete_at), HOURS, published)


@pytest.mark.parametrize(
    ("complete_at", "expected"),
    [
        # an ordinary Monday
        ("2026-11-23 00:00", "2026-11-23 18:00"),
        ("2026-11-23 08:59:59", "2026-11-23 18:00"),
        ("2026-11-23 12:30", "2026-11-23 18:00"),
        ("2026-11-23 15:59:59", "2026-11-23 18:00"),
        ("2026-11-23 15:59:59.999999", "2026-11-23 18:00"),
        ("2026-11-23 16:00:00", "2026-11-24 18:00"),
        ("2026-11-23 23:59:59", "2026-11-24 18:00"),
        # a weekend
        ("2026-11-20 15:00", "2026-11-20 18:00"),
        ("2026-11-20 16:00", "2026-11-23 18:00"),
        ("2026-11-21 10:00", "2026-11-23 18:00"),
        ("2026-11-22 23:59", "2026-11-23 18:00"),
        # weekends that are worked
        ("2026-01-04 10:00", "2026-01-04 18:00"),
        ("2026-02-14 10:00", "2026-02-14 18:00"),
        ("2026-02-28 15:59:59", "2026-02-28 18:00"),
        ("2026-05-09 10:00", "2026-05-09 18:00"),
        ("2026-09-20 10:00", "2026-09-20 18:00"),
        ("2026-10-10 10:00", "2026-10-10 18:00"),
        ("2026-09-19 10:00", "2026-09-20 18:00"),
        ("2026-05-08 17:00", "2026-05-09 18:00"),
        ("2026-10-09 16:00", "2026-10-10 18:00"),
        ("2026-10-10 16:00", "2026-10-12 18:00"),
        # Spring Festival: nine days, 15 to 23 February
        ("2026-02-14 16:00", "2026-02-24 18:00"),
        ("2026-02-17 10:00", "2026-02-24 18:00"),
        # the national holiday, 1 to 7 October
        ("2026-09-30 15:59", "2026-09-30 18:00"),
        ("2026-09-30 16:00", "2026-10-08 18:00"),
        ("2026-10-01 10:00", "2026-10-08 18:00"),
        ("2026-10-07 23:59", "2026-10-08 18:00"),
        # a holiday on a weekday: Mid-autumn, Friday 25 September
        ("2026-09-25 10:00", "2026-09-28 18:00"),
        # across the year's end, into a year not yet published: Monday to Friday
        ("2026-12-31 16:00", "2027-01-01 18:00"),
        ("2027-01-01 10:00", "2027-01-01 18:00"),
        ("2027-10-02 10:00", "2027-10-04 18:00"),
    ],
)
def test_an_answer_is_due_the_same_day_or_the_next_working_day(complete_at, expected):
    assert due(complete_at) == at(expected)


def test_a_moment_given_in_another_zone_is_understood_as_the_citys_own():
    in_utc = at("2026-11-23 15:59").astimezone(datetime.UTC)
    assert office_hours.due_at(in_utc, HOURS, published) == at("2026-11-23 18:00")


@pytest.mark.parametrize(
    ("start", "end", "seconds"),
    [
        ("2026-11-23 09:00", "2026-11-23 18:00", DAY),
        ("2026-11-23 00:00", "2026-11-24 00:00", DAY),
        ("2026-11-23 11:00", "2026-11-23 15:00", 2 * 3600),
        ("2026-11-23 12:00", "2026-11-23 14:00", 0),
        ("2026-11-23 12:30", "2026-11-23 14:00:01", 1),
        ("2026-11-20 17:00", "2026-11-23 10:00", 2 * 3600),
        ("2026-09-30 17:00", "2026-10-08 10:00", 2 * 3600),
        ("2026-02-13 09:00", "2026-02-15 09:00", 2 * DAY),
        ("2026-11-23 15:00", "2026-11-23 15:00", 0),
        ("2026-11-23 15:00", "2026-11-23 14:00", 0),
        ("2026-11-24 15:00", "2026-11-23 10:00", 0),
    ],
)
def test_office_time_leaves_out_lunch_nights_and_days_off(start, end, seconds):
    assert office_hours.working_seconds(at(start), at(end), HOURS, published) == seconds


@pytest.mark.parametrize(
    ("start", "seconds", "expected"),
    [
        ("2026-11-23 09:00", DAY, "2026-11-23 18:00"),
        ("2026-11-23 11:00", 3600, "2026-11-23 12:00"),
        ("2026-11-23 11:00", 3601, "2026-11-23 14:00:01"),
        ("2026-11-23 12:30", 1, "2026-11-23 14:00:01"),
        ("2026-11-20 17:00", 2 * 3600, "2026-11-23 10:00"),
        ("2026-09-30 17:00", 2 * 3600, "2026-10-08 10:00"),
        ("2026-11-22 13:00", 0, "2026-11-22 13:00"),
    ],
)
def test_office_time_is_added_over_lunch_nights_and_days_off(start, seconds, expected):
    assert office_hours.add_working_seconds(at(start), seconds, HOURS, published) == at(expected)


@pytest.mark.parametrize(
    ("due_text", "expected"),
    [
        ("2026-11-23 18:00", "2026-11-23 17:00"),
        ("2026-11-23 15:00", "2026-11-23 14:00"),
        ("2026-11-23 14:30", "2026-11-23 11:30"),
        ("2026-11-23 09:30", "2026-11-20 17:30"),
        ("2026-10-08 09:30", "2026-09-30 17:30"),
    ],
)
def test_an_hour_before_due_is_an_hour_of_office_time(due_text, expected):
    assert office_hours.before_due(at(due_text), 3600, HOURS, published) == at(expected)


@pytest.mark.parametrize(
    ("start", "due_text", "expected"),
    [
        ("2026-11-23 08:00", "2026-11-23 18:00", "2026-11-23 14:30"),
        ("2026-11-23 15:00", "2026-11-23 18:00", "2026-11-23 16:30"),
        ("2026-11-20 20:00", "2026-11-23 18:00", "2026-11-23 14:30"),
        ("2026-11-23 18:00", "2026-11-23 18:00", "2026-11-23 18:00"),
    ],
)
def test_half_of_the_time_left_is_half_of_the_office_time(start, due_text, expected):
    assert office_hours.midpoint(at(start), at(due_text), HOURS, published) == at(expected)


@pytest.mark.parametrize(
    ("resumed_at", "seconds_left", "expected"),
    [
        # mended before the cut-off: today, as for a fresh application
        ("2026-11-24 10:00", DAY, "2026-11-24 18:00"),
        ("2026-11-24 15:59:59", DAY, "2026-11-24 18:00"),
        # after it: the clock goes on where it stopped
        ("2026-11-24 16:30", 3600, "2026-11-24 17:30"),
        ("2026-11-24 17:30", 3600, "2026-11-25 09:30"),
        ("2026-11-24 17:30", DAY, "2026-11-25 17:30"),
        # little was left, so little is left
        ("2026-11-24 10:00", 1800, "2026-11-24 10:30"),
        ("2026-11-24 11:45", 1800, "2026-11-24 14:15"),
        ("2026-11-22 13:00", 1800, "2026-11-23 09:30"),
        # nothing was left: it was late when it stopped, and is
        ("2026-11-24 10:00", 0, "2026-11-24 10:00"),
    ],
)
def test_a_stopped_clock_goes_on_and_never_promises_more_than_a_fresh_one(
    resumed_at, seconds_left, expected
):
    assert office_hours.resume(at(resumed_at), seconds_left, HOURS, published) == at(expected)


def test_a_clock_that_was_late_when_it_stopped_has_nothing_left():
    left = office_hours.pause(at("2026-11-23 18:30"), at("2026-11-23 18:00"), HOURS, published)
    assert left == 0


@pytest.mark.parametrize(
    ("moment", "expected"),
    [
        ("2026-11-23 08:59:59", False),
        ("2026-11-23 09:00", True),
        ("2026-11-23 12:00", False),
        ("2026-11-23 14:00", True),
        ("2026-11-23 18:00", False),
        ("2026-11-22 10:00", False),
        ("2026-02-28 10:00", True),
    ],
)
def test_the_office_is_open_in_office_time(moment, expected):
    assert office_hours.is_open(at(moment), HOURS, published) is expected


def test_a_calendar_without_a_working_day_is_refused_and_not_searched_for_ever():
    def never(day):
        return False

    now = at("2026-11-23 10:00")
    for ask in (
        lambda: office_hours.due_at(now, HOURS, never),
        lambda: office_hours.add_working_seconds(now, 1, HOURS, never),
        lambda: office_hours.before_due(now, 1, HOURS, never),
        lambda: office_hours.next_working_day(now.date(), never),
    ):
        with pytest.raises(ValueError, match="连续60天没有工作日"):
            ask()


def test_a_working_day_after_fifty_nine_days_off_is_found():
    last = datetime.date(2026, 11, 23) + datetime.timedelta(days=60)
    found = office_hours.next_working_day(datetime.date(2026, 11, 23), lambda day: day >= last)
    assert found == last


def test_a_negative_amount_of_time_is_refused():
    now = at("2026-11-23 10:00")
    with pytest.raises(ValueError, match="negative"):
        office_hours.add_working_seconds(now, -1, HOURS, published)
    with pytest.raises(ValueError, match="negative"):
        office_hours.before_due(now, -1, HOURS, published)


# --- what holds for any moment, any office hours, any calendar -------------------------------

minutes = st.integers(0, 24 * 60 - 1).map(lambda minute: datetime.time(minute // 60, minute % 60))


@st.composite
def any_hours(draw):
    opens, lunch_from, lunch_to, closes = draw(
        st.lists(minutes, min_size=4, max_size=4, unique=True).map(sorted)
    )
    if draw(st.booleans()):
        lunch_to = lunch_from
    cutoff = draw(minutes.filter(lambda time: opens < time <= closes))
    return Hours(opens, lunch_from, lunch_to, closes, cutoff)


@st.composite
def any_calendar(draw):
    """Monday to Friday with days changed here and there."""
    start = datetime.date(2026, 1, 1)
    days = st.integers(0, 730).map(lambda n: start + datetime.timedelta(days=n))
    changed = draw(st.dictionaries(days, st.booleans(), max_size=40))
    return lambda day: changed.get(day, day.weekday() < 5)


moments = st.datetimes(
    min_value=at("2026-01-01").replace(tzinfo=None),
    max_value=at("2027-12-01").replace(tzinfo=None),
    timezones=st.just(ZONE),
)
amounts = st.integers(0, 20 * DAY)


@given(moments, any_hours(), any_calendar())
def test_due_is_at_closing_time_of_a_working_day_and_never_before_completion(moment, hours, works):
    found = office_hours.due_at(moment, hours, works)
    assert found.timetz().replace(tzinfo=None) == hours.closes
    assert works(found.date())
    assert found > moment


@given(moments, moments, any_hours(), any_calendar())
def test_who_completes_earlier_is_never_answered_later(one, other, hours, works):
    first, second = sorted((one, other))
    assert office_hours.due_at(first, hours, works) <= office_hours.due_at(second, hours, works)


@given(moments, moments, any_hours(), any_calendar())
def test_no_working_day_lies_between_completion_and_due(one, other, hours, works):
    due_day = office_hours.due_at(one, hours, works).date()
    between = one.date() + datetime.timedelta(days=1)
    while between < due_day:
        assert not works(between)
        between += datetime.timedelta(days=1)


@given(moments, amounts, any_hours(), any_calendar())
def test_adding_office_time_and_measuring_it_are_inverse(start, seconds, hours, works):
    end = office_hours.add_working_seconds(start, seconds, hours, works)
    assert end >= start
    assert office_hours.working_seconds(start, end, hours, works) == seconds


@given(moments, st.integers(1, 20 * DAY), any_hours(), any_calendar())
def test_the_sum_is_the_first_moment_at_which_the_time_has_gone(start, seconds, hours, works):
    end = office_hours.add_working_seconds(start, seconds, hours, works)
    sooner = end - datetime.timedelta(microseconds=1)
    assert office_hours.working_seconds(start, sooner, hours, works) < seconds


@given(moments, amounts, any_hours(), any_calendar())
def test_counting_back_from_due_and_measuring_are_inverse(due_moment, seconds, hours, works):
    start = office_hours.before_due(due_moment, seconds, hours, works)
    assert start <= due_moment
    assert office_hours.working_seconds(start, due_moment, hours, works) == seconds


@given(moments, st.integers(0, 400_000), any_hours(), any_calendar())
def test_office_time_adds_up_over_any_split(start, seconds, hours, works):
    middle = start + datetime.timedelta(seconds=seconds // 3)
    end = start + datetime.timedelta(seconds=seconds)
    parts = office_hours.working_seconds(start, middle, hours, works)
    parts += office_hours.working_seconds(middle, end, hours, works)
    # Each part is rounded down to whole seconds.
    assert 0 <= office_hours.working_seconds(start, end, hours, works) - parts <= 1


@given(moments, any_hours(), any_calendar(), st.floats(0, 1))
def test_stopping_and_going_on_at_once_never_gives_more_time(complete_at, hours, works, share):
    promised = office_hours.due_at(complete_at, hours, works)
    moment = complete_at + (promised - complete_at) * share
    left = office_hours.pause(moment, promised, hours, works)
    assert moment <= office_hours.resume(moment, left, hours, works) <= promised


@given(moments, moments, st.integers(0, DAY), any_hours(), any_calendar())
def test_who_mends_earlier_is_never_answered_later(one, other, left, hours, works):
    first, second = sorted((one, other))
    earlier = office_hours.resume(first, left, hours, works)
    assert earlier <= office_hours.resume(second, left, hours, works)


@given(moments, any_hours(), any_calendar())
def test_the_midpoint_lies_between_and_halves_the_office_time(start, hours, works):
    promised = office_hours.due_at(start, hours, works)
    middle = office_hours.midpoint(start, promised, hours, works)
    assert start <= middle <= promised
    gone = office_hours.working_seconds(start, middle, hours, works)
    assert gone == office_hours.working_seconds(start, promised, hours, works) // 2
