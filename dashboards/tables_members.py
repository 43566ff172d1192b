"""The tables of 会员发展 as plain values: for sheets and the brief, the same figures as the page's."""

from collections.abc import Mapping

from django.utils import timezone

from dashboards import drive
from dashboards.drive import OCCUPATIONS, Area, Drive
from dashboards.scope import Scope
from dashboards.tables import Table

_PEOPLE = range(1, len(OCCUPATIONS) + 2)


def tables(scope: Scope, query: Mapping[str, str]) -> list[Table]:
    """Of the year the address asks for (`year`), else of this one."""
    today = timezone.localdate()
    asked = query.get("year", "")
    year = next((each for each in drive.years(today) if str(each) == asked), today.year)
    found = drive.read(scope, year, today)
    return [progress(found), by_occupation(found), by_month(found), rates(found)]


def progress(found: Drive) -> Table:
    return Table(
        title=f"{found.year}年会员发展进度",
        columns=["区县" if found.scope.is_city else "工会", "四类重点群体", "其他", "新会员", "目标", "完成", "今天该到", "状态"],
        rows=[_progress(found, area) for area in _with_whole(found)],
        note=_note(found), people=(1, 2, 3), totals=(3,), summed=len(found.areas) > 1,
        derived={5: (3,), 7: (3,)},
    )  # fmt: skip


def _progress(found: Drive, area: Area) -> list:
    if not area.target:
        return [area.label, area.key, area.rest, area.total, "没定", "", "", ""]
    return [
        area.label, area.key, area.rest, area.total, area.target, f"{area.percent}%",
        area.due(found.passed), area.pace(found.passed).word,
    ]  # fmt: skip


def by_occupation(found: Drive) -> Table:
    return Table(
        title=f"{found.year}年新会员按从业类别",
        columns=["区县" if found.scope.is_city else "工会", *(each.label for each in OCCUPATIONS), "合计"],
        rows=[
            [area.label, *(area.new.get(each, 0) for each in OCCUPATIONS), area.total]
            for area in _with_whole(found)
        ],
        note=_note(found), people=tuple(_PEOPLE), totals=(len(OCCUPATIONS) + 1,),
        summed=len(found.areas) > 1,
    )  # fmt: skip


def by_month(found: Drive) -> Table:
    whole = found.whole
    rows: list[list] = [
        [f"{month.first.month}月", month.key, month.rest, month.total] for month in found.months
    ]
    rows.append(["合计", whole.key, whole.rest, whole.total])
    return Table(
        title=f"{found.year}年每月新会员",
        columns=["月份", "四类重点群体", "其他", "合计"],
        rows=rows,
        note=_note(found), people=(1, 2, 3), totals=(3,), summed=True,
    )  # fmt: skip


def rates(found: Drive) -> Table:
    return Table(
        title="入会率",
        columns=["区县" if found.scope.is_city else "工会", "入会率", "算进去的会员", "报的职工", "职工人数截至", "还没报的工会"],
        rows=[_rate(area) for area in _with_whole(found)],
        note=f"{found.scope.union.name}，在会会员÷各工会报的职工人数，没报的两边都不算",
        people=(2,), summed=len(found.areas) > 1, derived={1: (2,)},
    )  # fmt: skip


def _rate(area: Area) -> list:
    rate = area.rate
    dated = rate.dated.removeprefix("截至")
    percent = f"{rate.tenths}%" if rate.workers else "还不能算"
    return [area.label, percent, rate.members, rate.workers, dated, rate.missing]


def _with_whole(found: Drive) -> list[Area]:
    return (
        [*found.areas, found.whole] if len(found.areas) > 1 else list(found.areas or [found.whole])
    )


def _note(found: Drive) -> str:
    until = f"到{found.today.month}月{found.today.day}日" if found.is_running else "全年"
    return f"{found.scope.union.name}，{found.year}年{until}入会的都算新会员，后来退会的也在内"
