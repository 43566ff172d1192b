"""The pages on which workers find, book and show a session."""

import re

import pytest
from django.urls import reverse

from campaigns import booking
from campaigns.models import Booking, Campaign, Session, SessionState
from tests import factories
from tests.campaigns.booked import DAY, HOUR, a_check_up, a_session, tomorrow
from tests.organizations.queries import queries_of

LIST = "/services/sessions/"


@pytest.fixture
def session(campaign, city):
    return a_session(
        campaign, city.ganzhou_federation, division=city.railway, capacity=12, taken=0,
        note="带身份证",
    )  # fmt: skip


@pytest.fixture
def page(session):
    return f"{LIST}{session.pk}/"


@pytest.fixture
def press(page):
    return f"{page}book/"


def titles(response) -> list[str]:
    return [found.title for found, _ in response.context["rows"]]


class TestTheList:
    def test_anybody_sees_what_can_be_booked_soonest_first(self, client, session, campaign, city):
        a_session(campaign, city.minle_federation, title="招聘会", starts_at=tomorrow(8))
        response = client.get(LIST)
        assert titles(response) == ["招聘会", "法律咨询进驿站"]
        assert "余12个名额" in response.text
        assert "甘州区" in response.text

    def test_what_is_full_can_be_waited_for(self, client, session):
        Session.objects.update(taken=12)
        assert "已满，可候补" in client.get(LIST).text

    @pytest.mark.parametrize(
        "fields",
        [
            {"state": SessionState.CANCELLED},
            {"starts_at": tomorrow(9) - 2 * DAY, "ends_at": tomorrow(10) - 2 * DAY},
            {"booking_opens_at": tomorrow(8)},
        ],
    )
    def test_what_cannot_is_not_there(self, client, session, fields):
        Session.objects.update(**fields)
        response = client.get(LIST)
        assert titles(response) == []
        assert "现在没有可以预约的场次" in response.text

    def test_a_month_that_is_over_offers_nothing(self, client, session):
        Campaign.objects.update(state="ended")
        assert titles(client.get(LIST)) == []

    def test_it_is_narrowed_by_kind_and_district(self, client, session, campaign, city):
        a_check_up(campaign, city.minle_federation)
        for query, found in (
            ({"kind": "legal_desk"}, ["法律咨询进驿站"]),
            ({"district": city.minle.pk}, ["巡回体检专车"]),
            ({"district": city.ganzhou.pk}, ["法律咨询进驿站"]),
            ({"kind": "legal_desk", "district": city.minle.pk}, []),
        ):
            assert titles(client.get(LIST, query)) == found

    @pytest.mark.parametrize(
        "query",
        [
            {"kind": "x\0", "district": "9" * 40}, {"district": "-1"}, {"after": "x~y"},
            {"before": "~"}, {"district": "\u0661"},
        ],
    )  # fmt: skip
    def test_odd_words_in_the_address_change_nothing(self, client, session, query):
        assert titles(client.get(LIST, query)) == ["法律咨询进驿站"]

    def test_ones_own_are_marked_and_stand_first(self, signed_in, session, worker):
        booking.book(session, worker=worker)
        response = signed_in(worker).get(LIST)
        assert [each.session for each in response.context["mine"]] == [session]
        assert response.text.count("已预约") == 2

    @pytest.mark.parametrize("number", [1, 3])
    def test_it_takes_as_many_queries_for_three_rows_as_for_one(
        self, client, campaign, city, number
    ):
        for hour in range(number):
            a_session(
                campaign, city.ganzhou_federation, division=city.railway,
                starts_at=tomorrow(9 + hour),
            )  # fmt: skip
        assert queries_of(client, LIST) == 1

    @pytest.mark.parametrize("number", [1, 3])
    def test_for_a_worker_too(self, signed_in, worker, campaign, city, number):
        for hour in range(number):
            found = a_session(campaign, city.ganzhou_federation, starts_at=tomorrow(9 + 2 * hour))
            booking.book(found, worker=worker)
        assert queries_of(signed_in(worker), LIST) == 4

    def test_the_next_page_goes_on_where_this_one_ends(self, client, campaign, city):
        for minute in range(27):
            a_session(
                campaign, city.ganzhou_federation, title=f"第{minute}场",
                starts_at=tomorrow(9, minute),
            )  # fmt: skip
        first = client.get(LIST)
        second = client.get(LIST, {"after": first.context["page"].after})
        assert titles(first) + titles(second) == [f"第{minute}场" for minute in range(27)]


class TestOneSession:
    def test_it_says_when_where_and_what_to_bring(self, client, page):
        text = client.get(page).text
        for word in (
            "09:00–11:00",
            "火车站驿站",
            "带身份证",
            "余<b>12</b>个，共12个",
            ">预约</button>",
        ):
            assert word in text

    def test_a_cancelled_one_says_why_and_has_no_button(self, client, session, page):
        Session.objects.update(state=SessionState.CANCELLED, cancel_reason="雨太大")
        text = client.get(page).text
        assert "原因：雨太大" in text
        assert "</button></form>" not in text.split("section")[-1]

    def test_one_that_has_not_opened_says_when(self, client, session, page):
        Session.objects.update(booking_opens_at=tomorrow(8))
        text = client.get(page).text
        assert "08:00起可以预约" in text
        assert ">预约</button>" not in text

    def test_who_may_not_is_told_before_pressing(self, signed_in, worker, session, page):
        Session.objects.update(members_only=True)
        text = signed_in(worker).get(page).text
        assert "给会员预约" in text
        assert "去入会" in text
        assert ">预约</button>" not in text

    def test_it_does_not_exist(self, client, db):
        assert client.get(f"{LIST}00000000-0000-0000-0000-000000000000/").status_code == 404
        assert client.get(f"{LIST}x/").status_code == 404

    @pytest.mark.parametrize("number", [1, 3])
    def test_its_queries_do_not_grow_with_the_bookings(self, client, session, page, number):
        for _ in range(number):
            booking.book(session, worker=factories.a_worker())
        assert queries_of(client, page) == 1


