"""What the overview says of messages."""

import datetime

from django.urls import reverse

from dashboards import messages, period
from dashboards.messages import OUTCOMES, address
from dashboards.period import Period
from dashboards.scope import Scope
from dashboards.tiles import Fact, Tile
from notifications.message_days import NONE


def tile(scope: Scope, today: datetime.date) -> Tile:
    month = period.last_days(today)
    found = messages.by_day(scope, month.with_before)
    now, day = found.get(today, NONE), Period(today, today)
    facts = [
        Fact(label, f"{getattr(now, name):,}条", address(scope, day, name))
        for name, (label, _) in OUTCOMES.items()
    ]
    return Tile(
        name="messages",
        title="消息都送到了吗",
        value=f"{now.due:,}",
        unit="条",
        under="今天应发" if scope.is_city else "今天应发给工作人员",
        # The city's page has them by day and kind.
        url=reverse("notifications:reconciliation") if scope.is_city else address(scope, month),
        rows_url=address(scope, day),
        facts=[_late(fact) if now.failed and fact.label == "未送达" else fact for fact in facts],
        trend=messages.trend(month, found),
        alarm=f"{now.failed:,}条消息未送达" if now.failed else "",
    )


def _late(fact: Fact) -> Fact:
    return Fact(fact.label, fact.value, fact.url, "late")
