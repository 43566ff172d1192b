"""The brief of a service month: the figures of its page to the digit, on the page and in Word."""

import datetime

import pytest
from django.utils import timezone

from audit.models import Entry
from campaigns import coverage, tallies
from campaigns import money as month_money
from campaigns.models import ActivityState
from dashboards import brief_campaign, brief_word, briefs, scope
from dashboards.navigation import OFFICERS
from funds.money import yuan
from people.vocabulary import Occupation
from tests.campaigns.rows import an_activity
from tests.dashboards.briefed import article, numbers, tables_of, text_of

TODAY = timezone.localdate()
PARCEL, TRUCK = Occupation.PARCEL, Occupation.TRUCK


@pytest.fixture
def held(city, campaign, officer, other_officer):
    """Three in 甘州区, one in 民乐县, one that nobody has verified."""
    day = datetime.timedelta(days=1)
    for item in campaign.items.all():
        for union, people in ((city.ganzhou_federation, 300), (city.minle_federation, 20)):
            item.targets.update_or_create(district=union, defaults={"people": people})
    rows = [
        (city.ganzhou_federation, officer, {"items": (1, 2), "reach": ((PARCEL, "顺丰", 30),)}),
        (city.ganzhou_federation, officer, {"items": (3,), "reach": ((TRUCK, "", 12), (PARCEL, "", 3))}),
        (city.ganzhou_federation, officer, {"items": (1,), "reach": ((PARCEL, "", 1_200),)}),
        (city.minle_federation, other_officer, {"items": (2,), "reach": ((TRUCK, "", 7),)}),
    ]  # fmt: skip
    for nth, (union, actor, given) in enumerate(rows):
        an_activity(campaign, union, actor, held_on=TODAY - nth * day, **given)
    an_activity(campaign, city.minle_federation, other_officer, state=ActivityState.SUBMITTED)
    return campaign


def address(campaign, tail="", union=None) -> str:
    asked = f"?union={union.public_id}" if union else ""
    return f"/dashboards/briefs/{campaign.pk}/{tail}{asked}"


def made(user, campaign, union=None):
    named = str(union.public_id) if union else ""
    return briefs.of_campaign(user, named, campaign.pk, TODAY)[1]


def section(brief, heading):
    return next(each for each in brief.sections if each.heading == heading)


# --- figures ---------------------------------------------------------------------------------------
def test_its_figures_are_those_of_the_months_page(held, city_officer, money):
    shown = coverage.columns(city_officer, held)
    table = coverage.read(held, shown)
    brief = made(city_officer, held)
    assert [figure.value for figure in section(brief, "总的情况").figures] == [
        f"{table.whole.people:,}", f"{table.total.percent}%", str(table.whole.activities),
        str(table.whole.pending), str(table.zeros),
    ]  # fmt: skip
    lines = section(brief, "各项服务").grid.lines
    for line, item in zip(lines, table.by_item, strict=False):
        assert line.head == item.of.name
        expected = [str(item.total.activities), f"{item.total.people:,}"]
        assert line.cells[:2] == expected
    assert lines[-1].cells[1] == f"{table.total.people:,}"
    standing = month_money.standing(held, [union.pk for union in shown])
    assert numbers(section(brief, "专项资金").paragraphs[0]) == [
        yuan(fen) for fen in (standing.granted_fen, standing.spent_fen, standing.remaining_fen)
    ]


def test_each_district_stands_in_the_order_of_its_code_with_its_own_figures(held, city_officer):
    table = coverage.read(held, coverage.columns(city_officer, held))
    lines = section(made(city_officer, held), "各区县").grid.lines
    assert [line.head for line in lines] == ["甘州区", "民乐县", "市本级", "合计"]
    for line, of in zip(lines, table.by_district, strict=False):
        once = table.whole_by_district[of.of.pk]
        assert line.cells[:3] == [
            str(once.activities), f"{once.people:,}", f"{of.total.people:,}",
        ]  # fmt: skip
    assert lines[-1].cells[:2] == [str(table.whole.activities), f"{table.whole.people:,}"]


