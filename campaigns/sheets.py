"""A service month as sheets: the figures of its page, cell by cell."""

import datetime
from collections.abc import Iterator

from django.utils import timezone

from campaigns import coverage, money, tallies
from campaigns.models import Campaign
from organizations.models import Organization
from people.vocabulary import Occupation
from spreadsheets.writing import Sheet

WIDE = 16


def of_campaign(
    campaign: Campaign, shown: list[Organization], at: datetime.datetime
) -> list[Sheet]:
    """总表, 明细, 按职业, 按平台, 资金, for the districts shown. Six queries."""
    ids = [district.pk for district in shown]
    table = coverage.read(campaign, shown)
    standing = money.standing(campaign, ids)
    note = _note(campaign, at)
    return [
        Sheet("总表", ["项目", *(d.name for d in shown), "合计"], _people(table), note, _wide(table)),
        Sheet("明细", _DETAIL, _cells(table), note, (14, 22, 10, 10, 10, 10, 12)),
        Sheet("按从业类别", ("从业类别", "人次"), _by(campaign, ids, "occupation"), note, (22, 10)),
        Sheet("按平台", ("平台", "人次"), _by(campaign, ids, "platform"), note, (22, 10)),
        Sheet("专项资金", ("工会", "拨付（元）", "支出（元）", "还剩（元）"), _money(standing), note,
              (28, 14, 14, 14)),
    ]  # fmt: skip


def _note(campaign: Campaign, at: datetime.datetime) -> str:
    days = f"{campaign.starts_on:%Y-%m-%d}至{campaign.ends_on:%Y-%m-%d}"
    said = f"，{campaign.source_note}" if campaign.source_note else ""
    return f"{campaign.title}，{days}，只算已核实的活动，{timezone.localtime(at):%Y-%m-%d %H:%M}导出{said}"


def _wide(table: coverage.Coverage) -> tuple[int, ...]:
    return (WIDE, *(WIDE for _ in table.districts), WIDE)


def _people(table: coverage.Coverage) -> Iterator[list]:
    """Reached over target; the last row is the sum of each column."""
    for line in table.by_item:
        yield [line.of.name, *(_share(spot) for spot in line.spots), _share(line.total)]
    sums = [_share(line.total) for line in table.by_district]
    yield ["合计（一次活动送几项的，每项各计）", *sums, _share(table.total)]
    once = [table.whole_by_district[district.pk].people for district in table.districts]
    yield ["人次（每次活动只计一次）", *once, table.whole.people]


def _share(spot: coverage.Spot) -> str | int:
    return f"{spot.people}/{spot.target}" if spot.target else spot.people


_DETAIL = ("区县", "项目", "人次", "目标", "活动场次", "待核实", "支出（元）")


def _cells(table: coverage.Coverage) -> Iterator[list]:
    for district in table.districts:
        for item in table.items:
            spot = table.spots[district.pk, item.pk]
            yield [
                district.name, item.name, spot.people, spot.target, spot.activities, spot.pending,
                spot.money_fen / 100,
            ]  # fmt: skip


def _by(campaign: Campaign, ids: list[int], by: str) -> Iterator[tuple[str, int]]:
    words = dict(Occupation.choices)
    found = tallies.groups(campaign, ids, by=by)
    for key, people in sorted(found.items(), key=lambda row: -row[1]):
        yield words.get(key, key) or "没有平台", people


def _money(standing: money.Standing) -> Iterator[tuple]:
    for row in standing.rows:
        yield (
            row.organization.name, row.granted_fen / 100, row.spent_fen / 100,
            row.remaining_fen / 100,
        )  # fmt: skip
    yield (
        "合计", standing.granted_fen / 100, standing.spent_fen / 100, standing.remaining_fen / 100,
    )  # fmt: skip
