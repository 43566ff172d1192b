"""The tile of 服务覆盖: done against target of the running months, and where nobody was reached."""

import datetime
from dataclasses import replace

from django.http import QueryDict
from django.urls import reverse

from campaigns import slices
from campaigns.slices import Slice
from dashboards import months, months_heat
from dashboards.heat import Heat
from dashboards.months import Months
from dashboards.navigation import OFFICERS
from dashboards.period import last_days
from dashboards.scope import Scope
from dashboards.shares import Share
from dashboards.tiles import Fact, Tile, Trend

TITLE = "服务月送到了哪里"


def every(scope: Scope, today: datetime.date) -> Months:
    """All months of the scope. Two queries."""
    return months.read(as_officer(scope), QueryDict("campaign=all"), today)


def as_officer(scope: Scope) -> Scope:
    """Service months are seen by officers and administrators alike."""
    return replace(scope, roles=OFFICERS)


def tile(scope: Scope, today: datetime.date) -> Tile:
    """At most six queries, however many months and activities there are."""
    all_months = every(scope, today)
    found = months.running(all_months)
    page = reverse("dashboards:coverage") + found.query()
    trend = _trend(all_months, today)
    heat = months_heat.table(found)
    if not heat.lines:
        return Tile("months", TITLE, "没有", "在办的服务月", "", page, trend=trend)
    share = heat.total
    value, unit = (
        (f"{share.part:,}", "人次") if share.percent is None else (f"{share.percent}", "%")
    )
    return Tile(
        "months", TITLE, value, unit, _under(found, share), page,
        rows_url=share.url,
        kind="late" if heat.zeros else "", facts=_facts(heat, page), trend=trend,
        alarm=f"{heat.zeros}处没有送到" if heat.zeros else "",
    )  # fmt: skip


def _under(found: Months, share: Share) -> str:
    of = f"服务{share.part:,}人次，目标{share.whole:,}" if share.whole else "没定目标"
    if len(found.chosen) > 1:
        return f"{len(found.chosen)}个在办的服务月，{of}"
    left = (found.chosen[0].ends_on - found.today).days
    return f"{of}，{f'距结束{left}天' if left > 0 else '今天是最后一天'}"


def _facts(heat: Heat, page: str) -> list[Fact]:
    cold = sum(share.is_first and not zero for line in heat.lines for share, zero in line.cells)
    return [
        Fact("还没送到的", f"{heat.zeros}处", f"{page}#heat", "late" if heat.zeros else "done"),
        Fact("不到两成的", f"{cold}处", f"{page}#heat", "wait" if cold else ""),
    ]


def _trend(found: Months, today: datetime.date) -> Trend:
    """People reached, each activity once, in all these months. One query."""
    days, whole = last_days(today), found.slice
    part = Slice(whole.campaigns, whole.columns, since=days.before.since, until=days.until)
    sums = slices.read(part, "day", items=False)
    people = {day: cell.people for (day,), cell in sums.items()}
    return Trend(
        days.days, [people.get(day, 0) for day in days.days],
        sum(people.get(day, 0) for day in days.before.days), "共服务", "人次",
    )  # fmt: skip
