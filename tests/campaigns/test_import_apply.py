"""The good rows become activities, all of them or none, as if each had been logged by hand."""

import datetime

import pytest
from django.utils import timezone

from audit.models import Entry
from audit.refusal import Refused
from campaigns import logging, planning, tallies, verifying
from campaigns.entries import Entry as Typed
from campaigns.entries import Group
from campaigns.models import Activity, ActivityState, Campaign
from funds import proof
from funds.models import Allocation, FundEntry
from organizations.models import Post
from spreadsheets import deciding
from spreadsheets.models import Import, ImportState
from tests.campaigns.conftest import item
from tests.campaigns.importing import (
    a_row,
    checked,
    confirmed,
    imported,
    problems,
    states,
    worked_on,
    yesterday,
)

pytestmark = pytest.mark.usefixtures("private_folder")


def nothing_was_made() -> bool:
    return not Activity.objects.exists() and not FundEntry.objects.filter(kind="spend").exists()


def sums_agree() -> bool:
    return tallies.recount(write=False) == proof.recount(write=False) == []


def spent(share: Allocation) -> int:
    return Allocation.objects.get(pk=share.pk).spent_fen


def test_a_row_becomes_an_activity_as_if_logged_by_hand(campaign, officer, money, city):
    row = a_row(
        送项目="送慰问品、思想文化", 地点="东街1号", 物资="保温杯、手套", 数量="36个、40",
        合作单位="某公司", 备注="好", **{"支出（元）": 100.01},
    )  # fmt: skip
    job = imported(campaign, officer, row)
    made = Activity.objects.get()
    assert (job.state, job.done, made.import_id) == (ImportState.DONE, 1, job.pk)
    assert (made.state, made.organization, made.district, made.logged_by) == (
        ActivityState.SUBMITTED, city.ganzhou_federation, city.ganzhou_federation, officer,
    )  # fmt: skip
    assert (made.held_on, made.place, made.kind, made.people, made.partner, made.note) == (
        yesterday(), "东街1号", "handout", 36, "某公司", "好",
    )  # fmt: skip
    assert (made.money_fen, made.allocation) == (100_01, money.ganzhou)
    served = made.served.order_by("item__position")
    assert [(each.item.name, each.money_fen) for each in served] == [
        ("送思想文化", 50_01), ("送慰问品", 50_00),
    ]  # fmt: skip
    [reach] = made.reach.all()
    assert (reach.occupation, reach.platform, reach.people) == ("food", "美团", 36)
    assert [str(each) for each in made.goods.all()] == ["保温杯36个", "手套40份"]
    assert spent(money.ganzhou) == 100_01
    assert sums_agree()


def test_an_imported_activity_is_corrected_and_verified_like_any_other(
    campaign, officer, money, city_officer
):
    imported(campaign, officer, a_row(**{"支出（元）": 10}))
    activity = Activity.objects.get()
    typed = Typed(
        kind="visit", held_on=yesterday(), place="西街", items=(item(campaign, 2),),
        reach=(Group("food", 5),), money_fen=7_00,
    )  # fmt: skip
    logging.correct(activity, typed, actor=officer)
    verifying.verify(activity, actor=city_officer)
    assert spent(money.ganzhou) == 7_00
    assert sums_agree()


def test_only_the_good_rows_are_imported(campaign, officer):
    twice = a_row()
    job = imported(campaign, officer, twice, a_row(人次="x"), twice, a_row())
    assert states(job) == ["imported", "bad", "parked", "imported"]
    assert (job.done, job.good, job.bad, job.doubtful) == (2, 0, 1, 1)
    assert Activity.objects.count() == 2


def test_who_did_it_is_on_record_once_with_the_sums(campaign, officer, money):
    job = imported(campaign, officer, *(a_row(**{"支出（元）": 10}) for _ in range(3)))
    entry = Entry.objects.get(action="spreadsheets.imported")
    assert (entry.actor_id, entry.subject_id, entry.data["rows"]) == (officer.pk, str(job.pk), 3)
    spending = Entry.objects.get(action="funds.spent_in_bulk")
    assert spending.data == {"entries": 3, "amount_fen": 30_00}


