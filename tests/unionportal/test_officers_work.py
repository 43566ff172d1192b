"""今天要办, the part of the service months: only what this officer can do something about."""

import datetime

import pytest
from django.utils import timezone

from campaigns.models import ActivityState, Delivery, DeliveryRound, Wish
from tests import factories
from tests.campaigns.conftest import item
from tests.campaigns.rows import an_activity
from unionportal.work import officers_work


def texts(user):
    user.__dict__.pop("_current_posts", None)
    return [task.text for task in officers_work(user)["tasks"]]


@pytest.fixture
def logged(campaign, city, officer):
    for state in (
        ActivityState.SUBMITTED,
        ActivityState.SUBMITTED,
        ActivityState.RETURNED,
        ActivityState.DRAFT,
    ):
        an_activity(campaign, city.ganzhou_federation, officer, state=state)
    return campaign


def test_the_city_verifies_what_others_logged(logged, city, city_officer):
    an_activity(logged, city.root, city_officer, state=ActivityState.SUBMITTED)
    assert texts(city_officer) == ["2场活动等您核实"]


def test_the_district_corrects_and_finishes_its_own(logged, officer, other_officer):
    assert texts(officer) == ["1场活动被退回，改好再交", "1份草稿还没提交"]
    assert texts(other_officer) == []


def test_wishes_and_expiring_goods_wait_for_their_district(
    logged, city, officer, other_officer, worker
):
    Wish.objects.create(
        campaign=logged,
        organization=city.ganzhou_federation,
        worker=worker,
        text="一副手套",
        value_fen=50_00,
    )
    today = timezone.localdate()
    round_ = DeliveryRound.objects.create(
        campaign=logged, item=item(logged), organization=city.root, name="医药箱进站点", goods="医药箱",
        starts_on=today, ends_on=today,
    )  # fmt: skip
    Delivery.objects.create(
        round=round_, station=factories.a_station("火车站驿站", city.couriers), delivered_on=today,
        expires_on=today + datetime.timedelta(days=20), recorded_at=timezone.now(), recorded_by=officer,
    )  # fmt: skip
    assert {"1个微心愿等您审核", "1个站点的医药箱快到期或已到期"} <= set(texts(officer))
    assert texts(other_officer) == []


def test_others_are_asked_for_nothing(logged, reviewer, django_assert_num_queries):
    officers_work(reviewer)
    with django_assert_num_queries(0):
        assert officers_work(reviewer) == {}
