"""Two at the same moment. Each race is shown to exist without the cure, then cured."""

import threading
import uuid

import pytest

from audit.refusal import Refused
from campaigns import logging, tallies, verifying
from campaigns.models import Activity, ActivityState, CampaignTallyDelta
from funds.models import Allocation, FundEntry
from tests.campaigns.typed import all_sums_hold, an_entry, submitted
from tests.together import together

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def activity(campaign, city, officer, money):
    return submitted(campaign, city.ganzhou_federation, officer, money_fen=300_00)


def refusals(results) -> list[Refused]:
    assert [r for r in results if isinstance(r, Exception) and not isinstance(r, Refused)] == []
    return [result for result in results if isinstance(result, Refused)]


def test_without_the_lock_two_verifiers_both_find_it_waiting(activity):
    """What `activities.locked` is for: both read “waiting” before either writes."""
    looked = threading.Barrier(2)

    def verify_without_a_lock():
        found = Activity.objects.get(pk=activity.pk)
        looked.wait(10)
        if found.state == ActivityState.SUBMITTED:
            tallies.count(found, 1)
            Activity.objects.filter(pk=found.pk).update(state=ActivityState.VERIFIED)

    together(verify_without_a_lock, verify_without_a_lock)

    counted = CampaignTallyDelta.objects.filter(item=None, occupation="", people=36)
    assert counted.count() == 2


def test_two_verifiers_at_once_count_once(activity, city_officer, administrator):
    results = together(
        lambda: verifying.verify(activity, actor=city_officer),
        lambda: verifying.verify(activity, actor=administrator),
    )

    assert refusals(results) == []
    counted = CampaignTallyDelta.objects.filter(item=None, occupation="", people=36)
    assert counted.count() == 1
    assert all_sums_hold()


def test_verified_and_withdrawn_at_once_is_one_of_the_two(activity, officer, city_officer):
    results = together(
        lambda: verifying.verify(activity, actor=city_officer),
        lambda: logging.withdraw(activity, actor=officer),
    )

    assert len(refusals(results)) == 1
    assert all_sums_hold()


def test_corrected_by_two_at_once_the_money_is_spent_once(campaign, activity, officer):
    results = together(*[
        lambda fen=fen: logging.correct(
            activity, an_entry(campaign, money_fen=fen), actor=officer
        )
        for fen in (400_00, 500_00)
    ])  # fmt: skip

    assert refusals(results) == []
    activity.refresh_from_db()
    assert Allocation.objects.get(pk=activity.allocation_id).spent_fen == activity.money_fen
    assert all_sums_hold()


def test_without_the_lock_the_last_yuan_is_there_for_both(money):
    looked = threading.Barrier(2)

    def look():
        found = Allocation.objects.get(pk=money.ganzhou.pk)
        looked.wait(10)
        return found.remaining_fen >= 600_00

    assert together(look, look) == [True, True]


def test_the_last_yuan_goes_to_exactly_one_of_two_activities(campaign, city, officer, money):
    results = together(*[
        lambda: submitted(campaign, city.ganzhou_federation, officer, money_fen=600_00)
    ] * 2)  # fmt: skip

    (refused,) = refusals(results)
    assert (refused.field, "只剩400元" in refused.message) == ("money", True)
    assert Activity.objects.get().money_fen == 600_00
    money.ganzhou.refresh_from_db()
    assert money.ganzhou.spent_fen == 600_00
    assert all_sums_hold()


def test_without_the_constraint_the_same_entry_is_new_to_both(officer):
    looked = threading.Barrier(2)
    client_id = uuid.uuid4()

    def look():
        found = logging.known(officer, client_id)
        looked.wait(10)
        return found

    assert together(look, look) == [None, None]


def test_the_same_entry_arriving_four_times_at_once_is_one(campaign, city, officer, money):
    client_id = uuid.uuid4()

    results = together(*[
        lambda: logging.submit(
            campaign, an_entry(campaign, money_fen=300_00),
            organization=city.ganzhou_federation, actor=officer, client_id=client_id,
        )
    ] * 4)  # fmt: skip

    assert refusals(results) == []
    assert {result.pk for result in results} == {Activity.objects.get().pk}
    assert FundEntry.objects.filter(kind="spend").count() == 1
    assert all_sums_hold()


def test_a_draft_submitted_twice_at_once_is_counted_once(campaign, city, officer, money):
    entry, union = an_entry(campaign, money_fen=300_00), city.ganzhou_federation
    draft = logging.save_draft(campaign, entry, organization=union, actor=officer)

    results = together(*[
        lambda: logging.submit(
            campaign, entry, organization=union, actor=officer, activity=draft
        )
    ] * 3)  # fmt: skip

    assert refusals(results) == []
    assert FundEntry.objects.filter(kind="spend").count() == 1
    assert all_sums_hold()
