"""场次 at the desk: plan several stops, change, call off, see who comes, check in."""

import pytest
from django.utils import timezone

from campaigns import booking
from campaigns.models import Booking, Campaign, Session
from people.vocabulary import Occupation
from tests import factories
from tests.campaigns.booked import DAY, HOUR, a_known_worker, a_session, tomorrow
from tests.organizations.queries import queries_of


@pytest.fixture
def session(campaign, city):
    return a_session(campaign, city.ganzhou_federation, capacity=3)


@pytest.fixture
def desk(session):
    return f"/desk/sessions/{session.pk}/"


@pytest.fixture
def listing(campaign):
    return f"/desk/campaigns/{campaign.pk}/sessions/"


@pytest.fixture
def typed(campaign, city):
    """Two stops of the vehicle, and a third left empty."""
    day = f"{tomorrow(9):%Y-%m-%d}"
    return {
        "kind": "health_vehicle", "item": campaign.items.first().pk, "title": "",
        "organization": city.ganzhou_federation.pk, "note": "带身份证",
        "stop-TOTAL_FORMS": "3", "stop-INITIAL_FORMS": "0",
        "stop-0-place": "物流园南门", "stop-0-division": city.railway.pk, "stop-0-day": day,
        "stop-0-begins": "09:00", "stop-0-until": "11:30", "stop-0-capacity": "30",
        "stop-1-place": "快递分拣中心", "stop-1-division": city.ganzhou.pk, "stop-1-day": day,
        "stop-1-begins": "14:00", "stop-1-until": "17:00", "stop-1-capacity": "40",
        "stop-2-begins": "14:00", "stop-2-until": "17:00", "stop-2-capacity": "40",
    }  # fmt: skip


class TestTheList:
    def test_each_sees_the_sessions_of_their_own_subtree(
        self, signed_in, officer, other_officer, city_officer, session, listing
    ):
        assert "法律咨询进驿站" in signed_in(officer).get(listing).text
        assert "法律咨询进驿站" in signed_in(city_officer).get(listing).text
        assert "法律咨询进驿站" not in signed_in(other_officer).get(listing).text

    def test_they_stand_under_their_days(self, signed_in, officer, campaign, city, listing):
        for days in (0, 0, 2):
            a_session(campaign, city.ganzhou_federation, starts_at=tomorrow(9) + days * DAY)
        text = signed_in(officer).get(listing).text
        assert text.count('<tr class="day">') == 2
        assert "，明天" in text

    def test_what_is_over_stands_apart(self, signed_in, officer, session, listing):
        Session.objects.update(starts_at=tomorrow(9) - 3 * DAY, ends_at=tomorrow(10) - 3 * DAY)
        client = signed_in(officer)
        assert "法律咨询进驿站" not in client.get(listing).text
        assert "法律咨询进驿站" in client.get(listing, {"past": "1"}).text

    @pytest.mark.parametrize("number", [1, 3])
    def test_it_takes_as_many_queries_for_three_rows_as_for_one(
        self, signed_in, officer, campaign, city, listing, number
    ):
        for hour in range(number):
            found = a_session(campaign, city.ganzhou_federation, starts_at=tomorrow(9 + hour))
            for _ in range(number):
                booking.book(found, worker=factories.a_worker())
        assert queries_of(signed_in(officer), listing) == 5


