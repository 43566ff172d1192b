"""服务: what a worker can get this month, near them, and what is their own."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from campaigns import booking, planning
from campaigns.models import Session, Wish
from tests.campaigns.conftest import item
from tests.membership.conftest import details, submit  # noqa: F401 - fixtures

HOUR = datetime.timedelta(hours=1)


@pytest.fixture
def stops(campaign, city):
    """A stop in each of the two districts."""
    places = (
        (city.ganzhou_federation, "甘州的场次", city.railway),
        (city.minle_federation, "民乐的场次", city.hongshui),
    )
    return [a_stop(campaign, *place) for place in places]


def a_stop(campaign, union, title, division) -> Session:
    now = timezone.now()
    return Session.objects.create(
        campaign=campaign, item=item(campaign, 2), organization=union, kind="legal_desk",
        title=title, division=division, place=title, capacity=5,
        starts_at=now + HOUR, ends_at=now + 2 * HOUR,
    )  # fmt: skip


def page(client, query=""):
    return client.get(f"/services/{query}").content.decode()


def test_anybody_sees_the_month_and_all_that_can_be_booked(client, stops):
    text = page(client)
    for words in ("十项服务", "免费体检", "学技能", "甘州的场次", "民乐的场次"):
        assert words in text
    assert "我的" in text  # the tab; there is no heading of that name
    assert "<h2>我的</h2>" not in text


def test_a_chosen_district_is_kept_for_the_next_visit(client, stops, city):
    assert "民乐的场次" not in page(client, f"?district={city.ganzhou.pk}")
    assert "民乐的场次" not in page(client)
    assert "民乐的场次" in page(client, "?district=")


def test_whoever_applied_sees_their_own_district_first(signed_in, stops, worker, submit):  # noqa: F811
    submit(worker)
    text = page(signed_in(worker))
    assert "甘州的场次" in text
    assert "民乐的场次" not in text


def test_ones_own_bookings_and_wish_stand_there(
    signed_in, stops, campaign, city, worker, other_worker
):
    booking.book(stops[0], worker=worker)
    Wish.objects.create(
        campaign=campaign, organization=city.ganzhou_federation, worker=worker, text="一副手套",
        value_fen=50_00,
    )  # fmt: skip
    text = page(signed_in(worker))
    assert "<h2>我的</h2>" in text
    assert "一副手套" in text
    assert "一副手套" not in page(signed_in(other_worker))


def test_outside_the_season_the_page_says_so(client, campaign, city_officer):
    planning.move(campaign, "end", actor=city_officer)
    assert "现在不是服务月" in page(client)


def test_an_item_tells_how_to_get_it_and_what_can_be_booked(client, stops, campaign):
    text = client.get(reverse("service", args=[item(campaign, 2).pk])).content.decode()
    assert "送免费健康体检" in text
    assert "两样选一样" in text
    assert "甘州的场次" in text


@pytest.mark.parametrize("pk", [0, 999_999, 2**63])
def test_an_item_of_no_running_month_does_not_exist(pk, client, campaign):
    assert client.get(f"/services/{pk}/").status_code == 404


@pytest.mark.parametrize("query", ["?district=x", "?district=\0", "?district=99999999999999999999"])
def test_a_district_nobody_knows_narrows_nothing(query, client, stops):
    assert "民乐的场次" in page(client, query)


def test_it_costs_the_same_with_one_and_with_three_sessions(
    client, stops, django_assert_num_queries
):
    page(client)
    with django_assert_num_queries(4):
        page(client)
    stops[0].pk = None
    stops[0].save(force_insert=True)
    with django_assert_num_queries(4):
        page(client)


def test_the_front_page_shows_a_worker_what_is_near_and_what_is_theirs(
    signed_in, client, stops, worker
):
    booking.book(stops[1], worker=worker)
    text = signed_in(worker).get("/").content.decode()
    assert "近处可以预约" in text
    assert "民乐的场次" in text
    assert "近处可以预约" not in client.get("/").content.decode()
