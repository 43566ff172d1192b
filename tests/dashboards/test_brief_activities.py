"""Which activities a brief tells of: the printed rule, held against a plain walk through the rows."""

import datetime
import random

import pytest

from campaigns.models import Activity, ActivityState
from dashboards import brief_activities, small
from people.vocabulary import Occupation
from tests.campaigns.rows import an_activity

STARTS = datetime.date(2026, 11, 1)
PARCEL, TRUCK, CARE = Occupation.PARCEL, Occupation.TRUCK, Occupation.CARE
PLATFORMS = ("", "顺丰", "京东")


def day(nth: int) -> datetime.date:
    return STARTS + datetime.timedelta(days=nth - 1)


@pytest.fixture
def month(campaign):
    campaign.starts_on, campaign.ends_on = STARTS, day(30)
    campaign.save()
    return campaign


@pytest.fixture
def log(month, city, officer):
    """`log(nth_day, ((occupation, platform, people), …), **fields)`"""

    def put(nth: int, *reach, union=city.ganzhou_federation, **fields) -> Activity:
        return an_activity(month, union, officer, held_on=day(nth), reach=reach, **fields)

    return put


def among(month, city, since=1, until=30):
    districts = [city.ganzhou_federation.pk, city.minle_federation.pk]
    return brief_activities.Among([month], districts, day(since), day(until))


def told(found) -> dict[str, str]:
    """Address -> why."""
    return {each.url.rstrip("/").rsplit("/", 1)[1]: each.why for each in found}


def reasons(found) -> str:
    return "，".join(each.why for each in found)


def test_small_groups_of_a_day_do_not_hide_the_activity_after_them(log, month, city):
    log(1, (PARCEL, "", 3), (TRUCK, "", 9))
    log(1, (PARCEL, "", 4), (TRUCK, "", 9))
    later = log(5, (PARCEL, "", 6))
    found = told(brief_activities.chosen(among(month, city)))
    assert found[str(later.pk)] == f"第一次服务到{PARCEL.label}"


def test_platforms_of_one_occupation_are_one_group(log, month, city):
    split = log(2, (PARCEL, "顺丰", 3), (PARCEL, "京东", 2))
    found = told(brief_activities.chosen(among(month, city)))
    assert f"第一次服务到{PARCEL.label}" in found[str(split.pk)]


def test_what_cannot_be_told_takes_nobodys_place(log, month, city):
    """Groups under five on the latest days: the two before them are told."""
    log(3, (PARCEL, "", 8))
    log(4, (TRUCK, "", 8))
    for nth in (5, 6):
        log(nth, (CARE, "", 3), (Occupation.RIDE, "", 4))
    words = reasons(brief_activities.chosen(among(month, city)))
    assert f"第一次服务到{PARCEL.label}" in words
    assert f"第一次服务到{TRUCK.label}" in words
    assert CARE.label not in words
    assert Occupation.RIDE.label not in words


def test_reached_before_the_days_told_is_not_new(log, month, city):
    log(3, (PARCEL, "", 8))
    log(12, (PARCEL, "", 9))
    words = reasons(brief_activities.chosen(among(month, city, since=10)))
    assert "第一次服务到" not in words


@pytest.mark.parametrize("seed", range(6))
def test_the_rule_is_kept_among_many(month, city, log, seed):
    choose = random.Random(seed)
    for _ in range(60):
        groups = {
            (choose.choice(list(Occupation)), choose.choice(PLATFORMS)): choose.randint(1, 6)
            for _ in range(choose.randint(1, 4))
        }
        log(
            choose.randint(1, 30),
            *((*group, people) for group, people in groups.items()),
            union=choose.choice(
                [city.ganzhou_federation, city.railway_union, city.minle_federation]
            ),
            state=choose.choice([ActivityState.VERIFIED] * 3 + [ActivityState.SUBMITTED]),
        )
    for since, until in ((1, 30), (4, 12), (10, 10), (20, 30)):
        found = brief_activities.chosen(among(month, city, since, until))
        assert told(found) == plain_rule(day(since), day(until))


def plain_rule(since, until) -> dict[str, str]:
    """Row by row, as the sentence under the activities says it."""
    rows = [
        row
        for row in Activity.objects.filter(state=ActivityState.VERIFIED).order_by("held_on", "pk")
        if row.people >= small.LEAST
    ]
    why: dict[str, list[str]] = {}
    held = [row for row in rows if since <= row.held_on <= until]
    if held:
        why[str(max(held, key=lambda row: row.people).pk)] = ["人次最多的一场"]
    first_in: dict = {}
    first_for: dict = {}
    for row in rows:
        if row.township_id:
            first_in.setdefault(row.township_id, row)
        for occupation in Occupation:
            reached = sum(each.people for each in row.reach.all() if each.occupation == occupation)
            if reached >= small.LEAST:
                first_for.setdefault(occupation, row)
    for firsts, words in (
        (first_in, lambda row, _: f"{row.township.name}的第一场"),
        (first_for, lambda _, key: f"第一次服务到{key.label}"),
    ):
        new = [(row.held_on, row.pk, key) for key, row in firsts.items() if row in held]
        # Of two townships first served on one day, the later of the list; of occupations, the
        # later activity.
        order = (lambda each: (each[0], each[2])) if firsts is first_in else None
        for _, pk, key in sorted(new, key=order, reverse=True)[: brief_activities.OF_EACH]:
            why.setdefault(str(pk), []).append(words(Activity.objects.get(pk=pk), key))
    return {pk: "，".join(words) for pk, words in why.items()}
