"""Proof of the campaign's sums: the same figures, counted the slow and plain way."""

from collections import defaultdict
from typing import Any

from django.db import connection, transaction

from audit.sums import EVERY
from campaigns.models import Activity, ActivityItem, ActivityReach, ActivityState, Grant
from campaigns.models import CampaignTallyDelta as Delta
from campaigns.tally_tables import BY_DAY, BY_TOWNSHIP, BY_TOWNSHIP_DAY, TABLES, WHOLE, Table, sums

# Where an activity counts: month, column, day, township.
_PLACE = ("campaign_id", "district_id", "held_on", "township_id")
_OF_ACTIVITY = tuple(f"activity__{name}" for name in _PLACE)


def recount(*, write: bool) -> list[str]:
    """Compare the tallies with the rows they stand for; with `write`, make them equal.

    Returns one line for each difference.
    """
    with transaction.atomic():
        # Nobody may count while we compare; readers go on.
        names = ", ".join(table.name for table in TABLES)
        with connection.cursor() as cursor:
            cursor.execute(
                "LOCK TABLE campaigns_activity, campaigns_grant, campaigns_campaigntallydelta,"
                f" {names} IN SHARE ROW EXCLUSIVE MODE"
            )
        true = _Rows().counted()
        found = {table.name: _differences(table, true[table.name]) for table in TABLES}
        if write and any(found.values()):
            _rewrite(true)
    return sorted(line for lines in found.values() for line in lines)


def _differences(table: Table, true: dict[tuple, tuple]) -> list[str]:
    kept = sums(table, EVERY, *table.key)
    stored = {key: tuple(row.values()) for key, row in kept.items()}
    nothing = (0,) * len(table.columns)
    return [
        f"{table.model._meta.verbose_name} {_words(table, key)}: "
        f"{stored.get(key, nothing)} → {true.get(key, nothing)}"
        for key in true.keys() | stored.keys()
        if true.get(key) != stored.get(key)
    ]


def _words(table: Table, key: tuple) -> str:
    campaign, occupation, item, district, platform, *more = key
    return (
        f"服务月{campaign} 项目{item} 工会{district} {occupation} {platform} {more or ''}".strip()
    )


def _rewrite(true: dict[str, dict[tuple, tuple]]) -> None:
    Delta.objects.all().delete()
    for table in TABLES:
        rows = table.model._default_manager
        rows.all().delete()
        rows.bulk_create(
            (
                table.model(**dict(zip((*table.key, *table.columns), (*key, *found), strict=True)))
                for key, found in true[table.name].items()
            ),
            batch_size=5000,
        )


class _Rows:
    """All sums of the four tables in one pass over the rows."""

    def __init__(self) -> None:
        self.found: dict[str, dict[tuple, dict[str, int]]] = {
            table.name: defaultdict(lambda table=table: dict.fromkeys(table.columns, 0))  # type: ignore[misc]
            for table in TABLES
        }

    def counted(self) -> dict[str, dict[tuple, tuple]]:
        self._verified()
        self._groups()
        self._waiting()
        self._grants()
        return {
            name: {key: tuple(row.values()) for key, row in rows.items() if any(row.values())}
            for name, rows in self.found.items()
        }

    def _add(self, place: list, item_id: Any, group=("", ""), **amounts: int) -> None:
        """`place` without day and township: it counts in the month as a whole alone."""
        campaign_id, district_id, *more = place
        key = (campaign_id, group[0], item_id, district_id, group[1])
        self._into(WHOLE, key, amounts)
        if more:
            self._into(BY_DAY, (*key, more[0]), amounts)
            self._into(BY_TOWNSHIP, (*key, more[1]), amounts)
            self._into(BY_TOWNSHIP_DAY, (*key, more[1], more[0]), amounts)

    def _into(self, table: Table, key: tuple, amounts: dict[str, int]) -> None:
        row = self.found[table.name][key]
        for name, amount in amounts.items():
            row[name] += amount

    def _verified(self) -> None:
        verified = Activity.objects.verified().values_list(*_PLACE, "people", "money_fen")
        for *place, people, fen in verified.iterator():
            self._add(place, None, activities=1, people=people, money_fen=fen)
        served = ActivityItem.objects.filter(activity__state=ActivityState.VERIFIED)
        rows = served.values_list(*_OF_ACTIVITY, "item_id", "activity__people", "money_fen")
        for *place, item_id, people, fen in rows.iterator():
            self._add(place, item_id, activities=1, people=people, money_fen=fen)

    def _groups(self) -> None:
        reach = ActivityReach.objects.filter(activity__state=ActivityState.VERIFIED)
        of = (*_OF_ACTIVITY, "people", "occupation", "platform")
        for *place, people, occupation, platform in reach.values_list(*of).iterator():
            self._add(place, None, (occupation, platform), people=people)
        by_item = reach.values_list(*of, "activity__served__item_id")
        for *place, people, occupation, platform, item_id in by_item.iterator():
            self._add(place, item_id, (occupation, platform), people=people)

    def _waiting(self) -> None:
        waiting = Activity.objects.filter(state=ActivityState.SUBMITTED)
        for place in waiting.values_list(*_PLACE).iterator():
            self._add(list(place), None, pending=1)
        for *place, item_id in waiting.values_list(*_PLACE, "served__item_id").iterator():
            self._add(place, item_id, pending=1)

    def _grants(self) -> None:
        given = Grant.objects.standing().values_list(
            "campaign_id", "district_id", "item_id", "amount_fen"
        )
        for *place, item_id, fen in given.iterator():
            for column in (None, item_id):
                self._add(place, column, grants=1, grants_fen=fen)
