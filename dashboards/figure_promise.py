"""当日答复 on the map: how many of the answers of the last thirty days came in time."""

import datetime

from dashboards import promise
from dashboards.period import last_days
from dashboards.scope import Scope
from dashboards.shares import Figure, Share
from membership.promise import NOTHING, Asked
from membership.promise import read as read_sums


def read(scope: Scope, today: datetime.date) -> dict[int, Share]:
    """One query beside that for the districts."""
    month = last_days(today)
    unions = [union.pk for union in scope.districts if union.pk != scope.union.pk]
    figures = read_sums(Asked(scope.union.pk, month.since, month.until, unions))
    found = figures.by_union | {scope.union.pk: figures.total}
    return {
        union.pk: Share(sums.on_time, sums.decided, promise.of_union(union))
        for union in scope.districts
        for sums in [found.get(union.pk, NOTHING)]
    }


FIGURES = (
    Figure("promise", "当日答复", "近30天按时答复的申请，占答复了的", read),
)  # fmt: skip