class TestPlanning:
    def test_several_stops_are_planned_in_one_go(self, signed_in, officer, listing, typed):
        response = signed_in(officer).post(f"{listing}new/", typed, follow=True)
        assert "已安排2场" in response.text
        first, second = Session.objects.order_by("starts_at")
        assert (first.place, first.capacity, first.title) == ("物流园南门", 30, "巡回体检专车")
        assert (second.place, second.starts_at, second.note) == (
            "快递分拣中心", tomorrow(14), "带身份证",
        )  # fmt: skip

    def test_a_double_click_plans_them_once(self, signed_in, officer, listing, typed):
        client = signed_in(officer)
        for _ in range(2):
            client.post(f"{listing}new/", typed)
        assert Session.objects.count() == 2

    def test_one_more_stop_keeps_what_was_typed_and_calls_nothing_wrong(
        self, signed_in, officer, listing, typed
    ):
        typed |= {"stop-TOTAL_FORMS": "2", "kind": "", "more": "1", "occupations": ["parcel"]}
        response = signed_in(officer).post(f"{listing}new/", typed)
        stops = response.context["stops"]
        assert [stop["place"].value() for stop in stops] == ["物流园南门", "快递分拣中心", None]
        assert (stops[2]["begins"].value(), stops[2]["capacity"].value()) == ("14:00", "40")
        assert response.context["form"]["occupations"].value() == ["parcel"]
        assert "请选类型" not in response.text
        assert not Session.objects.exists()

    def test_ten_stops_are_enough(self, signed_in, officer, listing, typed):
        typed |= {"stop-TOTAL_FORMS": "10", "more": "1"}
        response = signed_in(officer).post(f"{listing}new/", typed)
        assert response.context["stops"].total_form_count() == 10
        assert "再加一站" not in response.text

    def test_a_stations_name_says_where_it_is(self, signed_in, officer, listing, typed, city):
        station = factories.a_station("火车站驿站", city.couriers, division=city.railway)
        typed |= {"stop-0-place": "火车站驿站", "stop-0-division": ""}
        signed_in(officer).post(f"{listing}new/", typed)
        found = Session.objects.get(place="火车站驿站")
        assert (found.station, found.division) == (station, city.railway)

    def test_stations_of_other_districts_are_only_words(
        self, signed_in, officer, listing, typed, city
    ):
        factories.a_station("洪水驿站", city.minle_federation)
        typed |= {"stop-0-place": "洪水驿站"}
        signed_in(officer).post(f"{listing}new/", typed)
        assert Session.objects.get(place="洪水驿站").station is None

    def test_of_two_namesakes_the_division_decides(self, signed_in, officer, listing, typed, city):
        factories.a_station("工会驿站", city.couriers, division=city.ganzhou)
        near = factories.a_station("工会驿站", city.joint, division=city.railway)
        typed |= {"stop-0-place": "工会驿站", "stop-0-division": ""}
        client = signed_in(officer)
        response = client.post(f"{listing}new/", typed)
        assert "有几个驿站叫这个名字" in response.text
        client.post(f"{listing}new/", typed | {"stop-0-division": city.railway.pk})
        assert Session.objects.get(place="工会驿站").station == near

    @pytest.mark.parametrize(
        ("given", "field", "error"),
        [
            ({"kind": ""}, "kind", "请选类型。"),
            ({"kind": "castle"}, "kind", "请选类型。"),
            ({"item": "0"}, "item", "请从列出的项目里选。"),
            ({"item": "9" * 30}, "item", "请从列出的项目里选。"),
            ({"title": "长" * 49}, "title", "名称不超过48个字。"),
            ({"title": "场\0"}, "title", "不允许是用空字符串。"),
            ({"occupations": ["king"]}, "occupations", "请从列出的类别里选。"),
            ({"booking_opens_at": "明天"}, "booking_opens_at", "时间写得不对，请重选。"),
            ({"note": "带身份证629900198805060019"}, "note", None),
        ],
    )
    def test_what_is_wrong_is_said_beside_the_field(
        self, signed_in, officer, listing, typed, given, field, error
    ):
        response = signed_in(officer).post(f"{listing}new/", typed | given)
        assert response.status_code == 200
        errors = response.context["form"].errors.get(field, [])
        assert errors == ([error] if error else errors)
        assert not Session.objects.exists() or error is None

    @pytest.mark.parametrize(
        ("given", "field", "error"),
        [
            ({"stop-0-place": ""}, "place", "请填地点，让人找得到。"),
            ({"stop-0-division": ""}, "division", "这不是登记过的驿站，请选所在地。"),
            ({"stop-0-division": "0"}, "division", "请选所在地。"),
            ({"stop-0-day": "2026-02-30"}, "day", "这一天不存在，请重选。"),
            ({"stop-0-day": "0001-01-01"}, "day", "开始时间要在现在之后。"),
            ({"stop-0-day": "9999-12-31"}, "day", None),
            ({"stop-0-begins": "25:00"}, "begins", "请按 09:00 的样子填时间。"),
            ({"stop-0-until": "08:00"}, "until", "结束时间要在开始时间之后。"),
            ({"stop-0-capacity": "0"}, "capacity", "名额至少1个。"),
            ({"stop-0-capacity": "9" * 40}, "capacity", "名额最多1000个。"),
            ({"stop-0-capacity": "三十"}, "capacity", "名额请填整数。"),
        ],
    )
    def test_and_in_each_stop(self, signed_in, officer, listing, typed, given, field, error):
        response = signed_in(officer).post(f"{listing}new/", typed | given)
        errors = response.context["stops"][0].errors
        assert errors.keys() == {field}
        assert errors[field] == [error or errors[field][0]]
        assert not Session.objects.exists()

    @pytest.mark.parametrize(
        "given",
        [
            {"stop-TOTAL_FORMS": "x"}, {"stop-TOTAL_FORMS": "99999"}, {"stop-TOTAL_FORMS": ""},
            {"stop-TOTAL_FORMS": "-1"}, {"stop-TOTAL_FORMS": "0"},
            {"stop-TOTAL_FORMS": "x", "more": "1"}, {"stop-TOTAL_FORMS": "99999", "more": "1"},
        ],
    )  # fmt: skip
    def test_a_forged_number_of_stops_plans_nothing(
        self, signed_in, officer, listing, typed, given
    ):
        response = signed_in(officer).post(f"{listing}new/", typed | given)
        assert response.status_code == 200
        assert not Session.objects.exists()

    def test_another_districts_union_is_no_choice(self, signed_in, other_officer, listing, typed):
        response = signed_in(other_officer).post(f"{listing}new/", typed)
        assert response.context["form"].errors["organization"] == ["请从列出的工会里选。"]

    def test_the_city_may_plan_for_a_district(self, signed_in, city_officer, listing, typed):
        signed_in(city_officer).post(f"{listing}new/", typed)
        assert {each.organization.name for each in Session.objects.all()} == {"甘州区总工会"}

    def test_a_month_that_is_over_says_so(self, signed_in, officer, listing, typed):
        Campaign.objects.update(state="ended")
        assert "不能再加场次" in signed_in(officer).post(f"{listing}new/", typed).text


