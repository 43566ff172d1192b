"""Sums over a table and what is not folded into it yet."""

import datetime

import pytest

from assistance.models import CareDayDelta, CareDayTally
from audit.sums import Sums, among, between, differs, equal
from organizations import tree
from organizations.models import Organization

SUMS = Sums(CareDayTally, CareDayDelta, ("reached", "tried"))
DAY = datetime.date(2026, 11, 2)
NEXT = DAY + datetime.timedelta(days=1)

pytestmark = pytest.mark.django_db


@pytest.fixture
def rows(city):
    def add(table, union, day, reached, tried=0):
        table.objects.create(organization=union, day=day, reached=reached, tried=tried)

    add(CareDayTally, city.couriers, DAY, 5, 1)
    add(CareDayDelta, city.couriers, DAY, 2)
    add(CareDayDelta, city.couriers, DAY, -1)
    add(CareDayTally, city.minle_federation, NEXT, 3)
    # Comes to nothing.
    add(CareDayTally, city.ganzhou_federation, NEXT, 4)
    add(CareDayDelta, city.ganzhou_federation, NEXT, -4)


def test_both_tables_count_and_what_comes_to_nothing_is_left_out(rows, city):
    assert SUMS.read("day") == {(DAY,): (6, 1), (NEXT,): (3, 0)}
    assert SUMS.read("day", "organization_id") == {
        (DAY, city.couriers.pk): (6, 1),
        (NEXT, city.minle_federation.pk): (3, 0),
    }


def test_the_fresh_ones_may_be_asked_for_by_another_condition(rows):
    assert SUMS.read("day", where=equal("day", NEXT), fresh=equal("day", DAY)) == {
        (DAY,): (1, 0),
        (NEXT,): (7, 0),
    }


@pytest.mark.parametrize(
    ("where", "days"),
    [
        (between("day", DAY, DAY), {DAY}),
        (between("day", DAY, NEXT), {DAY, NEXT}),
        (differs("tried", 0), {DAY}),
        (differs("tried", None), {DAY, NEXT}),
        (equal("tried", None), set()),
        (among("day", []), set()),
        (among("day", [DAY]) & differs("reached", 2), {DAY}),
    ],
)
def test_conditions(rows, where, days):
    assert {day for (day,) in SUMS.read("day", where=where)} == days


def test_a_subtree_and_a_queryset(rows, city):
    below = tree.inside(city.ganzhou_federation.path)
    assert set(SUMS.read("organization_id", where=below)) == {(city.couriers.pk,)}
    two = tree.inside(city.ganzhou_federation.path, city.minle_federation.path)
    assert len(SUMS.read("organization_id", where=two)) == 2
    assert SUMS.read("organization_id", where=tree.inside()) == {}
    named = Organization.objects.filter(name=city.minle_federation.name).values("pk")
    found = SUMS.read("organization_id", where=among("organization_id", named))
    assert set(found) == {(city.minle_federation.pk,)}
    nobody = among("organization_id", Organization.objects.none().values("pk"))
    assert SUMS.read("organization_id", where=nobody) == {}


def test_what_comes_from_outside_is_a_term():
    assert SUMS.read("day", where=tree.inside("0' OR '1'='1")) == {}
