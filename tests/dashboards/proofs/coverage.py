"""The coverage table in the ways it may be asked for, beside a plain count of its cells."""

import datetime

from django.utils import timezone

from dashboards.heat import Heat
from dashboards.months import Months
from tests.dashboards.proofs import counted

# `days`: of the last so many days alone.
COVERAGE: tuple[dict, ...] = (
    {"by": "item"},
    {"by": "category"},
    {"by": "category", "campaign": "all"},
    {"by": "occupation"},
    {"by": "occupation", "campaign": "all"},
    {"by": "platform"},
    {"by": "township"},
    {"by": "item", "occupation": "food"},
    {"by": "category", "campaign": "all", "platform": "美团"},
    {"by": "occupation", "platform": "none"},
    {"by": "item", "occupation": "food", "platform": "美团"},
    {"by": "item", "days": 9},
    {"by": "category", "campaign": "all", "days": 40, "occupation": "parcel"},
    {"by": "platform", "days": 5},
    {"by": "township", "days": 9},
    {"by": "township", "days": 40, "platform": "美团"},
)


def days(asked: dict) -> tuple[datetime.date | None, datetime.date | None]:
    today = timezone.localdate()
    if "days" not in asked:
        return None, None
    return today - datetime.timedelta(days=asked["days"]), today


def check_coverage(asked: dict, months: Months, heat: Heat) -> None:
    """Raises AssertionError for the first table with a cell that is wrong."""
    since, until = days(asked)
    columns = {union.pk for unions in months.columns.values() for union in unions}
    true = counted.served(
        months.chosen, columns, by=asked["by"], occupation=asked.get("occupation", ""),
        platform={"none": ""}.get(asked.get("platform", "-"), asked.get("platform")),
        since=since, until=until,
    )  # fmt: skip
    shown = {
        (line.head.key, head.key): share.part
        for line in heat.lines
        for head, share in zip(heat.heads, line.shares, strict=True)
    }
    wrong = {
        key: (shown.get(key, 0), true[key])
        for key in shown.keys() | true.keys()
        if shown.get(key, 0) != true[key]
    }
    assert not wrong, f"{asked}: {wrong}"
    assert heat.total.part == sum(true.values()), asked
    for line in heat.lines:
        assert line.total.part == sum(share.part for share in line.shares)
