"""Deliveries recorded, taken back, restocked: every state, every hand."""

import datetime

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from audit.models import Entry
from audit.refusal import Refused
from campaigns import deliveries, delivering
from campaigns.models import Delivery
from tests.campaigns.delivered import DAY, GOOD_DAYS, a_round, brought, of, some_stations, today


@pytest.fixture
def stations(city):
    return some_stations(city)


@pytest.fixture
def made(campaign, city_officer, stations):
    return a_round(campaign, city_officer)


def restock() -> set[str]:
    return {delivery.station.name for delivery in deliveries.expiring(today())}


def test_what_arrived_is_recorded_by_the_station_s_own_union(made, stations, officer):
    at = timezone.now()
    done = delivering.record(
        of(made, stations.a), delivered_on=today() - DAY, quantity=2, actor=officer, at=at,
        expires_on=today() + DAY, receiver="马演示", note="放在前台",
    )  # fmt: skip
    done.refresh_from_db()
    assert (done.delivered_on, done.quantity, done.expires_on) == (
        today() - DAY, 2, today() + DAY,
    )  # fmt: skip
    assert (done.receiver, done.note, done.recorded_by, done.recorded_at) == (
        "马演示", "放在前台", officer, at,
    )  # fmt: skip
    entry = Entry.objects.get(action="campaigns.delivered")
    assert (entry.actor_id, entry.data["station"], entry.data["quantity"]) == (
        officer.pk, "甲驿站", 2,
    )  # fmt: skip
    # Who signed is kept with the delivery, not in the record that outlives it.
    assert "马演示" not in str(entry.data)


def test_a_second_press_records_nothing_more(made, stations, officer):
    first = brought(of(made, stations.a), officer)
    second = brought(of(made, stations.a), officer)
    assert first.recorded_at == second.recorded_at
    assert Entry.objects.filter(action="campaigns.delivered").count() == 1


def test_the_second_to_record_is_told_who_was_first(made, stations, officer, city_officer):
    brought(of(made, stations.a), officer)
    with pytest.raises(Refused, match=r"甲驿站已记.*送到（华演示记的），要改请先撤销"):
        brought(of(made, stations.a), city_officer)
    with pytest.raises(Refused, match="要改请先撤销"):
        brought(of(made, stations.a), officer, quantity=2)


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"delivered_on": today() + DAY}, "delivered_on"),
        ({"delivered_on": today() - 11 * DAY}, "delivered_on"),
        ({"expires_on": today()}, "expires_on"),
        ({"expires_on": today() - DAY}, "expires_on"),
    ],
)
def test_days_that_cannot_be_are_refused_beside_their_field(made, stations, officer, given, field):
    with pytest.raises(Refused) as refused:
        brought(of(made, stations.a), officer, **given)
    assert refused.value.field == field
    assert of(made, stations.a).delivered_on is None


def test_another_district_records_takes_back_and_restocks_nothing(made, stations, other_officer):
    planned = of(made, stations.a)
    with pytest.raises(Refused, match="不归您的工会管"):
        brought(planned, other_officer)
    assert brought(of(made, stations.c), other_officer).delivered_on == today()


def test_those_who_run_the_month_record_everywhere(made, stations, city_officer):
    for station in vars(stations).values():
        assert brought(of(made, station), city_officer).recorded_by == city_officer


def test_several_are_recorded_at_once_and_the_rest_is_explained(
    made, stations, officer, city_officer
):
    brought(of(made, stations.a), city_officer)
    rows = [of(made, station) for station in vars(stations).values()]
    done, left = delivering.record_many(
        rows, actor=officer, delivered_on=today(), expires_on=today() + DAY
    )
    assert [delivery.station for delivery in done] == [stations.b]
    assert [delivery.station.name for delivery, _ in left] == ["甲驿站", "丙驿站", "本级驿站"]
    assert left[0][1].startswith("甲驿站已记")
    assert Entry.objects.filter(action="campaigns.delivered").count() == 2


def test_a_mistaken_record_is_taken_back_and_what_it_said_stays_on_record(made, stations, officer):
    done = brought(of(made, stations.a), officer, quantity=3, receiver="马演示", note="x")
    delivering.set_restocked(done, actor=officer)
    undone = delivering.undo(done, recorded_at=done.recorded_at, actor=officer)
    undone.refresh_from_db()
    assert {name: getattr(undone, name) for name in delivering.PLANNED} == delivering.PLANNED
    entry = Entry.objects.get(action="campaigns.delivery_undone")
    assert (entry.data["quantity"], entry.data["delivered_on"]) == (3, today().isoformat())
    assert brought(undone, officer).delivered_on == today()


