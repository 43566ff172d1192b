"""The ledger as a workbook: masked, watermarked, after the second factor, with a reason."""

import io
import zipfile

import pytest
from python_calamine import CalamineWorkbook

from accounts import sessions
from audit import services as audit
from audit.models import Entry
from campaigns import giving
from campaigns.gifts import Signed
from tests import leaks
from tests.campaigns.given import STROKES, address, give
from tests.people.conftest import a_number, a_person

TYPED = {"names": "masked", "reason": "月底和财务对账"}


@pytest.fixture
def desk(signed_in, officer):
    """The officer, who has just shown the second factor once more."""
    return stepped_up(signed_in(officer))


def stepped_up(client, seconds_ago: int = 0):
    session = client.session
    session["stepped_up_at"] = session["signed_in_at"] - seconds_ago
    session.save()
    return client


@pytest.fixture
def given(campaign, money, city, officer):
    person = a_person(number=a_number())
    return give(campaign, city.ganzhou_federation, officer, person, goods="=1+1")


def rows(content: bytes) -> list[list]:
    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    return book.get_sheet_by_name("实名发放").to_python(skip_empty_area=False)


def test_names_are_masked_unless_asked_for(desk, campaign, given):
    answer = desk.post(address("grants-export", campaign), TYPED)
    (line,) = rows(answer.getvalue())[2:]
    assert line[1:11] == [
        "慰问金", "送慰问品", "李**", given.person.number_masked, "网约送餐员", 300.0, "'=1+1",
        "甘州区总工会", "华演示", "填写姓名",
    ]  # fmt: skip
    assert "李示例" not in str(rows(answer.getvalue()))


def test_who_takes_it_out_stands_on_it(desk, campaign, given):
    content = desk.post(address("grants-export", campaign), TYPED).getvalue()
    assert rows(content)[0][0].startswith("甘州区总工会华演示于")
    assert rows(content)[0][0].endswith("导出，用途：月底和财务对账")
    with zipfile.ZipFile(io.BytesIO(content)) as inside:
        page = inside.read("xl/worksheets/sheet1.xml").decode()
    assert "<oddFooter>&amp;C甘州区总工会华演示于" in page


def test_it_is_on_record_with_the_reason(desk, campaign, given, officer):
    desk.post(address("grants-export", campaign), TYPED)
    entry = Entry.objects.get(action="campaigns.gifts_exported")
    assert (entry.actor_id, entry.reason, entry.data["rows"], entry.data["full_names"]) == (
        officer.pk, "月底和财务对账", 1, False,
    )  # fmt: skip
    assert not audit.looks_at(given.person).exists()


def test_full_names_are_a_look_at_each_person(desk, campaign, given, city, officer):
    give(campaign, city.ganzhou_federation, officer, given.person, kind="accident")
    answer = desk.post(address("grants-export", campaign), TYPED | {"names": "full"})
    assert [line[3] for line in rows(answer.getvalue())[2:]] == ["李示例", "李示例"]
    (look,) = audit.looks_at(given.person)
    assert (look.action, look.reason) == ("campaigns.grant_exported", "月底和财务对账")


def test_no_document_number_leaves_the_house(desk, campaign, given):
    answer = desk.post(address("grants-export", campaign), TYPED | {"names": "full"})
    with zipfile.ZipFile(io.BytesIO(answer.getvalue())) as inside:
        parts = [inside.read(name) for name in inside.namelist()]
    assert leaks.numbers_in(*parts) == set()


def test_the_filter_of_the_list_holds(desk, campaign, given, city, officer):
    wrong = give(
        campaign, city.ganzhou_federation, officer, kind="accident",
        signed=Signed(strokes=STROKES, agreed=True),
    )  # fmt: skip
    giving.reverse(wrong, reason="登记重复了", actor=officer)
    url = address("grants-export", campaign) + "?state=reversed"
    assert desk.get(url).context["count"] == 1
    (line,) = rows(desk.post(url, TYPED).getvalue())[2:]
    assert (line[1], *line[10:]) == ("意外伤害补贴", "手写签名", "已冲销", "登记重复了")


def test_the_second_factor_is_asked_for_first(signed_in, officer, campaign, given):
    client = stepped_up(signed_in(officer), sessions.STEPPED_UP_FOR + 1)
    for answer in (
        client.get(address("grants-export", campaign)),
        client.post(address("grants-export", campaign), TYPED),
    ):
        assert "/step-up/" in answer.url
    assert not Entry.objects.filter(action="campaigns.gifts_exported").exists()


@pytest.mark.parametrize(
    "typed",
    [{"reason": ""}, {"reason": "短"}, {"reason": "x" * 101}, {"reason": "\0\0\0\0"},
     {"reason": "629900198805061230"}, {"names": "all"}, {"names": ""}],
)  # fmt: skip
def test_without_a_good_reason_nothing_leaves(desk, campaign, given, typed):
    answer = desk.post(address("grants-export", campaign), TYPED | typed)
    assert set(answer.context["form"].errors) == set(typed)
    assert not Entry.objects.filter(action="campaigns.gifts_exported").exists()


def test_a_district_takes_out_its_own(signed_in, other_officer, campaign, given):
    desk = stepped_up(signed_in(other_officer))
    answer = desk.post(address("grants-export", campaign), TYPED)
    assert rows(answer.getvalue())[2:] == []