class TestBooking:
    def test_pressing_leads_to_the_code(self, signed_in, worker, press):
        response = signed_in(worker).post(press, follow=True)
        made = Booking.objects.get()
        assert response.redirect_chain[0][0] == f"/services/bookings/{made.pk}/"
        assert "约好了" in response.text
        assert made.spoken in response.text
        assert 'class="qr"' in response.text

    def test_the_last_place_gone_one_is_told_the_place_in_line(
        self, signed_in, worker, session, press
    ):
        Session.objects.update(capacity=1)
        booking.book(session, worker=factories.a_worker())
        response = signed_in(worker).post(press, follow=True)
        assert "已满，您在候补第1位" in response.text
        assert 'class="qr"' not in response.text

    def test_a_refusal_is_read_on_the_page(self, signed_in, worker, session, press, campaign, city):
        booking.book(a_session(campaign, city.minle_federation), worker=worker)
        response = signed_in(worker).post(press)
        assert response.status_code == 200
        assert "时间撞上了" in response.text

    def test_an_anonymous_press_leads_to_signing_in_and_back(self, client, page, press):
        response = client.post(press, headers={"referer": f"http://testserver{page}"})
        assert "sign-in" in response.url
        assert "services%2Fsessions" in response.url

    def test_twice_is_once(self, signed_in, worker, press):
        client = signed_in(worker)
        assert client.post(press).url == client.post(press).url
        assert Booking.objects.count() == 1

    def test_a_look_books_nothing(self, signed_in, worker, press):
        assert signed_in(worker).get(press).status_code == 405


class TestMyBooking:
    @pytest.fixture
    def booked(self, session, worker):
        return booking.book(session, worker=worker)

    @pytest.fixture
    def mine(self, booked):
        return f"/services/bookings/{booked.pk}/"

    def test_nobody_else_sees_it(self, client, signed_in, other_worker, mine):
        assert "sign-in" in client.get(mine).url
        assert signed_in(other_worker).get(mine).status_code == 404
        assert signed_in(other_worker).post(f"{mine}cancel/").status_code == 404
        assert Booking.objects.get().state == "booked"

    def test_it_is_cancelled_on_a_page_of_its_own(self, signed_in, worker, mine):
        client = signed_in(worker)
        assert "确定取消" in client.get(f"{mine}cancel/").text
        response = client.post(f"{mine}cancel/", follow=True)
        assert "已取消" in response.text
        assert 'class="qr"' not in response.text
        assert client.post(f"{mine}cancel/").status_code == 302

    def test_once_it_has_begun_the_way_to_cancel_is_gone(self, signed_in, worker, booked, mine):
        Session.objects.update(starts_at=tomorrow(9) - DAY - 9 * HOUR, ends_at=tomorrow(11))
        client = signed_in(worker)
        assert f"{mine}cancel/" not in client.get(mine).text
        assert "已经开始" in client.post(f"{mine}cancel/", follow=True).text

    def test_after_it_is_over_no_code_is_shown(self, signed_in, worker, booked, mine):
        Session.objects.update(starts_at=tomorrow(9) - 2 * DAY, ends_at=tomorrow(10) - 2 * DAY)
        response = signed_in(worker).get(mine)
        assert booked.spoken not in response.text
        assert "没有签到" in response.text

    def test_a_cancelled_session_says_why(self, signed_in, worker, session, mine):
        Session.objects.update(state="cancelled", cancel_reason="雨太大")
        assert "原因：雨太大" in signed_in(worker).get(mine).text

    @pytest.mark.parametrize("number", [1, 3])
    def test_all_of_them_take_as_many_queries_as_one(
        self, signed_in, worker, campaign, city, number
    ):
        for hour in range(number):
            found = a_session(campaign, city.ganzhou_federation, starts_at=tomorrow(9 + 2 * hour))
            booking.book(found, worker=worker)
        assert queries_of(signed_in(worker), "/services/bookings/") == 2


class TestScanning:
    @pytest.fixture
    def address(self, session, worker):
        booking.book(session, worker=worker)
        return reverse("campaigns:scan-booking", args=[Booking.objects.get().pk])

    def test_a_stranger_reads_nothing_of_it(self, client, signed_in, other_worker, address, worker):
        unknown = "/b/00000000-0000-0000-0000-000000000000/"
        for who in (client, signed_in(other_worker)):
            text = who.get(address).text
            assert "这是一张预约码" in text
            assert Booking.objects.get().code not in text
            assert "法律咨询" not in text
            assert worker.name not in text
            # Not even whether it exists.
            bare = re.sub(r'value="[^"]*"', "", text.replace(address, ""))
            assert bare == re.sub(r'value="[^"]*"', "", who.get(unknown).text.replace(unknown, ""))

    def test_staff_who_may_are_led_to_the_desk(self, signed_in, officer, other_officer, address):
        assert signed_in(officer).get(address, follow=True).status_code == 200
        assert signed_in(other_officer).get(address, follow=True).status_code == 404
