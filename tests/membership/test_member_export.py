"""Taking the list of members out: who may, what is in it, for a day, to the one who asked."""

import re

import pytest
from django.utils import timezone

from accounts import sessions
from audit.models import Entry
from membership import exporting
from organizations.models import Post, Role
from people import identity
from spreadsheets import running
from spreadsheets.models import Export, ExportState
from tests import factories
from tests.assistance.test_export import stepped_up
from tests.factories import local
from tests.membership.rolled import a_member
from tests.spreadsheets.making import read_back

pytestmark = pytest.mark.usefixtures("private_folder")

LIST, ADDRESS = "/desk/members/", "/desk/members/export/"
GIVEN = {"reason": "年底核对名册"}
NUMBER = identity.demo_number(local(1975, 3, 8).date(), 7, "male")


@pytest.fixture
def members(city):
    return [
        a_member(city.couriers, "food", local(2026, 3, 1), employer="美团"),
        a_member(city.joint, "truck", local(2025, 3, 1)),
        a_member(city.couriers, "food", local(2024, 3, 1), state="left", left_at=local(2026, 2, 1)),
        a_member(city.minle_holding, "food", local(2026, 2, 2)),
    ]


@pytest.fixture
def desk(district_administrator, signed_in, members):
    return stepped_up(signed_in(district_administrator))


def book(answer) -> list[list]:
    return read_back(b"".join(answer.streaming_content))


def taken(client, query: str = "") -> list[list]:
    return book(client.post(ADDRESS + query, GIVEN))


def test_newest_first_with_masked_names_and_without_document_numbers(desk, members):
    rows = taken(desk)
    assert rows[1] == list(exporting.COLUMNS)
    assert [row[1] for row in rows[2:]] == [member.number for member in members[:3]]
    assert {row[0] for row in rows[2:]} == {"李" + "*" * (len(rows[2][0]) - 1)}
    assert "示例" not in str(rows)
    assert "6299" not in str(rows)
    assert rows[2][2:5] == ["网约送餐员", "美团", "甘州区快递外卖行业工会联合会"]


@pytest.mark.parametrize(
    "query",
    [
        "",
        "?occupation=food",
        "?state=standing",
        "?since=2026-01-01",
        "?until=2025-12-31&state=gone",
    ],
)
def test_it_holds_the_rows_of_the_list(desk, query):
    listed = [member.number for member in desk.get(LIST + query).context["page"].rows]
    assert [row[1] for row in taken(desk, query)[2:]] == listed != []


def test_of_one_union_and_of_that_very_one(desk, city, members):
    whole = f"?union={city.ganzhou_federation.public_id}"
    assert len(taken(desk, whole)) - 2 == 3
    assert "没有可以导出的会员" in desk.post(f"{ADDRESS}{whole}&own=1", GIVEN).text


def test_the_own_subtree_alone(desk, city, members):
    far = f"?union={city.minle_federation.public_id}"
    for query in ("", far):
        assert members[3].number not in str(taken(desk, query))
    assert "民乐" not in desk.get(ADDRESS + far).text


def test_it_asks_for_the_second_factor_once_more(signed_in, district_administrator, members):
    client = signed_in(district_administrator)
    client = stepped_up(client, seconds_ago=sessions.STEPPED_UP_FOR + 1)
    for answer in (client.get(ADDRESS), client.post(ADDRESS, GIVEN)):
        assert (answer.status_code, "step-up" in answer.url) == (302, True)
    assert not Entry.objects.filter(action="membership.exported").exists()


def test_it_is_on_record_with_what_was_asked_for(desk, city, district_administrator):
    union = str(city.couriers.public_id)
    taken(desk, f"?union={union}&since=2026-01-01&until={NUMBER}&text=李示例&odd=1")
    entry = Entry.objects.get(action="membership.exported")
    assert (entry.actor_id, entry.actor_unit, entry.reason) == (
        district_administrator.pk, "甘州区快递外卖行业工会联合会", "年底核对名册",
    )  # fmt: skip
    assert entry.data == {"filters": {"union": union, "since": "2026-01-01"}, "rows": 1}


