"""Booking: a seat or a place in line, and everybody who may not, with the way on."""

import pytest

from audit.models import Entry
from audit.refusal import Refused
from campaigns import benefits, booking
from campaigns.models import (
    Booking,
    BookingState,
    Campaign,
    CampaignState,
    Grant,
    HealthBenefit,
    Session,
    SessionState,
)
from membership import deciding
from notifications.models import Message
from people.vocabulary import Occupation
from tests import factories
from tests.campaigns.booked import DAY, HOUR, a_check_up, a_known_worker, a_session, tomorrow
from tests.membership.conftest import MORNING, details, submit  # noqa: F401 - fixtures


@pytest.fixture
def session(campaign, city):
    return a_session(campaign, city.ganzhou_federation)


def test_a_seat_is_taken_recorded_and_told(session, worker):
    booked = booking.book(session, worker=worker)

    session.refresh_from_db()
    assert (booked.state, session.taken, session.left) == (BookingState.BOOKED, 1, 1)
    entry = Entry.objects.get(action="campaigns.booked")
    assert (entry.actor_id, entry.actor_unit, entry.data["state"]) == (
        worker.pk, "甘州区总工会", "booked",
    )  # fmt: skip
    told = Message.objects.get(recipient=worker)
    assert (told.kind, told.channel, told.title) == (
        "campaigns.booked", "inbox", "约好了：法律咨询进驿站",
    )  # fmt: skip
    assert "火车站驿站" in told.body
    assert told.link == f"/services/bookings/{booked.pk}/"


def test_pressing_twice_books_once(session, worker):
    first = booking.book(session, worker=worker)
    assert booking.book(session, worker=worker) == first
    session.refresh_from_db()
    assert (session.taken, Message.objects.count()) == (1, 1)


def test_the_code_is_eight_digits_that_nobody_else_has(session, worker, other_worker):
    codes = {booking.book(session, worker=who).code for who in (worker, other_worker)}
    assert len(codes) == 2
    assert all(len(code) == 8 and code.isdecimal() for code in codes)


def test_when_all_seats_are_taken_one_waits_in_line(session, worker, other_worker):
    Session.objects.update(capacity=1)
    booking.book(session, worker=other_worker)

    first, second = (booking.book(session, worker=who) for who in (worker, factories.a_worker()))

    assert (first.state, second.state) == (BookingState.WAITING, BookingState.WAITING)
    assert [booking.place_in_line(each) for each in (first, second)] == [1, 2]
    session.refresh_from_db()
    assert session.taken == 1
    assert not Message.objects.filter(recipient=worker).exists()


def test_after_cancelling_one_may_book_again(session, worker):
    booking.cancel(booking.book(session, worker=worker), actor=worker)
    again = booking.book(session, worker=worker)
    assert again.state == BookingState.BOOKED
    assert Booking.objects.filter(worker=worker).count() == 2


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"state": SessionState.CANCELLED}, "已经取消"),
        ({"starts_at": tomorrow(9) - 2 * DAY, "ends_at": tomorrow(11) - 2 * DAY}, "已经开始"),
        ({"booking_opens_at": tomorrow(7)}, "07:00起可以预约"),
    ],
)
def test_what_is_not_open_is_refused_with_the_reason(session, worker, fields, reason):
    Session.objects.update(**fields)
    with pytest.raises(Refused, match=reason):
        booking.book(session, worker=worker)
    assert not Booking.objects.exists()


@pytest.mark.parametrize("state", sorted(set(CampaignState) - {CampaignState.RUNNING}))
def test_outside_a_running_month_nothing_is_booked(session, worker, state):
    Campaign.objects.update(state=state)
    with pytest.raises(Refused, match="服务月不在进行中"):
        booking.book(session, worker=worker)


def test_once_booking_has_opened_it_opens(session, worker):
    Session.objects.update(booking_opens_at=tomorrow(7) - DAY)
    assert booking.book(session, worker=worker, at=tomorrow(7)).state == BookingState.BOOKED


def test_staff_book_with_their_workers_account(session, officer):
    with pytest.raises(Refused, match="职工的手机号"):
        booking.book(session, worker=officer)


