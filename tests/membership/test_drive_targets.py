"""发展会员目标: the city's administrator sets them, all districts on one form."""

import datetime

import pytest

from audit.models import Entry
from audit.refusal import Refused
from membership import drive
from tests.membership.rolled import a_member

TODAY = datetime.date(2026, 11, 25)
PAGE = "/desk/members/targets/"


@pytest.fixture
def set_targets(city, administrator):
    def act(people, year=2026, actor=administrator):
        drive.set_targets(city.root, year, people=people, actor=actor, today=TODAY)

    return act


def test_targets_are_set_changed_and_taken_away(city, set_targets):
    ganzhou, minle = city.ganzhou_federation.pk, city.minle_federation.pk
    set_targets({ganzhou: 600, minle: 200})
    set_targets({ganzhou: 650, minle: 0})
    set_targets({ganzhou: 500}, year=2025)

    assert drive.targets(city.root.path, 2026) == {ganzhou: 650}
    assert drive.targets(city.root.path, 2025) == {ganzhou: 500}
    assert drive.targets(city.minle_federation.path, 2026) == {}


def test_only_what_changed_is_recorded(city, set_targets):
    ganzhou, minle = city.ganzhou_federation.pk, city.minle_federation.pk
    set_targets({ganzhou: 600, minle: 200})
    set_targets({ganzhou: 600, minle: 210})
    set_targets({ganzhou: 600, minle: 210})

    entries = Entry.objects.filter(action="membership.drive_targets_set").order_by("pk")
    assert [entry.data for entry in entries] == [
        {"year": 2026, "people": {str(ganzhou): 600, str(minle): 200}},
        {"year": 2026, "people": {str(minle): 210}},
    ]


@pytest.mark.parametrize("people", [-1, 10**8])
def test_a_number_that_cannot_be_is_refused(city, set_targets, people):
    with pytest.raises(Refused):
        set_targets({city.ganzhou_federation.pk: people})


@pytest.mark.parametrize("year", [2014, 2028])
def test_a_year_too_far_away_is_refused(city, set_targets, year):
    with pytest.raises(Refused):
        set_targets({city.ganzhou_federation.pk: 5}, year=year)


def test_only_districts_have_targets(city, set_targets):
    with pytest.raises(Refused):
        set_targets({city.couriers.pk: 5})


def test_a_district_does_not_set_its_own(city, set_targets, district_administrator):
    with pytest.raises(Refused):
        set_targets({city.ganzhou_federation.pk: 5}, actor=district_administrator)


def test_the_form_shows_what_was_reached_and_saves(city, signed_in, administrator):
    a_member(city.couriers)
    client = signed_in(administrator)
    shown = {row["district"]: row["new"] for row in client.get(f"{PAGE}?year=2026").context["rows"]}
    assert shown == {city.ganzhou_federation: 1, city.minle_federation: 0}

    given = {f"d_{city.ganzhou_federation.pk}": "600", f"d_{city.minle_federation.pk}": ""}
    answer = client.post(f"{PAGE}?year=2026", given, follow=True)

    assert "2026年的目标已保存。" in answer.content.decode()
    assert drive.targets(city.root.path, 2026) == {city.ganzhou_federation.pk: 600}


@pytest.mark.parametrize(
    ("value", "sentence"),
    [("-1", "不能是负数。"), ("很多", "请填整数。"), ("9" * 30, "数字太大，请核对。"), ("\0", "")],
)
def test_bad_input_is_answered_beside_its_field(city, signed_in, administrator, value, sentence):
    given = {f"d_{city.ganzhou_federation.pk}": value}
    answer = signed_in(administrator).post(PAGE, given)
    assert answer.status_code == 200
    assert sentence in answer.content.decode()
    assert drive.targets(city.root.path, TODAY.year) == {}


def test_a_district_does_not_find_the_page(city, signed_in, district_administrator):
    assert signed_in(district_administrator).get(PAGE).status_code == 404
