"""The brief of a month: equal to a slow recount, each area its own, and well written when empty."""

import datetime
import random

import pytest
from django.http import Http404
from django.utils import timezone

from assistance.models import Contact
from audit.models import Entry
from campaigns.models import Activity
from dashboards import brief_word, briefs
from membership.models import Member
from people.vocabulary import Occupation
from tests.assistance.rows import a_file
from tests.campaigns.rows import an_activity
from tests.dashboards.briefed import article, numbers, text_of
from tests.factories import local
from tests.membership import promised
from tests.membership.rolled import a_member

FIRST, LAST, TODAY = (datetime.date(2026, 11, day) for day in (1, 30, 25))


@pytest.fixture
def month(city, campaign, officer, other_officer):
    """Applications, members, activities and contacts in November, and some of October."""
    unions = [city.root, city.ganzhou_federation, city.couriers, city.joint, city.minle_holding]
    promised.applications(unions, 120, random.Random(7))
    for nth in range(40):
        at = local(2026, 11, 1 + nth % 25, 9, 0) if nth % 4 else local(2026, 10, 20, 9, 0)
        a_member(unions[nth % len(unions)], joined_at=at)
    campaign.starts_on, campaign.ends_on = datetime.date(2026, 10, 20), datetime.date(2026, 12, 4)
    campaign.save()
    for day, union, by in (
        (datetime.date(2026, 10, 31), city.ganzhou_federation, officer),
        (datetime.date(2026, 11, 1), city.ganzhou_federation, officer),
        (datetime.date(2026, 11, 24), city.minle_federation, other_officer),
    ):
        reach = ((Occupation.PARCEL, "", 11 + day.day),)
        an_activity(campaign, union, by, held_on=day, items=(1, 2), reach=reach)
    file = a_file(city.couriers)
    for day, result in ((1, "reached"), (2, "no_answer"), (24, "reached")):
        at = local(2026, 11, day, 10, 0)
        Contact.objects.create(
            file=file, by=officer, at=at, recorded_at=at, channel="call", result=result
        )
    return campaign


def made(user, union=None, first=FIRST, today=TODAY):
    return briefs.of_month(user, str(union.public_id) if union else "", first, today)[1]


def section(brief, heading):
    return next(each for each in brief.sections if each.heading == heading)


def figures(brief) -> dict[str, str]:
    return {each.label: each.value for each in section(brief, "总的情况").figures}


def recounted(path: str) -> dict[str, str]:
    sums = promised.counted(promised.rows(path), FIRST, LAST)
    joined = [
        member
        for member in Member.objects.select_related("organization")
        if member.organization.path.startswith(path)
        and FIRST <= timezone.localdate(member.joined_at) <= LAST
    ]
    held = [
        row
        for row in Activity.objects.select_related("organization")
        if row.organization.path.startswith(path) and FIRST <= row.held_on <= LAST
    ]
    return {
        "收到申请": str(sums.submitted), "按时答复": f"{sums.on_time * 100 // sums.decided}%",
        "新会员": str(len(joined)), "服务活动": str(len(held)),
    }  # fmt: skip


def test_its_figures_are_those_of_a_slow_recount(month, administrator, city):
    shown = figures(made(administrator))
    assert recounted(city.root.path).items() <= shown.items()
    assert shown["一对一联系"] == "3"


def test_a_district_reads_its_own(month, district_administrator, administrator, city):
    brief = made(district_administrator)
    assert recounted(city.ganzhou_federation.path).items() <= figures(brief).items()
    assert "民乐" not in str(brief)
    assert brief == made(administrator, city.ganzhou_federation)
    with pytest.raises(Http404):
        made(district_administrator, city.minle_federation)


def test_districts_add_up_to_the_city_in_the_order_of_their_codes(month, administrator, city):
    lines = section(made(administrator), "入会答复和新会员").grid.lines
    assert [line.head for line in lines] == ["甘州区", "民乐县", "本级", "合计"]
    for column in (0, 1, 3):
        *parts, total = [line.cells[column] for line in lines]
        if not {"少于5", "—"} & {*parts, total}:
            assert sum(map(int, parts)) == int(total)
    shown = recounted(city.root.path)
    assert [lines[-1].cells[0], lines[-1].cells[3]] == [shown["收到申请"], shown["新会员"]]


def test_activities_of_the_days_before_are_not_told(month, administrator):
    told = section(made(administrator), "活动选登").told
    assert {each.day for each in told} <= {datetime.date(2026, 11, 1), datetime.date(2026, 11, 24)}
    assert "人次最多的一场" in " ".join(each.why for each in told)


def test_page_and_word_say_the_same(month, administrator, signed_in):
    client = signed_in(administrator)
    today = timezone.localdate()
    brief = made(administrator, today=today)
    expected = set(numbers(brief.title + brief.lead))
    for part in brief.sections:
        expected |= {figure.value for figure in part.figures}
    address = "/dashboards/briefs/2026-11/"
    assert expected <= set(numbers(article(client.get(address).text)))
    word = client.post(f"{address}word/", {"remark": ""}).content
    assert expected <= set(numbers(text_of(word)))
    entry = Entry.objects.get(action="dashboards.brief_downloaded")
    assert entry.data["month"] == "2026-11"


def test_a_month_without_anything_still_reads_well(city, administrator):
    brief = made(administrator, first=datetime.date(2025, 2, 1))
    assert brief.title == "张掖市2月没有记下的工作"
    assert brief.lead == "2025年2月，张掖市在这里还没有记下入会、服务和帮扶方面的工作。"
    assert brief.sections == []
    assert text_of(brief_word.document(brief))


def test_of_a_month_that_is_over_nothing_is_to_be_done_any_more(month, administrator):
    after = made(administrator, today=datetime.date(2026, 12, 2))
    assert "下一步" not in [each.heading for each in after.sections]
    assert "截至" not in after.lead


@pytest.mark.parametrize(
    "month_named", ["2026-13", "2026-00", "2099-01", "2019-12", "1999-01", "2026-1", "x"]
)
def test_there_are_no_other_months(city, administrator, signed_in, month_named):
    answer = signed_in(administrator).get(f"/dashboards/briefs/{month_named}/")
    assert answer.status_code == 404


@pytest.mark.parametrize("who", ["officer", "reviewer", "cadre", "auditor"])
def test_months_are_for_administrators(request, signed_in, who, campaign):
    client = signed_in(request.getfixturevalue(who))
    assert client.get("/dashboards/briefs/2026-10/").status_code == 404
    assert client.post("/dashboards/briefs/2026-10/word/").status_code == 404


@pytest.mark.parametrize("number", [1, 3])
def test_it_asks_as_much_for_three_as_for_one(
    city, campaign, officer, administrator, number, django_assert_num_queries
):
    for _ in range(number):
        an_activity(campaign, city.ganzhou_federation, officer)
        a_member(city.couriers, joined_at=timezone.now())
    today = timezone.localdate()
    with django_assert_num_queries(QUERIES):
        briefs.of_month(administrator, "", today.replace(day=1), today)


QUERIES = 18
