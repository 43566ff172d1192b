"""The demo's stations and rounds: as many as the source tells, in one go, plainly made up."""

import pytest
from django.utils import timezone

from campaigns import deliveries
from campaigns.demo import deliveries as demo
from campaigns.models import DeliveryRound
from organizations.models import Station
from tests.campaigns.conftest import a_campaign


@pytest.fixture
def stations(city):
    Station.objects.bulk_create(
        Station(
            code=f"S{n:04d}", name=f"演示{n}号驿站", kind=Station.Kind.LOVE, joins=city.couriers,
            organization=(city.ganzhou_federation, city.minle_federation)[n % 2],
            division=city.railway, address=f"演示路{n}号",
        )
        for n in range(620)
    )  # fmt: skip


def test_six_hundred_of_620_have_their_box_and_some_are_to_be_restocked(
    campaign, city_officer, officer, stations, django_assert_max_num_queries
):
    with django_assert_max_num_queries(20):
        earlier, current = demo.load(campaign, timezone.now())
    progress = deliveries.progress(current, city_officer)
    assert progress.planned == 620
    assert 600 <= progress.delivered < 620
    assert all(line.missing > 0 for line in progress.lines)
    assert earlier.is_closed
    due = deliveries.expiring(timezone.localdate())
    assert 5 <= due.count() < 60
    assert set(DeliveryRound.objects.values_list("is_demo", flat=True)) == {True}
    recorded = current.deliveries.filter(delivered_on__isnull=False)
    assert not recorded.filter(recorded_by=None).exists()
    assert not recorded.filter(delivered_on__gt=timezone.localdate()).exists()


def test_a_city_without_stations_has_empty_rounds(campaign):
    assert [made.deliveries.count() for made in demo.load(campaign, timezone.now())] == [0, 0]


def test_two_months_of_one_city_have_their_own_rounds(campaign, city, city_officer, stations):
    other = a_campaign(city.root, city_officer, variant="jilin", title="另一个服务月")
    demo.load(campaign, timezone.now())
    demo.load(other, timezone.now())
    assert DeliveryRound.objects.count() == 4
