import datetime

import pytest

from dashboards import period
from dashboards.period import Period

TODAY = datetime.date(2026, 11, 25)


def test_without_dates_the_last_thirty_days_count():
    found, form = period.read({}, TODAY)
    assert (found.since, found.until, found.length) == (datetime.date(2026, 10, 27), TODAY, 30)
    assert not form.errors


def test_what_is_before_is_as_long_and_ends_the_day_before():
    before = Period(datetime.date(2026, 11, 1), datetime.date(2026, 11, 25)).before
    assert (before.until, before.length) == (datetime.date(2026, 10, 31), 25)


@pytest.mark.parametrize(
    ("query", "since", "until"),
    [
        ({"since": "2026-11-01"}, "2026-11-01", "2026-11-25"),
        ({"until": "2026-10-30"}, "2026-10-01", "2026-10-30"),
        ({"since": "2026-12-01"}, "2026-12-01", "2026-12-01"),
        ({"since": "2020-01-01"}, "2020-01-01", "2020-12-31"),
    ],
)
def test_one_end_alone_gives_the_other(query, since, until):
    found, _ = period.read(query, TODAY)
    assert (found.since.isoformat(), found.until.isoformat()) == (since, until)


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ({"since": "2026-11-03", "until": "2026-11-01"}, "开始的日子在结束的后面，请换一下。"),
        ({"since": "2024-01-01", "until": "2026-11-01"}, "一次最多看一年。"),
        ({"since": "0001-01-01"}, "请选2015年以后的日期。"),
        ({"until": "昨天"}, "请选日期。"),
    ],
)
def test_a_bad_period_says_why_and_the_usual_one_stands_in(query, sentence):
    found, form = period.read(query, TODAY)
    assert found == period.last_days(TODAY)
    assert sentence in str(form.errors)


def test_a_month_is_a_calendar_month():
    assert period.month(datetime.date(2028, 2, 17)).until == datetime.date(2028, 2, 29)
