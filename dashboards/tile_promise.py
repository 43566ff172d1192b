"""当日答复 on the overview: how today stands, and the last thirty days."""

import datetime

from django.utils import timezone

from dashboards import promise, rows_applications
from dashboards.period import Period, last_days
from dashboards.scope import Scope
from dashboards.tiles import Fact, Tile, Trend
from membership import medians
from membership import promise as sums
from membership.promise import NOTHING, Asked, Figures, Sums


def tile(scope: Scope, today: datetime.date) -> Tile:
    """Four queries: the sums of sixty days, what waits now, and twice for the median."""
    month = last_days(today)
    figures = sums.read(Asked(scope.union.pk, month.before.since, today))
    day = figures.by_day.get(today, NOTHING)
    waiting = sums.waiting(scope.path, timezone.now()).values()
    overdue = sum(each.overdue for each in waiting)
    stopped = sum(each.stopped for each in waiting)
    middle = medians.read(Asked(scope.union.pk, today, today)).total if day.decided else None
    return Tile(
        name="promise", title="今天的申请都答复了吗",
        value=f"{day.percent}%" if day.percent is not None else "还没有",
        unit="按时" if day.percent is not None else "答复", under=_under(day, middle),
        url=promise.address(scope), rows_url=_rows(scope, "decided", today),
        kind="late" if overdue else "done" if day.decided else "",
        facts=_facts(scope, today, day, overdue, stopped),
        trend=_trend(figures, month),
        alarm=f"{overdue:,}份申请超时" if overdue else "",
    )  # fmt: skip


def _under(day: Sums, middle: int | None) -> str:
    """今天答复26份，一半在38分钟内"""
    if not day.decided:
        return f"今天收到{day.submitted:,}份" if day.submitted else "今天没有收到申请"
    within = f"在{middle:,}分钟内" if middle else "不到1分钟"
    half = f"，一半{within}" if middle is not None else ""
    return f"今天收到{day.submitted:,}份，答复{day.decided:,}份{half}"


def _facts(scope: Scope, today, day: Sums, overdue: int, stopped: int) -> list[Fact]:
    return [
        Fact("今天收到", f"{day.submitted:,}份", _rows(scope, "submitted", today)),
        Fact("今天按时答复", f"{day.on_time:,}份", _rows(scope, "on_time", today)),
        Fact(
            "今天超时答复，看原因", f"{day.late:,}份", _rows(scope, "late", today),
            "late" if day.late else "",
        ),
        Fact(
            "现在超时，看原因", f"{overdue:,}份", _rows(scope, "overdue", today),
            "late" if overdue else "",
        ),
        Fact("等申请人补正", f"{stopped:,}份", _rows(scope, "stopped", today), "calm"),
    ]  # fmt: skip


def _rows(scope: Scope, measure: str, day: datetime.date) -> str:
    return rows_applications.address(scope, measure, Period(day, day))


def _trend(figures: Figures, month: Period) -> Trend:
    decided = {day: found.decided for day, found in figures.by_day.items()}
    before = sum(decided.get(day, 0) for day in month.before.days)
    values = [decided.get(day, 0) for day in month.days]
    return Trend(month.days, values, before, "答复", "份")
