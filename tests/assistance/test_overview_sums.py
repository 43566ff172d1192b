"""How far 1+1 is, in sums: each figure by hand, and the kept sums equal to the plain counting."""

import datetime
import random

import pytest
from django.db import transaction
from django.utils import timezone

from assistance import coverage, covering
from assistance.coverage import Cover
from assistance.models import CoverageDelta, FileState, HandOver, HardshipFile, Need, NeedState
from tests.assistance.rows import a_file
from tests.factories import local
from tests.together import together

pytestmark = pytest.mark.django_db
TODAY = datetime.date(2026, 11, 24)
DAY = datetime.timedelta(days=1)


def at(days_ago: int, hour: int = 10) -> datetime.datetime:
    return local(2026, 11, 24, hour) - days_ago * DAY


def plain_sums(city) -> dict[int, Cover]:
    return coverage.plain(coverage.BY_UNION, coverage.Day.of(TODAY), paths=[f"{city.root.path}%"])


def sums(city) -> Cover:
    """Of everything, counted from the rows and as it is kept: they must be one."""
    plain = plain_sums(city)
    covering.recount(write=True, day=TODAY)
    assert coverage.by_union([city.root.path], TODAY) == plain
    return coverage.total(plain.values())


@pytest.mark.parametrize(
    ("state", "cover"),
    [
        (FileState.SURVEYED, Cover(files=1)),
        (FileState.ASKED, Cover(files=1)),
        (FileState.ON_FILE, Cover(files=1, consented=1)),
        (FileState.RELAPSED, Cover(files=1, consented=1)),
        (FileState.LIFTED, Cover()),
        (FileState.LEFT, Cover()),
    ],
)
def test_a_file_counts_by_its_state(city, state, cover):
    a_file(city.couriers, state=state)
    assert sums(city) == cover


def paired(city, **fields) -> HardshipFile:
    return a_file(city.couriers, **{"next_due_on": TODAY, **fields})


ONE = {"files": 1, "consented": 1, "paired": 1}


@pytest.mark.parametrize(
    ("fields", "cover"),
    [
        ({}, Cover(**ONE)),
        ({"next_due_on": TODAY - DAY}, Cover(**ONE, silent=1)),
        # The fourteenth day after the call is the last one within the interval.
        ({"last_contact_at": at(14, hour=0)}, Cover(**ONE, contacted=1)),
        ({"last_contact_at": at(15, hour=23)}, Cover(**ONE)),
        ({"last_contact_at": at(29), "interval_days": 30}, Cover(**ONE, contacted=1)),
        ({"last_contact_at": at(8), "interval_days": 7}, Cover(**ONE)),
        ({"last_tried_at": at(3)}, Cover(**ONE, tried=1)),
        ({"last_contact_at": at(20), "last_tried_at": at(3)}, Cover(**ONE, tried=1)),
        # Tried again after an answer within the interval: there was an answer.
        ({"last_contact_at": at(9), "last_tried_at": at(3)}, Cover(**ONE, contacted=1)),
        (
            {"last_tried_at": at(3), "next_due_on": TODAY - DAY},
            Cover(**ONE, tried=1, silent=1),
        ),
    ],
)
def test_a_pair_counts_by_its_last_call(city, fields, cover):
    paired(city, **fields)
    assert sums(city) == cover


@pytest.mark.parametrize("state", NeedState.values)
def test_needs_count_while_they_are_open_and_are_old_from_the_fifth_day(
    city, district_administrator, state
):
    file = a_file(city.couriers, state=FileState.SURVEYED)
    for moment in (at(5, hour=23), at(4, hour=0)):
        Need.objects.create(
            file=file, kind="goods", raised_by=district_administrator, raised_at=moment, state=state
        )
    is_open = state in ("raised", "assigned", "bought", "delivered")
    assert sums(city) == (Cover(files=1, needs=2, old_needs=1) if is_open else Cover(files=1))


def test_a_household_that_waits_for_another_cadre_counts_until_that_is_decided(city):
    file = a_file(city.couriers)
    covering.recount(write=True, day=TODAY)
    waiting = HandOver.objects.create(file=file, reason="post_ended")
    assert coverage.by_union([""], TODAY)[city.couriers.pk].hand_overs == 1
    assert sums(city).hand_overs == 1
    waiting.decided_at = timezone.now()
    waiting.save(update_fields=["decided_at"])
    assert coverage.by_union([""], TODAY)[city.couriers.pk].hand_overs == 0


def test_each_union_has_its_own(city):
    mine, theirs = a_file(city.couriers), a_file(city.minle_federation)
    found = coverage.by_union([city.ganzhou_federation.path], TODAY)
    assert found == {city.couriers.pk: Cover(files=1, consented=1)}
    everything = coverage.by_union([city.root.path], TODAY)
    assert everything.keys() == {mine.organization_id, theirs.organization_id}
    assert coverage.by_union([], TODAY) == {}


