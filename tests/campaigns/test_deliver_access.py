"""Who sees which round and delivery, and how much a page asks of the database."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from campaigns import rounds
from organizations.register import Filters
from tests import factories
from tests.campaigns.delivered import DAY, a_round, brought, names, of, some_stations, today, url

OF_DELIVERY = (
    "delivery", "delivery-arrived", "delivery-undo", "delivery-restocked", "delivery-leave-out",
)  # fmt: skip
# The session, the posts, the rail, the row and what it says: never more with more rows.
MOST = 13


@pytest.fixture
def stations(city):
    return some_stations(city)


@pytest.fixture
def made(campaign, city_officer, stations):
    return a_round(campaign, city_officer)


def test_the_deliveries_of_another_district_do_not_exist(
    made, stations, other_officer, city_officer, signed_in
):
    theirs, client = of(made, stations.a), signed_in(other_officer)
    for name in OF_DELIVERY:
        assert client.post(url(name, theirs)).status_code == 404, name
    assert client.get(url("delivery", theirs)).status_code == 404
    page = client.get(url("round", made), {"state": "all"})
    assert names(page) == ["丙驿站"]
    assert page.context["progress"].planned == 1
    theirs.refresh_from_db()
    assert theirs.delivered_on is None


def test_only_those_who_run_the_month_open_choose_and_close(made, campaign, officer, signed_in):
    client = signed_in(officer)
    assert client.get(url("round-add", campaign)).status_code == 404
    assert client.get(url("round-choose", made)).status_code == 404
    assert client.post(url("round-choose", made)).status_code == 404
    assert client.post(url("round-close", made), {"is_closed": "yes"}).status_code == 404
    made.refresh_from_db()
    assert not made.is_closed


def test_a_month_one_does_not_see_has_no_rounds(made, campaign, reviewer, worker, signed_in):
    for somebody in (reviewer, worker):
        client = signed_in(somebody)
        for address in (url("rounds", campaign), url("round", made), url("restock")):
            assert client.get(address).status_code in (302, 404)


ROWS = ("rounds", "round", "choose", "done", "restock", "delivery")


def _bring_all(made, actor, name: str) -> None:
    """What the page lists: with something delivered or without, or not in the round yet."""
    if name == "choose":
        made.deliveries.all().delete()
    if name in ("done", "restock", "delivery"):
        for delivery in made.deliveries.filter(delivered_on=None):
            brought(delivery, actor, expires_on=today() + DAY)


def _address(name: str, campaign, made) -> str:
    return {
        "rounds": lambda: url("rounds", campaign), "round": lambda: url("round", made),
        "choose": lambda: url("round-choose", made),
        "done": lambda: f"{url('round', made)}?state=done", "restock": lambda: url("restock"),
        "delivery": lambda: url("delivery", made.deliveries.first()),
    }[name]()  # fmt: skip


@pytest.mark.parametrize("name", ROWS)
def test_a_page_takes_as_many_queries_for_three_as_for_one(
    campaign, city, city_officer, signed_in, name
):
    factories.a_station("甲驿站", city.ganzhou_federation)
    made = a_round(campaign, city_officer)
    _bring_all(made, city_officer, name)
    client, address = signed_in(city_officer), _address(name, campaign, made)
    one = _queries(client, address)
    for number, station in enumerate(("乙驿站", "丙驿站")):
        factories.a_station(station, city.joint, division=city.railway)
        if name == "rounds":
            a_round(campaign, city_officer, f"又一次{number}")
    rounds.add_stations(made, filters=Filters(), actor=city_officer)
    _bring_all(made, city_officer, name)
    assert _queries(client, address) == one
    assert one <= MOST


def _queries(client, address: str) -> int:
    client.get(address)
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    return len(captured)


def test_long_lists_have_pages(campaign, city, city_officer, signed_in):
    for number in range(30):
        factories.a_station(f"{number:02d}号驿站", city.joint)
    made = a_round(campaign, city_officer)
    client = signed_in(city_officer)
    first = client.get(url("round", made))
    second = client.get(url("round", made), {"after": first.context["page"].after})
    assert names(first) + names(second) == [f"{number:02d}号驿站" for number in range(30)]
