"""A worked example: the three figures of 澄迈县 as they were printed, and how ours come about."""

import datetime
import json
from pathlib import Path

from dashboards import drive_links as links
from dashboards.drive import Area
from dashboards.period import Period
from dashboards.scope import Scope
from membership import joining_rate, roll
from organizations.models import Organization
from organizations.workforce import REPORTING_KINDS

PRINTED = json.loads(
    (Path(__file__).parent / "data" / "chengmai_2021.json").read_text(encoding="utf-8")
)
# As many of the new unions are named.
NAMED = 50


def context(scope: Scope, today: datetime.date) -> dict:
    """The example and the same three figures of this union in this year up to today."""
    printed = Period(
        datetime.date.fromisoformat(PRINTED["since"]), datetime.date.fromisoformat(PRINTED["until"])
    )
    period = Period(today.replace(month=1, day=1), today)
    area = Area(union=scope.union, label=scope.union.name)
    unions = new_unions(scope, period)
    return {
        "scope": scope, "printed": PRINTED, "printed_period": printed, "period": period,
        "unions": unions.count(), "named": list(unions.order_by("-created_at", "-pk")[:NAMED]),
        "new": roll.whole(scope.path, since=period.since, until=period.until).joined,
        "rate": joining_rate.read(scope.path).whole,
        "new_url": links.members(area, since=period.since, until=period.until),
        "standing_url": links.standing(area), "workers_url": links.workers(area),
        "missing_url": links.not_reported(area),
    }  # fmt: skip


def new_unions(scope: Scope, period: Period):
    """Unions of this subtree that admit members and were set up in that time."""
    return Organization.objects.filter(
        path__startswith=scope.path, is_active=True, kind__in=REPORTING_KINDS,
        created_at__gte=period.starts_at, created_at__lt=period.ends_at,
    )  # fmt: skip