def test_the_readers_name_and_what_for_stand_on_every_page(desk):
    note = taken(desk, "?occupation=food")[0][0]
    assert note.startswith("网约送餐员。甘州区总工会，何示范于")
    assert note.endswith("用途：年底核对名册")


@pytest.mark.parametrize("reason", ["", "看看", "\0", "乙" * 101, f"核对{NUMBER}的情况"])
def test_without_a_proper_reason_nothing_leaves(desk, reason):
    answer = desk.post(ADDRESS, {"reason": reason})
    assert "reason" in answer.context["form"].errors
    assert not Entry.objects.filter(action="membership.exported").exists()


def test_the_list_leads_there_with_its_filters(desk):
    page = desk.get(f"{LIST}?occupation=food&after=x").text
    assert f'href="{ADDRESS}?occupation=food"' in page
    # Whoever looks for somebody takes nobody else out.
    assert ADDRESS not in desk.get(f"{LIST}?text=李").text


def test_more_than_is_written_in_one_go_is_refused(desk, monkeypatch):
    monkeypatch.setattr(exporting, "MOST", 2)
    assert "分几次导出" in desk.post(ADDRESS, GIVEN).text
    assert not Entry.objects.filter(action="membership.exported").exists()


# --- long ones -------------------------------------------------------------------------------------
@pytest.fixture
def job(desk, monkeypatch) -> Export:
    monkeypatch.setattr(exporting, "DIRECT", 2)
    assert "会在后台写，写好后保留1天" in desk.get(ADDRESS).text
    assert "正在写表格" in desk.post(ADDRESS, GIVEN, follow=True).text
    return Export.objects.get()


def written(job) -> Export:
    assert running.run(Export, job.pk) is True
    job.refresh_from_db()
    return job


def test_a_long_one_is_written_by_a_worker_for_a_day(job, desk, members, signed_in, city):
    assert Entry.objects.get(action="membership.exported").reason == "年底核对名册"
    assert written(job).state == ExportState.READY
    assert "保留1天" in desk.get(f"/desk/exports/{job.pk}/").text
    rows = book(desk.get(f"/desk/exports/{job.pk}/file/"))
    assert [row[1] for row in rows[2:]] == [member.number for member in members[:3]]
    other = factories.a_member_of_staff("韩范例", city.ganzhou_federation, Role.ADMINISTRATOR)
    assert signed_in(other).get(f"/desk/exports/{job.pk}/file/").status_code == 404
    Export.objects.update(created_at=timezone.now() - exporting.KEPT)
    assert "已过期" in desk.get(f"/desk/exports/{job.pk}/").text


def test_a_post_that_ended_meanwhile_leaves_it_unwritten(job, district_administrator):
    Post.objects.filter(user=district_administrator).update(until=timezone.now())
    job = written(job)
    assert (job.state, job.message, bool(job.file)) == (
        ExportState.FAILED, exporting.NOT_ANY_MORE, False,
    )  # fmt: skip


def test_a_post_elsewhere_does_not_write_it_with_others(job, city, district_administrator):
    Post.objects.filter(user=district_administrator).update(organization=city.minle_federation)
    assert written(job).message == exporting.NOT_ANY_MORE


def test_it_costs_as_many_queries_for_one_as_for_three(
    city, signed_in, administrator, django_assert_num_queries
):
    client = stepped_up(signed_in(administrator))
    counts = []
    for _ in range(2):
        a_member(city.couriers)
        client.get(ADDRESS)
        with django_assert_num_queries(QUERIES):
            client.get(ADDRESS)
        counts.append(re.search(r"<b>(\d)名", client.get(ADDRESS).text)[1])
    assert counts == ["1", "2"]


QUERIES = 6