class TestOneSession:
    def test_names_are_masked_and_phones_end_in_four(self, signed_in, officer, session, desk):
        who = a_known_worker("李示例")
        booking.book(session, worker=who)
        text = signed_in(officer).get(desk).text
        assert "李**" in text
        assert who.phone[-4:] in text
        assert who.phone not in text
        assert "李示例" not in text

    def test_who_waits_stands_apart(self, signed_in, officer, session, desk):
        Session.objects.update(capacity=1)
        for name in ("李示例", "孙范例"):
            booking.book(session, worker=a_known_worker(name))
        client = signed_in(officer)
        assert "孙**" not in client.get(desk).text
        text = client.get(desk, {"waiting": "1"}).text
        assert "孙**" in text
        assert "李**" not in text

    @pytest.mark.parametrize("path", ["", "edit/", "cancel/"])
    def test_another_district_finds_nothing(self, signed_in, other_officer, desk, path):
        assert signed_in(other_officer).get(f"{desk}{path}").status_code == 404
        assert signed_in(other_officer).post(f"{desk}{path or 'check-in/'}").status_code == 404
        assert Session.objects.get().state == "open"

    @pytest.mark.parametrize("number", [1, 3])
    def test_it_takes_as_many_queries_for_three_rows_as_for_one(
        self, signed_in, officer, session, desk, number
    ):
        for _ in range(number):
            booking.book(session, worker=a_known_worker())
        assert queries_of(signed_in(officer), desk) == 6


class TestChanging:
    def test_the_form_holds_what_is_and_saving_it_changes_nothing(
        self, signed_in, officer, session, desk, worker
    ):
        booking.book(session, worker=worker)
        client = signed_in(officer)
        form = client.get(f"{desk}edit/").context["form"]
        kept = {name: form[name].value() for name in form.fields}
        filled = {name: value for name, value in kept.items() if value not in (None, False, [])}
        filled |= {name: f"{kept[name]:%H:%M}" for name in ("begins", "until")}
        response = client.post(f"{desk}edit/", filled)
        assert response.status_code == 302
        before = session.starts_at
        session.refresh_from_db()
        assert session.starts_at == before

    def test_another_place_and_more_seats(self, signed_in, officer, session, desk, city):
        given = {
            "title": "法律咨询", "place": "物流园", "division": city.railway.pk,
            "day": f"{tomorrow(9):%Y-%m-%d}", "begins": "10:00", "until": "12:00", "capacity": "9",
            "occupations": [Occupation.PARCEL.value],
        }  # fmt: skip
        response = signed_in(officer).post(f"{desk}edit/", given, follow=True)
        assert "已保存" in response.text
        session.refresh_from_db()
        assert (session.place, session.capacity, session.starts_at, session.occupations) == (
            "物流园", 9, tomorrow(10), ["parcel"],
        )  # fmt: skip

    def test_too_few_seats_are_refused_at_the_field(self, signed_in, officer, session, desk, city):
        for _ in range(2):
            booking.book(session, worker=factories.a_worker())
        given = {
            "title": "法律咨询", "place": "物流园", "division": city.railway.pk,
            "day": f"{tomorrow(9):%Y-%m-%d}", "begins": "10:00", "until": "12:00", "capacity": "1",
        }  # fmt: skip
        response = signed_in(officer).post(f"{desk}edit/", given)
        assert response.context["form"].errors["capacity"] == ["已经约出去2个，名额不能少于2个。"]

    def test_an_empty_form_is_answered(self, signed_in, officer, desk):
        response = signed_in(officer).post(f"{desk}edit/", {})
        assert response.status_code == 200
        assert response.context["form"].errors


