"""Every state × every act: what the table allows goes through, the rest is refused in words."""

import pytest

from audit.refusal import Refused
from campaigns import logging, verifying
from campaigns.models import Activity, ActivityState, CampaignState
from campaigns.models.activity import ACTIVITY_MOVES
from tests.campaigns.typed import all_sums_hold, an_entry, submitted


@pytest.fixture
def in_state(campaign, city, officer, city_officer, money):
    """`in_state(state)` is an activity that came there by the acts people use."""

    def build(state):
        entry, union = an_entry(campaign, money_fen=10_00), city.ganzhou_federation
        if state == ActivityState.DRAFT:
            return logging.save_draft(campaign, entry, organization=union, actor=officer)
        activity = submitted(campaign, union, officer, money_fen=10_00)
        if state == ActivityState.VERIFIED:
            return verifying.verify(activity, actor=city_officer)
        if state == ActivityState.RETURNED:
            return verifying.send_back(activity, remark="请改", actor=city_officer)
        if state == ActivityState.WITHDRAWN:
            return logging.withdraw(activity, actor=officer)
        return activity

    return build


@pytest.fixture
def acts(campaign, city, officer, city_officer):
    entry = an_entry(campaign, place="东街", money_fen=20_00)
    union = city.ganzhou_federation
    return {
        "submit": lambda row: logging.submit(
            campaign, entry, organization=union, actor=officer, activity=row
        ),
        "correct": lambda row: logging.correct(row, entry, actor=officer),
        "withdraw": lambda row: logging.withdraw(row, actor=officer),
        "verify": lambda row: verifying.verify(row, actor=city_officer),
        "send_back": lambda row: verifying.send_back(row, remark="请改", actor=city_officer),
    }


# There already, or (a submitted one submitted) corrected: no refusal, and nothing counted twice.
QUIET = {
    ("submit", ActivityState.SUBMITTED),
    ("withdraw", ActivityState.WITHDRAWN),
    ("verify", ActivityState.VERIFIED),
    ("send_back", ActivityState.RETURNED),
}


@pytest.mark.parametrize("state", ActivityState)
@pytest.mark.parametrize("act", ACTIVITY_MOVES)
def test_the_table_holds(in_state, acts, state, act):
    activity = in_state(state)
    allowed, after = ACTIVITY_MOVES[act]

    if state in allowed or (act, state) in QUIET:
        assert acts[act](activity).state == after
    else:
        with pytest.raises(Refused, match="这条"):
            acts[act](activity)
        assert Activity.objects.get().state == state
    assert all_sums_hold()


@pytest.mark.parametrize("act", ACTIVITY_MOVES)
def test_an_archived_month_changes_no_more(in_state, acts, campaign, act):
    activity = in_state(ACTIVITY_MOVES[act][0][0])
    campaign.state = CampaignState.ARCHIVED
    campaign.save(update_fields=["state"])

    with pytest.raises(Refused, match=r"不收活动|不能记活动"):
        acts[act](activity)
    assert Activity.objects.get().state == activity.state
