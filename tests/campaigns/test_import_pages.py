"""表格 of a month: template, upload, waiting, the preview with its decisions, what came before."""

import uuid

import pytest
from django.core.cache import cache
from django.core.files.storage import FileSystemStorage
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from audit.models import Entry
from campaigns import verifying
from campaigns.models import Activity
from spreadsheets import deciding, reading
from spreadsheets.models import Import, ImportState
from tests.campaigns.importing import (
    HEADS,
    a_row,
    checked,
    confirmed,
    imported,
    uploaded,
    worked_on,
)
from tests.organizations.queries import queries_of
from tests.spreadsheets.making import a_book, an_upload, parts_of, read_back

pytestmark = pytest.mark.usefixtures("private_folder")


def address(name: str, pk) -> str:
    return reverse(name, args=[pk])


@pytest.fixture
def desk(signed_in, officer):
    return signed_in(officer)


def send(client, campaign, content: bytes, **more):
    return client.post(
        address("campaigns:imports", campaign.pk),
        {"file": an_upload(content), "client_id": str(uuid.uuid4())} | more,
        follow=True,
    )


# --- the template -----------------------------------------------------------------------------
def test_the_template_offers_what_may_be_chosen(desk, campaign, city):
    content = desk.get(address("campaigns:imports-template", campaign.pk)).content
    sheet = parts_of(content)["xl/worksheets/sheet1.xml"].decode()
    assert read_back(content)[0] == HEADS
    assert sheet.count('type="list"') == 5
    offered = read_back(content, 2)
    assert [row[1] for row in offered if row[1]] == [
        "甘州区总工会", "火车站街道总工会", "火车站街道联合工会", "甘州区快递外卖行业工会联合会", "甘州区会员周转库",
    ]  # fmt: skip
    assert [row[2] for row in offered][:2] == ["送思想文化", "送免费健康体检"]
    assert b'state="hidden"' in parts_of(content)["xl/workbook.xml"]


def test_the_template_filled_in_comes_back_without_its_example(desk, campaign, officer):
    content = desk.get(address("campaigns:imports-template", campaign.pk)).content
    assert read_back(content)[1][-1] == reading.EXAMPLE
    job = worked_on(uploaded(campaign, officer, content=content))
    assert (job.state, job.message) == (ImportState.FAILED, "表头下面没有内容，请填好再传。")


def test_the_template_says_how_to_fill_it_in(desk, campaign):
    content = desk.get(address("campaigns:imports-template", campaign.pk)).content
    said = "".join(str(cell) for row in read_back(content, 1) for cell in row)
    for words in ("不要合并单元格", "不要写身份证号码", "人次", "必填"):
        assert words in said


# --- the upload ---------------------------------------------------------------------------------
def test_an_upload_leads_to_the_page_that_waits_for_it(desk, campaign):
    answer = send(desk, campaign, a_book([HEADS, a_row()]))
    job = Import.objects.get()
    assert answer.redirect_chain[-1][0] == address("spreadsheets:import", job.pk)
    assert "正在检查" in answer.text
    assert "hx-get" in answer.text


def test_the_same_form_sent_twice_is_one_import(desk, campaign):
    for _ in range(2):
        send(desk, campaign, a_book([HEADS, a_row()]), client_id="0a" * 16)
    assert Import.objects.count() == 1


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "这个文件是空的"),
        ("日期,人次".encode(), "CSV"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "有密码"),
        (b"PK\x03\x04", "不完整"),
    ],
)
def test_what_is_no_workbook_is_refused_beside_the_field(desk, campaign, content, says):
    answer = send(desk, campaign, content)
    assert (answer.status_code, Import.objects.count()) == (200, 0)
    assert says in answer.text


def test_without_a_file_the_page_asks_for_one(desk, campaign):
    answer = desk.post(address("campaigns:imports", campaign.pk), {})
    assert "请选一个文件" in answer.text


@pytest.mark.parametrize("client_id", ["", "x", "\0", "9" * 900])
def test_an_odd_id_of_the_form_is_no_error_of_ours(desk, campaign, client_id):
    answer = send(desk, campaign, a_book([HEADS, a_row()]), client_id=client_id)
    assert answer.status_code == 200


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("C:\\我的文档\\11月.xlsx", "11月.xlsx"), ("a\x07<b>.xlsx", "ab.xlsx"),
        ("629900198805061230.xlsx", "表格.xlsx"), ("长" * 150 + ".xlsx", "长" * 120),
    ],
)  # fmt: skip
def test_a_file_name_is_kept_plain(campaign, officer, name, kept):
    job = uploaded(campaign, officer, a_row(), name=name)
    assert job.file_name == kept
    assert job.file.name.startswith("imports/")
    assert len(job.file.name) == len("imports/") + 32 + len(".xlsx")