def test_pressed_twice_it_is_imported_once(campaign, officer):
    job = checked(campaign, officer, a_row())
    deciding.confirm(job, actor=officer)
    deciding.confirm(job, actor=officer)
    for _ in range(3):
        done = worked_on(job)
    deciding.confirm(done, actor=officer)
    assert (worked_on(job).done, Activity.objects.count()) == (1, 1)


def test_one_may_let_the_city_import_what_a_district_uploaded(campaign, officer, city_officer):
    job = confirmed(checked(campaign, officer, a_row()), city_officer)
    assert (Activity.objects.get().logged_by, job.confirmed_by) == (officer, city_officer)


def test_nobody_of_another_district_imports_it(campaign, officer, other_officer):
    job = checked(campaign, officer, a_row())
    with pytest.raises(Refused):
        deciding.confirm(job, actor=other_officer)


def test_a_sheet_without_a_good_row_is_not_imported(campaign, officer):
    job = checked(campaign, officer, a_row(人次="x"))
    with pytest.raises(Refused) as refused:
        deciding.confirm(job, actor=officer)
    assert "没有可以导入的行" in refused.value.message


@pytest.mark.parametrize(
    "state",
    [state for state in ImportState if state not in ("ready", "importing", "done")],
)
def test_only_what_was_looked_at_is_imported(campaign, officer, state):
    job = checked(campaign, officer, a_row())
    Import.objects.filter(pk=job.pk).update(state=state)
    with pytest.raises(Refused):
        deciding.confirm(job, actor=officer)
    assert nothing_was_made()


# --- what changes between the look and the import ------------------------------------------------
def test_money_spent_meanwhile_stops_the_whole_and_is_shown(campaign, officer, money):
    rows = [a_row(**{"支出（元）": 400}), a_row(**{"支出（元）": 500})]
    job = checked(campaign, officer, *rows)
    typed = Typed(
        kind="visit", held_on=yesterday(), place="西街", items=(item(campaign),),
        reach=(Group("food", 5),), money_fen=300_00,
    )  # fmt: skip
    union = officer.posts.get().organization
    by_hand = logging.submit(campaign, typed, organization=union, actor=officer)
    job = confirmed(job, officer)
    assert (job.state, job.good, job.bad) == (ImportState.READY, 1, 1)
    assert "检查以后情况有变化" in job.message
    assert problems(job)[1] == [
        ("支出（元）", "甘州区总工会的专项资金，减去前面各行只剩300元，不够支出500元。")
    ]
    assert list(Activity.objects.all()) == [by_hand]
    assert confirmed(job, officer).done == 1
    assert spent(money.ganzhou) == 700_00
    assert sums_agree()


def test_what_was_logged_by_hand_meanwhile_is_doubtful_now(campaign, officer):
    row = a_row(地点="西街")
    job = checked(campaign, officer, row, a_row())
    imported(campaign, officer, row)
    job = confirmed(job, officer)
    assert (job.state, states(job)) == (ImportState.READY, ["parked", "good"])


def test_a_doubtful_row_let_in_by_hand_is_not_asked_about_again(campaign, officer):
    row = a_row()
    imported(campaign, officer, row)
    job = checked(campaign, officer, row)
    deciding.decide(job, [2], let_in=True, actor=officer)
    assert confirmed(job, officer).done == 1
    assert Activity.objects.count() == 2


def test_a_post_that_ended_meanwhile_imports_nothing(campaign, officer, city_officer):
    job = checked(campaign, officer, a_row())
    deciding.confirm(job, actor=officer)
    Post.objects.filter(user=officer).update(until=timezone.now() - datetime.timedelta(hours=1))
    assert worked_on(job).state == ImportState.READY
    assert nothing_was_made()


def test_a_month_archived_meanwhile_imports_nothing(campaign, officer, city_officer):
    job = checked(campaign, officer, a_row())
    deciding.confirm(job, actor=officer)
    planning.move(campaign, "end", actor=city_officer)
    planning.move(Campaign.objects.get(pk=campaign.pk), "archive", actor=city_officer)
    job = worked_on(job)
    assert job.state == ImportState.READY
    assert "已归档" in job.message
    assert nothing_was_made()
