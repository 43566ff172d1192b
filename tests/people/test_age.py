"""The desk sees how old somebody is, never the birth date beside the masked number."""

import datetime

import time_machine

from people.models import Person


def test_the_age_is_in_whole_years_of_the_city_s_own_day():
    born = Person(birth_date=datetime.date(1988, 5, 6))
    with time_machine.travel("2026-05-05 15:59:00+00:00", tick=False):
        assert born.age == 37
    with time_machine.travel("2026-05-05 16:01:00+00:00", tick=False):
        assert born.age == 38


def test_an_unknown_birth_date_gives_no_age():
    assert Person(birth_date=None).age is None
