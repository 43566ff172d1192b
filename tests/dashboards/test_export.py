"""导出: what a page shows as Excel, for a reason, to the one who asked, for a day."""

import datetime

import pytest
from django.utils import timezone

from audit.models import Entry
from dashboards import export_pages, exporting
from dashboards.tables import Table
from dashboards.taking import Content, Page, of_tables
from organizations.models import Post, Role
from people import identity
from spreadsheets import exporting as sheets
from spreadsheets import running
from spreadsheets.models import Export, ExportState
from tests import factories
from tests.spreadsheets.making import read_back

pytestmark = pytest.mark.usefixtures("private_folder", "pages")

NUMBER = identity.demo_number(datetime.date(1975, 3, 8), 7, "male")
GIVEN = {"reason": "季度例会通报"}
COLUMNS = ("区县", "快递员", "货车司机", "合计")


def shown(scope, query):
    """A row a district with figures of its own, so that one sees whose they are."""
    rows = [(union.name, 3, 40, 43) for union in scope.districts]
    note = f"从{query.get('since', '')}起"
    return [
        Table("各区县", COLUMNS, rows, note=note, people=(1, 2, 3), totals=(3,)),
        Table("各区县", ("区县", "场次"), [(row[0], 2) for row in rows]),
    ]


def listed(scope, query, tick):
    def rows():
        for nth in range(4):
            tick(nth + 1)
            yield scope.union.name, nth

    return Content([Table("逐行", ("工会", "序号"), rows())], 4)


@pytest.fixture
def pages(monkeypatch):
    """Pages of the test's own beside those of the portal."""
    own = (
        Page("try", "试表", "dashboards:export", of_tables(shown), ("since",)),
        Page("rows", "试行", "dashboards:export", listed),
        Page("none", "空表", "dashboards:export", of_tables(lambda scope, query: [])),
    )
    monkeypatch.setattr(export_pages, "PAGES", export_pages.PAGES + own)
    found = sheets.registry() | {kind.name: kind for kind in map(exporting.kind_of, own)}
    monkeypatch.setattr(sheets, "registry", lambda: found)
    monkeypatch.setattr("dashboards.views_export.reverse", lambda view: "/dashboards/")


@pytest.fixture
def desk(administrator, signed_in):
    return signed_in(administrator)


@pytest.fixture
def few(monkeypatch):
    monkeypatch.setattr(exporting, "DIRECT", 3)


def book(answer, sheet=0) -> list[list]:
    return read_back(b"".join(answer.streaming_content), sheet)


def taken(client, query="", **given) -> list[list]:
    return book(client.post(f"/dashboards/export/try/{query}", GIVEN | given))


def test_the_tables_of_the_page_each_on_a_sheet_of_its_own(desk, city):
    answer = desk.post("/dashboards/export/try/", GIVEN)
    content = b"".join(answer.streaming_content)
    assert read_back(content)[1] == list(COLUMNS)
    assert read_back(content, 1)[1:] == [
        ["区县", "场次"], ["甘州区总工会", 2], ["民乐县总工会", 2],
    ]  # fmt: skip


def test_groups_of_fewer_than_five_are_hidden_and_cannot_be_worked_out(desk, city):
    assert taken(desk)[2:] == [
        ["甘州区总工会", "少于5", "—", 43], ["民乐县总工会", "少于5", "—", 43],
    ]  # fmt: skip


def test_who_took_it_for_which_union_and_what_for_stands_above(desk, administrator):
    note = taken(desk, "?since=2026-11-01")[0][0]
    assert note.startswith("从2026-11-01起；少于5人的组不写出人数。张掖市总工会，冯模拟于")
    assert note.endswith("用途：季度例会通报")


def test_it_is_on_record_with_the_page_the_filters_and_the_reason(desk, administrator, city):
    taken(desk, f"?since=2026-11-01&union={city.minle_federation.public_id}&odd=1")
    entry = Entry.objects.get(action="dashboards.exported")
    assert (entry.actor_id, entry.actor_unit, entry.reason) == (
        administrator.pk, "民乐县总工会", "季度例会通报",
    )  # fmt: skip
    assert entry.data == {
        "page": "try", "union": str(city.minle_federation.public_id),
        "filters": {"since": "2026-11-01"}, "rows": 2,
    }  # fmt: skip


def test_what_stands_in_the_address_is_kept_without_numbers(desk):
    taken(desk, f"?since={NUMBER}")
    assert Entry.objects.get(action="dashboards.exported").data["filters"] == {"since": "（号码）"}


def test_the_own_subtree_alone(district_administrator, signed_in, city):
    client = signed_in(district_administrator)
    assert [row[0] for row in taken(client)[2:]] == ["甘州区总工会"]
    far = f"/dashboards/export/try/?union={city.minle_federation.public_id}"
    assert client.get(far).status_code == client.post(far, GIVEN).status_code == 404


@pytest.mark.parametrize("who", ["reviewer", "officer", "auditor", "cadre"])
def test_who_does_not_see_the_page_takes_nothing_out(request, signed_in, who):
    client = signed_in(request.getfixturevalue(who))
    address = "/dashboards/export/try/"
    assert client.get(address).status_code == client.post(address, GIVEN).status_code == 404
    assert not Entry.objects.filter(action="dashboards.exported").exists()


