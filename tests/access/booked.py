"""A session with the first worker's booking, and his wish, for the access matrix."""

from campaigns import booking
from tests.campaigns.booked import a_session
from tests.campaigns.conftest import a_campaign


def booked_and_wished(city, worker, administrator) -> dict:
    month = a_campaign(city.root, administrator)
    session = a_session(month, city.ganzhou_federation)
    return {
        "month": month,
        "session": session,
        "booking": booking.book(session, worker=worker),
    }
