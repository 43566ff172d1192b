"""One check-up *or* one subsidy, a person a campaign: refused in both directions, with words."""

import pytest

from audit.refusal import Refused
from campaigns import benefits, giving
from campaigns.models import Booking, Grant, HealthBenefit
from tests.campaigns.booked import a_check_up, a_known_worker
from tests.campaigns.conftest import a_campaign
from tests.campaigns.given import give

SUBSIDY = {"kind": "checkup_subsidy", "amount_fen": 150_00}


@pytest.fixture
def worker(db):
    return a_known_worker()


@pytest.fixture
def booking(campaign, city, worker):
    """Booked, and the benefit claimed for it."""
    made = a_booking(campaign, city, worker)
    benefits.claim_for_booking(campaign, worker.person, made)
    return made


def a_booking(campaign, city, worker, code="A1B2C3D4") -> Booking:
    session = a_check_up(campaign, city.ganzhou_federation)
    return Booking.objects.create(session=session, worker=worker, state="booked", code=code)


def test_who_is_booked_gets_no_subsidy(booking, campaign, money, city, officer, worker):
    with pytest.raises(Refused) as refused:
        give(campaign, city.ganzhou_federation, officer, worker.person, **SUBSIDY)
    assert refused.value.message == (
        "本人已经约了这次服务月的体检，体检和体检补贴只能选一样。取消预约后可以领补贴。"
    )
    assert not Grant.objects.exists()
    assert benefits.refusal_to_claim(campaign, worker.person_id, "grant") == refused.value.message


def test_other_gifts_are_none_of_it(booking, campaign, money, city, officer, worker):
    assert give(campaign, city.ganzhou_federation, officer, worker.person)


def test_who_got_the_subsidy_is_not_booked(campaign, money, city, officer, worker):
    give(campaign, city.ganzhou_federation, officer, worker.person, **SUBSIDY)
    with pytest.raises(Refused) as refused:
        benefits.claim_for_booking(campaign, worker.person, a_booking(campaign, city, worker))
    assert refused.value.message == (
        "本次服务月您已经领了体检补贴，体检和补贴只能选一样，不能再约体检。"
    )


def test_a_second_booking_and_a_second_subsidy_are_refused(
    booking, campaign, money, city, officer, worker
):
    other = a_booking(campaign, city, worker, code="E5F6G7H8")
    with pytest.raises(Refused, match="您已经约了一次体检"):
        benefits.claim_for_booking(campaign, worker.person, other)

    benefits.release(booking=booking)
    give(campaign, city.ganzhou_federation, officer, worker.person, **SUBSIDY)
    assert "已经领过这次服务月的体检补贴" in benefits.refusal_to_claim(
        campaign, worker.person_id, "grant"
    )


def test_once_cancelled_the_other_is_free(booking, campaign, money, city, officer, worker):
    benefits.release(booking=booking)
    benefits.release(booking=booking)
    given = give(campaign, city.ganzhou_federation, officer, worker.person, **SUBSIDY)
    giving.reverse(given, reason="改约体检了", actor=officer)
    benefits.claim_for_booking(campaign, worker.person, booking)
    assert HealthBenefit.objects.get().booking == booking


def test_the_same_holder_asks_twice_in_peace(booking, campaign, worker):
    held = benefits.claim_for_booking(campaign, worker.person, booking)
    assert held == HealthBenefit.objects.get()


def test_releasing_one_leaves_the_other(booking, campaign, money, city, officer):
    other = give(campaign, city.ganzhou_federation, officer, **SUBSIDY)
    benefits.release(grant=other)
    assert HealthBenefit.objects.get().booking == booking
    benefits.release()
    assert HealthBenefit.objects.count() == 1


def test_another_month_is_another_benefit(booking, city, city_officer, worker):
    other = a_campaign(city.root, city_officer, title="明年的服务月")
    assert benefits.refusal_to_claim(other, worker.person_id, "grant") == ""
    assert benefits.refusal_to_claim(other, None, "grant") == ""
