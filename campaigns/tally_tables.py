"""The four tables of sums and the deltas that feed them: read together, folded in one statement."""

from dataclasses import dataclass

from django.db import connection, models

from audit.sums import EVERY, Sums, Where, differs
from campaigns.models import (
    CampaignDayTally,
    CampaignTally,
    CampaignTallyDelta,
    CampaignTownshipDayTally,
    CampaignTownshipTally,
)

_GROUP = ("campaign_id", "occupation", "item_id", "district_id", "platform")
_SUMS = ("activities", "people", "money_fen", "pending")


@dataclass(frozen=True)
class Table:
    """`key` is the unique constraint; of deltas `only` those count here."""

    model: type[models.Model]
    key: tuple[str, ...]
    columns: tuple[str, ...]
    only: str = "day IS NOT NULL"

    @property
    def name(self) -> str:
        return self.model._meta.db_table

    @property
    def fresh(self) -> Where:
        return EVERY if self is WHOLE else differs("day", None)


WHOLE = Table(CampaignTally, _GROUP, (*_SUMS, "grants", "grants_fen"), "true")
BY_DAY = Table(CampaignDayTally, (*_GROUP, "day"), _SUMS)
BY_TOWNSHIP = Table(CampaignTownshipTally, (*_GROUP, "township_id"), _SUMS)
BY_TOWNSHIP_DAY = Table(CampaignTownshipDayTally, (*_GROUP, "township_id", "day"), _SUMS)
TABLES = (WHOLE, BY_DAY, BY_TOWNSHIP, BY_TOWNSHIP_DAY)


def sums(table: Table, where: Where, *by: str) -> dict[tuple, dict[str, int]]:
    """Key (at least one column) -> column -> sum over the table and what is not folded yet, zeros
    alone left out. One query.
    """
    both = Sums(table.model, CampaignTallyDelta, table.columns)
    found = both.read(*by, where=where, fresh=where & table.fresh)
    return {key: dict(zip(table.columns, row, strict=True)) for key, row in found.items()}


def fold() -> int:
    """Move deltas into the tallies; returns how many were folded.

    One statement: a reader sees every delta either here or there, never twice, never not at all.
    """
    with connection.cursor() as cursor:
        cursor.execute(_FOLD)
        return int(cursor.fetchone()[0])


def _kept(table: Table) -> str:
    key, sums_of = ", ".join(table.key), ", ".join(f"SUM({name})" for name in table.columns)
    into = f"{key}, {', '.join(table.columns)}"
    added = ", ".join(f"{name} = {table.name}.{name} + EXCLUDED.{name}" for name in table.columns)
    return f"""
        INSERT INTO {table.name} ({into})
        SELECT {key}, {sums_of} FROM gone WHERE {table.only} GROUP BY {key} ORDER BY {key}
        ON CONFLICT ({key}) DO UPDATE SET {added}
    """  # noqa: S608


_ALL = ", ".join((*_GROUP, "day", "township_id", *WHOLE.columns))
# Nothing in it comes from outside: names of our own columns alone.
_FOLD = f"""
    WITH gone AS (
        DELETE FROM campaigns_campaigntallydelta
        WHERE id IN (
            SELECT id FROM campaigns_campaigntallydelta ORDER BY id
            LIMIT 50000 FOR UPDATE SKIP LOCKED
        )
        RETURNING {_ALL}
    ),
    whole AS ({_kept(WHOLE)}), days AS ({_kept(BY_DAY)}), townships AS ({_kept(BY_TOWNSHIP)}),
    township_days AS ({_kept(BY_TOWNSHIP_DAY)})
    SELECT COUNT(*) FROM gone
"""  # noqa: S608