class TestWhoMayBook:
    @pytest.fixture
    def applied(self, submit, worker):  # noqa: F811
        """The worker has applied as a food courier."""
        made = submit(worker)
        worker.refresh_from_db()
        return made

    def test_members_only(self, session, worker, applied):
        Session.objects.update(members_only=True)
        worker.refresh_from_db()
        with pytest.raises(Refused, match="给会员预约。请先入会登记"):
            booking.book(session, worker=worker)

    def test_a_member_may(self, session, worker, applied, reviewer):
        Session.objects.update(members_only=True, occupations=[applied.occupation])
        deciding.approve(applied, actor=reviewer, at=MORNING)
        worker.refresh_from_db()
        assert booking.book(session, worker=worker).state == BookingState.BOOKED

    def test_another_occupation(self, session, worker, applied):
        assert applied.occupation != Occupation.CARE
        Session.objects.update(occupations=[Occupation.CARE, Occupation.DOMESTIC])
        worker.refresh_from_db()
        with pytest.raises(Refused, match="给护工护理员、家政服务员预约，看看别的"):
            booking.book(session, worker=worker)

    def test_nobody_knows_the_occupation(self, session, other_worker):
        Session.objects.update(occupations=[Occupation.CARE])
        with pytest.raises(Refused, match="先入会登记"):
            booking.book(session, worker=other_worker)


class TestTwoAtOneTime:
    def test_a_second_seat_at_that_time_is_refused(self, session, worker, campaign, city):
        booking.book(session, worker=worker)
        other = a_session(campaign, city.minle_federation, starts_at=tomorrow(10, 30))
        with pytest.raises(Refused, match="09:00已经约了“法律咨询进驿站”，时间撞上了"):
            booking.book(other, worker=worker)

    def test_one_that_begins_when_the_other_ends_is_not(self, session, worker, campaign, city):
        booking.book(session, worker=worker)
        other = a_session(campaign, city.minle_federation, starts_at=tomorrow(11))
        assert booking.book(other, worker=worker).state == BookingState.BOOKED

    def test_neither_is_a_cancelled_one(self, session, worker, campaign, city):
        booking.cancel(booking.book(session, worker=worker), actor=worker)
        other = a_session(campaign, city.minle_federation)
        assert booking.book(other, worker=worker).state == BookingState.BOOKED


class TestHealthChecks:
    @pytest.fixture
    def check_up(self, campaign, city):
        return a_check_up(campaign, city.ganzhou_federation)

    def test_they_need_a_known_person(self, check_up, worker):
        with pytest.raises(Refused, match="体检每人一次，要知道是您本人。请先入会登记"):
            booking.book(check_up, worker=worker)

    def test_the_booking_holds_the_benefit(self, check_up):
        who = a_known_worker()
        booked = booking.book(check_up, worker=who)
        held = HealthBenefit.objects.get()
        assert (held.person, held.booking, held.campaign) == (
            who.person, booked, check_up.campaign,
        )  # fmt: skip

    def test_a_second_check_up_is_refused(self, check_up, campaign, city):
        who = a_known_worker()
        booking.book(check_up, worker=who)
        other = a_check_up(campaign, city.minle_federation, starts_at=tomorrow(9) + DAY)
        with pytest.raises(Refused, match="已经约了一次体检"):
            booking.book(other, worker=who)
        other.refresh_from_db()
        assert other.taken == 0

    def test_after_a_subsidy_there_is_no_check_up(self, check_up, campaign, city, officer):
        who = a_known_worker()
        benefits.claim_for_grant(campaign, who.person, a_subsidy(campaign, city, officer, who))
        with pytest.raises(Refused, match="已经领了体检补贴"):
            booking.book(check_up, worker=who)

    def test_waiting_holds_nothing(self, check_up):
        Session.objects.update(capacity=1)
        booking.book(check_up, worker=a_known_worker())
        booking.book(check_up, worker=a_known_worker("孙范例"))
        assert HealthBenefit.objects.count() == 1

    def test_other_sessions_hold_nothing(self, session):
        booking.book(session, worker=a_known_worker())
        assert not HealthBenefit.objects.exists()


def a_subsidy(campaign, city, officer, who) -> Grant:
    return Grant.objects.create(
        campaign=campaign, item=campaign.items.first(), organization=city.ganzhou_federation,
        district=city.ganzhou_federation, kind="checkup_subsidy", person=who.person,
        occupation="parcel", amount_fen=200_00, given_on=tomorrow(9).date(), given_by=officer,
        signed_name="李示例", signed_at=tomorrow(9) - HOUR,
    )  # fmt: skip
