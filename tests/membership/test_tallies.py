import threading

import pytest
from django.db import connection

from membership import deciding, tallies
from membership.models import Measure, Tally, TallyDelta
from tests.factories import local
from tests.membership.conftest import MORNING, a_number

NOON = local(2026, 11, 23, 11, 30)


def test_the_front_page_adds_folded_and_fresh(submit, worker, other_worker, reviewer):
    first = submit(worker, number=a_number())
    tallies.fold()
    submit(other_worker, number=a_number())
    deciding.approve(first, actor=reviewer, at=NOON)

    assert tallies.city_today(NOON) == {"received": 2, "answered": 1, "open": 1}


def test_folding_empties_the_deltas_and_keeps_the_sums(application, reviewer, city):
    deciding.approve(application, actor=reviewer, at=NOON)

    assert tallies.fold() == 4
    assert not TallyDelta.objects.exists()
    rows = Tally.objects.values_list("organization", "measure", "amount")
    assert sorted(rows) == [
        (city.couriers.pk, measure, 1) for measure in ("approved", "joined", "on_time", "submitted")
    ]
    assert tallies.fold() == 0


def test_another_days_count_is_not_todays(application):
    assert tallies.city_today(local(2026, 11, 24, 9, 0))["received"] == 0


def test_a_changed_union_takes_its_count_along(application, reviewer, city):
    deciding.choose_union(application, organization=city.joint, actor=reviewer, at=NOON)

    assert tallies.recount(write=False) == []


def test_recount_agrees_after_every_kind_of_act(submit, worker, other_worker, reviewer):
    deciding.approve(submit(worker, number=a_number()), actor=reviewer, at=NOON)
    late = submit(other_worker, number=a_number())
    deciding.refuse(
        late,
        reason="不在本地",
        late_reason="系统升级",
        actor=reviewer,
        at=local(2026, 11, 24, 9, 0),
    )
    tallies.fold()

    assert tallies.recount(write=False) == []


def test_recount_finds_and_mends_a_wrong_sum(application, city):
    tallies.fold()
    Tally.objects.filter(measure=Measure.SUBMITTED).update(amount=7)

    found = tallies.recount(write=True)

    assert found == [f"2026-11-23 {city.couriers.pk} submitted: 7 → 1"]
    assert tallies.recount(write=False) == []


@pytest.mark.django_db(transaction=True)
def test_eight_writers_and_a_folder_lose_nothing(city):
    def write():
        for _ in range(25):
            tallies.add(city.couriers, MORNING, Measure.SUBMITTED)
        connection.close()

    def fold():
        for _ in range(20):
            tallies.fold()
        connection.close()

    threads = [threading.Thread(target=write) for _ in range(8)]
    threads += [threading.Thread(target=fold) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    tallies.fold()
    assert Tally.objects.get().amount == 200
