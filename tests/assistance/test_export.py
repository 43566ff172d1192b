"""Taking files and coverage out: who may, for what, what is in it, and what is on record."""

import io

import pytest
from django.utils import timezone
from python_calamine import CalamineWorkbook

from accounts import sessions
from assistance import exporting
from assistance.models import FileState
from audit.models import Entry
from audit.services import looks_at
from organizations.models import Role
from tests import factories
from tests.assistance.rows import a_file, a_pair

ADDRESS = "/desk/assistance/export/"
GIVEN = {"what": "files", "names": "masked", "reason": "年底汇总上报"}


def stepped_up(client, seconds_ago: int = 0):
    session = client.session
    session["stepped_up_at"] = session["signed_in_at"] - seconds_ago
    session.save()
    return client


@pytest.fixture
def desk(district_administrator, signed_in):
    return stepped_up(signed_in(district_administrator))


@pytest.fixture
def files(city, cadre):
    first = a_file(city.couriers, name="赵范例", unit_name="中通演示分拨", phone="19900001234")
    a_pair(first, cadre)
    return [
        first,
        a_file(city.ganzhou_federation, name="钱范例", state=FileState.ASKED),
        a_file(city.minle_federation, name="孙范例"),
    ]


def sheet(answer, name: str = "帮扶档案") -> list[list]:
    assert answer.headers["Content-Disposition"].startswith("attachment")
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    return book.get_sheet_by_name(name).to_python(skip_empty_area=False)


def taken(client, query: str = "", **given) -> list[list]:
    return sheet(client.post(ADDRESS + query, GIVEN | given))


def names_in(rows: list[list]) -> list[str]:
    return sorted(row[0] for row in rows[2:])


def test_masked_unless_asked_for_otherwise(desk, files):
    rows = taken(desk)
    assert names_in(rows) == ["赵**", "钱**"]
    assert "范例" not in str(rows)


def test_in_full_it_is_a_look_at_each_of_them(desk, files, district_administrator):
    assert names_in(taken(desk, names="full")) == ["赵范例", "钱范例"]
    for file in files[:2]:
        look = looks_at(file.person).get()
        assert (look.action, look.reason, look.actor_id) == (
            "assistance.file_exported", "年底汇总上报", district_administrator.pk,
        )  # fmt: skip
    assert not looks_at(files[2].person).exists()


def test_masked_it_is_no_look(desk, files):
    taken(desk)
    assert not looks_at(files[0].person).exists()


@pytest.mark.parametrize("names", ["masked", "full"])
def test_neither_numbers_nor_phones_nor_causes_are_in_it(desk, files, names):
    rows = str(taken(desk, names=names))
    assert "19900001234" not in rows
    assert files[0].person.number_masked not in rows
    assert files[0].person.number_masked[-4:] not in rows


def test_the_own_subtree_alone(signed_in, city, files, administrator):
    minle = factories.a_member_of_staff("钱试样", city.minle_federation, Role.ADMINISTRATOR)
    assert names_in(taken(stepped_up(signed_in(minle)), names="full")) == ["孙范例"]
    assert len(names_in(taken(stepped_up(signed_in(administrator))))) == 3


def test_narrowed_down_as_the_register_is(desk, files):
    page = desk.get(f"{ADDRESS}?state=asked")
    assert (page.context["count"], page.context["form"].initial["what"]) == (1, "files")
    assert names_in(taken(desk, "?state=asked")) == ["钱**"]


def test_the_register_leads_there_with_its_filters(desk, files):
    text = desk.get("/desk/assistance/files/?state=asked&after=x").content.decode()
    assert f'href="{ADDRESS}?state=asked"' in text


def test_the_readers_name_and_union_stand_on_every_page(desk, files):
    note = taken(desk)[0][0]
    assert "甘州区总工会何示范于" in note
    assert "用途：年底汇总上报" in note


def test_it_is_on_record(desk, files, district_administrator):
    taken(desk, names="full")
    entry = Entry.objects.get(action="assistance.exported")
    assert (entry.actor_id, entry.actor_unit, entry.reason) == (
        district_administrator.pk, "甘州区总工会", "年底汇总上报",
    )  # fmt: skip
    assert entry.data == {"what": "files", "rows": 2, "full_names": True}


def test_the_figures_of_the_page_without_a_name(desk, files, city):
    rows = sheet(desk.post(ADDRESS, GIVEN | {"what": "coverage"}), "帮扶总览")
    assert rows[1][:3] == ["工会", "建档", "已同意"]
    assert [row[:3] for row in rows[2:]] == [
        ["甘州区总工会", 1, 0], ["甘州区快递外卖行业工会联合会", 1, 1], ["合计", 2, 1],
    ]  # fmt: skip
    assert "范例" not in str(rows)
    assert Entry.objects.get(action="assistance.exported").data["what"] == "coverage"


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"reason": ""}, "reason"), ({"reason": "看看"}, "reason"), ({"reason": "\0"}, "reason"),
        ({"reason": "乙" * 101}, "reason"), ({"names": "x"}, "names"), ({"what": ""}, "what"),
        ({"reason": "核对 62990019750308321X 的情况"}, None),
    ],
)  # fmt: skip
def test_without_a_proper_reason_nothing_leaves(desk, files, given, field):
    answer = desk.post(ADDRESS, GIVEN | given)
    if field:
        assert field in answer.context["form"].errors
        assert not Entry.objects.filter(action="assistance.exported").exists()


def test_more_than_can_be_waited_for_is_refused(desk, files, monkeypatch):
    monkeypatch.setattr(exporting, "MOST", 1)
    answer = desk.post(ADDRESS, GIVEN)
    assert "请先筛选" in answer.content.decode()
    assert not Entry.objects.filter(action="assistance.exported").exists()


def test_the_second_factor_is_asked_once_more(signed_in, district_administrator, files):
    client = stepped_up(signed_in(district_administrator), sessions.STEPPED_UP_FOR + 1)
    for answer in (client.get(ADDRESS), client.post(ADDRESS, GIVEN)):
        assert answer.status_code == 302
        assert "/step-up/" in answer.url


@pytest.mark.parametrize("who", ["cadre", "far_cadre", "stranger", "reviewer", "auditor"])
def test_nobody_else_takes_anything_out(request, signed_in, files, who):
    client = stepped_up(signed_in(request.getfixturevalue(who)))
    assert client.get(ADDRESS).status_code == client.post(ADDRESS, GIVEN).status_code == 404


def test_an_anonymised_file_has_no_name_to_write(desk, files):
    type(files[1]).objects.filter(pk=files[1].pk).update(person=None, anonymised_at=timezone.now())
    assert names_in(taken(desk, names="full")) == ["", "赵范例"]
