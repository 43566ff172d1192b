"""The list of activities as a sheet: what the page shows, a short one at once, a long one later."""

import pytest
from django.urls import reverse

from audit.models import Entry
from campaigns import bulk_export, listing, logging
from campaigns.listing import Filters
from campaigns.models import Activity
from organizations.models import Post
from spreadsheets import exporting, running
from spreadsheets.models import Export, ExportState
from tests.campaigns.importing import a_row, imported
from tests.spreadsheets.making import read_back

pytestmark = pytest.mark.usefixtures("private_folder")


@pytest.fixture
def few(monkeypatch):
    """More than two activities are a long list."""
    monkeypatch.setattr(bulk_export, "DIRECT", 2)


@pytest.fixture
def three(campaign, officer, money):
    rows = [
        a_row(地点="甲", 人次=10, 物资="水", 数量="5瓶", 备注="=1+1", **{"支出（元）": 12.34}),
        a_row(地点="乙", 人次=20, 从业类别="货车司机", 平台=""),
        a_row(地点="丙", 人次=30, 送项目="送思想文化", **{"支出（元）": 10}),
    ]
    return imported(campaign, officer, *rows)


def page(campaign, query="") -> str:
    return reverse("campaigns:activities-export", args=[campaign.pk]) + query


def sheet(response) -> list[list]:
    return read_back(b"".join(response.streaming_content))


def test_each_activity_is_a_row_that_runs_nothing(three, campaign, officer, signed_in):
    rows = sheet(signed_in(officer).get(page(campaign)))
    assert "温暖行动服务月的活动" in rows[0][0]
    assert rows[1] == list(bulk_export.COLUMNS)
    by_place = {row[5]: row for row in rows[2:]}
    assert by_place["甲"][1:5] == ["甘州区总工会", "甘州区总工会", "送慰问品", "物资发放"]
    assert by_place["甲"][6:13] == [
        10,
        "网约送餐员（美团）10",
        12.34,
        "水5瓶",
        "",
        "'=1+1",
        "待核实",
    ]
    assert by_place["乙"][7] == "货车司机20"


@pytest.mark.parametrize(
    "query",
    ["", "?occupation=truck", "?text=甲", "?state=verified", "?state=submitted", "?platform=none",
     "?item=x", "?district=x&since=x", "?text=%00"],
)  # fmt: skip
def test_it_holds_what_the_page_shows_and_the_same_sums(
    three, campaign, officer, signed_in, query, rf
):
    rows = sheet(signed_in(officer).get(page(campaign, query)))[2:]
    filters = Filters.read(rf.get(query or "/").GET, list(campaign.items.all()))
    shown = list(listing.rows_of(officer, campaign, filters))
    assert len(rows) == len(shown)
    assert sum(row[6] for row in rows) == sum(activity.shown_people for activity in shown)
    assert round(sum(row[8] for row in rows) * 100) == sum(a.shown_fen for a in shown)


def test_only_ones_own_part_is_in_it(three, campaign, other_officer, signed_in):
    assert len(sheet(signed_in(other_officer).get(page(campaign)))) == 2


def test_withdrawn_ones_are_left_out_as_on_the_page(three, campaign, officer, signed_in):
    logging.withdraw(Activity.objects.get(place="甲"), actor=officer)
    assert len(sheet(signed_in(officer).get(page(campaign)))) == 2 + 2


def test_every_export_is_on_record_with_what_was_asked(three, campaign, officer, signed_in):
    signed_in(officer).get(page(campaign, "?kind=handout&odd=1"))
    entry = Entry.objects.get(action="campaigns.exported")
    assert (entry.actor_id, entry.subject_id, entry.data) == (
        officer.pk, str(campaign.pk),
        {"what": "activities", "filters": {"kind": "handout"}, "rows": 3},
    )  # fmt: skip


@pytest.mark.parametrize("number", [1, 3])
def test_it_asks_as_much_for_three_as_for_one(
    campaign, officer, signed_in, number, django_assert_num_queries
):
    imported(campaign, officer, *(a_row() for _ in range(number)))
    client = signed_in(officer)
    sheet(client.get(page(campaign)))
    with django_assert_num_queries(QUERIES):
        sheet(client.get(page(campaign)))


