"""Sending back: with a remark, told to who logged it, counted out, and taken on again."""

import pytest

from audit.models import Entry as Record
from audit.refusal import Refused
from campaigns import logging, tallies, verifying
from campaigns.models import ActivityState
from notifications.models import Message
from tests.campaigns.typed import all_sums_hold, an_entry, submitted

REMARK = "人数和照片对不上，请核对"


@pytest.fixture
def activity(campaign, city, officer, money):
    return submitted(campaign, city.ganzhou_federation, officer, money_fen=300_00)


def test_the_logger_reads_what_to_put_right(activity, officer, city_officer):
    done = verifying.send_back(activity, remark=f" {REMARK} ", actor=city_officer)

    assert (done.state, done.remark) == (ActivityState.RETURNED, REMARK)
    told = Message.objects.filter(kind="campaigns.sent_back", recipient=officer)
    assert set(told.values_list("channel", flat=True)) == {"inbox", "sms"}
    assert all(REMARK in message.body for message in told)
    assert told[0].link == f"/desk/activities/{activity.pk}/"
    record = Record.objects.get(action="campaigns.activity_sent_back")
    assert (record.reason, record.actor_unit) == (REMARK, "甘州区总工会")


def test_it_waits_no_longer_and_its_money_stays_spent(
    campaign, city, activity, city_officer, money
):
    verifying.send_back(activity, remark=REMARK, actor=city_officer)

    cells = tallies.cells(campaign, [city.ganzhou_federation.pk])
    assert not any(cell.pending for cell in cells.values())
    money.ganzhou.refresh_from_db()
    assert money.ganzhou.spent_fen == 300_00
    assert all_sums_hold()


def test_a_verified_one_is_counted_out_again(campaign, city, activity, city_officer):
    verifying.verify(activity, actor=city_officer)
    done = verifying.send_back(activity, remark=REMARK, actor=city_officer)

    assert (done.verified_at, done.verified_by) == (None, None)
    cells = tallies.cells(campaign, [city.ganzhou_federation.pk])
    assert cells == {}
    assert all_sums_hold()


def test_twice_is_quiet_and_told_once(activity, city_officer, administrator):
    verifying.send_back(activity, remark=REMARK, actor=city_officer)
    done = verifying.send_back(activity, remark="再改", actor=administrator)

    assert done.remark == REMARK
    assert Message.objects.filter(kind="campaigns.sent_back", channel="inbox").count() == 1


def test_sent_back_twice_after_a_correction_is_told_twice(
    campaign, city, activity, officer, city_officer
):
    verifying.send_back(activity, remark=REMARK, actor=city_officer)
    again(campaign, city, activity, officer)
    verifying.send_back(activity, remark="还是不对", actor=city_officer)

    assert Message.objects.filter(kind="campaigns.sent_back", channel="inbox").count() == 2


def again(campaign, city, activity, officer, **fields):
    return logging.submit(
        campaign, an_entry(campaign, **fields), organization=city.ganzhou_federation,
        actor=officer, activity=activity,
    )  # fmt: skip


def test_put_right_it_waits_again_with_its_new_sum(
    campaign, city, activity, officer, city_officer, money
):
    verifying.send_back(activity, remark=REMARK, actor=city_officer)

    done = again(campaign, city, activity, officer, items=(6,), money_fen=200_00)

    assert (done.state, done.remark) == (ActivityState.SUBMITTED, "")
    money.ganzhou.refresh_from_db()
    assert money.ganzhou.spent_fen == 200_00
    assert all_sums_hold()


@pytest.mark.parametrize("remark", ["", "   "])
def test_without_a_remark_nobody_knows_what_to_do(activity, city_officer, remark):
    with pytest.raises(Refused, match="请写明要改什么") as refused:
        verifying.send_back(activity, remark=remark, actor=city_officer)
    assert refused.value.field == "remark"


def test_a_district_sends_nothing_back(activity, officer, other_officer):
    for actor in (officer, other_officer):
        with pytest.raises(Refused, match="由主办工会核实"):
            verifying.send_back(activity, remark=REMARK, actor=actor)
