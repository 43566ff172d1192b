"""New members day by day without their occupations: a twelfth of the rows the roll would read."""

import datetime

from audit.sums import between, equal
from membership.models import Measure
from membership.tallies import SUMS
from organizations import tree


def by_day(path: str, since: datetime.date, until: datetime.date) -> dict[datetime.date, int]:
    """Day -> who joined a union of this subtree, both ends included. One query."""
    where = equal("measure", Measure.JOINED) & between("day", since, until) & tree.inside(path)
    return {day: number for (day,), (number,) in SUMS.read("day", where=where).items()}
