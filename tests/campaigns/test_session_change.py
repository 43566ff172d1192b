"""Changing a session: told where it matters, never fewer seats than are taken."""

import pytest

from audit.models import Entry
from audit.refusal import Refused
from campaigns import booking, sessions
from campaigns.models import Booking, BookingState, HealthBenefit, Session
from notifications.models import Message
from tests import factories
from tests.campaigns.booked import DAY, HOUR, a_check_up, a_known_worker, a_session, tomorrow


@pytest.fixture
def session(campaign, city):
    return a_session(campaign, city.ganzhou_federation, capacity=1)


def test_only_what_changed_is_recorded(session, officer):
    sessions.change(session, actor=officer, note="带身份证", capacity=1)
    entry = Entry.objects.get(action="campaigns.session_changed")
    assert entry.data["changed"] == ["note"]
    sessions.change(session, actor=officer, note="带身份证")
    assert Entry.objects.filter(action="campaigns.session_changed").count() == 1


def test_another_time_or_place_is_told_to_all_who_booked_and_wait(
    session, officer, worker, other_worker
):
    booking.book(session, worker=worker)
    booking.book(session, worker=other_worker)
    gone = factories.a_worker()
    booking.cancel(booking.book(session, worker=gone), actor=gone)

    sessions.change(session, actor=officer, place="物流园", starts_at=tomorrow(10))

    told = Message.objects.filter(kind="campaigns.session_changed")
    assert sorted(told.values_list("recipient", "channel")) == sorted(
        (who.pk, channel) for who in (worker, other_worker) for channel in ("inbox", "sms")
    )
    assert "10:00到11:00，物流园" in told.filter(channel="inbox").first().body


def test_a_note_is_told_to_nobody(session, officer, worker):
    booking.book(session, worker=worker)
    sessions.change(session, actor=officer, note="带身份证")
    assert not Message.objects.filter(kind="campaigns.session_changed").exists()


def test_more_seats_go_to_those_who_wait(session, officer, worker):
    booking.book(session, worker=worker)
    line = [booking.book(session, worker=factories.a_worker()) for _ in range(3)]

    sessions.change(session, actor=officer, capacity=3)

    states = [Booking.objects.get(pk=each.pk).state for each in line]
    assert states == ["booked", "booked", "waiting"]
    session.refresh_from_db()
    assert session.taken == 3
    assert Message.objects.filter(kind="campaigns.moved_up", channel="sms").count() == 2


def test_fewer_seats_than_are_taken_are_refused(session, officer, worker, other_worker):
    Session.objects.update(capacity=5)
    booking.book(session, worker=worker)
    booking.book(session, worker=other_worker)
    with pytest.raises(Refused, match="已经约出去2个，名额不能少于2个") as refused:
        sessions.change(session, actor=officer, capacity=1)
    assert refused.value.field == "capacity"
    sessions.change(session, actor=officer, capacity=2)


def test_another_district_changes_nothing(session, other_officer):
    with pytest.raises(Refused, match="不能替这个工会"):
        sessions.change(session, actor=other_officer, capacity=9)


def test_what_is_over_stays_as_it_was(session, officer):
    with pytest.raises(Refused, match="已经结束"):
        sessions.change(session, actor=officer, capacity=9, at=tomorrow(12))


def test_what_has_begun_still_gets_more_seats_but_no_other_time(session, officer):
    sessions.change(session, actor=officer, capacity=9, at=tomorrow(10))
    with pytest.raises(Refused, match="现在之后"):
        sessions.change(session, actor=officer, starts_at=tomorrow(9, 30), at=tomorrow(10))


class TestCancel:
    def test_everybody_is_told_why_and_no_seat_is_left_taken(
        self, session, officer, worker, other_worker
    ):
        made = [booking.book(session, worker=who) for who in (worker, other_worker)]

        sessions.cancel(session, reason="雨太大，路不通", actor=officer)

        session.refresh_from_db()
        assert (session.state, session.taken) == ("cancelled", 0)
        assert {Booking.objects.get(pk=each.pk).state for each in made} == {"cancelled"}
        told = Message.objects.filter(kind="campaigns.session_cancelled")
        assert sorted(told.values_list("recipient", "channel")) == sorted(
            (who.pk, channel) for who in (worker, other_worker) for channel in ("inbox", "sms")
        )
        assert "原因：雨太大，路不通。" in told.filter(channel="inbox").first().body
        assert Entry.objects.get(action="campaigns.session_cancelled").data["told"] == 2

    def test_twice_is_once(self, session, officer, worker):
        booking.book(session, worker=worker)
        for _ in range(2):
            sessions.cancel(session, reason="雨太大", actor=officer)
        assert Message.objects.filter(kind="campaigns.session_cancelled").count() == 2
        assert Entry.objects.filter(action="campaigns.session_cancelled").count() == 1

    def test_the_health_benefits_are_free_again(self, campaign, city, officer):
        check_up = a_check_up(campaign, city.ganzhou_federation)
        who = a_known_worker()
        booking.book(check_up, worker=who)
        sessions.cancel(check_up, reason="车坏了", actor=officer)
        assert not HealthBenefit.objects.exists()
        other = a_check_up(campaign, city.minle_federation, starts_at=tomorrow(9) + DAY)
        assert booking.book(other, worker=who).state == BookingState.BOOKED

    def test_a_reason_is_needed(self, session, officer):
        with pytest.raises(Refused, match="原因") as refused:
            sessions.cancel(session, reason=" ", actor=officer)
        assert refused.value.field == "reason"

    def test_who_has_come_has_come(self, session, officer, worker):
        made = booking.book(session, worker=worker)
        Booking.objects.update(state=BookingState.ATTENDED)
        sessions.cancel(session, reason="停电", actor=officer, at=tomorrow(9) + HOUR)
        made.refresh_from_db()
        session.refresh_from_db()
        assert (made.state, session.taken) == (BookingState.ATTENDED, 1)

    def test_another_district_cancels_nothing(self, session, other_officer):
        with pytest.raises(Refused, match="不能替这个工会"):
            sessions.cancel(session, reason="雨太大", actor=other_officer)

    def test_what_is_over_is_not_cancelled(self, session, officer):
        with pytest.raises(Refused, match="已经结束"):
            sessions.cancel(session, reason="雨太大", actor=officer, at=tomorrow(11))
