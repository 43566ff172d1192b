"""Days of the city: as moments, and in whole months. Here because everybody uses it and this is the
lowest room.
"""

import datetime

from django.utils import timezone

DAY = datetime.timedelta(days=1)


def midnight(day: datetime.date) -> datetime.datetime:
    """The moment at which the day begins by the city's time: what is compared with a moment uses an
    index, what is compared with its date does not.
    """
    return timezone.make_aware(datetime.datetime.combine(day, datetime.time()))


def first_full(day: datetime.date) -> datetime.date:
    """The first of the first month that begins on or after that day."""
    return day if day.day == 1 else (day.replace(day=28) + 4 * DAY).replace(day=1)


def last_full(day: datetime.date) -> datetime.date:
    """The last day of the last month that ends on or before that day."""
    if day == datetime.date.max or (day + DAY).day == 1:
        return day
    return day.replace(day=1) - DAY
