"""Contacts and open needs by day: each by hand, and the kept sums equal to the plain counting."""

import datetime
import random

import pytest
from django.db.models import F

from assistance import care_days
from assistance.care_days import Contacts
from assistance.models import CareDayDelta, CareDayTally, Contact, HardshipFile, Need, NeedState
from assistance.tasks import keep_coverage
from assistance.vocabulary import Result
from tests.assistance.rows import a_file
from tests.factories import local

pytestmark = pytest.mark.django_db
TODAY = datetime.date(2026, 11, 24)
DAY = datetime.timedelta(days=1)


def at(days_ago: int, hour: int = 10) -> datetime.datetime:
    return local(2026, 11, 24, hour) - days_ago * DAY


def a_contact(file, by, result="reached", moment=None) -> Contact:
    moment = moment or at(0)
    return Contact.objects.create(
        file=file, by=by, at=moment, recorded_at=moment, channel="call", result=result
    )


def of_city(city, days: int = 60) -> dict:
    return care_days.contacts(city.root.path, TODAY - days * DAY, TODAY)


@pytest.mark.parametrize(
    ("result", "counted"),
    [
        ("reached", Contacts(1, 0)),
        ("declined", Contacts(1, 0)),
        ("passed_on", Contacts(1, 0)),
        ("not_reached", Contacts(0, 1)),
    ],
)
def test_a_contact_counts_by_whether_somebody_answered(city, cadre, result, counted):
    a_contact(a_file(city.couriers), cadre, result)
    assert of_city(city) == {TODAY: counted}


def test_the_day_is_the_citys_own(city, cadre):
    file = a_file(city.couriers)
    a_contact(file, cadre, moment=at(1, hour=23))
    a_contact(file, cadre, moment=at(0, hour=0))
    assert of_city(city) == {TODAY - DAY: Contacts(1, 0), TODAY: Contacts(1, 0)}


def test_a_corrected_result_counts_as_it_stands_then(city, cadre):
    contact = a_contact(a_file(city.couriers), cadre, "not_reached")
    Contact.objects.filter(pk=contact.pk).update(result="reached", at=at(1))
    assert of_city(city) == {TODAY - DAY: Contacts(1, 0)}


def test_words_taken_out_change_no_count(city, cadre):
    a_contact(a_file(city.couriers), cadre)
    care_days.fold()
    Contact.objects.update(note="")
    assert not CareDayDelta.objects.exists()


def test_each_union_has_its_own_and_a_moved_file_takes_its_days_along(city, cadre):
    file = a_file(city.couriers)
    a_contact(file, cadre)
    Need.objects.create(file=file, kind="goods", raised_by=cadre, raised_at=at(1))
    before, after = city.ganzhou_federation.path, city.minle_federation.path
    assert care_days.contacts(before, TODAY, TODAY) == {TODAY: Contacts(1, 0)}
    HardshipFile.objects.filter(pk=file.pk).update(organization=city.minle_federation)
    assert care_days.contacts(before, TODAY, TODAY) == {}
    assert care_days.contacts(after, TODAY, TODAY) == {TODAY: Contacts(1, 0)}
    assert sum(care_days.open_needs(before, TODAY).values()) == 0
    assert sum(care_days.open_needs(after, TODAY).values()) == 1


@pytest.mark.parametrize(
    ("days", "age"),
    [(-1, "new"), (0, "new"), (2, "new"), (3, "days"), (4, "days"), (5, "old"), (14, "old"),
     (15, "long"), (900, "long")],
)  # fmt: skip
def test_an_open_need_counts_by_its_age(city, cadre, days, age):
    file = a_file(city.couriers)
    Need.objects.create(file=file, kind="goods", raised_by=cadre, raised_at=at(days))
    found = care_days.open_needs(city.root.path, TODAY)
    assert {name for name, number in found.items() if number} == {age}


@pytest.mark.parametrize("state", NeedState.values)
def test_a_need_counts_while_it_is_open(city, cadre, state):
    file = a_file(city.couriers)
    need = Need.objects.create(file=file, kind="goods", raised_by=cadre, raised_at=at(0))
    Need.objects.filter(pk=need.pk).update(state=state)
    is_open = state in ("raised", "assigned", "bought", "delivered")
    assert sum(care_days.open_needs(city.root.path, TODAY).values()) == is_open


def test_whatever_is_written_the_kept_sums_are_those_of_the_rows(city, cadre):
    """Also by bulk statements, which no service would hear of."""
    lots = random.Random(1103)
    files = [a_file(city.couriers) for _ in range(8)]
    for step in range(60):
        _something(lots, files, city, cadre)
        if step % 7 == 0:
            care_days.fold()
        assert care_days.SUMS.read(*care_days.KEY) == care_days.from_rows()
    assert care_days.recount(write=False) == []


def _something(lots, files, city, by) -> None:
    some = [file.pk for file in lots.sample(files, 3)]
    contacts, needs = (table.objects.filter(file__in=some) for table in (Contact, Need))
    match lots.randrange(7):
        case 0 | 1:
            Contact.objects.bulk_create(
                Contact(
                    file_id=pk, by=by, at=at(lots.randrange(40)), channel="call",
                    result=lots.choice(Result.values),
                )
                for pk in some
            )  # fmt: skip
        case 2:
            contacts.update(result=lots.choice(Result.values))
        case 3:
            contacts.update(at=F("at") - lots.randrange(3) * DAY)
        case 4:
            Contact.objects.filter(pk__in=contacts.values("pk")[:2]).delete()
        case 5:
            for pk in some:
                Need.objects.create(file_id=pk, kind="law", raised_by=by, raised_at=at(3))
            needs.update(state=lots.choice(NeedState.values))
        case 6:
            HardshipFile.objects.filter(pk__in=some).update(
                organization=lots.choice((city.couriers, city.minle_federation))
            )


def test_the_minute_folds(city, cadre):
    a_contact(a_file(city.couriers), cadre)
    keep_coverage()
    assert not CareDayDelta.objects.exists()
    assert CareDayTally.objects.get().reached == 1
    assert of_city(city) == {TODAY: Contacts(1, 0)}


def test_a_wrong_sum_is_found_and_mended(city, cadre):
    a_contact(a_file(city.couriers), cadre)
    CareDayDelta.objects.create(day=TODAY, organization=city.couriers, tried=3)
    assert len(care_days.recount(write=False)) == 1
    assert len(care_days.recount(write=True)) == 1
    assert care_days.recount(write=False) == []
    assert of_city(city) == {TODAY: Contacts(1, 0)}


def test_the_old_needs_of_the_overview_are_the_two_last_ages(city, cadre):
    assert [age.since for age in care_days.AGES[2:]] == [5, 15]
