"""The demo city's sessions and wishes: in every state, and right by every rule."""

import pytest
from django.utils import timezone

from campaigns import offers
from campaigns.demo import sessions, wishes
from campaigns.models import Booking, HealthBenefit, Session, Wish, WishState
from tests import factories
from tests.people.conftest import a_person


@pytest.fixture
def people(db):
    for _ in range(60):
        factories.a_worker(name="示例", person=a_person(), is_demo=True)


@pytest.fixture
def loaded(campaign, city, people):
    for union in (city.ganzhou_federation, city.minle_federation):
        factories.a_station(f"{union.name}驿站", union)
    return sessions.load(campaign, timezone.now())


def test_every_district_has_past_and_coming_sessions(loaded, campaign):
    now = timezone.now()
    assert loaded == 2 * len(sessions.SAMPLES)
    for union in ("甘州区总工会", "民乐县总工会"):
        own = Session.objects.filter(organization__name=union)
        assert own.filter(ends_at__lt=now).exists()
        assert own.filter(starts_at__gt=now).exists()
    assert offers.bookable_now(100)


def test_seats_taken_are_the_bookings_there_are(loaded):
    for session in Session.objects.all():
        held = session.bookings.filter(state__in=["booked", "attended"])
        assert session.taken == held.count()
        workers = list(session.bookings.values_list("worker", flat=True))
        assert len(set(workers)) == len(workers)


def test_somewhere_people_wait_and_only_where_it_is_full(loaded):
    waited_for = Session.objects.filter(bookings__state="waiting").distinct()
    assert waited_for.exists()
    assert all(session.left == 0 for session in waited_for)


def test_every_check_up_holds_the_benefit_of_one_person(loaded):
    seats = Booking.objects.filter(session__kind="health_vehicle", state__in=["booked", "attended"])
    assert HealthBenefit.objects.count() == seats.count()


def test_who_booked_has_a_phone(loaded):
    assert not Booking.objects.filter(worker__phone=None).exists()


def test_a_dozen_wishes_stand_in_every_state(campaign, city, people):
    assert wishes.load(campaign, timezone.now()) == len(wishes.WISHES)
    assert set(Wish.objects.values_list("state", flat=True)) == set(WishState.values)
    assert not Wish.objects.filter(created_at__gt=timezone.now()).exists()
    assert all(wish.value_fen <= campaign.wish_cap_fen for wish in Wish.objects.all())


def test_without_enough_people_there_are_none(campaign, city):
    assert wishes.load(campaign, timezone.now()) == 0
