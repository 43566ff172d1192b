"""Every act on a booking from every state: what BOOKING_MOVES allows happens, all else is refused."""

import pytest

from audit.refusal import Refused
from campaigns import booking, check_in
from campaigns.models import Booking, BookingState
from campaigns.models.session import BOOKING_MOVES
from tests.campaigns.booked import HOUR, a_session

ACTS = {
    "cancel": lambda made, officer: booking.cancel(made, actor=made.worker),
    "check_in": lambda made, officer: check_in.check_in(
        made.session, code=made.code, actor=officer, at=made.session.starts_at - HOUR
    ),
    "move_up": lambda made, officer: booking.move_up(
        booking.lock(made.session), at=made.session.starts_at - HOUR
    ),
}
# Once more is quiet; moving up asks those who wait and nobody else.
QUIET = {
    "cancel": (BookingState.CANCELLED,),
    "check_in": (BookingState.ATTENDED,),
    "move_up": (BookingState.BOOKED, BookingState.CANCELLED, BookingState.ATTENDED),
}


def test_every_move_of_the_table_has_an_act_here():
    assert set(ACTS) == set(BOOKING_MOVES)


@pytest.mark.parametrize("state", BookingState)
@pytest.mark.parametrize("act", ACTS)
def test_an_act_leads_where_the_table_says_or_is_refused(
    act, state, campaign, city, officer, worker
):
    session = a_session(campaign, city.ganzhou_federation, capacity=5, taken=1)
    made = Booking.objects.create(session=session, worker=worker, state=state, code="12345678")
    sources, target = BOOKING_MOVES[act]

    if state in sources:
        ACTS[act](made, officer)
        assert Booking.objects.get().state == target
    elif state in QUIET[act]:
        ACTS[act](made, officer)
        assert Booking.objects.get().state == state
    else:
        with pytest.raises(Refused):
            ACTS[act](made, officer)
        assert Booking.objects.get().state == state
