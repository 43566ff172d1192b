"""What went wrong, in plain words, with a way on."""

import pytest
from django.test import Client

pytestmark = pytest.mark.urls("tests.unionportal.gallery")


def test_an_unknown_page_leads_home(client, db):
    response = client.get("/no-such-page/")
    assert response.status_code == 404
    assert "没有找到这一页" in response.content.decode()
    assert '<a class="btn btn-quiet mt-2" href="/">回到首页</a>' in response.content.decode()


def test_staff_are_led_back_to_the_desk(signed_in, reviewer):
    page = signed_in(reviewer).get("/no-such-page/").content.decode()
    assert '<a class="btn btn-quiet mt-2" href="/desk/">回到工作台</a>' in page


def test_a_forbidden_page_says_what_to_do(client, db):
    response = client.get("/gallery/forbidden/")
    assert response.status_code == 403
    assert "请重新登录再试" in response.content.decode()


def test_a_malformed_request_gets_a_page_of_ours(client, db):
    response = client.get("/gallery/malformed/")
    assert response.status_code == 400
    assert "这个请求我们看不懂" in response.content.decode()
    assert "张掖市总工会" in response.content.decode()


@pytest.mark.parametrize(
    ("came_from", "leads_to"),
    [
        ("http://testserver/feedback/?a=1", "http://testserver/feedback/?a=1"),
        ("https://example.com/", "/"),
        ("", "/"),
    ],
)
def test_a_form_open_too_long_can_be_opened_again(db, came_from, leads_to):
    client = Client(enforce_csrf_checks=True)
    response = client.post("/elder/", {"next": "/"}, headers={"referer": came_from})
    assert response.status_code == 403
    page = response.content.decode()
    assert "没有提交成功" in page
    assert f'href="{leads_to}">重新打开</a>' in page


def test_a_failure_shows_nothing_of_its_inside(client, db):
    client.raise_request_exception = False
    response = client.get("/gallery/broken/")
    assert response.status_code == 500
    assert "暂时打不开" in response.content.decode()
    assert "ZeroDivisionError" not in response.content.decode()


def test_feedback_names_the_hotline_and_the_unions(client, city):
    page = client.get("/feedback/").content.decode()
    assert 'href="tel:12351"' in page
    assert [name for name in ("张掖市总工会", "甘州区总工会", "民乐县总工会") if name in page] == [
        "张掖市总工会", "甘州区总工会", "民乐县总工会",
    ]  # fmt: skip
    assert "火车站街道联合工会" not in page
