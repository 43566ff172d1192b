"""The figures of 当日答复 are those of the applications, whatever was changed, moved or removed."""

import datetime
import itertools
import random

import pytest
from django.db.models import F, Q

from membership import deciding, joining, medians, promise, promising, tallies
from membership.models import (
    ALL,
    Application,
    ClockDelta,
    ClockTally,
    MinutesTally,
    MonthMinutesTally,
    State,
)
from membership.promise import Asked, Sums
from organizations import tree
from tests.factories import local
from tests.membership import promised
from tests.membership.conftest import ITEM, a_number

SINCE, UNTIL = datetime.date(2026, 11, 3), datetime.date(2026, 11, 5)


@pytest.fixture
def unions(city):
    return [city.root, city.ganzhou_federation, city.couriers, city.joint, city.minle_holding]


def proves(city) -> None:
    """Everything read is what a plain recount counts, for the city, a district and a union."""
    for union in (city.root, city.ganzhou_federation, city.couriers):
        union.refresh_from_db()
        below = list(union.children.all())
        asked = Asked(union.pk, SINCE, UNTIL, [each.pk for each in below])
        _proves_counts(union, below, promise.read(asked))
        _proves_medians(union, below, medians.read(asked))
    assert promising.recount(write=False) == []


def _proves_counts(union, below, found) -> None:
    rows = promised.rows(union.path)
    assert found.total == promised.counted(rows, SINCE, UNTIL)
    for each in below:
        expected = promised.counted(promised.rows(each.path), SINCE, UNTIL)
        assert found.by_union.get(each.pk, Sums()) == expected
    for day in (SINCE, UNTIL):
        assert found.by_day.get(day, Sums()) == promised.counted(rows, day, day)
    for hour in range(24):
        expected = promised.counted(rows, SINCE, UNTIL, hour)
        assert found.by_hour.get(hour, Sums()) == expected


def _proves_medians(union, below, found, since=SINCE, until=UNTIL) -> None:
    rows = promised.rows(union.path)
    assert found.total == promised.median(rows, since, until)
    for each in below:
        expected = promised.median(promised.rows(each.path), since, until)
        assert found.by_union.get(each.pk) == expected
    for hour in range(24):
        assert found.by_hour.get(hour) == promised.median(rows, since, until, hour)


@pytest.mark.parametrize("folded", [False, True])
def test_medians_of_months_and_of_what_stands_around_them(city, unions, folded):
    """From the first of a month or not, to its last day or not; over the turn of a year."""
    promised.applications(unions, 300, random.Random(8), days=150)
    if folded:
        promising.fold_all()
        tree.move(city.couriers, parent=city.minle_federation, actor=None)
    below = list(city.root.children.all())
    days = [
        *(datetime.date(2026, *day) for day in ((11, 1), (11, 2), (11, 30), (12, 1), (12, 31))),
        *(datetime.date(2027, *day) for day in ((2, 14), (2, 28))),
    ]
    for since, until in itertools.combinations_with_replacement(days, 2):
        asked = Asked(city.root.pk, since, until, [each.pk for each in below])
        _proves_medians(city.root, below, medians.read(asked), since, until)
    assert promising.recount(write=False) == []


def test_of_whole_months_their_sums_alone_are_read(city, unions):
    promised.applications(unions, 60, random.Random(3), days=100)
    promising.fold_all()
    first, last = datetime.date(2026, 12, 1), datetime.date(2027, 1, 31)
    asked = Asked(city.root.pk, first, last)
    before = medians.read(asked)
    MinutesTally.objects.all().delete()
    assert before.total is not None
    assert medians.read(asked) == before


@pytest.mark.parametrize("seed", range(4))
def test_sums_and_medians_are_those_of_the_rows(city, unions, seed):
    chance = random.Random(seed)
    rows = promised.applications(unions, 150, chance)
    proves(city)
    promising.fold()
    _changed(rows, unions, chance)
    proves(city)
    promising.fold()
    assert not ClockDelta.objects.exists()
    proves(city)


def _changed(rows, unions, chance) -> None:
    Application.objects.filter(pk__in=[row.pk for row in rows[:20]]).delete()
    for row in chance.sample(rows[20:], 40):
        if row.state != State.DRAFT:
            Application.objects.filter(pk=row.pk).update(organization=chance.choice(unions))
    Application.objects.filter(state=State.APPROVED, was_late=True).update(
        worked_seconds=chance.randrange(5000)
    )


def test_what_a_union_itself_answered_is_told_apart_from_those_below(city):
    rows = promised.applications([city.root], 40, random.Random(1))
    promised.applications([city.couriers, city.minle_holding], 80, random.Random(2))
    below = [city.ganzhou_federation.pk, city.minle_federation.pk]
    asked = Asked(city.root.pk, SINCE, UNTIL, below)

    with_all, own_median = promise.read(asked), medians.read(asked).own

    Application.objects.exclude(pk__in=[row.pk for row in rows]).delete()
    assert with_all.own == promise.read(asked).total
    assert own_median == medians.read(asked).total is not None


