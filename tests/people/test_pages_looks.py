"""谁看过我的信息: every look, newest first, the unit and never the clerk."""

import datetime
import re

import pytest
from django.urls import reverse
from django.utils import timezone

from people import services
from tests.factories import a_worker
from tests.people.conftest import a_person

LOOKS, ME = reverse("people:looks"), reverse("membership:me")


@pytest.fixture
def known(person):
    """A worker whose person is on record."""
    return a_worker(name="李示例", person=person)


@pytest.fixture
def look(person, reviewer):
    def at_it(reason="核对本人证件", days=0, whose=None):
        services.reveal(
            whose or person, viewer=reviewer, reason=reason, unit="甘州区总工会",
            at=timezone.now() - datetime.timedelta(days=days),
        )  # fmt: skip

    return at_it


def words(answer) -> str:
    return re.sub(r"<[^>]+>|\s+", "", answer.content.decode())


def reasons(answer) -> list[str]:
    return [row.reason for row in answer.context["page"].rows]


def test_unit_act_reason_and_time_but_no_name(known, look, signed_in):
    look()
    page = words(signed_in(known).get(LOOKS))
    now = timezone.localtime()
    assert f"甘州区总工会查看了您的完整证件号码，核对本人证件{now.month}月{now.day}日" in page
    assert "陈演示" not in page


def test_the_newest_stands_first_and_pages_lead_on(known, look, signed_in):
    for number in range(30):
        look(f"第{number}次核对")
    client = signed_in(known)
    first = client.get(LOOKS)
    assert reasons(first) == [f"第{number}次核对" for number in range(29, 4, -1)]
    second = client.get(LOOKS, {"after": first.context["page"].after})
    assert reasons(second) == [f"第{number}次核对" for number in range(4, -1, -1)]
    back = client.get(LOOKS, {"before": second.context["page"].before})
    assert reasons(back) == reasons(first)


def test_other_years_are_named(known, look, signed_in):
    look(days=0)
    look(days=800)
    page = words(signed_in(known).get(LOOKS))
    now = timezone.localtime()
    assert f"{(now - datetime.timedelta(days=800)).year}年" in page
    assert f"{now.year}年" not in page


@pytest.mark.parametrize("name", ["after", "before"])
@pytest.mark.parametrize("cursor", ["", "x", "\0", "-1", "9" * 30, "１", "1~2", "'"])
def test_a_cursor_typed_by_hand_breaks_nothing(known, look, signed_in, name, cursor):
    look()
    assert signed_in(known).get(LOOKS, {name: cursor}).status_code == 200


def test_looks_at_others_are_not_there(known, look, signed_in):
    look("看的是别人", whose=a_person("孙范例"))
    assert "还没有人看过您的信息" in words(signed_in(known).get(LOOKS))


def test_who_has_not_applied_reads_what_would_be_here(signed_in, worker):
    assert "还没有人看过您的信息" in words(signed_in(worker).get(LOOKS))


def test_a_reason_cannot_become_markup(known, look, signed_in):
    look("<script>alert(1)</script>")
    html = signed_in(known).get(LOOKS).content.decode()
    assert "&lt;script&gt;" in html
    assert "<script>alert" not in html


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_costs_the_same_for_one_and_three(
    known, look, signed_in, rows, django_assert_num_queries
):
    for _ in range(rows):
        look()
    client = signed_in(known)
    client.get(LOOKS)
    with django_assert_num_queries(2):
        client.get(LOOKS)


def test_the_card_on_the_own_page_shows_three_and_leads_to_all(known, look, signed_in):
    for number in range(5):
        look(f"第{number}次核对")
    look("很久以前的", days=40)
    answer = signed_in(known).get(ME)
    page = words(answer)
    assert "谁看过我的信息近30天5次" in page
    assert re.findall("第[0-9]次核对|很久以前的", page) == ["很久以前的", "第4次核对", "第3次核对"]
    assert f'href="{LOOKS}"' in answer.content.decode()


def test_without_looks_the_card_is_kind(known, worker, signed_in):
    for user in (known, worker):
        assert "还没有人看过" in words(signed_in(user).get(ME))
