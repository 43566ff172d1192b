"""What the money pages and their export show, read from the shares and their entries."""

import datetime
from collections.abc import Iterator, Sequence

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone

from campaigns import money
from campaigns.models import Campaign
from funds import ledger
from funds.ledger import Line
from funds.models import Allocation, FundEntry
from funds.money import cell
from organizations.models import Organization
from spreadsheets.writing import Sheet


def line(campaign: Campaign, entry: FundEntry, *, runs: bool) -> Line:
    """With the way to what it was spent on and, for those who run the month, to taking it back."""
    take_back = [campaign.pk, entry.allocation_id, entry.pk]
    return ledger.line(
        entry,
        url=_page_of(campaign, entry),
        take_back=reverse("campaigns:fund-counter", args=take_back) if runs else "",
    )


def _page_of(campaign: Campaign, entry: FundEntry) -> str:
    if entry.source_type == "campaigns.grant":
        return reverse("campaigns:grant", args=[campaign.pk, entry.source_id])
    if entry.source_type == "campaigns.activity":
        return reverse("campaigns:activity", args=[entry.source_id])
    return ""


def sheets(
    campaign: Campaign, columns: Sequence[Organization], shares: QuerySet[Allocation], *, note: str
) -> list[Sheet]:
    """The page's sums and every entry behind them."""
    return [
        Sheet(
            "汇总", ("工会", "已拨（元）", "已支（元）", "还剩（元）"),
            _sums(campaign, columns), note, (28, 16, 16, 16),
        ),
        Sheet(
            "明细", ("时间", "工会", "类别", "用途", "金额（元）", "冲销原因", "经手人"),
            _rows(shares), note, (18, 28, 8, 40, 14, 30, 12),
        ),
    ]  # fmt: skip


def _sums(campaign: Campaign, columns: Sequence[Organization]) -> Iterator[tuple]:
    found = money.board(campaign, columns)
    for row in found.rows:
        yield (
            row.organization.name, cell(row.granted_fen), cell(row.spent_fen),
            cell(row.remaining_fen),
        )  # fmt: skip
    yield "合计", cell(found.granted_fen), cell(found.spent_fen), cell(found.remaining_fen)


def _rows(shares: QuerySet[Allocation]) -> Iterator[tuple]:
    for entry in ledger.entries(shares).order_by("at", "pk").iterator(chunk_size=2000):
        yield (
            _at(entry.at), entry.allocation.organization.name, entry.get_kind_display(),
            entry.purpose, cell(entry.amount_fen), entry.reason, str(entry.actor or ""),
        )  # fmt: skip


def _at(moment: datetime.datetime) -> str:
    return f"{timezone.localtime(moment):%Y-%m-%d %H:%M}"
