"""The money as a workbook: the same sums as the pages, in numbers that add up."""

import io
import zipfile

import pytest
from python_calamine import CalamineWorkbook

from audit.models import Entry
from campaigns import giving
from tests.campaigns.given import address, give


def taken_out(client, campaign) -> bytes:
    answer = client.get(address("fund-export", campaign))
    assert answer.headers["Content-Disposition"].startswith("attachment")
    return answer.getvalue()


def sheet(client, campaign, name: str) -> list[list]:
    book = CalamineWorkbook.from_filelike(io.BytesIO(taken_out(client, campaign)))
    return book.get_sheet_by_name(name).to_python(skip_empty_area=False)


def rows(client, campaign, name: str) -> list[list]:
    """Below the note and the head."""
    return sheet(client, campaign, name)[2:]


@pytest.fixture
def spent(campaign, money, city, officer):
    """甘州区 gave 300.50, and 100 that were taken back."""
    give(campaign, city.ganzhou_federation, officer, amount_fen=300_50)
    wrong = give(campaign, city.ganzhou_federation, officer, amount_fen=100_00)
    giving.reverse(wrong, reason="登记重复了", actor=officer)


def test_the_remaining_sum_is_that_of_the_page(signed_in, city_officer, campaign, spent):
    desk = signed_in(city_officer)
    board = desk.get(address("fund", campaign)).context["board"]
    standing = desk.get(address("campaign", campaign)).context["money"]

    sums = rows(desk, campaign, "汇总")

    assert sums == [
        ["甘州区总工会", 1000, 300.5, 699.5],
        ["民乐县总工会", 500, 0, 500],
        ["张掖市总工会", 0, 0, 0],
        ["合计", 1500, 300.5, 1199.5],
    ]
    assert board.remaining_fen == standing.remaining_fen == round(sums[-1][3] * 100)


def test_sums_are_numbers_with_two_places(signed_in, city_officer, campaign, spent):
    content = taken_out(signed_in(city_officer), campaign)
    with zipfile.ZipFile(io.BytesIO(content)) as inside:
        cells = inside.read("xl/worksheets/sheet1.xml").decode()
        styles = inside.read("xl/styles.xml").decode()
    assert '<c r="D3" s="2"><v>699.5</v></c>' in cells
    assert 'formatCode="#,##0.00"' in styles


def test_every_entry_stands_in_it_counter_entries_with_their_reason(
    signed_in, officer, campaign, spent
):
    lines = rows(signed_in(officer), campaign, "明细")
    assert [(kind, fen, reason) for _, _, kind, _, fen, reason, _ in lines] == [
        ("拨付", 1000, ""), ("支出", 300.5, ""), ("支出", 100, ""),
        ("支出", -100, "登记重复了"),
    ]  # fmt: skip
    assert {line[1] for line in lines} == {"甘州区总工会"}
    granted = sum(fen for _, _, kind, _, fen, _, _ in lines if kind == "拨付")
    used = sum(fen for _, _, kind, _, fen, _, _ in lines if kind == "支出")
    assert granted - used == 699.5


def test_a_district_takes_out_its_own_share_alone(signed_in, other_officer, campaign, spent):
    desk = signed_in(other_officer)
    assert rows(desk, campaign, "汇总") == [
        ["民乐县总工会", 500, 0, 500], ["合计", 500, 0, 500],
    ]  # fmt: skip
    assert len(rows(desk, campaign, "明细")) == 1


def test_who_took_it_out_stands_on_it_and_on_record(signed_in, officer, campaign, spent):
    note = sheet(signed_in(officer), campaign, "汇总")[0][0]
    assert "甘州区总工会华演示于" in note
    entry = Entry.objects.get(action="funds.exported")
    assert (entry.actor_id, entry.actor_unit) == (officer.pk, "甘州区总工会")
    assert entry.data["shares"] == ["甘州区总工会"]


def test_nobody_received_is_named_in_it(signed_in, city_officer, campaign, spent):
    desk = signed_in(city_officer)
    assert "李示例" not in str([sheet(desk, campaign, name) for name in ("汇总", "明细")])
