"""Every page of the portal as a sheet: its own figures, its own area, nobody's name."""

import re

import pytest
from django.urls import reverse
from django.utils import timezone

from assistance.models import HardshipFile
from dashboards import export_pages, scope
from notifications.models import Message
from people.vocabulary import Occupation
from spreadsheets.writing import safe
from tests.assistance.cared import contacted
from tests.assistance.rows import a_file, a_pair
from tests.campaigns.rows import an_activity
from tests.dashboards.test_export import GIVEN
from tests.membership.conftest import a_number, details, submit  # noqa: F401 - fixtures
from tests.spreadsheets.making import read_back

NAMES = [page.name for page in export_pages.PAGES]


@pytest.fixture
def rows(city, campaign, officer, other_officer, worker, submit, cadre, far_cadre):  # noqa: F811
    for union, by, people in (
        (city.ganzhou_federation, officer, 30), (city.minle_federation, other_officer, 70),
    ):  # fmt: skip
        reach = ((Occupation.PARCEL, "顺丰", people),)
        an_activity(campaign, union, by, reach=reach, partner="找13900001234")
    submit(worker, at=timezone.now(), number=a_number())
    for union, by in ((city.couriers, cadre), (city.minle_federation, far_cadre)):
        file = a_file(union, unit_name="示例分拨", phone="13900001234")
        a_pair(file, by)
        contacted(file, by)
    return campaign


def taken(client, name, query="") -> list[list[list]]:
    answer = client.post(f"/dashboards/export/{name}/{query}", GIVEN)
    content = b"".join(answer.streaming_content)
    found = []
    try:
        while True:
            found.append(read_back(content, len(found)))
    except Exception:
        return found


def read(name, user, query=None):
    page = export_pages.by_name()[name]
    found = scope.read(user, "", page.roles)
    return page.read(found, query or {}, lambda done: None).tables


@pytest.mark.parametrize("name", NAMES)
def test_it_holds_what_the_page_reads(rows, administrator, signed_in, name):
    tables = read(name, administrator)
    sheets = taken(signed_in(administrator), name)
    assert len(sheets) == len(tables) > 0
    for table, sheet in zip(tables, sheets, strict=True):
        assert [safe(str(column)) for column in table.columns] == sheet[1]
        rows = list(table.rows)
        assert {len(row) for row in rows} <= {len(table.columns)}
        assert len(sheet) - 2 == len(rows)


@pytest.mark.parametrize("name", NAMES)
def test_another_districts_figures_are_not_in_it(
    rows, district_administrator, signed_in, name, city
):
    client = signed_in(district_administrator)
    written = str(taken(client, name))
    assert "民乐" not in written
    far = f"/dashboards/export/{name}/?union={city.minle_federation.public_id}"
    assert client.post(far, GIVEN).status_code == 404


@pytest.mark.parametrize("name", NAMES)
def test_nobody_stands_in_it(rows, administrator, signed_in, name):
    written = str(taken(signed_in(administrator), name))
    for text in ("李示例", "示例", "13900001234", "62990019", "褚演示", "赵"):
        assert text not in written


@pytest.mark.parametrize("name", NAMES)
def test_percents_go_with_the_few_they_are_worked_out_of(rows, administrator, name):
    for table in read(name, administrator):
        if not table.people:
            continue
        percents = {
            at
            for at, column in enumerate(table.columns)
            if re.search(r"率|占|%|完成$|每百人", column)
            or any(re.fullmatch(r"[\d.]+%", str(row[at])) for row in table.rows)
        }
        assert percents <= set(table.derived), f"{table.title}：{percents}"


def test_the_list_of_activities_sums_up_to_its_number(rows, administrator, signed_in):
    (sheet,) = taken(signed_in(administrator), "activities", "?by=occupation")
    assert sorted(row[6] for row in sheet[2:]) == [30, 70]


def test_the_list_of_contacts_is_as_long_as_its_number(rows, cadre, administrator, signed_in):
    contacted(HardshipFile.objects.kept_by(cadre).get(), cadre, result="not_reached")
    client = signed_in(administrator)
    for query, number in (("", 3), ("?result=reached", 2), ("?result=tried", 1)):
        (sheet,) = taken(client, "contacts", query)
        assert len(sheet) - 2 == number
        assert f"，{number}次" in client.get(f"/dashboards/rows/contacts/{query}").text


def test_the_list_of_messages_is_as_long_as_its_number(rows, administrator, signed_in):
    client = signed_in(administrator)
    for query in ("", "?outcome=waiting", "?outcome=sent"):
        page = client.get(f"/dashboards/rows/messages/{query}")
        number = page.context["rows"].number
        content = read("messages", administrator, {"outcome": query.rpartition("=")[2]})
        assert len(list(content[0].rows)) == number
        assert f"，{number}条" in page.text
    assert number_of_rows(taken(client, "messages")) == Message.objects.count()


def number_of_rows(sheets) -> int:
    return sum(len(sheet) - 2 for sheet in sheets)


@pytest.mark.parametrize("name", ["contacts", "messages"])
def test_the_list_leads_to_its_sheet_with_its_own_filters(
    name, rows, district_administrator, signed_in
):
    address = f"/dashboards/rows/{name}/?since=2026-11-01&result=tried&outcome=sent&after=x"
    page = signed_in(district_administrator).get(address)
    link = re.search(rf'href="(/dashboards/export/{name}/[^"]*)"', page.text)[1]
    assert "since=2026-11-01" in link
    assert "after" not in link


@pytest.mark.parametrize("name", NAMES)
def test_it_stands_under_the_tab_of_its_page(rows, administrator, signed_in, name):
    client, page = signed_in(administrator), export_pages.by_name()[name]
    marked = [
        re.findall(r'class="on" aria-current="page">([^<]+)</a>', client.get(address).text)
        for address in (reverse(page.view), f"/dashboards/export/{name}/")
    ]
    assert marked[0] == marked[1] != []


def test_officers_take_the_pages_they_see(rows, officer, signed_in):
    client = signed_in(officer)
    assert len(taken(client, "activities")[0]) == 3
    assert client.get("/dashboards/export/promise/").status_code == 404
