"""The tile of 会员发展: members, who joined within thirty days, the year's target, 入会率."""

import datetime

from django.urls import reverse

from dashboards import drive_links as links
from dashboards.drive import Area
from dashboards.period import Period, last_days
from dashboards.scope import Scope
from dashboards.tiles import Fact, Tile, Trend
from membership import drive, joined, joining_rate, roll
from membership.joining_rate import Rate

NAME = "members"


def tile(scope: Scope, today: datetime.date) -> Tile:
    """Six queries."""
    area = Area(union=scope.union, label=scope.union.name)
    rate = joining_rate.read(scope.path).whole
    facts = [_target(scope, area, today), _rate(area, rate)]
    if rate.missing:
        facts.append(
            Fact("还没报职工人数", f"{rate.missing:,}个工会", links.not_reported(area), "wait")
        )
    return Tile(
        name=NAME, title="发展了多少会员", value=f"{rate.members + rate.outside:,}", unit="名",
        under="在会会员，含接转中和保留会籍", url=_page(scope), rows_url=links.standing(area),
        facts=facts, trend=trend(scope, last_days(today)),
    )  # fmt: skip


def _page(scope: Scope) -> str:
    return f"{reverse('dashboards:drive')}?union={scope.union.public_id}"


def _target(scope: Scope, area: Area, today: datetime.date) -> Fact:
    since, until = roll.year(today.year)
    new = roll.whole(scope.path, since=since, until=until).joined
    target = sum(drive.targets(scope.path, today.year).values())
    url = links.new_members(area, today.year)
    if not target:
        return Fact("今年新会员", f"{new:,}名，没定目标", url)
    kind = "done" if new >= target else ""
    said = f"{new:,}名/{target:,}，{new * 100 // target}%"
    return Fact("今年新会员和目标", said, url, kind)


def _rate(area: Area, rate: Rate) -> Fact:
    if not rate.workers:
        return Fact("入会率", "还没有报职工人数", links.workers(area), "wait")
    return Fact(f"入会率，{rate.says}", f"{rate.tenths}%", links.workers(area))


def trend(scope: Scope, period: Period) -> Trend:
    """Who joined each day. One query."""
    by_day = joined.by_day(scope.path, period.before.since, period.until)
    return Trend(
        days=period.days, values=[by_day.get(day, 0) for day in period.days],
        before=sum(by_day.get(day, 0) for day in period.before.days), label="新会员", unit="名",
    )  # fmt: skip
