"""What one booked and wished for is in the copy of one's own data, and in nobody else's."""

import pytest
from django.utils import timezone

from campaigns import booking
from tests.campaigns.booked import a_session
from tests.campaigns.wished import a_wish
from unionportal import own_data


@pytest.fixture
def kept(campaign, city, worker):
    booking.book(a_session(campaign, city.ganzhou_federation), worker=worker)
    a_wish(campaign, city.ganzhou_federation, worker)


def test_bookings_and_wishes_are_in_the_copy(kept, worker):
    text = own_data.copy_of(worker, at=timezone.now())
    assert "09:00，法律咨询进驿站，火车站驿站，已预约" in text
    assert "一双防水的冬天骑车手套，约80元，甘州区总工会，待审核" in text


def test_in_nobody_elses(kept, other_worker):
    text = own_data.copy_of(other_worker, at=timezone.now())
    assert "法律咨询进驿站" not in text
    assert "手套" not in text
