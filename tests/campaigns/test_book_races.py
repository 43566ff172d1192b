"""The last seat, and one worker on two phones. Each race is shown to exist, then cured."""

import threading

import pytest
from django.db import IntegrityError, transaction
from django.db.models import F

from audit.refusal import Refused
from campaigns import booking
from campaigns.models import Booking, BookingState, HealthBenefit, Session
from tests import factories
from tests.campaigns.booked import DAY, a_check_up, a_known_worker, a_session, tomorrow
from tests.together import together

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def last_seat(campaign, city):
    return a_session(campaign, city.ganzhou_federation, capacity=1)


def test_without_the_lock_two_find_the_last_seat_free(last_seat):
    """What `booking.lock` is for: both read one seat left before either takes it."""
    looked = threading.Barrier(2)

    def book_without_a_lock(worker, code):
        def act():
            found = Session.objects.get(pk=last_seat.pk)
            left = found.left
            looked.wait()
            Booking.objects.create(session=found, worker=worker, state="booked", code=code)
            Session.objects.filter(pk=found.pk).update(taken=found.taken + 1)
            return left

        return act

    acts = [book_without_a_lock(factories.a_worker(), code) for code in ("1", "2")]
    assert together(*acts) == [1, 1]
    assert Booking.objects.filter(state=BookingState.BOOKED).count() == 2


def test_the_database_itself_gives_away_no_more_seats_than_there_are(last_seat):
    Session.objects.update(taken=1)
    with pytest.raises(IntegrityError, match="session_not_overbooked"), transaction.atomic():
        Session.objects.update(taken=F("taken") + 1)


def test_the_last_seat_goes_to_exactly_one_and_the_others_wait_in_line(last_seat):
    workers = [factories.a_worker() for _ in range(5)]

    made = together(*[
        lambda who=who: booking.book(last_seat, worker=who) for who in workers
    ])  # fmt: skip

    assert sorted(each.state for each in made) == ["booked", *["waiting"] * 4]
    waiting = [each for each in made if each.state == BookingState.WAITING]
    assert sorted(booking.place_in_line(each) for each in waiting) == [1, 2, 3, 4]
    last_seat.refresh_from_db()
    assert last_seat.taken == 1


def test_a_double_click_books_one_seat(campaign, city, worker):
    session = a_session(campaign, city.ganzhou_federation)
    made = together(*[lambda: booking.book(session, worker=worker)] * 4)
    assert len({each.pk for each in made}) == 1
    session.refresh_from_db()
    assert session.taken == 1


def test_two_sessions_at_one_time_from_two_phones_give_one_seat(campaign, city, worker):
    pair = [
        a_session(campaign, union) for union in (city.ganzhou_federation, city.minle_federation)
    ]

    made = together(*[
        lambda session=session: booking.book(session, worker=worker) for session in pair
    ])  # fmt: skip

    assert sum(isinstance(each, Refused) for each in made) == 1
    assert Booking.objects.count() == 1


def test_two_check_ups_from_two_phones_give_one_benefit(campaign, city):
    who = a_known_worker()
    pair = [
        a_check_up(campaign, union, starts_at=tomorrow(9) + days * DAY)
        for days, union in enumerate((city.ganzhou_federation, city.minle_federation))
    ]

    made = together(*[
        lambda session=session: booking.book(session, worker=who) for session in pair
    ])  # fmt: skip

    refusal = next(each for each in made if isinstance(each, Refused))
    assert "已经约了一次体检" in refusal.message
    assert (HealthBenefit.objects.count(), Booking.objects.count()) == (1, 1)


def test_a_seat_given_back_while_another_books_is_lost_to_nobody(last_seat, worker, other_worker):
    booked = booking.book(last_seat, worker=worker)

    together(
        lambda: booking.cancel(booked, actor=worker),
        lambda: booking.book(last_seat, worker=other_worker),
    )

    last_seat.refresh_from_db()
    assert last_seat.taken == 1
    assert Booking.objects.get(worker=other_worker).state == BookingState.BOOKED


def test_two_that_wait_for_each_others_check_up_change_places(campaign, city):
    """Both give back at once: the workers are locked by their ids, so nobody waits in a circle."""
    first, second = a_known_worker(), a_known_worker("孙范例")
    here = a_check_up(campaign, city.ganzhou_federation, capacity=1)
    there = a_check_up(campaign, city.minle_federation, capacity=1, starts_at=tomorrow(9) + DAY)
    waits = {"state": BookingState.WAITING}
    Booking.objects.create(session=there, worker=first, code="1", **waits)
    Booking.objects.create(session=here, worker=second, code="2", **waits)
    held = [booking.book(here, worker=first), booking.book(there, worker=second)]

    made = together(
        lambda: booking.cancel(held[0], actor=first),
        lambda: booking.cancel(held[1], actor=second),
    )

    assert not [each for each in made if isinstance(each, Exception)]
    for session in (here, there):
        session.refresh_from_db()
        assert session.taken == Booking.objects.filter(session=session, state="booked").count()
