"""The tables of 当日答复 as plain values."""

from collections.abc import Mapping, Sequence

from django.utils import timezone

from dashboards import period as periods
from dashboards.promise import Line, Page
from dashboards.scope import Scope
from dashboards.tables import Table

COLUMNS = (
    "收到",
    "已答复",
    "超时",
    "按时占比",
    "一半在几分钟内答复",
    "补正过的",
    "请人补正",
)
# Without the ones in time: from them and the answered ones few late ones would be known.
PEOPLE = (1, 2, 3, 6, 7)
PERCENT = 4
WIDTHS = (28, 10, 10, 10, 10, 18, 10, 10)
NOTE = (
    "每份申请在收到那天、答复那天各计一次。按时占比只看已答复的，不足1%的部分舍去。"
    "用时是工会办公时间里的分钟数，等申请人补正的时间不算。"
)


def tables(scope: Scope, query: Mapping[str, str]) -> list[Table]:
    """By union, by hour and by day, of the area and the period of the address."""
    now = timezone.localtime()
    period, _ = periods.read(query, now.date())
    page = Page(scope, period, now)
    where = f"{scope.union.name}，{period.words}"
    return [
        _table(f"当日答复，各工会（{where}）", "工会", page.lines, page.total),
        _table(f"当日答复，按钟点（{where}）", "钟点", page.hours, page.total),
        _table(f"当日答复，按日（{where}）", "日期", page.days, page.total),
    ]


def _table(title: str, head: str, lines: Sequence[Line], total: Line) -> Table:
    rows = [_row(line) for line in [*lines, total]]
    return Table(
        title, (head, *COLUMNS), rows, NOTE, people=PEOPLE, widths=WIDTHS,
        summed=True, derived={PERCENT: (2, 3)},
    )  # fmt: skip


def _row(line: Line) -> list:
    sums = line.sums
    percent = f"{sums.percent}%" if sums.percent is not None else ""
    return [
        line.name, sums.submitted, sums.decided, sums.late, percent,
        "" if line.median is None else line.median, sums.paused, sums.returned,
    ]  # fmt: skip
