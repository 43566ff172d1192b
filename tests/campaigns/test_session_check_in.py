"""At the door: by the code or the address in the QR, in the right session, at the right time."""

import pytest

from audit.models import Entry
from audit.refusal import Refused
from campaigns import booking, check_in
from campaigns.models import BookingState, Session
from tests.campaigns.booked import DAY, HOUR, a_session, tomorrow
from tests.together import together

NINE = tomorrow(9)


@pytest.fixture
def session(campaign, city):
    return a_session(campaign, city.ganzhou_federation, capacity=1)


@pytest.fixture
def booked(session, worker):
    return booking.book(session, worker=worker)


def test_who_came_is_noted_with_time_and_hand(session, booked, officer):
    check_in.check_in(session, code=booked.code, actor=officer, at=NINE)
    booked.refresh_from_db()
    assert (booked.state, booked.checked_in_at, booked.checked_in_by) == (
        BookingState.ATTENDED, NINE, officer,
    )  # fmt: skip
    assert Entry.objects.get(action="campaigns.checked_in").actor_id == officer.pk


def test_twice_is_quiet(session, booked, officer):
    for minutes in (0, 1):
        check_in.check_in(session, code=booked.code, actor=officer, at=tomorrow(9, minutes))
    booked.refresh_from_db()
    assert booked.checked_in_at == NINE
    assert Entry.objects.filter(action="campaigns.checked_in").count() == 1


@pytest.mark.parametrize(
    "typed",
    [
        "{0.spoken}",
        " {0.code} ",
        "http://127.0.0.1:8000/b/{0.pk}/",
        "HTTP：//PORTAL/B/{0.pk}/",  # from a scanner with another keyboard
    ],
)
def test_a_code_is_found_however_it_is_typed(session, booked, officer, typed):
    made = check_in.check_in(session, code=typed.format(booked), actor=officer, at=NINE)
    assert made == booked


def test_full_width_digits_are_digits(session, booked, officer):
    wide = booked.code.translate({48 + digit: 0xFF10 + digit for digit in range(10)})
    assert check_in.check_in(session, code=wide, actor=officer, at=NINE) == booked


@pytest.mark.parametrize("typed", ["", "00000000", "x" * 200, "你好", "１２"])
def test_an_unknown_code_is_refused(session, officer, typed):
    with pytest.raises(Refused, match="没有这个预约码") as refused:
        check_in.check_in(session, code=typed, actor=officer, at=NINE)
    assert refused.value.field == "code"


def test_a_code_of_another_session_says_which(session, officer, other_worker, campaign, city):
    other = a_session(campaign, city.minle_federation, title="招聘会", starts_at=NINE + DAY)
    made = booking.book(other, worker=other_worker)
    with pytest.raises(Refused, match="09:00的“招聘会”，不是这一场"):
        check_in.check_in(session, code=made.code, actor=officer, at=NINE)


@pytest.mark.parametrize(
    ("at", "reason"),
    [
        (NINE - 2 * HOUR, ""),
        (tomorrow(6, 59), "07:00起可以签到"),
        (tomorrow(23, 59), ""),
        (tomorrow(0) + DAY, "到当天为止"),
    ],
)
def test_the_door_opens_two_hours_before_and_closes_with_the_day(
    session, booked, officer, at, reason
):
    if not reason:
        check_in.check_in(session, code=booked.code, actor=officer, at=at)
        return
    with pytest.raises(Refused, match=reason):
        check_in.check_in(session, code=booked.code, actor=officer, at=at)


def test_who_waits_has_no_seat(session, booked, other_worker, officer):
    waiting = booking.book(session, worker=other_worker)
    with pytest.raises(Refused, match="还在候补"):
        check_in.check_in(session, code=waiting.code, actor=officer, at=NINE)


def test_who_cancelled_is_told_so(session, booked, worker, officer):
    booking.cancel(booked, actor=worker)
    with pytest.raises(Refused, match="已经取消"):
        check_in.check_in(session, code=booked.code, actor=officer, at=NINE)


def test_a_cancelled_session_has_no_door(session, booked, officer):
    Session.objects.update(state="cancelled")
    session.refresh_from_db()
    with pytest.raises(Refused, match="已经取消"):
        check_in.check_in(session, code=booked.code, actor=officer, at=NINE)


def test_another_district_checks_nobody_in(session, booked, other_officer):
    with pytest.raises(Refused, match="不能替这个工会"):
        check_in.check_in(session, code=booked.code, actor=other_officer, at=NINE)


@pytest.mark.django_db(transaction=True)
def test_two_at_the_door_note_it_once(session, booked, officer, city_officer):
    together(*[
        lambda who=who: check_in.check_in(session, code=booked.code, actor=who, at=NINE)
        for who in (officer, city_officer)
    ])  # fmt: skip
    assert Entry.objects.filter(action="campaigns.checked_in").count() == 1