@pytest.mark.parametrize("folded", [True, False])
def test_a_moved_union_takes_its_figures_along(city, unions, administrator, folded):
    promised.applications(unions, 120, random.Random(7))
    if folded:
        promising.fold()
    # With the joint union below it.
    tree.move(city.railway_union, parent=city.minle_federation, actor=administrator)
    proves(city)
    tree.move(city.railway_union, parent=city.root, actor=administrator)
    proves(city)
    promising.fold()
    proves(city)


def test_one_act_appends_one_row_and_a_draft_none(application):
    sums = ClockDelta.objects.values_list("submitted", "on_time", "minutes")
    assert list(sums) == [(1, 0, None)]
    Application.objects.filter(pk=application.pk).update(employer="饿了么")
    assert ClockDelta.objects.count() == 1


def test_working_time_leaves_out_lunch_nights_and_corrections(
    application, worker, reviewer, details
):
    # 10:00 to 11:00, then from 15:30 of the next day to 16:10.
    deciding.return_for_correction(
        application, items=[ITEM], actor=reviewer, at=local(2026, 11, 23, 11, 0)
    )
    application.refresh_from_db()
    assert application.worked_seconds == 3600
    joining.submit(
        application,
        details=details(number=a_number()),
        actor=worker,
        at=local(2026, 11, 24, 15, 30),
    )
    deciding.approve(application, actor=reviewer, at=local(2026, 11, 24, 16, 10))

    application.refresh_from_db()
    assert application.worked_seconds == 100 * 60


def test_a_late_answer_counts_the_time_over_and_a_lunch_break_does_not(application, reviewer):
    deciding.approve(
        application, actor=reviewer, late_reason="系统升级", at=local(2026, 11, 24, 9, 30)
    )

    application.refresh_from_db()
    # Monday 10–12 and 14–18, Tuesday half an hour.
    assert application.worked_seconds == (2 + 4) * 3600 + 1800


def test_a_refusal_while_the_clock_stands_keeps_what_was_counted(returned, reviewer):
    deciding.refuse(returned, reason="不在本地", actor=reviewer, at=local(2026, 11, 25, 9, 0))

    returned.refresh_from_db()
    assert returned.worked_seconds == 3600


def test_a_correction_sent_to_another_union_is_received_there(
    returned, worker, details, city, reviewer
):
    joining.submit(
        returned, details=details(number=a_number(), organization=city.joint), actor=worker,
        at=local(2026, 11, 23, 14, 0),
    )  # fmt: skip
    assert tallies.recount(write=False) == []
    assert promising.recount(write=False) == []


def test_recount_finds_and_mends_wrong_sums(city, unions):
    promised.applications(unions, 60, random.Random(3))
    promising.fold()
    ClockTally.objects.filter(organization=city.root).update(late=99)
    MinutesTally.objects.filter(twenty=ALL).delete()

    assert promising.recount(write=True)
    assert promising.recount(write=False) == []
    proves(city)


def test_recount_finds_a_wrong_row_of_each_kind_of_minutes(city, unions):
    promised.applications(unions, 60, random.Random(3), days=60)
    promising.fold()
    wrong = [{"amount": F("amount") + 1}, {"minute": 4_000}, {"amount": 0}]
    by_hour, by_minute = ~Q(hour=ALL), ~Q(twenty=ALL)
    kinds = [
        table.objects.filter(hour, minute)
        for hour in (by_hour, ~by_hour)
        for minute in (by_minute, ~by_minute)
        for table in (MinutesTally, MonthMinutesTally)
    ]
    for kind in kinds:
        rows = kind.filter(organization=city.couriers).order_by("pk")
        for row, fields in zip(rows[:3], wrong, strict=True):
            type(row).objects.filter(pk=row.pk).update(**fields)

    found = promising.recount(write=True)

    # What stands at another minute is wrong in two places.
    assert len(found) == 4 * len(kinds)
    assert all("minutes" in line or "months" in line for line in found)
    assert promising.recount(write=False) == []


def test_recount_finds_wrong_minutes_that_wait_to_be_folded(city, unions):
    promised.applications(unions, 30, random.Random(3))
    # The numbers of answers stay as they are.
    ClockDelta.objects.filter(minutes__isnull=False).update(minutes=F("minutes") + 1)
    assert promising.recount(write=True)
    assert promising.recount(write=False) == []


def test_what_waits_now_is_told_by_union(city, unions):
    promised.applications(unions, 80, random.Random(5))
    at = local(2026, 11, 4, 12, 0)
    found = promise.waiting(city.ganzhou_federation.path, at)
    open_ones = Application.objects.filter(
        organization__path__startswith=city.ganzhou_federation.path
    )
    assert sum(each.overdue for each in found.values()) == open_ones.due_before(at).count() > 0
    stopped = open_ones.filter(state=State.RETURNED).count()
    assert sum(each.stopped for each in found.values()) == stopped > 0