def test_a_hundred_megabytes_are_answered_with_413_and_words(desk, campaign, settings):
    settings.SPREADSHEET_MAX_BYTES = 100_000
    answer = send(desk, campaign, b"PK" + b"\0" * 400_000)
    assert answer.status_code == 413
    assert "最大只收0MB" in answer.text
    assert not Import.objects.exists()


def test_one_just_over_the_limit_is_refused_too(desk, campaign, settings):
    settings.SPREADSHEET_MAX_BYTES = 2_000
    answer = send(desk, campaign, a_book([HEADS, a_row()]))
    assert (answer.status_code, "去掉图片" in answer.text) == (200, True)


def test_a_full_disk_makes_no_row_and_is_told(desk, campaign, monkeypatch):
    def full(self, name, content):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(FileSystemStorage, "_save", full)
    answer = send(desk, campaign, a_book([HEADS, a_row()]))
    assert "表格现在存不下，请过一会儿再传" in answer.text
    assert not Import.objects.exists()


# --- waiting ------------------------------------------------------------------------------------
def test_the_waiting_page_says_how_far_it_is_and_comes_anew_with_news(desk, campaign, officer):
    job = uploaded(campaign, officer, a_row())
    Import.objects.filter(pk=job.pk).update(state="checking", total=2000, checked=500)
    page = address("spreadsheets:import", job.pk)
    answer = desk.get(page, headers={"HX-Request": "true"})
    assert '<progress value="500" max="2000"' in answer.text
    assert "500 / 2,000行" in answer.text
    worked_on(job)
    assert desk.get(page, headers={"HX-Request": "true"})["HX-Refresh"] == "true"


def test_a_lost_cache_only_hides_how_far_the_import_is(desk, campaign, officer):
    job = checked(campaign, officer, a_row())
    deciding.confirm(job, actor=officer)
    cache.clear()
    answer = desk.get(address("spreadsheets:import", job.pk))
    assert "正在导入" in answer.text
    assert '<progress aria-label="进度">' in answer.text


# --- the preview --------------------------------------------------------------------------------
def test_the_preview_counts_and_says_what_is_wrong_beside_its_row(desk, campaign, officer):
    twice = a_row()
    job = checked(campaign, officer, twice, a_row(人次="几十", 形式="吃饭"), twice)
    answer = desk.get(address("spreadsheets:import", job.pk))
    assert "导入1行" in answer.text
    assert "下载要改的2行" in answer.text
    assert "<b>人次</b>：要填数字，这里是“几十”。" in answer.text
    assert answer.text.count('class="wrong"') == 2
    parked = desk.get(address("spreadsheets:import", job.pk), {"show": "parked"})
    assert "和第2行写的是同一件事" in parked.text


@pytest.mark.parametrize(
    "query", ["show=x", "show=parked&after=x", "after=-1", "before=" + "9" * 30, "show=%00"]
)
def test_an_odd_address_line_is_no_error_of_ours(desk, campaign, officer, query):
    job = checked(campaign, officer, a_row(人次="x"))
    assert desk.get(f"{address('spreadsheets:import', job.pk)}?{query}").status_code == 200


def test_long_previews_are_turned_page_by_page(desk, campaign, officer):
    job = checked(campaign, officer, *(a_row(人次="x") for _ in range(120)))
    page = address("spreadsheets:import", job.pk)
    seen, query = [], ""
    for _ in range(3):
        found = desk.get(page + query).context["page"]
        seen += [line.row.number for line in found.rows]
        query = f"?show=bad&after={found.after}"
    assert seen == list(range(2, 122))
    back = desk.get(f"{page}?show=bad&before=102").context["page"]
    assert [line.row.number for line in back.rows] == list(range(52, 102))


def test_rows_are_decided_by_their_buttons(desk, campaign, officer):
    twice = a_row()
    job = checked(campaign, officer, twice, twice, twice)
    page = address("spreadsheets:import-decide", job.pk)
    answer = desk.post(f"{page}?show=parked", {"in": "3"}, follow=True)
    assert "1行标为导入" in answer.text
    assert answer.request["QUERY_STRING"] == "show=parked"
    desk.post(page, {"out": "all"})
    for odd in ("x", "-1", "9" * 30, "\0", ""):
        assert desk.post(page, {"in": odd}).status_code == 302
    job.refresh_from_db()
    assert (job.good, job.doubtful) == (2, 0)


def test_from_the_button_to_the_activities(desk, campaign, officer):
    job = checked(campaign, officer, a_row())
    answer = desk.post(address("spreadsheets:import-confirm", job.pk), follow=True)
    assert "正在导入" in answer.text
    worked_on(job)
    by_others = imported(campaign, officer, a_row(地点="另一份表格里的"))
    answer = desk.get(address("spreadsheets:import", job.pk))
    assert "看导入的活动" in answer.text
    made = desk.get(f"{address('campaigns:activities', campaign.pk)}?import={job.pk}").text
    assert "只看一份表格里导入的活动" in made
    assert by_others.done == 1
    assert "另一份表格里的" not in made
    assert "撤销整批导入" in answer.text
    desk.post(address("spreadsheets:import-undo", job.pk))
    worked_on(job)
    assert "已撤销" in desk.get(address("spreadsheets:import", job.pk)).text
    assert Activity.objects.get(import_id=job.pk).state == "withdrawn"


