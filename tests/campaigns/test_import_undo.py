"""A whole import is taken back with counter-entries, unless somebody has built on it."""

from dataclasses import replace

import pytest

from audit.models import Entry
from audit.refusal import Refused
from campaigns import entries, logging, planning, verifying
from campaigns.models import Activity, ActivityState, Campaign
from funds.models import FundEntry
from spreadsheets import deciding
from spreadsheets.models import Import, ImportState
from tests.campaigns.importing import a_row, checked, imported, undone, worked_on
from tests.campaigns.test_import_apply import spent, sums_agree

pytestmark = pytest.mark.usefixtures("private_folder")


@pytest.fixture
def job(campaign, officer, money) -> Import:
    """Three activities, two of which cost money."""
    rows = [a_row(**{"支出（元）": yuan}) for yuan in (10, 20, "")]
    return imported(campaign, officer, *rows)


def test_all_of_it_is_withdrawn_and_the_money_is_back(job, officer, money):
    back = undone(job, officer)
    assert (back.state, back.undone_by) == (ImportState.UNDONE, officer)
    assert {a.state for a in Activity.objects.all()} == {ActivityState.WITHDRAWN}
    assert sorted(FundEntry.objects.filter(kind="spend").values_list("amount_fen", flat=True)) == [
        -20_00, -10_00, 10_00, 20_00,
    ]  # fmt: skip
    assert spent(money.ganzhou) == 0
    assert sums_agree()
    entry = Entry.objects.get(action="spreadsheets.import_undone")
    assert (entry.actor_id, entry.data["rows"]) == (officer.pk, 3)


def test_pressed_twice_it_is_taken_back_once(job, officer, money):
    deciding.undo(job, actor=officer)
    deciding.undo(job, actor=officer)
    worked_on(job)
    worked_on(job)
    deciding.undo(Import.objects.get(pk=job.pk), actor=officer)
    assert FundEntry.objects.filter(reverses__isnull=False).count() == 2
    assert sums_agree()


def test_what_was_withdrawn_by_hand_before_stays_so(job, officer, money):
    costly = Activity.objects.get(money_fen=20_00)
    logging.withdraw(costly, actor=officer)
    assert undone(job, officer).state == ImportState.UNDONE
    assert spent(money.ganzhou) == 0
    assert sums_agree()


@pytest.mark.parametrize(
    ("act", "says"),
    [("verify", "1次已经核实"), ("send_back", "1次退回或改过"), ("correct", "1次退回或改过")],
)
def test_nothing_is_taken_back_that_others_have_built_on(job, officer, city_officer, act, says):
    _touch(Activity.objects.first(), act, officer, city_officer)
    with pytest.raises(Refused) as refused:
        deciding.undo(job, actor=officer)
    assert says in refused.value.message
    assert Import.objects.get(pk=job.pk).state == ImportState.DONE


def _touch(activity, act, officer, city_officer) -> None:
    if act == "verify":
        verifying.verify(activity, actor=city_officer)
    elif act == "send_back":
        verifying.send_back(activity, remark="请写清楚", actor=city_officer)
    else:
        typed = replace(entries.of(activity), note="改过")
        logging.correct(activity, typed, actor=officer)


def test_what_was_verified_while_it_was_on_its_way_keeps_the_whole(job, officer, city_officer):
    deciding.undo(job, actor=officer)
    verifying.verify(Activity.objects.first(), actor=city_officer)
    kept = worked_on(job)
    assert (kept.state, "1次已经核实" in kept.message) == (ImportState.DONE, True)
    assert not Activity.objects.filter(state=ActivityState.WITHDRAWN).exists()
    assert sums_agree()


def test_an_archived_month_takes_nothing_back(job, campaign, officer, city_officer):
    planning.move(campaign, "end", actor=city_officer)
    planning.move(Campaign.objects.get(pk=campaign.pk), "archive", actor=city_officer)
    with pytest.raises(Refused):
        deciding.undo(job, actor=officer)


def test_nobody_of_another_district_takes_it_back(job, other_officer):
    with pytest.raises(Refused):
        deciding.undo(job, actor=other_officer)


@pytest.mark.parametrize(
    "state", ["waiting", "checking", "ready", "importing", "failed", "cancelled"]
)
def test_only_what_was_imported_is_taken_back(campaign, officer, state):
    job = checked(campaign, officer, a_row())
    Import.objects.filter(pk=job.pk).update(state=state)
    with pytest.raises(Refused):
        deciding.undo(job, actor=officer)


def test_the_same_sheet_may_come_in_again_afterwards(job, campaign, officer):
    undone(job, officer)
    again = checked(campaign, officer, *(list(row.cells) for row in job.rows.all()))
    assert (again.good, again.doubtful, again.same_as) == (3, 0, None)
