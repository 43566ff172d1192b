"""The assignment against all possible ones, on cases small enough to try them all."""

import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistance import assignment, explaining
from assistance.assignment import assign, ranked
from assistance.vocabulary import Language, NeedKind
from assistance.weighing import ACROSS, Household, Place

NAMES = {1: "甘州区", 2: "民乐县", 11: "火车站街道", 12: "东街街道", 21: "洪水镇"}
DISTRICT_OF = {0: 0, 11: 1, 12: 1, 21: 2}


@st.composite
def households(draw, number: int) -> Household:
    township = draw(st.sampled_from((0, 11, 12, 21)))
    return Household(
        key=f"h{number}", township=township, unit=draw(st.sampled_from((0, 0, 501, 502))),
        district=DISTRICT_OF[township] or draw(st.sampled_from((1, 2))),
        language=draw(st.sampled_from((0, 0, 1, 2))), needs=draw(st.integers(0, 7)),
        avoids=draw(st.frozensets(st.integers(1, 5), max_size=2)),
    )  # fmt: skip


@st.composite
def places(draw, number: int) -> Place:
    township = draw(st.sampled_from((0, 11, 12, 21)))
    return Place(
        key=f"p{number}", user=draw(st.integers(1, 5)), unit=draw(st.sampled_from((501, 502, 503))),
        township=township, district=DISTRICT_OF[township] or draw(st.sampled_from((0, 1, 2))),
        languages=draw(st.integers(0, 3)), skills=draw(st.integers(0, 7)),
        held=draw(st.integers(0, 3)), free=draw(st.integers(1, 2)),
    )  # fmt: skip


@st.composite
def areas(draw):
    ours = [draw(households(number)) for number in range(draw(st.integers(0, 4)))]
    theirs = [draw(places(number)) for number in range(draw(st.integers(0, 3)))]
    return ours, theirs


def cost_of(household: Household, place: Place, held: int) -> int | None:
    """The rules once more, said one pair at a time; None is never."""
    if place.user in household.avoids:
        return None
    if household.unit and household.unit == place.unit:
        cost = 0
    elif household.township and household.township == place.township:
        cost = 100
    elif household.district == place.district:
        cost = 200
    elif place.district == 0:
        cost = 300
    else:
        cost = ACROSS
    if household.language and not household.language & place.languages:
        cost += 250
    return cost + 20 * (household.needs & ~place.skills).bit_count() + 30 * held


def best(ours, theirs, *, across: bool) -> tuple[int, int, int]:
    """(fewest left over, fewest across districts, least cost) of all assignments there are."""
    seats = [(place, place.held + more) for place in theirs for more in range(place.free)]
    width = max(len(ours), len(seats))
    found = []
    for order in itertools.permutations([*seats, *[None] * width], len(ours)):
        costs = [
            cost_of(household, *seat)
            for household, seat in zip(ours, order, strict=True)
            if seat is not None
        ]
        if None in costs or (not across and any(cost >= ACROSS for cost in costs)):
            continue
        far = sum(cost >= ACROSS for cost in costs)
        found.append((len(ours) - len(costs), far, sum(costs)))
    return min(found, default=(0, 0, 0))


def score(ours, matches) -> tuple[int, int, int]:
    costs = [match.cost for match in matches]
    return len(ours) - len(matches), sum(cost >= ACROSS for cost in costs), sum(costs)


@settings(max_examples=150, deadline=None)
@given(areas(), st.booleans())
def test_no_better_assignment_exists(area, across):
    ours, theirs = area
    assert score(ours, assign(ours, theirs, across=across)) == best(ours, theirs, across=across)


@settings(max_examples=150, deadline=None)
@given(areas(), st.booleans(), st.integers(1, 6))
def test_in_parts_or_whole_nobody_is_used_twice_or_avoided(area, across, cells):
    ours, theirs = area
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(assignment, "CELLS", cells)
        matches = assign(ours, theirs, across=across)
    assert len({match.household.key for match in matches}) == len(matches)
    for place in theirs:
        mine = [match for match in matches if match.place == place]
        assert sorted(match.held for match in mine) == [
            place.held + more for more in range(len(mine))
        ]
        assert len(mine) <= place.free
    for match in matches:
        assert match.cost == cost_of(match.household, match.place, match.held)
        assert across or match.cost < ACROSS