class TestCallingOff:
    def test_it_asks_for_the_reason_and_says_whom_it_reaches(
        self, signed_in, officer, session, desk, worker
    ):
        booking.book(session, worker=worker)
        client = signed_in(officer)
        assert "约好的1人" in client.get(f"{desk}cancel/").text
        assert "请写明取消的原因" in client.post(f"{desk}cancel/", {"reason": ""}).text
        response = client.post(f"{desk}cancel/", {"reason": "雨太大"}, follow=True)
        assert "原因：雨太大" in response.text
        assert Booking.objects.get().state == "cancelled"

    def test_twice_is_answered_kindly(self, signed_in, officer, desk):
        client = signed_in(officer)
        for _ in range(2):
            assert client.post(f"{desk}cancel/", {"reason": "雨太大"}).status_code == 302


class TestTheDoor:
    """It begins in an hour; the door is open."""

    @pytest.fixture
    def booked(self, session, worker):
        made = booking.book(session, worker=worker)
        begins = timezone.now() + HOUR
        Session.objects.update(starts_at=begins, ends_at=begins + HOUR)
        return made

    def test_the_code_is_typed_and_who_came_is_noted(
        self, signed_in, officer, booked, desk, worker
    ):
        client = signed_in(officer)
        response = client.post(f"{desk}check-in/", {"code": booked.spoken}, follow=True)
        assert f"手机尾号{worker.phone[-4:]}已签到" in response.text
        assert Booking.objects.get().state == "attended"
        again = client.post(f"{desk}check-in/", {"code": booked.code}, follow=True)
        assert "已签到" in again.text

    @pytest.mark.parametrize("code", ["", "12", "x" * 300, "1\0", "b/", "９９９９９９９９"])
    def test_a_code_that_is_none_is_said_beside_the_field(
        self, signed_in, officer, booked, desk, code
    ):
        response = signed_in(officer).post(f"{desk}check-in/", {"code": code})
        assert response.status_code == 200
        assert response.context["form"].errors["code"]
        assert Booking.objects.get().state == "booked"

    def test_the_scanned_code_opens_a_page_with_one_button(
        self, signed_in, officer, booked, worker
    ):
        client = signed_in(officer)
        page = client.get(f"/b/{booked.pk}/", follow=True)
        assert f"手机尾号{worker.phone[-4:]}" in page.text
        assert worker.phone not in page.text
        assert f'value="{booked.code}"' in page.text
        client.post(f"/desk/sessions/{booked.session_id}/check-in/", {"code": booked.code})
        assert "已签到" in client.get(f"/b/{booked.pk}/", follow=True).text

    def test_before_its_time_the_door_says_when(self, signed_in, officer, booked, desk):
        Session.objects.update(starts_at=tomorrow(9), ends_at=tomorrow(11))
        client = signed_in(officer)
        assert "07:00起可以签到" in client.get(desk).text
        assert "还没到签到的时候" in client.post(f"{desk}check-in/", {"code": booked.code}).text

    def test_another_district_neither_sees_nor_checks_in(self, signed_in, other_officer, booked):
        client = signed_in(other_officer)
        assert client.get(f"/desk/bookings/{booked.pk}/").status_code == 404
        url = f"/desk/sessions/{booked.session_id}/check-in/"
        assert client.post(url, {"code": booked.code}).status_code == 404
        assert Booking.objects.get().state == "booked"