def test_taking_back_twice_takes_back_once_and_never_a_newer_record(made, stations, officer):
    done = brought(of(made, stations.a), officer)
    stamp = done.recorded_at
    delivering.undo(done, recorded_at=stamp, actor=officer)
    delivering.undo(done, recorded_at=stamp, actor=officer)
    assert Entry.objects.filter(action="campaigns.delivery_undone").count() == 1
    again = brought(of(made, stations.a), officer)
    with pytest.raises(Refused, match="刚刚又改过"):
        delivering.undo(again, recorded_at=stamp, actor=officer)
    assert of(made, stations.a).delivered_on == today()


def test_what_was_never_there_is_not_restocked(made, stations, officer):
    with pytest.raises(Refused, match="还没有送到"):
        delivering.set_restocked(of(made, stations.a), actor=officer)


def test_restocked_by_hand_and_back_again(made, stations, officer, other_officer):
    done = brought(of(made, stations.a), officer, expires_on=today() + 5 * DAY)
    assert restock() == {"甲驿站"}
    with pytest.raises(Refused, match="不归您的工会管"):
        delivering.set_restocked(done, actor=other_officer)
    delivering.set_restocked(done, actor=officer)
    delivering.set_restocked(done, actor=officer)
    assert restock() == set()
    delivering.set_restocked(done, False, actor=officer)
    assert restock() == {"甲驿站"}
    assert Entry.objects.filter(action="campaigns.restocked").count() == 1
    assert Entry.objects.filter(action="campaigns.restock_undone").count() == 1


@pytest.mark.parametrize(
    ("days", "listed"), [(-1, True), (0, True), (29, True), (30, True), (31, False), (None, False)]
)
def test_the_list_begins_as_many_days_before_as_the_round_says(
    made, stations, officer, days, listed
):
    done = brought(of(made, stations.a), officer)
    last = None if days is None else today() + days * DAY
    Delivery.objects.filter(pk=done.pk).update(expires_on=last, delivered_on=today() - 3 * DAY)
    assert (restock() == {"甲驿站"}) == listed


def test_a_later_delivery_of_the_same_goods_makes_the_earlier_one_good(
    campaign, made, stations, officer, city_officer
):
    brought(of(made, stations.a), officer, expires_on=today() + 5 * DAY)
    brought(of(made, stations.b), officer, expires_on=today() + 5 * DAY)
    other = a_round(campaign, city_officer, "血压计进站点", goods="血压计")
    brought(of(other, stations.a), officer)
    assert restock() == {"甲驿站", "乙驿站"}
    again = a_round(campaign, city_officer, "医药箱补一次")
    new = brought(of(again, stations.a), officer)
    assert restock() == {"乙驿站"}
    # Taken back, the earlier one is due again, by itself.
    delivering.undo(new, recorded_at=new.recorded_at, actor=officer)
    assert restock() == {"甲驿站", "乙驿站"}


def test_of_two_the_same_day_the_one_recorded_last_counts(
    campaign, made, stations, officer, city_officer
):
    again = a_round(campaign, city_officer, "医药箱补一次")
    now = timezone.now()
    brought(of(made, stations.a), officer, expires_on=today() + 5 * DAY, at=now)
    brought(of(again, stations.a), officer, expires_on=today() + 6 * DAY, at=now + DAY / 24)
    (left,) = deliveries.expiring(today())
    assert left.round == again


def test_an_old_delivery_entered_late_is_not_called_for(
    campaign, made, stations, officer, city_officer
):
    again = a_round(campaign, city_officer, "医药箱补一次")
    brought(of(again, stations.a), officer)
    brought(of(made, stations.a), officer, delivered_on=today() - 5 * DAY, expires_on=today() + DAY)
    assert restock() == set()


@pytest.mark.parametrize(
    "wrong",
    [
        {"expires_on": datetime.date(2027, 1, 1)},
        {"restocked": True},
        {"recorded_at": timezone.now()},
        {"delivered_on": datetime.date(2026, 11, 1)},
    ],
)
def test_the_database_keeps_planned_and_delivered_apart(made, stations, wrong):
    with pytest.raises(IntegrityError), transaction.atomic():
        Delivery.objects.filter(pk=of(made, stations.a).pk).update(**wrong)


def test_the_database_knows_each_station_once_a_round(made, stations):
    with pytest.raises(IntegrityError), transaction.atomic():
        Delivery.objects.create(round=made, station=stations.a)


def test_good_days_are_the_usual_ones(made, stations, officer):
    assert brought(of(made, stations.a), officer).expires_on == today() + GOOD_DAYS * DAY
