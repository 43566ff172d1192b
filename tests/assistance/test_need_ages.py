"""Needs and hand-overs by whose files they belong to, and needs by how long they have been open."""

import pytest
from django.urls import reverse
from django.utils import timezone

from assistance.care_days import DAY
from assistance.models import HandOver, Need
from audit import keyset
from tests.assistance.rows import a_file

pytestmark = pytest.mark.django_db
NEEDS, HAND_OVERS = "assistance:needs", "assistance:hand-overs"
# Ages that hold the need of 民乐县 as well.
FAR_TOO = ("long", "overdue", "", "\0")


@pytest.fixture
def full(city, cadre):
    """One need of each age in the couriers' union, an old one of 民乐县; both wait for a cadre."""
    near, far = a_file(city.couriers), a_file(city.minle_federation)
    for days in (1, 4, 5, 30):
        raised_at = timezone.now() - days * DAY
        Need.objects.create(file=near, kind="law", raised_by=cadre, raised_at=raised_at)
    Need.objects.create(file=far, kind="law", raised_by=cadre, raised_at=timezone.now() - 40 * DAY)
    for file in (near, far):
        HandOver.objects.create(file=file, reason="asked_for")


def number(client, view: str, **query) -> int:
    page = client.get(reverse(view), query)
    found = len(page.context["page"].rows)
    assert view != NEEDS or f"共{found}件" in page.text
    return found


@pytest.mark.parametrize(
    ("age", "expected"),
    [("new", 1), ("days", 1), ("old", 1), ("long", 2), ("overdue", 3), ("", 5), ("\0", 5)],
)
def test_needs_are_listed_by_their_age(signed_in, administrator, city, full, age, expected):
    client = signed_in(administrator)
    assert number(client, NEEDS, age=age) == expected
    near = Need.objects.filter(file__organization=city.couriers)
    # Named by a union the sums know it, by the very union they know some of it.
    of_couriers = {"union": city.couriers.public_id, "age": age}
    shown = [number(client, NEEDS, **of_couriers, **more) for more in ({}, {"own": "1"})]
    assert shown == [expected - (age in FAR_TOO)] * 2
    assert number(client, NEEDS, union=city.couriers.public_id, kind="law") == near.count()


def test_more_than_are_counted_are_said_to_be_more(signed_in, administrator, full, monkeypatch):
    monkeypatch.setattr(keyset, "CAP", 4)
    client = signed_in(administrator)
    assert "超过4件" in client.get(reverse(NEEDS)).text
    # What a sum knows is no less known.
    root = administrator.posts.get().organization.public_id
    assert "共5件" in client.get(reverse(NEEDS), {"union": root}).text


def test_a_need_that_is_done_has_no_age_to_ask_for(signed_in, administrator, full):
    page = signed_in(administrator).get(reverse(NEEDS), {"state": "signed"}).content.decode()
    assert "不论多久" not in page
    page = signed_in(administrator).get(reverse(NEEDS), {"age": "overdue"}).content.decode()
    assert '<option value="overdue" selected>' in page


@pytest.mark.parametrize(("view", "near", "far"), [(NEEDS, 4, 1), (HAND_OVERS, 1, 1)])
def test_they_are_listed_by_whose_files_they_belong_to(
    signed_in, administrator, city, full, view, near, far
):
    client = signed_in(administrator)
    ganzhou, minle = city.ganzhou_federation.public_id, city.minle_federation.public_id
    assert number(client, view, union=ganzhou) == near
    assert number(client, view, union=minle) == far
    assert number(client, view, union=ganzhou, own="1") == 0
    assert number(client, view, union=city.couriers.public_id, own="1") == near
    page = client.get(reverse(view), {"union": minle}).content.decode()
    assert "民乐县总工会的档案" in page


@pytest.mark.parametrize(("view", "expected"), [(NEEDS, 4), (HAND_OVERS, 1)])
def test_another_districts_union_opens_nothing_of_it(
    signed_in, district_administrator, city, full, view, expected
):
    """What one does not supervise cannot be named: the own ones are listed."""
    client = signed_in(district_administrator)
    assert number(client, view, union=city.minle_federation.public_id) == expected
    page = client.get(reverse(view), {"union": city.minle_federation.public_id})
    assert "民乐县" not in page.content.decode()
