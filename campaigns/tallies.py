"""Sums of the campaign page: deltas appended by the acts, folded by a task, added by readers."""

import datetime
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from audit.sums import Where, among, differs, equal
from campaigns.models import Activity, Campaign, CampaignTallyDelta, Grant
from campaigns.recounting import recount
from campaigns.tally_tables import WHOLE, fold, sums

__all__ = [
    "EMPTY", "Cell", "cells", "count", "count_grant", "count_many", "count_pending",
    "count_pending_many", "fold", "group_cells", "groups", "recount",
]  # fmt: skip


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


# Where something counts: column, item (None: as a whole), day, township.
Place = tuple[int, int | None, datetime.date, int | None]


def count_many(campaign: Campaign, activities: Iterable[Activity], sign: int) -> None:
    """The same for many of one month at once: one delta a cell. Served and reach are read."""
    found: dict[tuple, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for activity in activities:
        reach = list(activity.reach.all())
        for item_id, money_fen in _columns(activity):
            at = place(activity, item_id)
            whole = found[at, "", ""]
            whole["activities"] += sign
            whole["people"] += sign * activity.people
            whole["money_fen"] += sign * money_fen
            for group in reach:
                found[at, group.occupation, group.platform]["people"] += sign * group.people
    CampaignTallyDelta.objects.bulk_create(
        (
            CampaignTallyDelta(
                campaign=campaign, occupation=occupation, platform=platform, **_named(at), **amounts
            )
            for (at, occupation, platform), amounts in found.items()
        ),
        batch_size=5000,
    )  # fmt: skip


def count_pending_many(campaign: Campaign, waiting: Mapping[Place, int], sign: int) -> None:
    """The same for an import at once: how many wait in each place."""
    CampaignTallyDelta.objects.bulk_create(
        (
            CampaignTallyDelta(campaign=campaign, pending=sign * number, **_named(at))
            for at, number in waiting.items()
        ),
        batch_size=5000,
    )


def place(activity: Activity, item_id: int | None) -> Place:
    return activity.district_id, item_id, activity.held_on, activity.township_id


def _named(at: Place) -> dict:
    return dict(zip(("district_id", "item_id", "day", "township_id"), at, strict=True))


def count_grant(grant: Grant, sign: int) -> None:
    """Count something given by name in (+1), or out again when it is reversed (-1)."""
    given = {"grants": sign, "grants_fen": sign * grant.amount_fen}
    CampaignTallyDelta.objects.bulk_create(
        CampaignTallyDelta(
            campaign_id=grant.campaign_id, district_id=grant.district_id, item_id=item_id, **given
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
    return {"campaign_id": activity.campaign_id, **_named(place(activity, item_id))}


def cells(campaign: Campaign, district_ids: Iterable[int]) -> dict[tuple[int, int | None], Cell]:
    """(district, item) -> sums; item None is the activity as a whole; zeros alone are left out. One
    query.
    """
    inside = _inside(campaign, district_ids) & equal("occupation", "")
    rows = sums(WHOLE, inside, "district_id", "item_id")
    return {key: Cell(**found) for key, found in rows.items()}


def _inside(campaign: Campaign, district_ids: Iterable[int]) -> Where:
    return equal("campaign_id", campaign.pk) & among("district_id", district_ids)


def groups(
    campaign: Campaign, district_ids: Iterable[int], *, by: str, item_id: int | None = None
) -> dict[str, int]:
    """People reached by `by` ("occupation" or "platform"), of one item or of the whole. One query."""
    inside = _inside(campaign, district_ids) & differs("occupation", "") & equal("item_id", item_id)
    return {key: found["people"] for (key,), found in sums(WHOLE, inside, by).items()}


def group_cells(
    campaign: Campaign, district_ids: Iterable[int], *, occupation: str = "", platform: str = ""
) -> dict[tuple[int, int | None], int]:
    """(district, item) -> people of one occupation, of one platform, or of both. One query."""
    inside = _inside(campaign, district_ids) & differs("occupation", "")
    if occupation:
        inside &= equal("occupation", occupation)
    if platform:
        inside &= equal("platform", platform)
    rows = sums(WHOLE, inside, "district_id", "item_id")
    return {key: found["people"] for key, found in rows.items()}
