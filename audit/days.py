"""Days of the city, as moments. Here because everybody uses it and this is the lowest room."""

import datetime

from django.utils import timezone


def midnight(day: datetime.date) -> datetime.datetime:
    """The moment at which the day begins by the city's time: what is compared with a moment uses an
    index, what is compared with its date does not.
    """
    return timezone.make_aware(datetime.datetime.combine(day, datetime.time()))
