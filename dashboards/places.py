"""Where divisions lie: the middle of the stations in them, since divisions have no coordinates."""

from collections import defaultdict
from collections.abc import Hashable

from django.db.models import Avg, Count

from campaigns.next_stops import Point
from organizations.models import Station


def middles() -> dict[int, tuple[float, float]]:
    """Division id -> latitude and longitude; of a district the middle of all stations in it. One
    query over the stations that have been measured.
    """
    rows = Station.objects.filter(is_active=True, latitude__isnull=False).order_by()
    spots = rows.values_list("division_id", "division__parent_id").annotate(
        Avg("latitude"), Avg("longitude"), Count("pk")
    )
    sums: dict[int, list[float]] = defaultdict(lambda: [0.0, 0.0, 0.0])
    for pk, parent_id, latitude, longitude, number in spots:
        for division in {pk, parent_id} - {None}:
            at = sums[division]
            for nth, amount in enumerate((float(latitude), float(longitude), 1.0)):
                at[nth] += amount * number
    return {pk: (north / n, east / n) for pk, (north, east, n) in sums.items()}


def point(
    middle: tuple[float, float] | None, key: Hashable, name: str, people: int = 0
) -> Point | None:
    return Point(key, name, *middle, people) if middle else None
