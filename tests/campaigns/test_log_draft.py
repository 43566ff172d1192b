"""Drafts: half an entry is kept, counts nowhere, takes no money, and becomes the real one."""

import datetime
import uuid

import pytest
from django.utils import timezone

from audit.models import Entry as Record
from audit.refusal import Refused
from campaigns import logging, tallies
from campaigns.models import Activity, ActivityState
from tests.campaigns.typed import all_sums_hold, an_entry, submitted

LATER = timezone.now() + datetime.timedelta(hours=1)


def drafted(campaign, organization, actor, **fields):
    more = {name: fields.pop(name) for name in ("activity", "client_id", "at") if name in fields}
    entry = an_entry(campaign, **fields)
    return logging.save_draft(campaign, entry, organization=organization, actor=actor, **more)


def test_half_an_entry_is_kept_and_counts_nowhere(campaign, city, officer, money):
    draft = drafted(
        campaign, city.ganzhou_federation, officer, items=(), reach=(), place="", money_fen=50_00
    )

    assert (draft.state, draft.people, draft.money_fen) == (ActivityState.DRAFT, 0, 50_00)
    assert draft.allocation is None
    assert not tallies.CampaignTallyDelta.objects.exists()
    assert all_sums_hold()
    assert Record.objects.filter(action="campaigns.activity_saved").count() == 1


def test_saving_again_changes_the_same_draft(campaign, city, officer):
    draft = drafted(campaign, city.ganzhou_federation, officer)

    drafted(
        campaign, city.railway_union, officer, activity=draft, items=(1, 2), place="东街", at=LATER
    )

    draft = Activity.objects.get()
    assert (draft.place, draft.organization) == ("东街", city.railway_union)
    assert draft.saved_at == LATER
    assert draft.served.count() == 2


def test_the_same_draft_sent_twice_is_one(campaign, city, officer):
    client_id = uuid.uuid4()
    first = drafted(campaign, city.ganzhou_federation, officer, client_id=client_id)

    assert drafted(campaign, city.ganzhou_federation, officer, client_id=client_id) == first


def test_submitting_takes_the_draft_on(campaign, city, officer, money):
    draft = drafted(campaign, city.ganzhou_federation, officer, money_fen=50_00)

    done = logging.submit(
        campaign, an_entry(campaign, money_fen=60_00), organization=city.ganzhou_federation,
        actor=officer, activity=draft,
    )  # fmt: skip

    assert Activity.objects.get() == done
    assert (done.state, done.money_fen) == (ActivityState.SUBMITTED, 60_00)
    money.ganzhou.refresh_from_db()
    assert money.ganzhou.spent_fen == 60_00
    assert all_sums_hold()


def test_a_draft_that_lacks_something_stays_one(campaign, city, officer):
    draft = drafted(campaign, city.ganzhou_federation, officer)

    with pytest.raises(Refused, match="送了哪一项"):
        logging.submit(
            campaign, an_entry(campaign, items=()), organization=city.ganzhou_federation,
            actor=officer, activity=draft,
        )  # fmt: skip
    draft.refresh_from_db()
    assert draft.state == ActivityState.DRAFT
    assert draft.served.count() == 1


def test_what_was_submitted_is_no_draft_any_more(campaign, city, officer):
    activity = submitted(campaign, city.ganzhou_federation, officer)

    with pytest.raises(Refused, match="已经提交过"):
        drafted(campaign, city.ganzhou_federation, officer, activity=activity)


def test_a_colleague_goes_on_with_it_a_stranger_does_not(
    campaign, city, officer, other_officer, district_administrator
):
    draft = drafted(campaign, city.ganzhou_federation, officer)

    with pytest.raises(Refused, match="不能替这个工会"):
        drafted(campaign, city.minle_federation, other_officer, activity=draft)
    drafted(campaign, city.ganzhou_federation, district_administrator, activity=draft, place="东街")
    draft.refresh_from_db()
    assert (draft.place, draft.logged_by) == ("东街", officer)