def test_whatever_is_written_the_kept_sums_are_those_of_the_rows(city, district_administrator):
    """Also by bulk statements, which no service would hear of."""
    covering.recount(write=True, day=TODAY)
    lots = random.Random(943)
    files = [a_file(city.couriers, state=FileState.SURVEYED) for _ in range(12)]
    for step in range(60):
        _something(lots, files, city, district_administrator)
        if step % 7 == 0:
            covering.fold()
        plain = plain_sums(city)
        kept = coverage.by_union([city.root.path], TODAY)
        assert kept == plain
    assert covering.recount(write=False) == []


def _something(lots, files, city, actor) -> None:
    rows = HardshipFile.objects.filter(pk__in=[file.pk for file in lots.sample(files, 3)])
    match lots.randrange(6):
        case 0:
            rows.update(state=lots.choice(FileState.values), agreed_at=timezone.now())
        case 1:
            rows.update(next_due_on=lots.choice((None, TODAY - DAY, TODAY)))
        case 2:
            rows.update(last_contact_at=at(lots.randrange(30)))
        case 3:
            rows.update(last_tried_at=at(lots.randrange(30)), household_size=9)
        case 4:
            rows.update(
                organization=lots.choice((city.couriers, city.minle_federation)),
                unit_name=lots.choice(("", "中通演示分拨")),
            )
        case 5:
            for file in rows:
                Need.objects.create(file=file, kind="goods", raised_by=actor)
            Need.objects.filter(file__in=files[:6]).update(state=lots.choice(NeedState.values))


def test_what_counts_nothing_writes_nothing(city):
    file = paired(city)
    covering.recount(write=True, day=TODAY)
    HardshipFile.objects.filter(pk=file.pk).update(household_size=4, phone="19900000001")
    assert not CoverageDelta.objects.exists()


def test_another_day_or_another_interval_is_counted_from_the_rows(city, settings):
    paired(city, last_contact_at=at(14))
    covering.keep(TODAY)
    assert coverage.total(coverage.by_union([""], TODAY).values()).silent == 0
    tomorrow = coverage.total(coverage.by_union([""], TODAY + DAY).values())
    assert (tomorrow.contacted, tomorrow.silent) == (0, 1)
    settings.CONTACT_INTERVAL_DAYS = 7
    assert coverage.total(coverage.by_union([""], TODAY).values()).contacted == 0


def test_the_minute_after_midnight_counts_anew_and_the_next_folds(city):
    file = paired(city, last_contact_at=at(14))
    covering.keep(TODAY)
    covering.keep(TODAY + DAY)
    assert coverage.by_union([""], TODAY + DAY)[city.couriers.pk].silent == 1
    file.next_due_on = TODAY + 15 * DAY
    file.save(update_fields=["next_due_on"])
    assert CoverageDelta.objects.count() == 4
    covering.keep(TODAY + DAY)
    assert not CoverageDelta.objects.exists()
    assert coverage.by_union([""], TODAY + DAY)[city.couriers.pk].silent == 0


def test_a_wrong_sum_is_found_and_mended(city):
    paired(city)
    covering.recount(write=True, day=TODAY)
    CoverageDelta.objects.create(organization=city.couriers, files=3)
    assert len(covering.recount(write=False)) == 1
    assert len(covering.recount(write=True, day=TODAY)) == 1
    assert covering.recount(write=False) == []


def test_by_unit_adds_up_to_the_union(city, district_administrator):
    for unit in ("中通演示分拨", "中通演示分拨", "", "美团演示站"):
        file = paired(city, unit_name=unit)
        Need.objects.create(file=file, kind="goods", raised_by=district_administrator)
    units = ["", "中通演示分拨", "美团演示站", "没有的"]
    found = coverage.by_unit(city.couriers.pk, units, TODAY)
    covering.recount(write=True, day=TODAY)
    assert coverage.by_unit(city.couriers.pk, units, TODAY) == found
    assert {unit: cover.paired for unit, cover in found.items()} == {
        "": 1, "中通演示分拨": 2, "美团演示站": 1,
    }  # fmt: skip
    whole = coverage.by_union([city.couriers.path], TODAY)[city.couriers.pk]
    assert coverage.total(found.values()) == whole


@pytest.mark.django_db(transaction=True)
def test_counting_anew_beside_writers_loses_nothing(city):
    files = [paired(city) for _ in range(4)]
    covering.recount(write=True, day=TODAY)

    def write(file):
        def act():
            for days in range(5):
                with transaction.atomic():
                    HardshipFile.objects.filter(pk=file.pk).update(
                        next_due_on=TODAY - days % 2 * DAY
                    )

        return act

    def keep():
        for _ in range(3):
            covering.fold()
            covering.recount(write=True, day=TODAY)

    assert together(*map(write, files), keep, covering.fold)[:5] == [None] * 5
    assert covering.recount(write=False) == []
