"""Whether the rows of a sheet may become activities: by the rules of logging by hand, with the
money added up over the whole file.
"""

from collections import defaultdict
from collections.abc import Hashable, Sequence

from django.utils import timezone

from audit.refusal import Refused
from campaigns import bulk_sheet, districts, entries
from campaigns import money as campaign_money
from campaigns.bulk_sheet import Known
from campaigns.entries import Entry, Goods, Group
from campaigns.models import Activity, ActivityState
from funds import money
from funds.models import Allocation
from spreadsheets.kinds import Plan, Row
from spreadsheets.models import Import

# The form's fields -> the sheet's columns, where they differ.
_COLUMN = {"where": "place"}


def plan(job: Import) -> Plan:
    known = Known.of(job)
    return Plan(
        columns=bulk_sheet.columns(known), check=Check(known), key=key,
        example=bulk_sheet.example(known), marked="note",
        instructions=bulk_sheet.instructions(known),
    )  # fmt: skip


def key(row: Row) -> Hashable:
    given = row.values
    return (
        given["held_on"], given["organization"].pk, frozenset(item.pk for item in given["items"]),
        given["kind"], given["place"], given["occupation"], given["platform"], given["people"],
        given["money"],
    )  # fmt: skip


class Check:
    """Called with the rows in their order: what earlier rows spend is no longer there for later."""

    def __init__(self, known: Known):
        self.known = known
        self.today = timezone.localdate()
        self.shares: dict[int, Allocation | None] = {}
        self.spent: dict[int, int] = defaultdict(int)

    def __call__(self, rows: Sequence[Row]) -> None:
        sound = []
        for row in rows:
            if not row.problems:
                self._judge(row)
            if not row.problems:
                sound.append(row)
        self._doubt_known(sound)
        for row in sound:
            if row.counts and row.values["money"]:
                self._afford(row)

    def _judge(self, row: Row) -> None:
        """Also puts the whole together as an `entry` among the row's values."""
        try:
            row.values["entry"] = entry = self._entry(row)
            entries.check(entry, self.known.campaign, self.today, complete=True)
        except Refused as refused:
            row.refuse(_COLUMN.get(refused.field, refused.field), refused.message)

    def _entry(self, row: Row) -> Entry:
        given = row.values
        station = self.known.stations.get(given["place"])
        return Entry(
            kind=given["kind"], held_on=given["held_on"], place=given["place"], station=station,
            items=tuple(given["items"]),
            reach=(Group(given["occupation"], given["people"], given["platform"]),),
            goods=_goods(given["goods"], given["quantities"]), money_fen=given["money"],
            partner=given["partner"], note=given["note"],
        )  # fmt: skip

    def _doubt_known(self, rows: Sequence[Row]) -> None:
        """What the month has already for the same union, day, place and form. One query."""
        known = {_place_of(row): row for row in rows}
        if not known:
            return
        union_ids, days, places, _ = map(set, zip(*known, strict=True))
        found = Activity.objects.filter(
            campaign=self.known.campaign, organization__in=union_ids, held_on__in=days,
            place__in=places,
        ).exclude(state=ActivityState.WITHDRAWN)  # fmt: skip
        people = {
            tuple(place): number
            for *place, number in found.values_list(
                "organization", "held_on", "place", "kind", "people"
            )
        }
        for row in rows:
            if _place_of(row) in people:
                row.doubt(
                    f"同一天、同一地点、同样形式的已经记过一次（{people[_place_of(row)]}人次）。"
                )

    def _afford(self, row: Row) -> None:
        union, amount = row.values["organization"], row.values["money"]
        district_id = districts.column_id(self.known.campaign, union)
        if district_id not in self.shares:
            share = campaign_money.allocation_for(self.known.campaign, union)
            self.shares[district_id] = share
        share = self.shares[district_id]
        if share is None:
            row.refuse(
                "money", "这个区县在这个服务月还没有专项资金，支出先空着，或请主办工会拨付。"
            )
            return
        left = share.remaining_fen - self.spent[district_id]
        if amount > left:
            row.refuse("money", self._too_much(share, left, amount))
            return
        self.spent[district_id] += amount
        row.values["share"] = share

    def _too_much(self, share: Allocation, left: int, amount: int) -> str:
        before = "，减去前面各行" if left < share.remaining_fen else ""
        return (
            f"{share.organization.name}的专项资金{before}只剩{money.yuan(left)}元，"
            f"不够支出{money.yuan(amount)}元。"
        )


def _place_of(row: Row) -> tuple:
    entry = row.values["entry"]
    return row.values["organization"].pk, entry.held_on, entry.where, entry.kind


def _goods(names: Sequence[str], quantities: Sequence[tuple[int, str]]) -> tuple[Goods, ...]:
    if len(names) != len(quantities):
        raise Refused(
            f"物资写了{len(names)}样，数量写了{len(quantities)}个，请对上。", field="quantities"
        )
    return tuple(
        Goods(name, number, unit) for name, (number, unit) in zip(names, quantities, strict=True)
    )
