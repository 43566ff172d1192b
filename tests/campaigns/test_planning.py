"""Opening a month and leading it through its states."""

import datetime

import pytest
from django.utils import timezone

from audit.models import Entry
from audit.refusal import Refused
from campaigns import planning
from campaigns.models import Campaign, CampaignState
from campaigns.models.campaign import CAMPAIGN_MOVES
from campaigns.variants import variants

DAY = datetime.timedelta(days=1)


def opened(organization, actor, **fields):
    today = timezone.localdate()
    given = {"title": "冬送温暖", "starts_on": today, "ends_on": today + 20 * DAY} | fields
    given.setdefault("variant", None if "last" in given else variants()["fujian"])
    return planning.open_campaign(organization=organization, actor=actor, **given)


def test_a_month_begins_in_preparation_and_is_on_record(city, city_officer):
    campaign = opened(city.root, city_officer)
    assert campaign.state == CampaignState.PREPARING
    assert [item.name for item in campaign.items.all()] == [
        n for n, _ in variants()["fujian"].items
    ]
    assert Entry.objects.get(action="campaigns.opened").subject_id == str(campaign.pk)


def test_pressing_twice_opens_once(city, city_officer):
    assert opened(city.root, city_officer).pk == opened(city.root, city_officer).pk
    assert Campaign.objects.count() == 1


def test_last_years_month_can_be_opened_again_with_its_own_words(campaign, city, city_officer):
    item = campaign.items.get(position=3)
    item.name = "送心理咨询和陪伴"
    item.save()
    again = opened(city.root, city_officer, last=campaign)
    assert again.items.get(position=3).name == "送心理咨询和陪伴"
    assert (again.label, again.copied_from) == ("十送", campaign)
    assert again.fund is None


def test_a_district_opens_months_of_its_own_but_none_of_the_city(city, officer):
    assert opened(city.ganzhou_federation, officer).organization == city.ganzhou_federation
    with pytest.raises(Refused):
        opened(city.root, officer)


def test_days_in_the_wrong_order_are_refused_at_their_field(city, city_officer):
    today = timezone.localdate()
    with pytest.raises(Refused) as refused:
        opened(city.root, city_officer, ends_on=today - DAY)
    assert refused.value.field == "ends_on"


@pytest.mark.parametrize("act", CAMPAIGN_MOVES)
@pytest.mark.parametrize("state", CampaignState)
def test_every_move_from_every_state(act, state, campaign, city_officer):
    Campaign.objects.filter(pk=campaign.pk).update(state=state)
    allowed, after = CAMPAIGN_MOVES[act]
    if state in allowed or state == after:
        assert planning.move(campaign, act, actor=city_officer).state == after
    else:
        with pytest.raises(Refused):
            planning.move(campaign, act, actor=city_officer)
        assert Campaign.objects.get(pk=campaign.pk).state == state


def test_a_district_officer_does_not_move_the_citys_month(campaign, officer):
    with pytest.raises(Refused):
        planning.move(campaign, "end", actor=officer)


def test_the_calendar_starts_and_ends_months_by_itself_once(city, city_officer):
    today = timezone.localdate()
    begins = opened(city.root, city_officer)
    later = opened(city.root, city_officer, title="以后的", starts_on=today + DAY)
    over = opened(city.root, city_officer, title="过去的", starts_on=today - 9 * DAY, ends_on=today)
    planning.move(over, "start", actor=city_officer)
    assert planning.keep_calendar(today) == 1
    assert planning.keep_calendar(today) == 0
    assert planning.keep_calendar(today + DAY) == 2
    states = dict(Campaign.objects.values_list("pk", "state"))
    assert states == {begins.pk: "running", later.pk: "running", over.pk: "ended"}


def test_a_skipped_day_is_made_up_for(city, city_officer):
    today = timezone.localdate()
    campaign = opened(city.root, city_officer)
    assert planning.keep_calendar(today + 3 * DAY) == 1
    assert Campaign.objects.get(pk=campaign.pk).state == CampaignState.RUNNING
