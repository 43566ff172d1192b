"""What of 1+1 the map can be coloured by."""

import datetime

from dashboards import households
from dashboards.households import files_address
from dashboards.scope import Scope
from dashboards.shares import Figure, Share


def _shares(scope: Scope, today: datetime.date, part: str, whole: str) -> dict[int, Share]:
    """`part` and `whole` are columns of Cover; the register shows the rows of `part` by its name."""
    found = households.by_district(scope, today)
    return {
        union.pk: Share(
            getattr(found[union.pk], part), getattr(found[union.pk], whole),
            files_address(Scope(scope.user, union, scope.roles), part),
        )
        for union in scope.districts
    }  # fmt: skip


def contacted(scope: Scope, today: datetime.date) -> dict[int, Share]:
    return _shares(scope, today, "contacted", "paired")


def paired(scope: Scope, today: datetime.date) -> dict[int, Share]:
    return _shares(scope, today, "paired", "consented")


FIGURES: tuple[Figure, ...] = (
    Figure("contacted", "一对一按时联系", "联系间隔里有人接的户，占已结对的户", contacted),
    Figure("paired", "一对一结对", "已结对的户，占已同意建档的户", paired),
)
