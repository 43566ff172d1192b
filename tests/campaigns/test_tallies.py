"""The sums of the campaign page are the rows', before and after folding."""

import random

import pytest

from campaigns import tallies
from campaigns.models import ActivityState, CampaignTally, CampaignTallyDelta
from people.vocabulary import PLATFORMS, Occupation
from tests.campaigns.rows import an_activity
from tests.together import together

FOOD, PARCEL = Occupation.FOOD, Occupation.PARCEL


def some(campaign, city, officer, money):
    an_activity(
        campaign, city.ganzhou_federation, officer, items=(1, 2), money_fen=101,
        allocation=money.ganzhou, reach=((PARCEL, "顺丰", 10), (FOOD, "", 5)),
    )  # fmt: skip
    an_activity(campaign, city.joint, officer, items=(1,), reach=((FOOD, "美团", 7),))
    an_activity(campaign, city.minle_federation, officer, state=ActivityState.SUBMITTED)


@pytest.mark.parametrize("folded", [False, True])
def test_a_cell_holds_its_activities_people_and_money(campaign, city, officer, money, folded):
    some(campaign, city, officer, money)
    if folded:
        assert tallies.fold() > 0
        assert not CampaignTallyDelta.objects.exists()
    ganzhou, minle = city.ganzhou_federation.pk, city.minle_federation.pk
    first, second = campaign.items.all()[:2]
    cells = tallies.cells(campaign, [ganzhou, minle])
    assert cells[ganzhou, None] == tallies.Cell(activities=2, people=22, money_fen=101)
    assert cells[ganzhou, first.pk] == tallies.Cell(activities=2, people=22, money_fen=51)
    assert cells[ganzhou, second.pk] == tallies.Cell(activities=1, people=15, money_fen=50)
    assert cells[minle, None] == tallies.Cell(pending=1)


def test_other_districts_are_not_in_the_answer(campaign, city, officer, money):
    some(campaign, city, officer, money)
    cells = tallies.cells(campaign, [city.minle_federation.pk])
    assert {district for district, _ in cells} == {city.minle_federation.pk}


def test_groups_count_people_once_an_activity_and_once_an_item(campaign, city, officer, money):
    some(campaign, city, officer, money)
    ids = [city.ganzhou_federation.pk]
    assert tallies.groups(campaign, ids, by="occupation") == {PARCEL: 10, FOOD: 12}
    assert tallies.groups(campaign, ids, by="platform") == {"顺丰": 10, "": 5, "美团": 7}
    second = campaign.items.get(position=2)
    assert tallies.groups(campaign, ids, by="occupation", item_id=second.pk) == {
        PARCEL: 10,
        FOOD: 5,
    }
    cells = tallies.group_cells(campaign, ids, occupation=FOOD, platform="美团")
    assert cells[ids[0], None] == 7


def test_what_is_counted_out_again_leaves_nothing(campaign, city, officer):
    activity = an_activity(campaign, city.ganzhou_federation, officer, items=(1, 3))
    tallies.count(activity, -1)
    tallies.fold()
    assert all(
        c == tallies.EMPTY for c in tallies.cells(campaign, [city.ganzhou_federation.pk]).values()
    )


def test_recount_agrees_with_any_mixture_of_rows(campaign, city, officer, money):
    chance = random.Random(4)
    unions = (city.ganzhou_federation, city.minle_federation, city.joint, city.root)
    for number in range(25):
        groups = {(chance.choice(list(Occupation)), chance.choice(PLATFORMS)) for _ in range(3)}
        an_activity(
            campaign, chance.choice(unions), officer, items=chance.sample(range(1, 11), 2),
            reach=[(*group, chance.randrange(1, 40)) for group in groups],
            state=chance.choice(list(ActivityState)), money_fen=chance.randrange(0, 500),
            allocation=money.ganzhou,
        )  # fmt: skip
        if number % 7 == 0:
            tallies.fold()
    assert tallies.recount(write=False) == []


def test_recount_finds_and_mends_a_wrong_sum(campaign, city, officer):
    an_activity(campaign, city.ganzhou_federation, officer)
    tallies.fold()
    CampaignTally.objects.filter(item=None, occupation="").update(people=99)
    assert len(tallies.recount(write=True)) == 1
    assert tallies.recount(write=False) == []
    assert (
        tallies.cells(campaign, [city.ganzhou_federation.pk])[
            city.ganzhou_federation.pk, None
        ].people
        == 10
    )


@pytest.mark.django_db(transaction=True)
def test_two_folds_at_once_count_each_delta_once(campaign, city, officer):
    for _ in range(20):
        an_activity(campaign, city.ganzhou_federation, officer)
    together(tallies.fold, tallies.fold)
    tallies.fold()
    cell = tallies.cells(campaign, [city.ganzhou_federation.pk])[city.ganzhou_federation.pk, None]
    assert (cell.activities, cell.people) == (20, 200)
