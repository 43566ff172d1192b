"""The pages of planning and progress: what is shown, to whom, and what bad input meets."""

import io

import pytest
from django.urls import reverse
from python_calamine import CalamineWorkbook

from audit.models import Entry
from campaigns.models import Campaign, CampaignState, Target
from tests.campaigns.conftest import item
from tests.campaigns.rows import an_activity


def at(name, campaign=None):
    return reverse(f"campaigns:{name}", args=[campaign.pk] if campaign else [])


@pytest.fixture
def run(city_officer, signed_in):
    return signed_in(city_officer)


@pytest.fixture
def served(campaign, city, officer, money):
    an_activity(campaign, city.ganzhou_federation, officer, items=(1, 2), money_fen=100_50,
                allocation=money.ganzhou)  # fmt: skip
    an_activity(campaign, city.minle_federation, officer, items=(3,))
    return campaign


def opening(city, **given):
    return {
        "source": "variant:guangxi", "title": "冬日送温暖", "starts_on": "2026-11-04",
        "ends_on": "2026-11-30", "organization": str(city.root.pk),
    } | given  # fmt: skip


def test_a_month_is_opened_from_a_printed_list_with_its_note(run, city):
    answer = run.post(at("open"), opening(city), follow=True)
    campaign = Campaign.objects.get()
    assert [i.name for i in campaign.items.all()] == [
        "健康体检",
        "法律咨询",
        "心理关爱",
        "家庭家教家风",
    ]
    assert "原文在“家庭家教家风”处截断" in answer.content.decode()


def test_all_seven_lists_are_offered_word_for_word(run):
    page = run.get(at("open")).content.decode()
    for words in ("天津市 十送", "江苏省", "原文没有合称", "集中打造一批服务站点", "不得补写"):
        assert words in page


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"source": ""}, "请选一份清单"),
        ({"source": "variant:mars"}, "请从列出的清单里选"),
        ({"source": "campaign:x"}, "请从列出的清单里选"),
        ({"title": ""}, "请填服务月的名称"),
        ({"title": "长" * 65}, "名称不超过64个字"),
        ({"starts_on": "昨天"}, "请按 2026-11-04 的样子填日期"),
        ({"ends_on": "2026-11-01"}, "结束日期要在开始日期之后"),
        ({"starts_on": "1026-11-04"}, "年份不对"),
        ({"ends_on": "2027-11-01"}, "一个服务月不超过200天"),
        ({"organization": "x"}, "请从列出的工会里选"),
    ],
)
def test_bad_input_is_answered_at_its_field(given, sentence, run, city):
    answer = run.post(at("open"), opening(city, **given))
    assert answer.status_code == 200
    assert sentence in answer.content.decode()
    assert not Campaign.objects.exists()


def test_the_page_shows_the_sums_and_links_each_down(run, served, city):
    page = run.get(at("campaign", served)).content.decode()
    assert "20<small>人次" in page
    assert f"district={city.ganzhou_federation.public_id}&amp;item={item(served, 1).pk}" in page
    assert "甘州区" in page
    assert "民乐县" in page


def test_a_districts_page_speaks_of_that_district_alone(served, signed_in, other_officer):
    page = signed_in(other_officer).get(at("campaign", served)).content.decode()
    assert "民乐县" in page
    assert "甘州区" not in page
    assert "10<small>人次" in page


def test_a_broken_off_list_says_so_on_its_page(run, city):
    run.post(at("open"), opening(city))
    assert (
        "原文在“家庭家教家风”处截断"
        in run.get(at("campaign", Campaign.objects.get())).content.decode()
    )


def test_the_queries_stay_the_same_however_many_activities(
    run, served, city, officer, django_assert_num_queries
):
    run.get(at("campaign", served))
    with django_assert_num_queries(13):
        run.get(at("campaign", served))
    for _ in range(6):
        an_activity(served, city.ganzhou_federation, officer, items=(1, 4, 5))
    with django_assert_num_queries(13):
        run.get(at("campaign", served))


