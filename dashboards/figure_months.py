"""What the map can be coloured by of service months: people reached against target."""

import datetime

from dashboards import months, months_heat
from dashboards.scope import Scope
from dashboards.shares import Figure, Share
from dashboards.tile_months import every


def read(scope: Scope, today: datetime.date) -> dict[int, Share]:
    """Of the running months, each district's sum over all items. At most five queries."""
    heat = months_heat.table(months.running(every(scope, today)))
    return {line.head.key: line.total for line in heat.lines if isinstance(line.head.key, int)}


FIGURES = (Figure("months", "服务覆盖", "在办服务月的服务人次占目标", read),)
