"""The register: each keeper sees the own subtree, narrowed down by the address, page by page."""

import datetime

import pytest
from django.utils import timezone

from assistance.models import FileState, HardshipFile
from tests.assistance.rows import a_file, a_pair
from tests.factories import a_union

ADDRESS = "/desk/assistance/files/"
TODAY = timezone.localdate()
DAY = datetime.timedelta(days=1)


def listed(client, **query) -> set[str]:
    page = client.get(ADDRESS, query)
    assert page.status_code == 200
    assert f"共{len(page.context['page'].rows)}户" in page.text
    return {file.person.name for file in page.context["page"].rows}


@pytest.fixture
def desk(district_administrator, signed_in):
    return signed_in(district_administrator)


def test_each_keeper_sees_the_own_subtree(city, signed_in, district_administrator, administrator):
    a_file(city.ganzhou_federation, name="赵范例")
    a_file(city.railway_union, name="钱范例")
    a_file(city.minle_federation, name="孙范例")
    assert listed(signed_in(district_administrator)) == {"赵范例", "钱范例"}
    assert listed(signed_in(administrator)) == {"赵范例", "钱范例", "孙范例"}


def test_no_document_number_and_no_phone_stands_in_it(city, desk):
    file = a_file(city.ganzhou_federation, phone="19900001234")
    page = desk.get(ADDRESS).content.decode()
    assert file.person.name in page
    assert "19900001234" not in page
    assert file.person.number_masked not in page


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"state": "asked"}, {"钱范例"}),
        ({"group": "frontline"}, {"孙范例"}),
        ({"class": "deep"}, {"李范例"}),
        ({"unit": "演示"}, {"李范例"}),
        ({"text": "赵"}, {"赵范例"}),
        ({"text": "lfl"}, {"李范例"}),
        ({"text": "qianfan"}, {"钱范例"}),
        ({"show": "unpaired"}, {"赵范例", "李范例", "周范例"}),
        ({"show": "silent"}, {"孙范例"}),
        ({"show": "again"}, {"钱范例"}),
        ({"show": "nothing", "state": "x", "group": "x", "class": "x", "import": "x"},
         {"赵范例", "钱范例", "孙范例", "李范例", "周范例"}),
        ({"text": "赵", "state": "asked"}, set()),
        # Of the first half alone the sums know the number.
        ({"show": "unpaired", "class": "deep"}, {"李范例"}),
        ({"show": "unpaired", "unit": "演示"}, {"李范例"}),
        ({"show": "silent", "text": "赵"}, set()),
        ({"show": "open", "state": "relapsed"}, {"周范例"}),
    ],
)  # fmt: skip
def test_it_is_narrowed_down_by_its_address(city, desk, cadre, query, found):
    union = city.ganzhou_federation
    a_file(union, name="赵范例")
    a_file(union, name="钱范例", state=FileState.ASKED, ask_again_on=TODAY)
    silent = a_file(union, name="孙范例", group="frontline")
    a_pair(silent, cadre)
    HardshipFile.objects.filter(pk=silent.pk).update(next_due_on=TODAY - DAY)
    a_file(union, name="李范例", hardship_class="deep", unit_name="演示公司")
    a_file(union, name="周范例", state=FileState.RELAPSED)
    assert listed(desk, **query) == found


def test_by_district_for_whoever_keeps_several(city, administrator, signed_in):
    client = signed_in(administrator)
    a_file(city.ganzhou_federation, name="赵范例")
    a_file(city.minle_federation, name="孙范例")
    assert listed(client, district=str(city.minle_federation.public_id)) == {"孙范例"}


def test_of_the_silent_who_has_waited_longest_comes_first(city, desk, cadre, other_cadre):
    for days, name, who in ((2, "赵范例", cadre), (9, "钱范例", other_cadre)):
        file = a_file(city.ganzhou_federation, name=name)
        a_pair(file, who)
        HardshipFile.objects.filter(pk=file.pk).update(next_due_on=TODAY - days * DAY)
    rows = desk.get(ADDRESS, {"show": "silent"}).context["page"].rows
    assert [file.person.name for file in rows] == ["钱范例", "赵范例"]


def test_pages_are_turned_without_losing_a_row(city, desk):
    for number in range(60):
        a_file(city.ganzhou_federation, name=f"赵范例{'甲乙丙丁戊'[number % 5]}")
    seen, cursor = [], ""
    while True:
        page = desk.get(ADDRESS, {"after": cursor, "text": "赵"}).context["page"]
        seen += [file.pk for file in page.rows]
        cursor = page.after
        if not cursor:
            break
    assert len(seen) == len(set(seen)) == 60


@pytest.mark.parametrize("rows", [1, 3])
def test_a_constant_number_of_queries(city, desk, cadre, rows, django_assert_num_queries):
    for number in range(rows):
        union = a_union(f"工会{number}", "primary", city.ganzhou, city.ganzhou_federation)
        file = a_file(union, name="赵范例", unit=union)
        if not number:
            a_pair(file, cadre)
    desk.get(ADDRESS)
    with django_assert_num_queries(QUERIES):
        desk.get(ADDRESS)


QUERIES = 8


@pytest.mark.parametrize(
    "query",
    [
        {"after": "x~y"}, {"before": "\0"}, {"after": "2026-11-03T10:00:00+08:00~nobody"},
        {"text": "\0'\"%"}, {"text": "长" * 500}, {"unit": "%_\\"}, {"district": "\0"},
        {"import": "not-a-uuid"}, {"show": "silent", "after": "9999-99-99~x"},
    ],
)  # fmt: skip
def test_an_odd_address_is_answered(desk, query):
    assert desk.get(ADDRESS, query).status_code == 200


def test_without_files_the_way_to_the_first_is_shown(desk):
    page = desk.get(ADDRESS).content.decode()
    assert "还没有帮扶档案" in page
    assert "没有符合条件的档案" in desk.get(ADDRESS, {"text": "谁"}).content.decode()
