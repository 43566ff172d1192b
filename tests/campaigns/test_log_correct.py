"""Correcting what was submitted: money by counter-entries, cells by moving, nothing for nothing."""

import pytest

from audit.models import Entry as Record
from audit.refusal import Refused
from campaigns import logging, tallies
from campaigns.entries import Group
from campaigns.models import ActivityState
from funds.models import FundEntry
from people.vocabulary import Occupation
from tests.campaigns.conftest import item
from tests.campaigns.typed import RIDERS, all_sums_hold, an_entry, submitted


@pytest.fixture
def activity(campaign, city, officer, money):
    return submitted(campaign, city.ganzhou_federation, officer, money_fen=300_00)


def amounts(activity) -> list[int]:
    rows = FundEntry.objects.filter(source_id=str(activity.pk)).order_by("at")
    return [row.amount_fen for row in rows]


def test_another_sum_is_a_counter_entry_and_a_new_one(campaign, activity, officer, money):
    done = logging.correct(activity, an_entry(campaign, money_fen=800_00), actor=officer)

    assert amounts(activity) == [300_00, -300_00, 800_00]
    money.ganzhou.refresh_from_db()
    assert money.ganzhou.spent_fen == done.money_fen == 800_00
    assert done.served.get().money_fen == 800_00
    assert all_sums_hold()


def test_the_same_sum_touches_no_money(campaign, activity, officer):
    logging.correct(activity, an_entry(campaign, money_fen=300_00, place="东街"), actor=officer)

    assert amounts(activity) == [300_00]


def test_no_money_any_more_gives_it_back(campaign, activity, officer, money):
    logging.correct(activity, an_entry(campaign), actor=officer)

    assert amounts(activity) == [300_00, -300_00]
    money.ganzhou.refresh_from_db()
    assert money.ganzhou.spent_fen == 0


def test_the_own_old_sum_is_free_for_the_new_one_and_no_more(campaign, activity, officer):
    logging.correct(activity, an_entry(campaign, money_fen=1_000_00), actor=officer)

    with pytest.raises(Refused, match="只剩1,000元") as refused:
        logging.correct(activity, an_entry(campaign, money_fen=1_000_01), actor=officer)
    assert refused.value.field == "money"
    assert amounts(activity) == [300_00, -300_00, 1_000_00]
    assert all_sums_hold()


def test_other_items_wait_in_other_cells(campaign, city, activity, officer):
    logging.correct(activity, an_entry(campaign, items=(6, 7), money_fen=300_00), actor=officer)

    column = city.ganzhou_federation.pk
    cells = tallies.cells(campaign, [column])
    waiting = {key for key, cell in cells.items() if cell.pending}
    assert waiting == {
        (column, None),
        (column, item(campaign, 6).pk),
        (column, item(campaign, 7).pk),
    }
    assert all_sums_hold()


def test_nothing_new_is_quiet(campaign, activity, officer):
    logging.correct(activity, an_entry(campaign, money_fen=300_00), actor=officer)

    assert not Record.objects.filter(action="campaigns.activity_corrected").exists()


def test_the_record_says_what_changed(campaign, activity, officer):
    reach = (RIDERS, Group(Occupation.PARCEL, 4))
    logging.correct(
        activity, an_entry(campaign, reach=reach, note="加了4名快递员", money_fen=300_00),
        actor=officer,
    )  # fmt: skip

    data = Record.objects.get(action="campaigns.activity_corrected").data
    assert data == {"fields": ["groups", "note"], "people": [36, 40]}


def test_submitting_what_is_submitted_corrects_it(campaign, city, activity, officer):
    done = logging.submit(
        campaign, an_entry(campaign, money_fen=300_00, place="东街"),
        organization=city.ganzhou_federation, actor=officer, activity=activity,
    )  # fmt: skip

    assert (done.place, done.state) == ("东街", ActivityState.SUBMITTED)
    assert all_sums_hold()


def test_a_correction_may_not_leave_holes(campaign, activity, officer):
    with pytest.raises(Refused, match="至少1人"):
        logging.correct(activity, an_entry(campaign, reach=()), actor=officer)


def test_another_district_corrects_nothing_here(campaign, activity, other_officer):
    with pytest.raises(Refused, match="不能替这个工会"):
        logging.correct(activity, an_entry(campaign), actor=other_officer)
