import datetime

import pytest
from django.urls import reverse

from audit import keyset
from audit import services as audit
from audit.models import Entry
from tests.factories import local

pytestmark = pytest.mark.django_db

PAGE = "audit:entries"


def actions(response) -> list[str]:
    return [line.entry.action for line in response.context["page"].rows]


@pytest.fixture
def desk(auditor, signed_in):
    """Reads the page as the auditor, without what setting up the city left in the record."""
    client = signed_in(auditor)
    day = {"day": "2026-03-02"}
    return lambda **query: client.get(reverse(PAGE), {**day, **query})


@pytest.fixture
def recorded(reviewer, colleague):
    at = local(2026, 3, 2, 9, 0)
    audit.record("membership.approved", actor=reviewer, unit="甘州区总工会", at=at)
    audit.record("people.revealed", actor=colleague, reason="核对<号码>", at=at)
    audit.record("membership.card_checked", at=at)
    audit.record("membership.approved", actor=reviewer, at=at + datetime.timedelta(days=1))


def test_the_newest_stands_first_in_plain_sentences(desk, recorded):
    response = desk()
    assert actions(response) == [
        "membership.card_checked",
        "people.revealed",
        "membership.approved",
    ]
    page = response.content.decode()
    assert "<b>陈演示</b>通过了一份入会申请" in page
    assert "<b>系统</b>答复了一次会员卡扫码核对" in page
    assert "核对&lt;号码&gt;" in page


def test_by_action_by_name_by_account_by_the_system(desk, recorded, reviewer):
    assert actions(desk(action="people.revealed")) == ["people.revealed"]
    assert actions(desk(actor="陈演示")) == ["membership.approved"]
    assert actions(desk(actor=reviewer.username)) == ["membership.approved"]
    assert actions(desk(actor="系统")) == ["membership.card_checked"]
    assert actions(desk(actor="查无此人")) == []
    assert len(actions(desk(day="2026-03-03"))) == 1
    assert actions(desk(day="2026-03-04")) == []


@pytest.mark.parametrize(
    "query",
    [
        {"action": "no.such"},
        {"actor": "\0"},
        {"actor": "x" * 999},
        {"day": "昨天"},
        {"day": "0001-01-01"},
        {"day": "9999-12-31"},
        {"after": "abc"},
        {"after": "9" * 30},
        {"after": "³"},
        {"before": "-1"},
    ],
)
def test_no_input_brings_it_down(desk, recorded, query):
    assert desk(**query).status_code == 200


def test_reading_goes_back_and_forth_page_by_page(desk):
    at = local(2026, 3, 2, 9, 0)
    ids = [audit.record("membership.opened", at=at).pk for _ in range(60)][::-1]
    shown = lambda response: [line.entry.pk for line in response.context["page"].rows]  # noqa: E731
    first = desk()
    second = desk(after=first.context["page"].after)
    third = desk(after=second.context["page"].after)
    assert [shown(first), shown(second), shown(third)] == [ids[:25], ids[25:50], ids[50:]]
    assert third.context["page"].after == ""
    back = desk(before=third.context["page"].before)
    assert shown(back) == ids[25:50]
    assert shown(desk(before=back.context["page"].before)) == ids[:25]
    assert keyset.newest(Entry.objects.none()) == keyset.Page([])


@pytest.mark.parametrize("rows", [1, 3])
def test_the_page_costs_the_same_for_one_and_three(desk, rows, django_assert_num_queries):
    for _ in range(rows):
        audit.record("membership.opened", at=local(2026, 3, 2, 9, 0))
    desk()
    with django_assert_num_queries(5):
        desk()


@pytest.mark.parametrize("who", ["reviewer", "administrator", "district_administrator"])
def test_for_everybody_else_the_page_does_not_exist(request, who, signed_in):
    response = signed_in(request.getfixturevalue(who)).get(reverse(PAGE))
    assert response.status_code == 404


def test_it_can_only_be_read(desk, auditor, signed_in):
    assert signed_in(auditor).post(reverse(PAGE)).status_code == 405