def test_why_it_is_not_undone_is_said_on_the_page(desk, campaign, officer, city_officer, signed_in):
    job = imported(campaign, officer, a_row())
    verifying.verify(Activity.objects.get(), actor=city_officer)
    answer = desk.get(address("spreadsheets:import", job.pk))
    assert "1次已经核实，不能整批撤销" in answer.text
    assert "import-undo" not in answer.text
    answer = desk.post(address("spreadsheets:import-undo", job.pk), follow=True)
    assert "1次已经核实，不能整批撤销" in answer.text


# --- the marked-up sheet --------------------------------------------------------------------------
def test_what_was_not_imported_comes_back_marked_and_goes_in_once_mended(desk, campaign, officer):
    twice = a_row()
    job = imported(campaign, officer, twice, a_row(人次="几十", 备注="=1+1"), twice)
    answer = desk.get(address("spreadsheets:import-problems", job.pk))
    assert Entry.objects.filter(action="spreadsheets.problems_downloaded").count() == 1
    rows = read_back(answer.content)
    assert rows[0] == [*HEADS, "问题", "原行号"]
    assert [(row[-2], row[-1]) for row in rows[1:]] == [
        ("人次：要填数字，这里是“几十”。", 3), ("和第2行写的是同一件事，可能重复了。", 4),
    ]  # fmt: skip
    assert rows[1][7] == "几十"
    assert rows[1][12] == "'=1+1"

    rows[1][7] = 30
    job = worked_on(uploaded(campaign, officer, content=a_book(rows)))
    assert (job.good, job.doubtful, job.notes) == (1, 1, [])
    confirmed(job, officer)
    assert Activity.objects.get(people=30).note == "=1+1"


def test_the_wrong_cells_are_coloured(desk, campaign, officer):
    job = checked(campaign, officer, a_row(人次="几十"))
    content = desk.get(address("spreadsheets:import-problems", job.pk)).content
    assert b"FFFDECEC" in parts_of(content)["xl/styles.xml"]


# --- tenancy ----------------------------------------------------------------------------------------
def test_another_district_finds_none_of_it(campaign, officer, other_officer, signed_in):
    job = checked(campaign, officer, a_row(地点="只有甘州知道"))
    stranger = signed_in(other_officer)
    assert "11月活动" not in stranger.get(address("campaigns:imports", campaign.pk)).text
    for name in ("import", "import-problems"):
        assert stranger.get(address(f"spreadsheets:{name}", job.pk)).status_code == 404
    for name in ("decide", "confirm", "cancel", "undo"):
        assert stranger.post(address(f"spreadsheets:import-{name}", job.pk)).status_code == 404
    assert Import.objects.get().state == "ready"


def test_the_city_sees_what_its_districts_upload(campaign, officer, city_officer, signed_in):
    checked(campaign, officer, a_row())
    answer = signed_in(city_officer).get(address("campaigns:imports", campaign.pk))
    assert "11月活动.xlsx" in answer.text
    assert "华演示，甘州区总工会" in answer.text


# --- as many queries for three as for one -------------------------------------------------------------
@pytest.mark.parametrize("number", [1, 3])
def test_the_list_asks_as_much_for_three_imports_as_for_one(desk, campaign, officer, number):
    for _ in range(number):
        checked(campaign, officer, a_row())
    assert queries_of(desk, address("campaigns:imports", campaign.pk)) == LIST


@pytest.mark.parametrize("number", [1, 3])
def test_the_preview_asks_as_much_for_three_rows_as_for_one(desk, campaign, officer, number):
    job = checked(campaign, officer, *(a_row(人次="x") for _ in range(number)))
    assert queries_of(desk, address("spreadsheets:import", job.pk)) == PREVIEW


LIST, PREVIEW = 7, 8


def test_a_worker_asks_as_much_for_three_rows_as_for_one(campaign, officer, money):
    asked = []
    for number in (1, 3):
        job = uploaded(campaign, officer, *(a_row(**{"支出（元）": 1}) for _ in range(number)))
        asked.append([queries(job)])
        deciding.confirm(Import.objects.get(pk=job.pk), actor=officer)
        asked[-1].append(queries(job))
        deciding.undo(Import.objects.get(pk=job.pk), actor=officer)
        asked[-1].append(queries(job))
    assert asked[0] == asked[1]


def queries(job: Import) -> int:
    """How many the worker takes over it."""
    with CaptureQueriesContext(connection) as found:
        worked_on(job)
    return len(found)
