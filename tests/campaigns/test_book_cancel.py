"""Giving a seat back, until it begins: whoever waits longest and may, moves up."""

import pytest

from audit.models import Entry
from audit.refusal import Refused
from campaigns import booking
from campaigns.models import Booking, BookingState, HealthBenefit, Session
from notifications.models import Message
from tests import factories
from tests.campaigns.booked import DAY, a_check_up, a_known_worker, a_session, tomorrow


@pytest.fixture
def session(campaign, city):
    return a_session(campaign, city.ganzhou_federation, capacity=1)


@pytest.fixture
def booked(session, worker):
    return booking.book(session, worker=worker)


def state_of(made: Booking) -> str:
    return Booking.objects.get(pk=made.pk).state


def test_the_seat_is_free_again_and_it_is_recorded(session, booked, worker):
    booking.cancel(booked, actor=worker)
    booked.refresh_from_db()
    session.refresh_from_db()
    assert (booked.state, session.taken) == (BookingState.CANCELLED, 0)
    assert booked.cancelled_at is not None
    assert Entry.objects.get(action="campaigns.booking_cancelled").actor_id == worker.pk


def test_twice_is_once(session, booked, worker):
    booking.cancel(booked, actor=worker)
    booking.cancel(booked, actor=worker)
    session.refresh_from_db()
    assert session.taken == 0
    assert Entry.objects.filter(action="campaigns.booking_cancelled").count() == 1


def test_nobody_cancels_for_somebody_else(booked, other_worker):
    with pytest.raises(Refused, match="本人"):
        booking.cancel(booked, actor=other_worker)
    assert state_of(booked) == BookingState.BOOKED


def test_once_it_has_begun_it_is_too_late(booked, worker):
    with pytest.raises(Refused, match="已经开始"):
        booking.cancel(booked, actor=worker, at=tomorrow(9))
    assert state_of(booked) == BookingState.BOOKED


def test_the_first_in_line_moves_up_and_is_told_by_sms_too(session, booked, worker, other_worker):
    first = booking.book(session, worker=other_worker)
    second = booking.book(session, worker=factories.a_worker())

    booking.cancel(booked, actor=worker)

    assert [state_of(each) for each in (first, second)] == ["booked", "waiting"]
    session.refresh_from_db()
    assert session.taken == 1
    told = Message.objects.filter(kind="campaigns.moved_up")
    assert sorted(told.values_list("recipient", "channel")) == [
        (other_worker.pk, "inbox"), (other_worker.pk, "sms"),
    ]  # fmt: skip
    assert told.get(channel="sms").params["place"] == "火车站驿站"
    assert Entry.objects.get(action="campaigns.moved_up").actor_id is None
    assert booking.place_in_line(second) == 1


def test_who_waits_leaves_the_line_and_frees_no_seat(session, booked, other_worker):
    waiting = booking.book(session, worker=other_worker)
    third = booking.book(session, worker=factories.a_worker())
    booking.cancel(waiting, actor=other_worker)
    session.refresh_from_db()
    assert (session.taken, state_of(third)) == (1, BookingState.WAITING)


def test_who_has_another_seat_at_that_time_by_now_is_passed_over(
    session, booked, worker, other_worker, campaign, city
):
    busy = booking.book(session, worker=other_worker)
    free = booking.book(session, worker=factories.a_worker())
    booking.book(a_session(campaign, city.minle_federation), worker=other_worker)

    booking.cancel(booked, actor=worker)

    assert [state_of(each) for each in (busy, free)] == ["waiting", "booked"]


class TestHealthChecks:
    @pytest.fixture
    def check_up(self, campaign, city):
        return a_check_up(campaign, city.ganzhou_federation, capacity=1)

    def test_the_benefit_is_free_again(self, check_up, campaign, city):
        who = a_known_worker()
        booking.cancel(booking.book(check_up, worker=who), actor=who)
        assert not HealthBenefit.objects.exists()
        other = a_check_up(campaign, city.minle_federation, starts_at=tomorrow(9) + DAY)
        assert booking.book(other, worker=who).state == BookingState.BOOKED

    def test_it_passes_to_who_moves_up(self, check_up):
        who, next_one = a_known_worker(), a_known_worker("孙范例")
        booked = booking.book(check_up, worker=who)
        booking.book(check_up, worker=next_one)
        booking.cancel(booked, actor=who)
        assert HealthBenefit.objects.get().person == next_one.person

    def test_who_has_used_the_benefit_elsewhere_is_passed_over(self, check_up, campaign, city):
        who, used, last = (a_known_worker(name) for name in ("李示例", "孙范例", "赵样例"))
        booked = booking.book(check_up, worker=who)
        passed = booking.book(check_up, worker=used)
        waiting = booking.book(check_up, worker=last)
        other = a_check_up(campaign, city.minle_federation, starts_at=tomorrow(9) + DAY)
        booking.book(other, worker=used)

        booking.cancel(booked, actor=who)

        assert [state_of(each) for each in (passed, waiting)] == ["waiting", "booked"]
        check_up.refresh_from_db()
        assert check_up.taken == 1
        assert HealthBenefit.objects.count() == 2


def test_nobody_moves_up_once_it_has_begun(session, booked, other_worker):
    waiting = booking.book(session, worker=other_worker)
    Session.objects.update(taken=0)
    session.refresh_from_db()
    assert booking.move_up(session, at=session.starts_at) == []
    assert state_of(waiting) == BookingState.WAITING