@settings(max_examples=100, deadline=None)
@given(areas())
def test_in_parts_every_household_a_district_can_serve_is_served(area):
    """Where no cadre is forbidden, as many are served as in one matrix."""
    ours, theirs = area
    ours = [Household(**{**vars(each), "avoids": frozenset()}) for each in ours]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(assignment, "CELLS", 2)
        parts = assign(ours, theirs, across=True)
    assert len(parts) == min(len(ours), sum(place.free for place in theirs))


def a_household(**facts) -> Household:
    return Household(**{"key": "h", "unit": 0, "township": 11, "district": 1, **facts})


def a_place(key="p", **facts) -> Place:
    return Place(**{"key": key, "user": 1, "unit": 9, "township": 0, "district": 1, **facts})


def test_the_own_unit_goes_before_the_township_and_that_before_the_district_and_the_city():
    order = [
        a_place("unit", unit=501), a_place("township", township=11), a_place("district"),
        a_place("city", district=0), a_place("across", district=2),
    ]  # fmt: skip
    found = ranked(a_household(unit=501), order[::-1], most=9)
    assert [match.place.key for match in found] == [place.key for place in order]


def test_a_language_goes_before_the_township():
    near, spoken = a_place("near", township=11), a_place("spoken", languages=1)
    assert assign([a_household(language=1)], [near, spoken])[0].place == spoken


def test_nobody_gets_a_second_household_while_another_has_none():
    busy, idle = a_place("busy", held=1, free=5), a_place("idle")
    two = [a_household(key="a"), a_household(key="b")]
    assert {match.place.key for match in assign(two, [busy, idle])} == {"busy", "idle"}


def test_across_districts_only_when_allowed_and_only_when_nobody_else_is_left():
    two = [a_household(key="a"), a_household(key="b")]
    far, own = a_place("far", district=2, languages=3, skills=255), a_place("own")
    assert [match.place.key for match in assign(two, [far, own])] == ["own"]
    matches = assign(two, [far, own], across=True)
    assert sorted(match.place.key for match in matches) == ["far", "own"]
    assert assign(two[:1], [far, own], across=True)[0].place == own


def test_ranked_leaves_out_the_avoided_and_the_full():
    full, avoided = a_place("full", free=0), a_place("avoided", user=7)
    found = ranked(a_household(avoids=frozenset({7})), [full, avoided, a_place()], most=9)
    assert [match.place.key for match in found] == ["p"]


@pytest.mark.parametrize(
    ("household", "place", "held", "said"),
    [
        ({"unit": 501}, {"unit": 501}, 0, "同一个单位。"),
        ({}, {"township": 11}, 2, "同在火车站街道，已联系2户。"),
        ({}, {}, 0, "同在甘州区。"),
        ({}, {"district": 0}, 0, "市里的干部，各区县都可以联系。"),
        ({}, {"district": 2}, 0, "民乐县的干部，本区县没有空位了。"),
        ({"language": 1}, {"languages": 1}, 0, "同在甘州区，会说裕固语。"),
        ({"language": 1}, {"languages": 2}, 0, "同在甘州区，不会说裕固语。"),
        ({"needs": 6}, {"skills": 3}, 0, "同在甘州区，能帮就医购药。"),
    ],
)
def test_a_pair_is_explained_in_one_plain_sentence(household, place, held, said):
    assert explaining.sentence(a_household(**household), a_place(**place), held, NAMES) == said


def test_a_bit_for_each_word():
    assert explaining.mask(["yugur", "mandarin"], explaining.LANGUAGES) == 1
    assert explaining.words(0b11, explaining.SKILLS) == ["生活物资", "就医购药"]
    # A mask of needs is looked up in a table of eight bits.
    assert len(NeedKind) <= 8
    assert len(Language) - 1 == len(explaining.LANGUAGES)
