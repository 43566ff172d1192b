"""The demo's activities: sums that hold, money within what was given, a story on every page."""

import pytest
from django.urls import reverse
from django.utils import timezone

from campaigns import tallies
from campaigns.demo import activities
from campaigns.models import Activity, ActivityItem
from funds import proof
from funds.models import Allocation


@pytest.fixture
def loaded(campaign, money, city_officer, officer, other_officer):
    activities.load(campaign, timezone.localtime(), number=300)
    tallies.recount(write=True)
    return campaign


def test_every_sum_holds_and_no_share_is_overspent(loaded):
    assert Activity.objects.count() == 300
    assert tallies.recount(write=False) == []
    assert proof.recount(write=False) == []
    assert all(share.remaining_fen > 0 for share in Allocation.objects.all())
    assert Allocation.objects.filter(spent_fen__gt=0).count() == 2


def test_people_and_money_of_each_are_those_of_its_parts(loaded):
    for activity in Activity.objects.prefetch_related("reach", "served")[:50]:
        assert activity.people == sum(row.people for row in activity.reach.all())
        assert activity.money_fen == sum(row.money_fen for row in activity.served.all())
    assert not ActivityItem.objects.exclude(item__campaign=loaded).exists()


def test_the_days_are_those_of_the_month_and_gone_by(loaded):
    days = Activity.objects.values_list("held_on", flat=True)
    assert min(days) >= loaded.starts_on
    assert max(days) <= timezone.localdate()


def test_each_has_its_story(loaded, signed_in, city_officer):
    activity = Activity.objects.verified().first()
    page = signed_in(city_officer).get(reverse("campaigns:activity", args=[activity.pk]))

    assert [step.title[-2:] for step in page.context["timeline"]] == ["提交", "核实"]
    assert page.context["timeline"][1].title == "您核实"
