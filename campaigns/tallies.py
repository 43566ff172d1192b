"""Sums of the campaign page: deltas appended by the acts, folded by a task, added by readers."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db import connection, transaction
from django.db.models import Q, Sum

from campaigns.models import (
    Activity,
    ActivityItem,
    ActivityReach,
    ActivityState,
    Campaign,
    CampaignTally,
    CampaignTallyDelta,
    Grant,
)

KEY = ("campaign_id", "occupation", "item_id", "district_id", "platform")
COLUMNS = ("activities", "people", "money_fen", "pending", "grants", "grants_fen")


@dataclass(frozen=True)
class Cell:
    """The sums of one cell. `pending`: activities that wait to be verified, counted nowhere else."""

    activities: int = 0
    people: int = 0
    money_fen: int = 0
    pending: int = 0
    grants: int = 0
    grants_fen: int = 0


EMPTY = Cell()


def count(activity: Activity, sign: int) -> None:
    """Count a verified activity in (+1) or out again (-1), in the caller's transaction.

    Its served items and its reach are read: write them before.
    """
    reach = list(activity.reach.all())
    deltas = []
    for item_id, money_fen in _columns(activity):
        key = _place(activity, item_id)
        deltas.append(
            CampaignTallyDelta(
                **key, activities=sign, people=sign * activity.people, money_fen=sign * money_fen
            )
        )
        deltas += [
            CampaignTallyDelta(
                **key, occupation=group.occupation, platform=group.platform,
                people=sign * group.people,
            )
            for group in reach
        ]  # fmt: skip
    CampaignTallyDelta.objects.bulk_create(deltas)


def count_pending(activity: Activity, sign: int) -> None:
    """The same for one that waits to be verified."""
    CampaignTallyDelta.objects.bulk_create(
        CampaignTallyDelta(**_place(activity, item_id), pending=sign)
        for item_id, _ in _columns(activity)
    )


def count_many(campaign: Campaign, activities: Iterable[Activity], sign: int) -> None:
    """The same for many of one month at once: one delta a cell. Served and reach are read."""
    sums: dict[tuple, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for activity in activities:
        reach = list(activity.reach.all())
        for item_id, money_fen in _columns(activity):
            whole = sums[activity.district_id, item_id, "", ""]
            whole["activities"] += sign
            whole["people"] += sign * activity.people
            whole["money_fen"] += sign * money_fen
            for group in reach:
                key = activity.district_id, item_id, group.occupation, group.platform
                sums[key]["people"] += sign * group.people
    CampaignTallyDelta.objects.bulk_create(
        CampaignTallyDelta(
            campaign=campaign, district_id=district_id, item_id=item_id, occupation=occupation,
            platform=platform, **amounts,
        )
        for (district_id, item_id, occupation, platform), amounts in sums.items()
    )  # fmt: skip


def count_pending_many(
    campaign: Campaign, waiting: Mapping[tuple[int, int | None], int], sign: int
) -> None:
    """The same for an import at once: (district, item) -> how many; item None is each activity."""
    CampaignTallyDelta.objects.bulk_create(
        CampaignTallyDelta(
            campaign=campaign, district_id=district_id, item_id=item_id, pending=sign * number
        )
        for (district_id, item_id), number in waiting.items()
    )


def count_grant(grant: Grant, sign: int) -> None:
    """Count something given by name in (+1), or out again when it is reversed (-1)."""
    sums = {"grants": sign, "grants_fen": sign * grant.amount_fen}
    CampaignTallyDelta.objects.bulk_create(
        CampaignTallyDelta(
            campaign_id=grant.campaign_id, district_id=grant.district_id, item_id=item_id, **sums
        )
        for item_id in (None, grant.item_id)
    )


def _columns(activity: Activity) -> list[tuple[int | None, int]]:
    """(item, its money): the activity as a whole first."""
    return [
        (None, activity.money_fen),
        *((served.item_id, served.money_fen) for served in activity.served.all()),
    ]


def _place(activity: Activity, item_id: int | None) -> dict:
    return {
        "campaign_id": activity.campaign_id,
        "district_id": activity.district_id,
        "item_id": item_id,
    }


def fold() -> int:
    """Move deltas into the tallies; returns how many were folded.

    One statement: a reader sees every delta either here or there, never twice, never not at all.
    """
    with connection.cursor() as cursor:
        cursor.execute(_FOLD)
        return int(cursor.fetchone()[0])


_KEYS, _SUMS = ", ".join(KEY), ", ".join(f"SUM({name}) AS {name}" for name in COLUMNS)
_ALL = f"{_KEYS}, {', '.join(COLUMNS)}"
# Nothing in it comes from outside: names of our own columns alone.
_FOLD = f"""
    WITH gone AS (
        DELETE FROM campaigns_campaigntallydelta
        WHERE id IN (
            SELECT id FROM campaigns_campaigntallydelta ORDER BY id
            LIMIT 50000 FOR UPDATE SKIP LOCKED
        )
        RETURNING {_ALL}
    ), sums AS (
        SELECT {_KEYS}, {_SUMS}, COUNT(*) AS n FROM gone GROUP BY {_KEYS}
    ), kept AS (
        INSERT INTO campaigns_campaigntally ({_ALL})
        SELECT {_ALL} FROM sums ORDER BY {_KEYS}
        ON CONFLICT ({_KEYS})
        DO UPDATE SET {", ".join(f"{c} = campaigns_campaigntally.{c} + EXCLUDED.{c}" for c in COLUMNS)}
    )
    SELECT COALESCE(SUM(n), 0) FROM sums
