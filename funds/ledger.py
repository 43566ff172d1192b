"""The entries of shares, as the pages about money show them."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import QuerySet

from funds.models import Allocation, EntryKind, FundEntry


@dataclass(frozen=True)
class Line:
    """An entry as the ledger shows it: struck when it was taken back, with the reason.

    `url`: the page of what it was spent on; `take_back`: where what was handed out is taken back.
    """

    entry: FundEntry
    url: str
    struck: bool
    reason: str
    take_back: str = ""


def line(entry: FundEntry, *, url: str = "", take_back: str = "") -> Line:
    against = getattr(entry, "reversed_by", None)
    stands = entry.kind == EntryKind.GRANT and against is None and not entry.reverses_id
    return Line(
        entry=entry,
        url=url,
        struck=against is not None,
        reason=against.reason if against else entry.reason,
        take_back=take_back if stands else "",
    )


def entries(shares: QuerySet[Allocation] | Sequence) -> QuerySet[FundEntry]:
    """All of these shares (or their ids), with what a line of the ledger needs."""
    rows = FundEntry.objects.filter(allocation__in=shares)
    return rows.select_related("actor", "reversed_by", "allocation__organization")
