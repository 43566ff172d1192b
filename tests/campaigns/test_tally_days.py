"""The sums by day and by township are the rows', through corrections, sendings back and undoing."""

import datetime
import importlib
import random

import pytest
from django.db import connection
from django.utils import timezone

from audit.sums import EVERY, between, equal
from campaigns import entries, logging, tallies, tally_tables, townships, verifying
from campaigns.models import (
    Activity,
    ActivityState,
    CampaignDayTally,
    CampaignTallyDelta,
    CampaignTownshipDayTally,
    CampaignTownshipTally,
)
from campaigns.tally_tables import BY_DAY, BY_TOWNSHIP, BY_TOWNSHIP_DAY, WHOLE
from people.vocabulary import Occupation
from tests import factories
from tests.campaigns.conftest import item
from tests.campaigns.rows import an_activity

DAY = datetime.timedelta(days=1)
MIGRATIONS = (
    "campaigns.migrations.0004_fill_day_and_township",
    "campaigns.migrations.0006_township_days",
)
# Each activity once, however many items and occupations it had.
WHOLE_ONES = equal("item_id", None) & equal("occupation", "")


@pytest.fixture
def today():
    return timezone.localdate()


@pytest.fixture
def station(city):
    return factories.a_station("洪水镇驿站", city.ganzhou_federation, division=city.hongshui)


def people(table, *by, condition=None):
    rows = tally_tables.sums(table, WHOLE_ONES & (condition or EVERY), *by)
    return {key: row["people"] for key, row in rows.items() if row["people"]}


def an_entry(campaign, day, **more):
    return entries.Entry(
        kind="visit", held_on=day, place="火车站驿站", items=(item(campaign, 1), item(campaign, 5)),
        reach=(entries.Group(Occupation.FOOD, 36, "美团"),), **more,
    )  # fmt: skip


@pytest.mark.parametrize("folded", [False, True])
def test_people_stand_on_the_day_they_came(campaign, city, officer, today, folded):
    an_activity(campaign, city.ganzhou_federation, officer)
    an_activity(campaign, city.ganzhou_federation, officer, held_on=today - DAY)
    an_activity(campaign, city.minle_federation, officer, held_on=today - DAY)
    if folded:
        tallies.fold()
    assert people(BY_DAY, "day") == {(today,): 10, (today - DAY,): 20}
    only_today = between("day", today, today)
    assert people(BY_DAY, "campaign_id", condition=only_today) == {(campaign.pk,): 10}


def test_an_activity_counts_where_the_station_is_else_where_its_union_is(city, station):
    known = townships.ids()
    at_a_seat = factories.a_station("区工会", city.ganzhou_federation)
    assert townships.of(station, city.joint, known) == city.hongshui.pk
    assert townships.of(at_a_seat, city.joint, known) == city.railway.pk
    assert townships.of(None, city.joint, known) == city.railway.pk
    assert townships.of(None, city.ganzhou_federation, known) is None


def test_what_is_logged_counts_in_its_township(
    campaign, city, officer, city_officer, station, today
):
    logged = logging.submit(
        campaign, an_entry(campaign, today, station=station),
        organization=city.ganzhou_federation, actor=officer,
    )  # fmt: skip
    verifying.verify(logged, actor=city_officer)
    logging.submit(campaign, an_entry(campaign, today), organization=city.joint, actor=officer)
    tallies.fold()
    assert people(BY_TOWNSHIP, "township_id") == {(city.hongshui.pk,): 36}
    rows = tally_tables.sums(BY_TOWNSHIP, WHOLE_ONES, "township_id")
    assert sum(row["pending"] for row in rows.values()) == 1
    assert tallies.recount(write=False) == []


def test_a_station_that_moves_later_changes_no_sum(campaign, city, officer, city_officer, today):
    station = factories.a_station("驿站", city.ganzhou_federation, division=city.railway)
    logged = logging.submit(
        campaign, an_entry(campaign, today, station=station),
        organization=city.ganzhou_federation, actor=officer,
    )  # fmt: skip
    verifying.verify(logged, actor=city_officer)
    station.division = city.hongshui
    station.save()
    verifying.send_back(logged, remark="人数不对", actor=city_officer)
    tallies.fold()
    assert not people(BY_TOWNSHIP, "township_id")
    assert tallies.recount(write=False) == []


def test_the_day_and_the_place_of_a_correction_are_the_new_ones(
    campaign, city, officer, city_officer, station, today
):
    logged = logging.submit(
        campaign, an_entry(campaign, today), organization=city.joint, actor=officer
    )
    moved = an_entry(campaign, today - DAY, station=station)
    logged = logging.correct(logged, moved, actor=officer)
    assert tallies.recount(write=False) == []
    verifying.verify(logged, actor=city_officer)
    tallies.fold()
    assert people(BY_DAY, "day") == {(today - DAY,): 36}
    assert people(BY_TOWNSHIP, "township_id") == {(city.hongshui.pk,): 36}