"""  # noqa: S608


def cells(campaign: Campaign, district_ids: Iterable[int]) -> dict[tuple[int, int | None], Cell]:
    """(district, item) -> sums; item None is the activity as a whole. One query."""
    rows = _sums(
        Q(campaign=campaign, occupation="", district__in=district_ids), "district_id", "item_id"
    )
    return {key: Cell(**sums) for key, sums in rows.items()}


def groups(
    campaign: Campaign, district_ids: Iterable[int], *, by: str, item_id: int | None = None
) -> dict[str, int]:
    """People reached by `by` ("occupation" or "platform"), of one item or of the whole. One query."""
    inside = ~Q(occupation="") & Q(campaign=campaign, district__in=district_ids, item=item_id)
    return {key: sums["people"] for (key,), sums in _sums(inside, by).items()}


def group_cells(
    campaign: Campaign, district_ids: Iterable[int], *, occupation: str = "", platform: str = ""
) -> dict[tuple[int, int | None], int]:
    """(district, item) -> people of one occupation, of one platform, or of both. One query."""
    inside = ~Q(occupation="") & Q(campaign=campaign, district__in=district_ids)
    if occupation:
        inside &= Q(occupation=occupation)
    if platform:
        inside &= Q(platform=platform)
    return {key: sums["people"] for key, sums in _sums(inside, "district_id", "item_id").items()}


def _sums(condition: Q, *by: str) -> dict[tuple, dict[str, int]]:
    """Key -> column -> sum over both tables, in one query."""
    found: dict[tuple, dict[str, int]] = defaultdict(lambda: dict.fromkeys(COLUMNS, 0))
    sums = {f"n_{name}": Sum(name) for name in COLUMNS}
    folded, fresh = (
        table.objects.filter(condition).order_by().values_list(*by).annotate(**sums)
        for table in (CampaignTally, CampaignTallyDelta)
    )
    for row in folded.union(fresh, all=True):
        for name, amount in zip(COLUMNS, row[len(by) :], strict=True):
            found[row[: len(by)]][name] += amount
    return dict(found)


def recount(*, write: bool) -> list[str]:
    """Compare the tallies with the rows they stand for; with `write`, make them equal.

    Returns one line for each difference.
    """
    with transaction.atomic():
        # Nobody may count while we compare; readers go on.
        with connection.cursor() as cursor:
            cursor.execute(
                "LOCK TABLE campaigns_activity, campaigns_grant, campaigns_campaigntally,"
                " campaigns_campaigntallydelta IN SHARE ROW EXCLUSIVE MODE"
            )
        true, stored = _from_rows(), _stored()
        nothing = (0,) * len(COLUMNS)
        keys = true.keys() | stored.keys()
        different = [k for k in keys if true.get(k, nothing) != stored.get(k, nothing)]
        if write and different:
            _rewrite(true)
    return sorted(
        f"服务月{key[0]} 项目{key[2]} 工会{key[3]} {key[1]} {key[4]}: "
        f"{stored.get(key, nothing)} → {true.get(key, nothing)}"
        for key in different
    )


def _rewrite(true: dict[tuple, tuple]) -> None:
    CampaignTallyDelta.objects.all().delete()
    CampaignTally.objects.all().delete()
    CampaignTally.objects.bulk_create(
        (
            CampaignTally(
                **dict(zip(KEY, key, strict=True)), **dict(zip(COLUMNS, sums, strict=True))
            )
            for key, sums in true.items()
            if any(sums)
        ),
        batch_size=5000,
    )


def _stored() -> dict[tuple, tuple]:
    sums = _sums(Q(), *KEY)
    return {key: tuple(row.values()) for key, row in sums.items() if any(row.values())}


def _from_rows() -> dict[tuple, tuple]:
    """The same sums, counted the slow and plain way."""
    found: dict[tuple, dict[str, int]] = defaultdict(lambda: dict.fromkeys(COLUMNS, 0))

    def add(place, item_id, group=("", ""), **amounts) -> None:
        campaign_id, district_id = place
        row = found[campaign_id, group[0], item_id, district_id, group[1]]
        for name, amount in amounts.items():
            row[name] += amount

    _add_verified(add)
    _add_groups(add)
    _add_waiting(add)
    _add_grants(add)
    return {key: tuple(row.values()) for key, row in found.items() if any(row.values())}


_PLACE = ("campaign_id", "district_id")
_OF_ACTIVITY = ("activity__campaign_id", "activity__district_id")


def _add_verified(add) -> None:
    verified = Activity.objects.verified().values_list(*_PLACE, "people", "money_fen")
    for *place, people, money_fen in verified.iterator():
        add(place, None, activities=1, people=people, money_fen=money_fen)
    served = ActivityItem.objects.filter(activity__state=ActivityState.VERIFIED)
    rows = served.values_list(*_OF_ACTIVITY, "item_id", "activity__people", "money_fen")
    for *place, item_id, people, money_fen in rows.iterator():
        add(place, item_id, activities=1, people=people, money_fen=money_fen)


def _add_groups(add) -> None:
    reach = ActivityReach.objects.filter(activity__state=ActivityState.VERIFIED)
    of = (*_OF_ACTIVITY, "people", "occupation", "platform")
    for *place, people, occupation, platform in reach.values_list(*of).iterator():
        add(place, None, (occupation, platform), people=people)
    by_item = reach.values_list(*of, "activity__served__item_id")
    for *place, people, occupation, platform, item_id in by_item.iterator():
        add(place, item_id, (occupation, platform), people=people)


def _add_waiting(add) -> None:
    waiting = Activity.objects.filter(state=ActivityState.SUBMITTED)
    for place in waiting.values_list(*_PLACE).iterator():
        add(place, None, pending=1)
    for *place, item_id in waiting.values_list(*_PLACE, "served__item_id").iterator():
        add(place, item_id, pending=1)


def _add_grants(add) -> None:
    given = Grant.objects.standing().values_list(*_PLACE, "item_id", "amount_fen")
    for *place, item_id, amount_fen in given.iterator():
        for column in (None, item_id):
            add(place, column, grants=1, grants_fen=amount_fen)
