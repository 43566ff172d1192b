"""工作日历: a word for every day, changed by the city's administrators, read by the others."""

import datetime

import pytest
from django.utils import timezone

from organizations import calendar, month
from organizations.models import CalendarOverride

PAGE = "/desk/calendar/"
CHANGE = "/desk/calendar/change/"
REMOVE = "/desk/calendar/remove/"
TODAY = timezone.localdate()


def words(year: int, number: int, overrides=()) -> dict[int, tuple[str, str]]:
    rows = {row.day: row for row in overrides}
    weeks = month.weeks(year, number, rows, datetime.date(2026, 11, 23))
    return {face.day.day: (face.kind, face.word) for week in weeks for face in week if face}


def test_a_month_names_holidays_make_up_days_and_rest():
    february = words(2026, 2)
    assert len(february) == 28
    assert february[13] == ("work", "上班")
    assert february[14] == ("makeup", "补班")
    assert february[15] == ("holiday", "春节")
    assert february[17] == ("holiday", "春节")
    assert february[24] == ("work", "上班")
    assert february[28] == ("makeup", "补班")
    assert words(2026, 11)[22] == ("rest", "休息")
    assert words(2026, 9)[25] == ("holiday", "中秋")


def test_an_override_shows_over_what_was_published():
    day = datetime.date(2026, 10, 1)
    changed = words(2026, 10, [CalendarOverride(day=day, is_working=True, note="抢险")])
    assert changed[1] == ("override", "改为上班")


def test_an_unpublished_year_knows_only_weekends():
    october = words(2060, 10)
    assert october[1] == ("work", "上班")
    assert october[2] == ("rest", "休息")


@pytest.mark.parametrize("who", ["administrator", "district_administrator", "reviewer"])
def test_staff_read_the_calendar(request, city, signed_in, who):
    response = signed_in(request.getfixturevalue(who)).get(PAGE, {"year": 2026, "month": 10})
    assert "国庆节" in response.text
    assert response.context["may_change"] is (who == "administrator")


def test_the_auditor_reads_the_audit_and_nothing_else(city, signed_in, auditor):
    assert signed_in(auditor).get(PAGE).status_code == 404


def test_it_says_when_the_next_year_is_not_published(city, signed_in, reviewer):
    banner = f"{TODAY.year + 1}年的放假安排还没公布，暂按周一至周五算"
    shown = banner in signed_in(reviewer).get(PAGE).text
    assert shown is not calendar.is_published(TODAY.year + 1)


@pytest.mark.parametrize(
    "given",
    [
        {"year": "x"},
        {"year": "1"},
        {"year": "2026", "month": "13"},
        {"year": "9" * 40},
        {"month": "\0"},
    ],
)
def test_nonsense_in_the_address_shows_the_current_month(city, signed_in, reviewer, given):
    response = signed_in(reviewer).get(PAGE, given)
    assert response.context["first"] == TODAY.replace(day=1)


def test_the_citys_administrator_changes_a_day_and_takes_it_back(city, signed_in, administrator):
    client = signed_in(administrator)
    day = datetime.date(TODAY.year + 1, 1, 4)
    given = {"day": day.isoformat(), "is_working": "no", "note": "元旦调休"}
    response = client.post(CHANGE, given, follow=True)
    assert f"{day.year}年1月4日改为休息，现在起按它算答复时限。" in response.text
    assert response.context["first"] == day.replace(day=1)
    assert not calendar.working_calendar()(day)
    response = client.post(REMOVE, {"day": day.isoformat()}, follow=True)
    assert f"{day.year}年1月4日的调整已取消" in response.text
    assert calendar.working_calendar()(day) is calendar.published(day)


@pytest.mark.parametrize(
    ("given", "errors"),
    [
        ({"day": ""}, {"day": ["请选日期。"]}),
        ({"day": "2026-02-30"}, {"day": ["没有这一天，请再看一遍日期。"]}),
        ({"day": "1900-01-01"}, {"day": ["只能调整去年到后年之间的日子。"]}),
        ({"is_working": ""}, {"is_working": ["请选上班或休息。"]}),
        ({"is_working": "maybe"}, {"is_working": ["请选上班或休息。"]}),
        ({"note": ""}, {"note": ["请写明原因。"]}),
        ({"note": "长" * 61}, {"note": ["请写在60字以内。"]}),
    ],
)
def test_what_is_wrong_is_said_beside_the_field(city, signed_in, administrator, given, errors):
    typed = {"day": TODAY.isoformat(), "is_working": "no", "note": "暴雪停工"} | given
    response = signed_in(administrator).post(CHANGE, typed)
    assert response.context["form"].errors == errors
    assert not CalendarOverride.objects.exists()


@pytest.mark.parametrize("who", ["district_administrator", "reviewer"])
def test_others_cannot_change_it_with_a_forged_form(request, city, signed_in, who):
    client = signed_in(request.getfixturevalue(who))
    CalendarOverride.objects.create(day=TODAY, is_working=False, note="暴雪停工")
    typed = {"day": TODAY.isoformat(), "is_working": "yes", "note": "照常"}
    assert "工作日历由市总工会的管理员调整。" in client.post(CHANGE, typed).text
    assert "工作日历由市总工会的管理员调整。" in client.post(REMOVE, typed, follow=True).text
    assert [row.note for row in CalendarOverride.objects.all()] == ["暴雪停工"]


def test_removing_nonsense_is_no_error(city, signed_in, administrator):
    assert signed_in(administrator).post(REMOVE, {"day": "x"}).status_code == 302