def test_whom_it_reached_is_counted_as_the_page_counts(held, city_officer):
    ids = [union.pk for union in coverage.columns(city_officer, held)]
    reached = tallies.groups(held, ids, by="occupation")
    grid = section(made(city_officer, held), "服务了谁").grid
    found = {line.head: line.cells[0] for line in grid.lines}
    assert found == {
        "快递员": f"{reached[PARCEL]:,}", "货车司机": f"{reached[TRUCK]:,}",
        "合计": f"{sum(reached.values()):,}",
    }  # fmt: skip


def test_page_and_word_say_the_same_numbers_and_no_others(held, city_officer, signed_in):
    client = signed_in(city_officer)
    brief = made(city_officer, held)
    page, word = client.get(address(held)), client.post(address(held, "word/"), {"remark": ""})
    told = [brief.title, brief.lead]
    for part in brief.sections:
        told += [*part.paragraphs, *part.steps, *(each.text for each in part.told), part.rule]
        told += [f"{each.value}{each.note}" for each in part.figures]
        if part.grid:
            told += [line.head + " ".join(line.cells) for line in part.grid.lines]
    expected = set(numbers("\n".join(told)))
    assert expected <= set(numbers(article(page.text)))
    assert expected <= set(numbers(text_of(word.content)))
    grids = [part.grid for part in brief.sections if part.grid]
    written = [
        table for table in tables_of(word.content) if "完成进度" in table[0] or "占比" in table[0]
    ]
    assert [[row[:-1] for row in table[1:]] for table in written] == [
        [[line.head, *line.cells] for line in grid.lines] for grid in grids
    ]


# --- whose -----------------------------------------------------------------------------------------
def test_a_district_reads_its_own_alone(held, officer, city):
    brief = made(officer, held)
    assert brief.unit == "甘州区总工会"
    assert brief.title.startswith("甘州区服务1,245人次")
    assert "民乐" not in str(brief)
    assert not [each for each in brief.sections if each.heading == "各区县"]


def test_the_city_reads_one_district_too(held, city_officer, officer, city):
    found = made(city_officer, held, city.ganzhou_federation)
    assert found == made(officer, held)


@pytest.mark.parametrize("tail", ["", "word/"])
def test_another_district_does_not_exist_for_it(held, officer, city, signed_in, tail):
    client = signed_in(officer)
    far = address(held, tail, city.minle_federation)
    assert client.post(far, {"remark": ""}).status_code == 404


def test_a_township_has_no_figures_of_the_citys_month(held, city, district_administrator):
    found = scope.read(district_administrator, str(city.railway_union.public_id), OFFICERS)
    assert held not in briefs.campaigns(found)


@pytest.mark.parametrize("who", ["cadre", "reviewer", "auditor"])
def test_who_does_not_work_with_service_months_finds_none(request, held, signed_in, who):
    client = signed_in(request.getfixturevalue(who))
    assert client.get(address(held)).status_code == 404
    assert client.get("/dashboards/briefs/").status_code == 404


# --- small groups, free text -----------------------------------------------------------------------
def test_groups_of_fewer_than_five_are_hidden(campaign, officer, city, city_officer):
    an_activity(
        campaign, city.ganzhou_federation, officer, reach=((PARCEL, "", 3), (TRUCK, "", 40))
    )
    grid = section(made(city_officer, campaign), "服务了谁").grid
    assert [line.cells for line in grid.lines] == [["—"], ["少于5"], ["43"]] or [
        line.cells for line in grid.lines
    ] == [["少于5"], ["—"], ["43"]]
    assert grid.lines[0].share is None
    assert "少于5人的组" in grid.note


def test_very_few_people_are_told_nowhere(campaign, officer, city, city_officer):
    an_activity(campaign, city.ganzhou_federation, officer, reach=((PARCEL, "", 4),))
    brief = made(city_officer, campaign)
    assert brief.title.startswith("张掖市服务不到5人次")
    assert not [each for each in brief.sections if each.heading == "活动选登"]
    for line in section(brief, "各项服务").grid.lines:
        assert "4" not in line.cells[1]


