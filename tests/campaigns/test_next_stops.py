"""The vehicle's next stops: never worse with more of them, and near the best there is."""

import itertools
import math

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from campaigns.next_stops import Point, kilometres, suggest

RADIUS = 12.0
# A machine that is busy draws slowly.
patiently = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
PLACES = st.lists(
    st.tuples(st.integers(0, 9), st.integers(0, 9), st.integers(0, 400)), min_size=1, max_size=8
)


def points(given_places):
    """On a grid of about five kilometres."""
    return [
        Point(n, f"第{n}镇", 38.5 + x * 0.05, 100.0 + y * 0.06, people)
        for n, (x, y, people) in enumerate(given_places)
    ]


def reached(places, stops, planned=()):
    """Counted the plain way: everybody within the radius of a stop, once; not those of planned."""
    return sum(
        place.people
        for place in places
        if any(kilometres(place, stop) <= RADIUS for stop in stops)
        and not any(kilometres(place, stop) <= RADIUS for stop in planned)
    )


@patiently
@given(PLACES, st.integers(1, 5))
def test_each_further_stop_reaches_somebody_and_none_more_than_the_one_before(found, stops):
    picks = suggest(points(found), radius_km=RADIUS, stops=stops)
    gains = [pick.people for pick in picks]
    assert all(gain > 0 for gain in gains)
    assert gains == sorted(gains, reverse=True)
    assert len(picks) <= stops


@patiently
@given(PLACES)
def test_the_first_stop_is_the_best_single_one(found):
    places = points(found)
    picks = suggest(places, radius_km=RADIUS, stops=1)
    best = max(reached(places, [place]) for place in places)
    assert (picks[0].people if picks else 0) == best


@patiently
@given(PLACES, st.integers(1, 3), st.integers(0, 2))
def test_it_reaches_nearly_two_thirds_of_the_best_there_is(found, stops, number):
    places = points(found)
    planned = places[:number]
    picks = suggest(places, planned=planned, radius_km=RADIUS, stops=stops)
    got = reached(places, [pick.at for pick in picks], planned)
    assert got == sum(pick.people for pick in picks)
    best = max(
        reached(places, chosen, planned)
        for chosen in itertools.combinations(places, min(stops, len(places)))
    )
    assert got >= (1 - 1 / math.e) * best


@patiently
@given(PLACES)
def test_nobody_is_counted_in_two_stops(found):
    picks = suggest(points(found), radius_km=RADIUS, stops=8)
    served = [place.key for pick in picks for place in pick.serves]
    assert len(served) == len(set(served))


def test_a_place_beside_a_planned_stop_waits_for_that_one():
    near, far = Point(1, "近", 38.9, 100.4, 900), Point(2, "远", 38.9, 100.8, 20)
    stop = Point("stop", "已定", 38.91, 100.41, 0)
    picks = suggest([near, far], planned=[stop], radius_km=RADIUS, stops=3)
    assert [pick.at.name for pick in picks] == ["远"]
    assert picks[0].nearest_km == pytest.approx(kilometres(far, stop))


def test_nobody_left_is_no_stop():
    assert suggest([Point(1, "完", 38.9, 100.4, 0)], radius_km=RADIUS, stops=3) == []
    assert suggest([], radius_km=RADIUS, stops=3) == []