@pytest.mark.parametrize("reason", ["", "看看", "\0", "乙" * 101, f"核对{NUMBER}的情况"])
def test_without_a_proper_reason_nothing_leaves(desk, reason):
    answer = desk.post("/dashboards/export/try/", {"reason": reason})
    assert answer.context["form"].errors
    assert not Entry.objects.filter(action="dashboards.exported").exists()


@pytest.mark.parametrize("query", ["", "?since=%00", "?union=", "?union=x", "?since=" + "9" * 99])
def test_no_address_breaks_it(desk, query):
    assert desk.get(f"/dashboards/export/try/{query}").status_code in (200, 404)


@pytest.mark.parametrize("name", ["nothing", "try-", "x" * 60])
def test_there_are_no_other_pages(desk, name):
    assert desk.get(f"/dashboards/export/{name}/").status_code == 404


def test_a_page_without_anything_says_so(desk):
    answer = desk.get("/dashboards/export/none/")
    assert "没有可以导出的数据" in answer.text
    assert "没有可以导出的数据" in desk.post("/dashboards/export/none/", GIVEN).text


def test_more_than_is_written_in_one_go_is_refused(desk, monkeypatch):
    monkeypatch.setattr(exporting, "MOST", 3)
    assert "分几次导出" in desk.post("/dashboards/export/rows/", GIVEN).text
    assert not Entry.objects.filter(action="dashboards.exported").exists()


# --- long ones -------------------------------------------------------------------------------------
@pytest.fixture
def job(desk, few) -> Export:
    answer = desk.post("/dashboards/export/rows/", GIVEN, follow=True)
    assert "正在写表格" in answer.text
    return Export.objects.get()


def written(job) -> Export:
    assert running.run(Export, job.pk) is True
    job.refresh_from_db()
    return job


def test_a_long_one_is_written_by_a_worker_and_fetched(job, desk):
    assert written(job).state == ExportState.READY
    page = desk.get(f"/desk/exports/{job.pk}/").text
    assert "保留1天" in page
    fetched = desk.get(f"/desk/exports/{job.pk}/file/")
    assert book(fetched)[1:] == [["工会", "序号"], *(["张掖市总工会", n] for n in range(4))]
    assert "冯模拟" in book(desk.get(f"/desk/exports/{job.pk}/file/"))[0][0]


def test_it_is_on_record_when_it_is_asked_for(job, administrator):
    entry = Entry.objects.get(action="dashboards.exported")
    assert (entry.actor_id, entry.reason) == (administrator.pk, "季度例会通报")
    assert (entry.data["page"], entry.data["filters"]) == ("rows", {})


def test_asked_for_twice_it_is_written_once(job, desk):
    desk.post("/dashboards/export/rows/", GIVEN)
    assert Export.objects.count() == 1


def test_nobody_but_the_one_who_asked_fetches_it(job, city, signed_in):
    written(job)
    other = signed_in(factories.a_member_of_staff("韩范例", city.root, Role.ADMINISTRATOR))
    for address in (f"/desk/exports/{job.pk}/", f"/desk/exports/{job.pk}/file/"):
        assert other.get(address).status_code == 404


def test_a_post_that_ended_meanwhile_leaves_it_unwritten(job, administrator, city, desk):
    Post.objects.filter(user=administrator).update(until=timezone.now())
    job = written(job)
    assert (job.state, job.message) == (ExportState.FAILED, exporting.NOT_ANY_MORE)
    assert not job.file
    assert desk.get(f"/desk/exports/{job.pk}/").status_code == 404


def test_an_account_disabled_meanwhile_leaves_it_unwritten(job, administrator):
    administrator.is_active = False
    administrator.save()
    assert written(job).message == exporting.NOT_ANY_MORE


def test_after_a_day_it_is_gone_swept_or_not(job, desk):
    written(job)
    Export.objects.update(created_at=timezone.now() - exporting.KEPT)
    assert "已过期" in desk.get(f"/desk/exports/{job.pk}/").text
    assert desk.get(f"/desk/exports/{job.pk}/file/").status_code == 302
    file = job.file
    assert file.storage.exists(file.name)
    assert sheets.let_go(timezone.now()) == 1
    job.refresh_from_db()
    assert (job.state, job.file.name, file.storage.exists(file.name)) == ("gone", "", False)


def test_other_lists_stay_as_long_as_they_did(job, city, administrator):
    written(job)
    hour = datetime.timedelta(hours=1)
    other = Export.objects.create(
        kind="activities", title="活动", organization=city.root, requested_by=administrator,
        state=ExportState.READY, file="exports/x.xlsx", created_at=timezone.now(),
    )  # fmt: skip
    assert sheets.let_go(timezone.now() + exporting.KEPT - hour) == 0
    assert sheets.let_go(timezone.now() + exporting.KEPT + hour) == 1
    assert sheets.let_go(timezone.now() + sheets.KEPT - hour) == 0
    assert sheets.let_go(timezone.now() + sheets.KEPT + hour) == 1
    other.refresh_from_db()
    assert other.state == ExportState.GONE


def test_every_page_of_the_portal_has_a_kind_of_its_own_name():
    names = [page.name for page in export_pages.PAGES]
    assert len(set(names)) == len(names)
    assert all(len(f"dashboards-{name}") <= 32 for name in names)
    assert {kind.kept for kind in exporting.EXPORTS} <= {exporting.KEPT}
