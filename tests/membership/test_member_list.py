"""The list of members: what its address asks for, numbered like the sums."""

import datetime

import pytest

from tests.factories import local
from tests.membership.rolled import a_member

LIST = "/desk/members/"


@pytest.fixture
def members(city):
    a_member(city.couriers, "food", local(2026, 1, 1, 0, 0))
    a_member(city.joint, "truck", local(2026, 3, 31, 23, 59))
    a_member(city.ganzhou_holding, "guard", local(2026, 4, 1, 0, 0), state="retained")
    a_member(
        city.couriers, "food", local(2025, 12, 31, 23, 59), state="left", left_at=local(2026, 2, 1)
    )
    a_member(city.minle_holding, "food", local(2026, 2, 2, 9))
    a_member(city.ganzhou_federation, "public", local(2026, 2, 3, 9))


@pytest.mark.parametrize(
    ("query", "number"),
    [
        ({}, 5),
        ({"state": "standing"}, 4),
        ({"state": "gone"}, 1),
        ({"state": "retained"}, 1),
        ({"occupation": "food"}, 2),
        ({"occupation": "key"}, 3),
        ({"occupation": "rest", "state": "standing"}, 2),
        ({"since": "2026-01-01"}, 4),
        ({"since": "2026-01-01", "until": "2026-03-31"}, 3),
        ({"until": "2025-12-31", "state": "gone"}, 1),
        ({"since": "gestern", "until": "2026-99-99"}, 5),
        ({"occupation": "nobody", "state": "\0"}, 5),
        ({"text": "lsl"}, 5),
    ],
)
def test_the_list_and_its_number_are_what_was_asked_for(
    city, members, signed_in, district_administrator, query, number
):
    context = signed_in(district_administrator).get(LIST, query).context
    assert len(context["page"].rows) == number
    assert (context["number"], context["is_more"]) == (number, False)


def test_a_union_with_all_below_or_by_itself(city, members, signed_in, administrator):
    client = signed_in(administrator)
    union = str(city.ganzhou_federation.public_id)

    everybody = client.get(LIST, {"union": union}).context
    assert (len(everybody["page"].rows), everybody["number"]) == (5, 5)
    own = client.get(LIST, {"union": union, "own": "1"}).context
    assert [row.organization for row in own["page"].rows] == [city.ganzhou_federation]
    assert own["number"] == 1
    assert own["filters"].words == "甘州区总工会直属"


def test_another_districts_union_filters_nothing(city, members, signed_in, district_administrator):
    union = str(city.minle_federation.public_id)
    context = signed_in(district_administrator).get(LIST, {"union": union}).context
    assert context["filters"].union is None
    assert context["number"] == 5


def test_the_list_says_in_words_what_it_shows(city, members, signed_in, administrator):
    query = {"occupation": "key", "since": "2026-01-01", "until": "2026-12-31"}
    html = signed_in(administrator).get(LIST, query).content.decode()
    assert "共3名：2026-01-01到2026-12-31入会，四类重点群体" in html


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_takes_as_many_queries_for_many(
    city, signed_in, administrator, django_assert_num_queries, rows
):
    for _ in range(rows):
        a_member(city.couriers)
    client = signed_in(administrator)
    query = {
        "union": str(city.ganzhou_federation.public_id),
        "since": str(datetime.date(2026, 1, 1)),
    }
    client.get(LIST, query)
    with django_assert_num_queries(7):
        client.get(LIST, query)
