"""Two at the same station at the same moment. The race is shown without the lock, then cured."""

import threading

import pytest

from audit.models import Entry
from audit.refusal import Refused
from campaigns import delivering, rounds
from campaigns.models import Delivery, DeliveryRound
from organizations.register import Filters
from tests.campaigns.delivered import DAY, a_round, brought, of, some_stations, today
from tests.together import together

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def made(campaign, city, city_officer):
    some_stations(city)
    return a_round(campaign, city_officer)


@pytest.fixture
def planned(made):
    return made.deliveries.get(station__name="甲驿站")


def refusals(results) -> list[Refused]:
    assert [r for r in results if isinstance(r, Exception) and not isinstance(r, Refused)] == []
    return [result for result in results if isinstance(result, Refused)]


def test_without_the_lock_both_find_nothing_recorded(planned):
    """What the lock of `record` is for: the one who wrote first would never know."""
    looked, wrote = threading.Barrier(2), []

    def record_without_a_lock(quantity: int):
        found = Delivery.objects.get(pk=planned.pk)
        looked.wait(10)
        if found.delivered_on is None:
            wrote.append(quantity)

    together(lambda: record_without_a_lock(1), lambda: record_without_a_lock(2))
    assert sorted(wrote) == [1, 2]


def test_two_who_record_at_once_are_one_record_and_one_refusal(planned, officer, city_officer):
    results = together(
        lambda: brought(planned, officer, quantity=1),
        lambda: brought(planned, city_officer, quantity=2),
    )
    (refused,) = refusals(results)
    assert "要改请先撤销" in refused.message
    (entry,) = Entry.objects.filter(action="campaigns.delivered")
    planned.refresh_from_db()
    assert (entry.actor_id, entry.data["quantity"]) == (
        planned.recorded_by_id, planned.quantity,
    )  # fmt: skip


def test_one_finger_twice_is_one_record_and_no_refusal(planned, officer):
    results = together(*[lambda: brought(planned, officer)] * 3)
    assert refusals(results) == []
    assert Entry.objects.filter(action="campaigns.delivered").count() == 1


def test_two_who_tick_overlapping_rows_share_them(made, officer, city_officer):
    rows = list(made.deliveries.visible_to(officer).select_related("station__organization"))
    given = {"delivered_on": today(), "expires_on": today() + DAY}
    results = together(
        lambda: delivering.record_many(rows, actor=officer, **given),
        lambda: delivering.record_many(rows[::-1], actor=city_officer, **given),
    )
    assert refusals(results) == []
    assert sum(len(done) for done, _ in results) == 2
    assert sum(len(left) for _, left in results) == 2
    assert Entry.objects.filter(action="campaigns.delivered").count() == 2


def test_taken_back_by_two_is_taken_back_once(planned, officer, city_officer):
    done = brought(planned, officer)
    results = together(
        *[
            lambda who=who: delivering.undo(done, recorded_at=done.recorded_at, actor=who)
            for who in (officer, city_officer)
        ]
    )
    assert refusals(results) == []
    assert Entry.objects.filter(action="campaigns.delivery_undone").count() == 1


def test_recorded_and_left_out_at_once_is_one_of_the_two(planned, officer, city_officer):
    results = together(
        lambda: brought(planned, officer), lambda: rounds.leave_out(planned, actor=city_officer)
    )
    problems = [result for result in results if isinstance(result, Exception)]
    assert len(problems) == 1
    assert isinstance(problems[0], (Refused, Delivery.DoesNotExist))
    kept = Delivery.objects.filter(pk=planned.pk)
    assert kept.exists() == isinstance(problems[0], Refused)


def test_two_who_add_stations_at_once_add_each_once(campaign, city, city_officer, administrator):
    some_stations(city)
    made = rounds.open_round(
        campaign=campaign, name="医药箱", goods="医药箱", starts_on=today(), ends_on=today(),
        actor=city_officer,
    )  # fmt: skip
    came = together(
        *[
            lambda who=who: rounds.add_stations(made, filters=Filters(), actor=who)
            for who in (city_officer, administrator)
        ]
    )
    assert sorted(came) == [0, 4]
    assert made.deliveries.count() == 4


def test_two_who_open_the_same_round_open_one(campaign, city_officer, administrator):
    def open_it(who):
        return rounds.open_round(
            campaign=campaign, name="医药箱", goods="医药箱", starts_on=today(), ends_on=today(),
            actor=who,
        )  # fmt: skip

    first, second = together(lambda: open_it(city_officer), lambda: open_it(administrator))
    assert first == second
    assert DeliveryRound.objects.count() == 1


def test_the_station_s_other_rounds_wait_for_nobody(campaign, made, city_officer, officer):
    again = a_round(campaign, city_officer, "医药箱补一次")
    station = made.deliveries.get(station__name="甲驿站").station
    results = together(
        lambda: brought(of(made, station), officer), lambda: brought(of(again, station), officer)
    )
    assert refusals(results) == []
    assert len(Delivery.objects.filter(delivered_on__isnull=False)) == 2
