"""The sums on funds and shares, counted again from the entries they stand for."""

from django.db import connection, transaction
from django.db.models import Sum

from funds.models import Allocation, EntryKind, Fund, FundEntry


def recount(*, write: bool) -> list[str]:
    """Compare every kept sum with its entries; with `write`, make them equal.

    Returns one line for each difference.
    """
    with transaction.atomic():
        with connection.cursor() as cursor:
            # In the order of the acts, and before their first row lock: whoever holds a row would
            # wait for the table and we, mending, for the row. Readers go on.
            cursor.execute(
                "LOCK TABLE funds_fund, funds_allocation, funds_fundentry IN EXCLUSIVE MODE"
            )
        return _shares(write=write) + _funds(write=write)


def _shares(*, write: bool) -> list[str]:
    sums = {
        (row["allocation"], row["kind"]): row["n"]
        for row in FundEntry.objects.values("allocation", "kind")
        .order_by()
        .annotate(n=Sum("amount_fen"))
    }
    different = []
    for share in Allocation.objects.select_related("fund", "organization"):
        granted = sums.get((share.pk, EntryKind.GRANT), 0)
        spent = sums.get((share.pk, EntryKind.SPEND), 0)
        if (share.granted_fen, share.spent_fen) != (granted, spent):
            different.append(
                f"{share}: 拨{share.granted_fen}支{share.spent_fen} → 拨{granted}支{spent}"
            )
            if write:
                Allocation.objects.filter(pk=share.pk).update(granted_fen=granted, spent_fen=spent)
    return different


def _funds(*, write: bool) -> list[str]:
    different = []
    for fund in Fund.objects.annotate(true=Sum("allocations__granted_fen")):
        true = fund.true or 0
        if fund.allocated_fen != true:
            different.append(f"{fund}: 已拨{fund.allocated_fen} → {true}")
            if write:
                Fund.objects.filter(pk=fund.pk).update(allocated_fen=true)
    return different
