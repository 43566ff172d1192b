"""How long a notice (公示) stands: five working days or more, and not for ever."""

import datetime

from audit.refusal import Refused
from organizations.calendar import working_calendar

SHORTEST, LONGEST = 5, 30
DAY = datetime.timedelta(days=1)
# Nobody plans a notice longer ahead.
AHEAD = 60 * DAY


def last_day(starts_on: datetime.date, days: int = SHORTEST) -> datetime.date:
    """The earliest end: so many working days after the first one, which does not count
    (《民法典》第二百零一条).
    """
    is_worked, day = working_calendar(), starts_on
    while days:
        day += DAY
        days -= is_worked(day)
    return day


def check_days(starts_on: datetime.date, ends_on: datetime.date, today: datetime.date) -> None:
    if not today <= starts_on <= today + AHEAD:
        raise Refused("开始的日子请选今天起两个月以内。", field="starts_on")
    earliest, latest = last_day(starts_on), last_day(starts_on, LONGEST)
    if ends_on < earliest:
        raise Refused(
            f"公示不少于{SHORTEST}个工作日（第一天不算），最早到{said(earliest)}。",
            field="ends_on",
        )
    if ends_on > latest:
        raise Refused(f"公示最多{LONGEST}个工作日，最晚到{said(latest)}。", field="ends_on")


def said(day: datetime.date) -> str:
    return f"{day.month}月{day.day}日"
