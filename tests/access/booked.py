"""A session with the first worker's booking, his wish and one he has claimed, for the matrix."""

from campaigns import booking
from campaigns.models import WishState
from tests import factories
from tests.campaigns.booked import a_session
from tests.campaigns.conftest import a_campaign
from tests.campaigns.wished import a_wish


def booked_and_wished(city, worker, administrator) -> dict:
    month = a_campaign(city.root, administrator)
    session = a_session(month, city.ganzhou_federation)
    return {
        "month": month,
        "session": session,
        "booking": booking.book(session, worker=worker),
        "wish": a_wish(month, city.ganzhou_federation, worker, state=WishState.PUBLISHED),
        "claimed": a_wish(
            month,
            city.ganzhou_federation,
            factories.a_worker(),
            state=WishState.CLAIMED,
            claimer=worker,
        ),
    }
