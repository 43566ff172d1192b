"""Verifying: counted once, by somebody else, of what was looked at."""

import datetime

import pytest

from audit.models import Entry as Record
from audit.refusal import Refused
from campaigns import logging, tallies, verifying
from campaigns.models import ActivityState
from organizations.models import Role
from people.vocabulary import Occupation
from tests import factories
from tests.campaigns.conftest import item
from tests.campaigns.typed import all_sums_hold, an_entry, submitted


@pytest.fixture
def activity(campaign, city, officer, money):
    return submitted(campaign, city.ganzhou_federation, officer, items=(5, 6), money_fen=300_01)


def test_it_is_counted_in_each_of_its_cells(campaign, city, activity, city_officer):
    done = verifying.verify(activity, actor=city_officer)

    assert (done.state, done.verified_by) == (ActivityState.VERIFIED, city_officer)
    column = city.ganzhou_federation.pk
    assert tallies.cells(campaign, [column]) == {
        (column, None): tallies.Cell(activities=1, people=36, money_fen=300_01),
        (column, item(campaign, 5).pk): tallies.Cell(activities=1, people=36, money_fen=150_01),
        (column, item(campaign, 6).pk): tallies.Cell(activities=1, people=36, money_fen=150_00),
    }
    assert tallies.groups(campaign, [column], by="occupation") == {Occupation.FOOD: 36}
    assert all_sums_hold()


def test_twice_is_quiet(activity, city_officer, administrator):
    verifying.verify(activity, actor=city_officer)
    done = verifying.verify(activity, actor=administrator)

    assert done.verified_by == city_officer
    assert Record.objects.filter(action="campaigns.activity_verified").count() == 1
    assert all_sums_hold()


def test_nobody_verifies_what_they_logged(campaign, city, city_officer):
    own = submitted(campaign, city.root, city_officer)

    with pytest.raises(Refused, match="请别人核实"):
        verifying.verify(own, actor=city_officer)


def test_a_district_verifies_nothing(activity, officer, other_officer, district_administrator):
    for actor in (officer, other_officer, district_administrator):
        with pytest.raises(Refused, match="由主办工会核实"):
            verifying.verify(activity, actor=actor)


def test_what_was_corrected_meanwhile_is_looked_at_again(campaign, activity, officer, city_officer):
    seen = activity.saved_at
    logging.correct(activity, an_entry(campaign, money_fen=1), actor=officer)

    with pytest.raises(Refused, match="再看一遍"):
        verifying.verify(activity, actor=city_officer, seen=seen)
    activity.refresh_from_db()
    assert verifying.verify(activity, actor=city_officer, seen=activity.saved_at).verified_at


def test_many_are_verified_one_by_one_and_the_others_said_why(
    campaign, city, activity, officer, city_officer
):
    own = submitted(campaign, city.root, city_officer)
    stale = submitted(campaign, city.ganzhou_federation, officer)
    long_ago = stale.saved_at - datetime.timedelta(hours=1)

    done, left = verifying.verify_many(
        [(activity, activity.saved_at), (own, None), (stale, long_ago)], actor=city_officer
    )

    assert done == [activity]
    assert [(row, reason[:4]) for row, reason in left] == [(own, "自己记的"), (stale, "您看的时")]


def test_an_ended_post_verifies_nothing(activity, city):
    former = factories.a_member_of_staff("曾演示", city.root, Role.CAMPAIGN_OFFICER)
    former.posts.update(until=factories.local(2026, 2, 1))

    with pytest.raises(Refused, match="由主办工会核实"):
        verifying.verify(activity, actor=former)