def test_numbers_of_persons_never_get_into_it(campaign, officer, city, city_officer):
    an_activity(
        campaign, city.ganzhou_federation, officer, reach=((PARCEL, "", 9),),
        partner="找王师傅 139-0000-1234 或0936-8212345", note="不要照抄",
    )  # fmt: skip
    told = section(made(city_officer, campaign), "活动选登").told[0]
    assert "（号码）" in told.partner
    assert not set(numbers(told.text)) & {"139", "0000", "1234", "0936", "8212345"}
    assert "不要照抄" not in told.text


# --- a month without anything; not yet begun ---------------------------------------------------------
def test_a_month_without_anything_still_reads_well(campaign, city_officer):
    brief = made(city_officer, campaign)
    assert brief.title == "张掖市还没有核实过的活动"
    assert brief.lead.endswith("张掖市还没有核实过的活动。")
    assert "活动选登" not in [each.heading for each in brief.sections]
    assert text_of(brief_word.document(brief))


def test_one_that_has_not_begun_says_when_it_does(campaign, city_officer):
    before = campaign.starts_on - datetime.timedelta(days=3)
    brief = briefs.of_campaign(city_officer, "", campaign.pk, before)[1]
    assert "活动还在筹备" in brief.lead


def test_what_is_still_zero_is_the_next_step(held, city_officer, city):
    fourth = held.items.get(position=4)
    steps = section(made(city_officer, held), "下一步").steps
    assert steps[0].startswith(f"甘州区 · {fourth.name}：0人次，目标300；距结束")
    assert len(steps) == brief_campaign.MOST_STEPS


# --- the record, the remark --------------------------------------------------------------------------
def test_each_download_is_on_record(held, officer, signed_in):
    answer = signed_in(officer).post(address(held, "word/"), {"remark": ""})
    assert answer["Content-Type"] == brief_word.TYPE
    assert answer["Content-Disposition"].endswith(".docx")
    entry = Entry.objects.get(action="dashboards.brief_downloaded")
    assert (entry.actor_id, entry.actor_unit) == (officer.pk, "甘州区总工会")
    assert entry.data["campaign"] == str(held.pk)


def test_a_remark_goes_into_page_and_word_and_is_kept_nowhere(held, officer, signed_in):
    client = signed_in(officer)
    given = {"remark": "第一段<b>\r\n\r\n第二段{{ x }}"}
    assert "第一段&lt;b&gt;" in client.post(address(held), given).text
    word = text_of(client.post(address(held, "word/"), given).content)
    assert "第一段<b>" in word
    assert "第二段{{ x }}" in word
    assert "第一段" not in client.get(address(held)).text
    assert "第一段" not in str(list(Entry.objects.values_list("data", "reason")))


@pytest.mark.parametrize("tail", ["", "word/"])
@pytest.mark.parametrize("remark", ["打13900001234找我", "乙" * 501, "\0"])
def test_a_remark_with_a_number_or_without_an_end_is_not_taken(
    held, officer, signed_in, remark, tail
):
    answer = signed_in(officer).post(address(held, tail), {"remark": remark})
    assert answer.context["form"].errors
    assert not Entry.objects.filter(action="dashboards.brief_downloaded").exists()


# --- queries ---------------------------------------------------------------------------------------
@pytest.mark.parametrize("number", [1, 3])
def test_it_asks_as_much_for_three_activities_as_for_one(
    campaign, officer, city, city_officer, signed_in, number, django_assert_num_queries
):
    for _ in range(number):
        an_activity(campaign, city.ganzhou_federation, officer)
    client = signed_in(city_officer)
    client.get(address(campaign))
    with django_assert_num_queries(QUERIES):
        client.get(address(campaign))


QUERIES = 24


def test_the_list_of_briefs_leads_to_it(held, officer, signed_in):
    page = signed_in(officer).get("/dashboards/briefs/").text
    assert f"/dashboards/briefs/{held.pk}/?union=" in page
    assert "/dashboards/briefs/20" not in page


def test_the_areas_own_months_and_those_above_are_offered(held, officer, city):
    found = scope.read(officer, "", OFFICERS)
    assert brief_campaign.campaigns(found) == [held]
