"""The front page: the promise by the working calendar, the day's figures, and one's own next step."""

import pytest
import time_machine
from django.contrib.sessions.models import Session
from django.utils import timezone

from membership import deciding, drafts
from organizations import timetable
from tests import factories
from tests.factories import local
from tests.membership.conftest import details, submit  # noqa: F401 - fixtures

MONDAY_MORNING = local(2026, 11, 23, 10, 0)


def home_at(client, *moment):
    with time_machine.travel(local(*moment), tick=False):
        return client.get("/")


def text_of(response) -> str:
    return response.content.decode().replace('<span class="nb">', "").replace("</span>", "")


@pytest.mark.parametrize(
    ("moment", "promise", "how"),
    [
        ((2026, 11, 23, 15, 59), "今天提交，今天答复", "工作日16:00前交齐，当天18:00前给您答复。"),
        ((2026, 11, 23, 16, 0), "现在提交，明天答复", "11月24日 18:00前给您答复。"),
        ((2026, 11, 27, 16, 0), "现在提交，11月30日答复", "11月30日 18:00前给您答复。"),  # Friday
        ((2026, 11, 28, 10, 0), "现在提交，11月30日答复", "11月30日 18:00前给您答复。"),  # Saturday
        ((2026, 2, 14, 10, 0), "今天提交，今天答复", "工作日16:00前交齐，"),  # a make-up Saturday
    ],
)
def test_the_promise_is_the_one_the_calendar_can_keep(client, city, moment, promise, how):
    page = text_of(home_at(client, *moment))
    assert f"<h1>{promise}</h1>" in page
    assert how in page


def test_the_promise_speaks_the_city_s_own_office_hours(client, city):
    city.root.office_hours.delete()
    factories.office_hours(city.root, cutoff="15:00", closes="17:30")
    assert "工作日15:00前交齐，当天17:30前给您答复。" in text_of(
        home_at(client, 2026, 11, 23, 9, 0)
    )


def test_before_the_city_is_loaded_the_page_promises_nothing(client, db):
    response = client.get("/")
    assert response.status_code == 200
    assert "答复</h1>" not in text_of(response)


def test_the_figures_are_today_s(client, submit, worker, other_worker, reviewer):  # noqa: F811
    deciding.approve(submit(worker), actor=reviewer, at=local(2026, 11, 23, 10, 30))
    submit(other_worker, at=local(2026, 11, 23, 10, 40))
    response = home_at(client, 2026, 11, 23, 11, 0)
    assert response.context["figures"] == {"received": 2, "answered": 1, "open": 1}
    assert "<b>2</b><span>今天收到" in text_of(response)


def test_a_stranger_is_invited_to_join(client, city):
    page = client.get("/").content.decode()
    assert 'href="/join/">我要入会</a>' in page
    assert 'href="/desk/sign-in/">工作人员登录</a>' in page


def test_who_began_goes_on(signed_in, city, worker):
    drafts.save(drafts.open_draft(worker), {"name": "李示例"})
    assert 'href="/join/">接着填入会申请</a>' in signed_in(worker).get("/").content.decode()


def test_who_applied_sees_the_application(signed_in, submit, worker):  # noqa: F811
    application = submit(worker)
    page = signed_in(worker).get("/").content.decode()
    assert f'href="/join/{application.pk}/">看我的申请</a>' in page


def test_a_member_sees_the_card(signed_in, submit, worker, reviewer):  # noqa: F811
    deciding.approve(submit(worker, at=timezone.now()), actor=reviewer)
    worker.refresh_from_db()
    assert 'href="/me/">看我的会员卡</a>' in signed_in(worker).get("/").content.decode()


def test_staff_find_the_way_back_to_the_desk(signed_in, reviewer):
    assert 'href="/desk/">回到工作台</a>' in signed_in(reviewer).get("/").content.decode()


def test_a_station_that_is_open_is_shown_before_one_that_is_not(client, city):
    factories.a_station("白天驿站", city.couriers, opens_at="08:00", closes_at="20:00")
    factories.a_station("夜里驿站", city.couriers, opens_at="20:00", closes_at="06:00")
    night = text_of(home_at(client, 2026, 11, 23, 23, 0))
    assert "夜里驿站" in night
    assert "开到06:00" in night
    assert "白天驿站" not in night


def test_when_all_are_closed_the_page_says_when_one_opens(client, city):
    factories.a_station("白天驿站", city.couriers, opens_at="08:00", closes_at="20:00")
    page = text_of(home_at(client, 2026, 11, 23, 23, 0))
    assert "现在关门" in page
    assert "08:00开门" in page


def test_a_closed_down_station_is_not_shown(client, city):
    factories.a_station("停用驿站", city.couriers, is_active=False)
    page = text_of(home_at(client, 2026, 11, 23, 12, 0))
    assert "停用驿站" not in page
    assert "工会驿站" in page


def test_a_visitor_costs_no_query_and_leaves_no_session(client, city, django_assert_num_queries):
    client.get("/")
    with django_assert_num_queries(0):
        response = client.get("/")
    assert "sessionid" not in response.cookies
    assert not Session.objects.exists()


def test_an_edited_calendar_holds_at_once(client, city, administrator):
    home_at(client, 2026, 11, 23, 10, 0)
    with time_machine.travel(MONDAY_MORNING, tick=False):
        timetable.override_day(
            local(2026, 11, 23).date(), is_working=False, note="停水", actor=administrator
        )
    assert "现在提交，明天答复" in text_of(home_at(client, 2026, 11, 23, 10, 0))
