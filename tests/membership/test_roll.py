"""The sums of the roll are the members, whatever was done to them."""

import datetime
import random

import pytest

from membership import deciding, roll, rolling, tallies
from membership.models import Member, MemberState, RollDelta, RollSum
from membership.roll import Count
from people.vocabulary import Occupation
from tests.factories import local
from tests.membership.rolled import a_member, plain

SOME = (Occupation.FOOD, Occupation.TRUCK, Occupation.COMPANY)


def test_who_joins_counts_in_the_union_the_occupation_and_on_the_day(city):
    a_member(city.couriers, joined_at=local(2026, 11, 23, 23, 59))
    a_member(city.couriers, Occupation.PARCEL, joined_at=local(2026, 11, 24, 0, 1))

    found = roll.counts(city.root.path, "day", "occupation")

    assert found == {
        (datetime.date(2026, 11, 23), "food"): Count(1, 1),
        (datetime.date(2026, 11, 24), "parcel"): Count(1, 1),
    }


def test_who_leaves_is_no_member_any_more_and_went_on_that_day(city):
    member = a_member(city.couriers)
    Member.objects.filter(pk=member.pk).update(
        state=MemberState.LEFT, left_at=local(2026, 11, 25, 9, 0)
    )

    assert roll.whole(city.root.path) == Count(joined=1, standing=0, gone=1)
    on_day = {"since": datetime.date(2026, 11, 25), "until": datetime.date(2026, 11, 25)}
    assert roll.whole(city.root.path, **on_day) == Count(gone=1)


def test_undone_leaving_counts_as_if_nothing_had_been(city):
    member = a_member(city.couriers)
    before = roll.counts(city.root.path, "day", "organization", "occupation")
    Member.objects.filter(pk=member.pk).update(state="expelled", left_at=local(2026, 11, 25, 9, 0))
    Member.objects.filter(pk=member.pk).update(state="active", left_at=None)

    assert roll.counts(city.root.path, "day", "organization", "occupation") == before


def test_who_changes_union_is_counted_in_the_new_one(city):
    member = a_member(city.ganzhou_holding)
    rolling.fold()
    Member.objects.filter(pk=member.pk).update(organization=city.minle_holding)

    assert roll.whole(city.ganzhou_federation.path) == Count()
    assert roll.whole(city.minle_federation.path) == Count(1, 1)


def test_what_changes_nothing_that_counts_appends_nothing(city):
    a_member(city.couriers)
    rolling.fold()
    Member.objects.update(employer="饿了么")

    assert not RollDelta.objects.exists()


def test_many_rows_of_one_statement_are_one_delta(city):
    people = [a_member(city.couriers) for _ in range(20)]
    Member.objects.all().delete()
    rolling.fold()
    Member.objects.bulk_create(people)

    assert [(row.joined, row.standing) for row in RollDelta.objects.all()] == [(20, 20)]


def test_the_areas_are_the_unions_right_below(city):
    a_member(city.joint)
    a_member(city.couriers)
    a_member(city.ganzhou_federation)

    assert roll.counts(city.ganzhou_federation.path, "area") == {
        (city.railway_union.path,): Count(1, 1),
        (city.couriers.path,): Count(1, 1),
        (city.ganzhou_federation.path,): Count(1, 1),
    }


@pytest.mark.parametrize("seed", range(6))
def test_every_sum_is_the_plain_recount_of_changing_members(city, seed):
    """Members come, change occupation, move, leave and come back, folded in between."""
    chance = random.Random(seed)
    unions = [city.couriers, city.joint, city.minle_holding, city.root]
    for _ in range(40):
        _something(chance, unions)
    assert Member.objects.exists()
    for path in (city.root.path, city.ganzhou_federation.path):
        assert roll.counts(path, "organization", "occupation") == plain(
            path, key=lambda member: (member.organization_id, member.occupation)
        )
        for since, until in _periods(chance):
            found = roll.whole(path, since=since, until=until)
            assert found == plain(path, since, until).get((), Count()), (since, until)
    assert rolling.recount(write=False) == []


def _something(chance, unions) -> None:
    act = chance.choice(["join", "join", "join", "move", "work", "go", "back", "drop", "fold"])
    picked = Member.objects.order_by("number").filter(pk=chance.choice([*_ids(), None]))
    if act == "join":
        a_member(chance.choice(unions), chance.choice(SOME), _moment(chance))
    elif act == "move":
        picked.update(organization=chance.choice(unions))
    elif act == "work":
        Member.objects.filter(occupation=chance.choice(SOME)).update(occupation=chance.choice(SOME))
    elif act == "go":
        picked.update(state=chance.choice(["left", "expelled"]), left_at=_moment(chance))
    elif act == "back":
        picked.update(state=chance.choice(["active", "moving", "retained"]), left_at=None)
    elif act == "drop":
        picked.delete()
    else:
        rolling.fold()


def _ids() -> list:
    return list(Member.objects.order_by("number").values_list("pk", flat=True))


def _moment(chance):
    return local(2025, 12, 28, 20, 0) + datetime.timedelta(hours=chance.randrange(24 * 120))


def _periods(chance):
    first = datetime.date(2025, 12, 20)
    for _ in range(12):
        since = first + datetime.timedelta(days=chance.randrange(140))
        yield since, since + datetime.timedelta(days=chance.randrange(100))
    yield datetime.date(2026, 1, 1), datetime.date(2026, 12, 31)
    yield datetime.date(2026, 2, 1), datetime.date(2026, 2, 28)
    yield None, datetime.date(2026, 2, 10)
    yield datetime.date(2026, 1, 15), None


def test_the_day_tally_of_new_members_agrees(application, reviewer, city):
    deciding.approve(application, actor=reviewer, at=local(2026, 11, 23, 11, 30))
    day = datetime.date(2026, 11, 23)
    tallied = tallies.of_day(day)[city.couriers.pk, "joined"]

    assert roll.whole(city.root.path, since=day, until=day).joined == tallied == 1


def test_recount_finds_and_mends_a_wrong_sum(city):
    a_member(city.couriers)
    rolling.fold()
    RollSum.objects.filter(grain="month").update(standing=7)

    found = rolling.recount(write=True)

    assert found == [
        f"会员名册 month 2026-11-01 工会{city.couriers.pk} food: (1, 7, 0) → (1, 1, 0)"
    ]
    assert rolling.recount(write=False) == []