@pytest.mark.parametrize(
    "query", ["?occupation=parcel&platform=顺丰", "?occupation=\0x", "?platform=" + "x" * 5000]
)
def test_cuts_are_read_kindly(query, run, served):
    assert run.get(at("campaign", served) + query).status_code == 200


def test_a_cut_of_one_platform_shows_its_people(run, served):
    page = run.get(at("campaign", served) + "?occupation=food").content.decode()
    assert "只看网约送餐员" in page


def test_the_export_holds_the_figures_of_the_page(run, served):
    answer = run.get(at("campaign-export", served))
    book = CalamineWorkbook.from_filelike(io.BytesIO(answer.content))
    assert book.sheet_names == ["总表", "明细", "按从业类别", "按平台", "专项资金"]
    detail = book.get_sheet_by_name("明细").to_python(skip_empty_area=True)
    rows = {(row[0], row[1]): row[2:] for row in detail[2:]}
    assert rows["甘州区总工会", "送思想文化"] == [10, 0, 1, 0, 50.25]
    money = book.get_sheet_by_name("专项资金").to_python()[-1]
    assert money == ["合计", 1500, 0, 1500]
    assert Entry.objects.filter(action="campaigns.exported").count() == 1


def test_a_districts_export_holds_that_district_alone(served, signed_in, other_officer):
    answer = signed_in(other_officer).get(at("campaign-export", served))
    book = CalamineWorkbook.from_filelike(io.BytesIO(answer.content))
    districts = {row[0] for row in book.get_sheet_by_name("明细").to_python()[2:]}
    assert districts == {"民乐县总工会"}


@pytest.mark.parametrize("name", ["plan", "items", "targets"])
def test_the_plan_belongs_to_those_who_run_the_month(name, served, signed_in, officer):
    assert signed_in(officer).get(at(name, served)).status_code == 404


def test_targets_are_filled_in_and_changed(run, campaign, city):
    field = f"t_{item(campaign).pk}_{city.ganzhou_federation.pk}"
    run.post(at("targets", campaign), {field: "120"})
    assert Target.objects.get().people == 120
    run.post(at("targets", campaign), {field: ""})
    assert not Target.objects.exists()


@pytest.mark.parametrize("typed", ["-1", "很多", "99999999999999999999", "1.5"])
def test_a_target_that_is_no_number_is_refused_at_its_cell(typed, run, campaign, city):
    field = f"t_{item(campaign).pk}_{city.ganzhou_federation.pk}"
    answer = run.post(at("targets", campaign), {field: typed})
    assert answer.status_code == 200
    assert f"id_{field}_error" in answer.content.decode()
    assert not Target.objects.exists()


def test_the_list_is_edited_row_by_row(run, campaign):
    data = {}
    for number, i in enumerate(campaign.items.all()):
        data |= {f"name_{number}": i.name, f"category_{number}": i.category, f"order_{number}": 9}
    data |= {"order_4": "1", "name_0": "", "name_10": "送热水", "category_10": "care"}
    run.post(at("items", campaign), data)
    names = [i.name for i in campaign.items.all()]
    assert names[0] == "送慰问品"
    assert "送思想文化" not in names
    assert "送热水" in names


def test_an_item_without_a_category_is_refused_at_its_place(run, campaign):
    answer = run.post(at("items", campaign), {"name_0": "送热水", "category_0": ""})
    assert "请选类别" in answer.content.decode()
    assert campaign.items.count() == 10


def test_state_buttons_lead_the_month_on(run, campaign):
    run.post(at("move", campaign), {"act": "end"})
    assert Campaign.objects.get().state == CampaignState.ENDED
    page = run.post(at("move", campaign), {"act": "start"}, follow=True).content.decode()
    assert "不能这样办" in page
    assert run.post(at("move", campaign), {"act": "explode"}).status_code == 404


def test_the_list_of_months_costs_the_same_with_one_and_with_three(
    run, campaign, city, django_assert_num_queries
):
    run.get(at("campaigns"))
    with django_assert_num_queries(4):
        run.get(at("campaigns"))
    for title in ("第二个月", "第三个月"):
        run.post(at("open"), opening(city, title=title))
    with django_assert_num_queries(4):
        run.get(at("campaigns"))