QUERIES = 11


# --- long ones -------------------------------------------------------------------------------------
def test_a_long_list_is_written_by_a_worker_and_fetched(few, three, campaign, officer, signed_in):
    client = signed_in(officer)
    answer = client.get(page(campaign), follow=True)
    job = Export.objects.get()
    assert "正在写表格" in answer.text
    assert running.run(Export, job.pk) is True
    assert running.run(Export, job.pk) is False
    waiting = reverse("spreadsheets:export", args=[job.pk])
    assert client.get(waiting, headers={"HX-Request": "true"})["HX-Refresh"] == "true"
    assert "下载" in client.get(waiting).text
    fetched = client.get(reverse("spreadsheets:export-file", args=[job.pk]))
    assert len(sheet(fetched)) == 2 + 3
    assert "attachment" in fetched["Content-Disposition"]
    assert Entry.objects.filter(action="campaigns.exported").count() == 1
    assert "最近的导出" in client.get(reverse("campaigns:imports", args=[campaign.pk])).text


def test_no_document_number_reaches_the_record(three, campaign, officer, signed_in):
    signed_in(officer).get(page(campaign, "?text=629900198805061230"))
    assert Entry.objects.get(action="campaigns.exported").data["filters"] == {"text": "（号码）"}


def test_asked_for_twice_while_it_waits_it_is_one(few, three, campaign, officer, signed_in):
    client = signed_in(officer)
    client.get(page(campaign))
    client.get(page(campaign))
    client.get(page(campaign, "?kind=handout"))
    assert Export.objects.count() == 2


def test_nobody_else_fetches_it(few, three, campaign, officer, city_officer, signed_in):
    signed_in(officer).get(page(campaign))
    job = Export.objects.get()
    running.run(Export, job.pk)
    for name in ("export", "export-file"):
        address = reverse(f"spreadsheets:{name}", args=[job.pk])
        assert signed_in(city_officer).get(address).status_code == 404


def test_with_the_post_the_list_is_gone(few, three, campaign, officer, signed_in):
    signed_in(officer).get(page(campaign))
    job = Export.objects.get()
    Post.objects.filter(user=officer).delete()
    assert running.run(Export, job.pk) is True
    address = reverse("spreadsheets:export-file", args=[job.pk])
    assert signed_in(officer).get(address).status_code == 404


def test_a_post_that_ended_before_it_was_written_writes_nothing(
    few, three, campaign, officer, signed_in
):
    signed_in(officer).get(page(campaign))
    Post.objects.filter(user=officer).delete()
    job = Export.objects.get()
    running.run(Export, job.pk)
    job.refresh_from_db()
    assert (job.state, job.rows) == (ExportState.READY, 0)


def test_too_long_a_list_is_refused_with_a_way_on(monkeypatch, three, campaign, officer, signed_in):
    monkeypatch.setattr(bulk_export, "MOST", 2)
    answer = signed_in(officer).get(page(campaign), follow=True)
    assert "一次最多导出" in answer.text
    assert not Export.objects.exists()


def test_one_that_does_not_come_about_says_so(few, three, campaign, officer, signed_in):
    client = signed_in(officer)
    client.get(page(campaign))
    job = Export.objects.get()
    Export.objects.filter(pk=job.pk).update(attempts=running.MOST_ATTEMPTS)
    running.run(Export, job.pk)
    answer = client.get(reverse("spreadsheets:export", args=[job.pk]))
    assert running.GAVE_UP in answer.text
    assert exporting.of(job).action == "campaigns.exported"


def test_a_file_that_is_gone_leads_to_the_page_that_says_so(
    few, three, campaign, officer, signed_in
):
    client = signed_in(officer)
    client.get(page(campaign))
    job = Export.objects.get()
    running.run(Export, job.pk)
    job.refresh_from_db()
    job.file.storage.delete(job.file.name)
    answer = client.get(reverse("spreadsheets:export-file", args=[job.pk]), follow=True)
    assert "已经不在了" in answer.text
