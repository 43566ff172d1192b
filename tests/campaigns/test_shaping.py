"""Changing a month's days, list and targets."""

import datetime

import pytest
from django.utils import timezone

from audit.models import Entry
from audit.refusal import Refused
from campaigns import shaping
from campaigns.models import ActivityState, Campaign, CampaignState, Target
from campaigns.shaping import Wanted
from tests.campaigns.conftest import item
from tests.campaigns.rows import an_activity

DAY = datetime.timedelta(days=1)


def edited(campaign, actor, **given):
    now = {
        name: getattr(campaign, name) for name in ("title", "starts_on", "ends_on", "wish_cap_fen")
    }
    return shaping.edit(campaign, actor=actor, **now | given)


def kept(campaign):
    return [Wanted(i.name, i.category, i.pk) for i in campaign.items.all()]


def test_only_what_changed_is_on_record_and_nothing_twice(campaign, city_officer):
    edited(campaign, city_officer, title="改过的名称")
    edited(Campaign.objects.get(pk=campaign.pk), city_officer)
    assert Entry.objects.get(action="campaigns.edited").data["changed"] == ["title"]


def test_days_may_not_leave_activities_outside(campaign, city, city_officer, officer):
    day = campaign.starts_on + 5 * DAY
    an_activity(campaign, city.ganzhou_federation, officer, held_on=day)
    edited(campaign, city_officer, starts_on=day, ends_on=day)
    for given, field in (
        ({"starts_on": day + DAY}, "starts_on"),
        ({"ends_on": day - DAY}, "ends_on"),
    ):
        with pytest.raises(Refused) as refused:
            edited(campaign, city_officer, **given)
        assert refused.value.field == field
        assert f"{day.month}月{day.day}日" in refused.value.message


def test_a_withdrawn_activity_holds_no_day(campaign, city, city_officer, officer):
    an_activity(
        campaign, city.ganzhou_federation, officer, held_on=campaign.starts_on,
        state=ActivityState.WITHDRAWN,
    )  # fmt: skip
    assert edited(campaign, city_officer, starts_on=campaign.starts_on + DAY)


def test_items_are_renamed_swapped_added_and_removed_at_once(campaign, city_officer):
    first, second, *rest = kept(campaign)
    swapped = [
        Wanted(second.name, first.category, first.pk),
        Wanted(first.name, second.category, second.pk),
        *rest[:3],
        Wanted("送热水", "stations"),
    ]
    shaping.set_items(campaign, items=swapped, actor=city_officer)
    found = list(campaign.items.all())
    assert [i.name for i in found] == [w.name for w in swapped]
    assert [i.pk for i in found[:2]] == [first.pk, second.pk]
    assert [i.position for i in found] == [1, 2, 3, 4, 5, 6]


def test_an_item_with_activities_stays(campaign, city, city_officer, officer):
    an_activity(campaign, city.ganzhou_federation, officer, items=(2,))
    with pytest.raises(Refused, match="送免费健康体检"):
        shaping.set_items(campaign, items=kept(campaign)[:1], actor=city_officer)
    assert campaign.items.count() == 10


@pytest.mark.parametrize(
    "wanted",
    [
        [],
        [Wanted("送水", "care"), Wanted("送水", "gifts")],
        [Wanted(f"项{n}", "care") for n in range(21)],
    ],
)
def test_an_impossible_list_is_refused(wanted, campaign, city_officer):
    with pytest.raises(Refused):
        shaping.set_items(campaign, items=wanted, actor=city_officer)


def test_targets_are_set_changed_and_taken_away(campaign, city, city_officer):
    one, two, ganzhou = item(campaign, 1), item(campaign, 2), city.ganzhou_federation
    shaping.set_targets(
        campaign, people={(one.pk, ganzhou.pk): 50, (two.pk, ganzhou.pk): 7}, actor=city_officer
    )
    shaping.set_targets(
        campaign, people={(one.pk, ganzhou.pk): 60, (two.pk, ganzhou.pk): 0}, actor=city_officer
    )
    assert list(Target.objects.values_list("item_id", "people")) == [(one.pk, 60)]


def test_a_target_for_somebody_elses_item_or_union_is_refused(campaign, city, city_officer):
    for cell in ((item(campaign).pk, city.joint.pk), (999_999, city.ganzhou_federation.pk)):
        with pytest.raises(Refused):
            shaping.set_targets(campaign, people={cell: 5}, actor=city_officer)


@pytest.mark.parametrize("state", [CampaignState.ENDED, CampaignState.ARCHIVED])
def test_what_is_over_is_not_reshaped(state, campaign, city_officer):
    Campaign.objects.filter(pk=campaign.pk).update(state=state)
    with pytest.raises(Refused):
        edited(campaign, city_officer, title="换个名称")


def test_a_district_officer_reshapes_nothing(campaign, officer, city):
    with pytest.raises(Refused):
        edited(campaign, officer, title="换个名称")
    with pytest.raises(Refused):
        shaping.set_targets(campaign, people={}, actor=officer)
    assert timezone.localdate() >= campaign.starts_on