def test_random_work_leaves_equal_sums_in_all_tables(
    campaign, city, officer, city_officer, station, today
):
    """Logged, corrected, verified, sent back and withdrawn in any order."""
    chance = random.Random(11)
    standing: list[Activity] = []
    for _ in range(60):
        act = chance.choice(("log", "log", "correct", "verify", "verify", "send_back", "withdraw"))
        entry = an_entry(
            campaign, today - chance.randrange(9) * DAY,
            station=chance.choice((station, None)),
        )  # fmt: skip
        row = chance.choice(standing) if standing else None
        if act == "log" or row is None:
            union = chance.choice((city.ganzhou_federation, city.joint, city.minle_federation))
            actor = officer if union != city.minle_federation else city_officer
            standing.append(logging.submit(campaign, entry, organization=union, actor=actor))
        else:
            _try(act, row, entry, city_officer)
        if chance.random() < 0.2:
            tallies.fold()
    assert tallies.recount(write=False) == []
    tallies.fold()
    assert tallies.recount(write=False) == []
    whole = sum(people(WHOLE, "campaign_id").values())
    assert whole > 0
    assert sum(people(BY_DAY, "day").values()) == whole
    assert sum(people(BY_TOWNSHIP, "township_id").values()) == whole
    assert people(BY_TOWNSHIP_DAY, "day") == people(BY_DAY, "day")
    assert people(BY_TOWNSHIP_DAY, "township_id") == people(BY_TOWNSHIP, "township_id")


def _try(act, row, entry, actor):
    row.refresh_from_db()
    states = {
        "correct": (ActivityState.SUBMITTED,), "verify": (ActivityState.SUBMITTED,),
        "send_back": (ActivityState.SUBMITTED, ActivityState.VERIFIED),
        "withdraw": (ActivityState.SUBMITTED, ActivityState.RETURNED),
    }  # fmt: skip
    if row.state not in states[act] or (row.logged_by == actor and act in ("verify", "send_back")):
        return
    if act == "correct":
        logging.correct(row, entry, actor=actor)
    elif act == "verify":
        verifying.verify(row, actor=actor)
    elif act == "send_back":
        verifying.send_back(row, remark="请核对", actor=actor)
    else:
        logging.withdraw(row, actor=actor)


def test_recount_mends_each_of_them(campaign, city, officer):
    an_activity(campaign, city.ganzhou_federation, officer)
    tallies.fold()
    CampaignDayTally.objects.filter(item=None, occupation="").update(people=99)
    CampaignTownshipTally.objects.filter(item=None, occupation="").delete()
    CampaignTownshipDayTally.objects.filter(item=None, occupation="").update(activities=0)
    assert len(tallies.recount(write=True)) == 3
    assert tallies.recount(write=False) == []


def test_the_migration_fills_in_what_was_there_before(campaign, city, officer, money, station):
    chance = random.Random(3)
    for number in range(12):
        an_activity(
            campaign, chance.choice((city.ganzhou_federation, city.joint)), officer,
            items=(1 + number % 3, 5), state=chance.choice(list(ActivityState)),
            station=chance.choice((station, None)), money_fen=number, allocation=money.ganzhou,
            reach=((Occupation.FOOD, "美团", 3), (Occupation.PARCEL, "", number)),
        )  # fmt: skip
    before = dict(Activity.objects.values_list("pk", "township_id"))
    Activity.objects.update(township=None)
    tallies.fold()
    for table in (CampaignDayTally, CampaignTownshipTally, CampaignTownshipDayTally):
        table.objects.all().delete()
    first, second = map(importlib.import_module, MIGRATIONS)
    with connection.cursor() as cursor:
        for statement in (*first.FORWARDS, second.FILL):
            cursor.execute(statement)
    assert dict(Activity.objects.values_list("pk", "township_id")) == before
    assert not CampaignTallyDelta.objects.exists()
    assert tallies.recount(write=False) == []


def test_the_migration_leaves_to_the_fold_what_is_not_folded_yet(campaign, city, officer, station):
    an_activity(campaign, city.joint, officer, station=station)
    tallies.fold()
    an_activity(campaign, city.joint, officer, reach=((Occupation.FOOD, "美团", 3),))
    assert CampaignTallyDelta.objects.exists()
    CampaignTownshipDayTally.objects.all().delete()
    with connection.cursor() as cursor:
        cursor.execute(importlib.import_module(MIGRATIONS[1]).FILL)
    assert tallies.recount(write=False) == []
    tallies.fold()
    assert tallies.recount(write=False) == []
