"""Withdrawing: the money returns, the cells empty, the row stays."""

import pytest

from audit.models import Entry as Record
from audit.refusal import Refused
from campaigns import logging, tallies, verifying
from campaigns.models import ActivityState
from funds.models import FundEntry
from tests.campaigns.typed import all_sums_hold, submitted


@pytest.fixture
def activity(campaign, city, officer, money):
    return submitted(campaign, city.ganzhou_federation, officer, money_fen=300_00)


def test_it_leaves_its_cells_and_gives_its_money_back(campaign, city, activity, officer, money):
    done = logging.withdraw(activity, actor=officer)

    assert done.state == ActivityState.WITHDRAWN
    column = city.ganzhou_federation.pk
    assert not any(cell.pending for cell in tallies.cells(campaign, [column]).values())
    money.ganzhou.refresh_from_db()
    assert money.ganzhou.spent_fen == 0
    assert FundEntry.objects.get(amount_fen=-300_00).reason == "活动作废"
    assert all_sums_hold()


def test_twice_is_quiet(activity, officer):
    logging.withdraw(activity, actor=officer)
    logging.withdraw(activity, actor=officer)

    assert Record.objects.filter(action="campaigns.activity_withdrawn").count() == 1
    assert all_sums_hold()


def test_what_was_sent_back_gives_its_money_back_too(activity, officer, city_officer, money):
    verifying.send_back(activity, remark="重复了", actor=city_officer)

    logging.withdraw(activity, actor=officer)

    money.ganzhou.refresh_from_db()
    assert money.ganzhou.spent_fen == 0
    assert all_sums_hold()


def test_what_is_verified_must_be_sent_back_first(activity, officer, city_officer):
    verifying.verify(activity, actor=city_officer)

    with pytest.raises(Refused, match="已经核实"):
        logging.withdraw(activity, actor=officer)


def test_another_district_withdraws_nothing_here(activity, other_officer):
    with pytest.raises(Refused, match="不能替这个工会"):
        logging.withdraw(activity, actor=other_officer)
