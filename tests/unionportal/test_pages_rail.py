"""The desk's rail: each finds what the posts open, and nothing else."""

import pytest
from django.utils import timezone

from organizations import posts
from organizations.models import Role
from tests import factories
from tests.membership.conftest import details, submit  # noqa: F401 - fixtures
from unionportal import rail

pytestmark = pytest.mark.urls("tests.unionportal.gallery")

JOINING = ["今天要办", "入会审核", "会员"]
SERVICE = ["服务月"]
HELP = ["帮扶档案"]
ORGANISATION = [
    "覆盖看板", "今日数字", "工会", "职工人数", "驿站", "岗位", "办公时间", "工作日历", "消息对账",
]  # fmt: skip


def entries(signed_in, user) -> list[dict]:
    context = signed_in(user).get("/gallery/desk/").context
    found = [entry for _, group in context["groups"] for entry in group]
    assert [entry["item"].label for entry in context["own"]] == ["站内消息", "我的账号"]
    return found


def labels(signed_in, user) -> list[str]:
    return [entry["item"].label for entry in entries(signed_in, user)]


def test_a_reviewer_finds_applications_and_members(signed_in, reviewer):
    assert labels(signed_in, reviewer) == JOINING


def test_an_administrator_finds_the_organization_too(signed_in, administrator):
    assert labels(signed_in, administrator) == JOINING + SERVICE + HELP + ORGANISATION


def test_a_campaign_officer_finds_the_service_months(signed_in, city):
    officer = factories.a_member_of_staff("华测试", city.root, Role.CAMPAIGN_OFFICER)
    assert labels(signed_in, officer) == ["今天要办", *SERVICE, "服务覆盖"]


def test_a_cadre_finds_the_households(signed_in, city):
    cadre = factories.a_member_of_staff("褚测试", city.couriers, Role.CADRE)
    assert "我的帮扶对象" in labels(signed_in, cadre)
    assert HELP[0] not in labels(signed_in, cadre)


def test_an_auditor_finds_the_record_alone(signed_in, auditor):
    assert labels(signed_in, auditor) == ["审计记录"]


def test_an_organiser_finds_members_but_no_applications(signed_in, city):
    organiser = factories.a_member_of_staff("褚测试", city.root, Role.ORGANISER)
    assert labels(signed_in, organiser) == ["今天要办", "会员"]


def test_an_ended_post_closes_its_entries_at_once(signed_in, reviewer):
    reviewer.posts.update(until=timezone.now())
    assert labels(signed_in, reviewer) == []


def test_the_count_is_of_one_s_own_unions(signed_in, submit, worker, reviewer, stranger):  # noqa: F811
    submit(worker)
    counts = [
        {entry["item"].label: entry["count"] for entry in entries(signed_in, user)}["入会审核"]
        for user in (reviewer, stranger)
    ]
    assert counts == [1, 0]


def test_it_costs_three_queries(rf, administrator, django_assert_num_queries):
    request = rf.get("/gallery/desk/")
    request.user, request.resolver_match = administrator, None
    with django_assert_num_queries(3):
        rail.entries(request)
    assert posts.current_posts(administrator)


@pytest.mark.parametrize(
    ("view", "label"),
    [
        ("membership:desk", "今天要办"),
        ("membership:application", "入会审核"),
        ("membership:member", "会员"),
        ("organizations:desk-union-edit", "工会"),
        ("organizations:desk-station-add", "驿站"),
        ("organizations:desk-appoint", "岗位"),
        ("organizations:desk-hours-change", "办公时间"),
        ("organizations:desk-calendar-change", "工作日历"),
        ("membership:today", "今日数字"),
        ("notifications:reconciliation", "消息对账"),
        ("audit:entries", "审计记录"),
        ("accounts:staff-account", "我的账号"),
        ("home", None),
    ],
)
def test_every_page_marks_the_one_entry_it_belongs_to(view, label):
    assert [item.label for item in rail.ITEMS if item.is_on(view)] == ([label] if label else [])
