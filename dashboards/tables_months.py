"""The tables of 服务覆盖 as plain values: the page's own, for a sheet or a brief."""

from collections.abc import Mapping
from decimal import ROUND_DOWN, Decimal

from django.http import QueryDict
from django.utils import timezone

from dashboards import months, months_heat, small
from dashboards.heat import GROUP, TARGET, Heat
from dashboards.months import Months
from dashboards.scope import Scope
from dashboards.shares import Share
from dashboards.tables import Table
from dashboards.tile_months import as_officer

# Parameters of the page's address that change its tables.
FILTERS = ("campaign", "by", "since", "until", "occupation", "platform")
COLUMNS = {"item": "项目", "category": "类别", "occupation": "从业类别", "platform": "平台"}
MEASURED = {TARGET: ("目标", "完成%"), GROUP: ("职工人数", "每百人人次")}


def tables(scope: Scope, query: Mapping[str, str]) -> list[Table]:
    """What the page shows for that address, people first, then what they are measured by."""
    asked = QueryDict(mutable=True)
    asked.update({name: query[name] for name in FILTERS if name in query})
    found = months.read(as_officer(scope), asked, timezone.localdate())
    return of(found, months_heat.table(found), months_heat.compared(found))


def of(found: Months, heat: Heat, beside: Heat | None) -> list[Table]:
    columns = _columns(found)
    title = f"各{heat.corner}各{columns}人次"
    tables = _both(heat, title, _note(found), heat.title, columns)
    if beside:
        tables += _both(beside, "各服务月按类别人次", "", "各服务月按类别占目标", "类别")
    return tables


def _columns(found: Months) -> str:
    if found.by == "township":
        return COLUMNS["item" if found.one else "category"]
    return COLUMNS[found.by]


def _both(heat: Heat, title: str, note: str, measured: str, of: str) -> list[Table]:
    """`of`: what the columns are."""
    people = _people(heat, title, note)
    return [people, _measured(heat, measured, of, people)] if heat.measure in MEASURED else [people]


def _people(heat: Heat, title: str, note: str) -> Table:
    """A cell is as many people as on the page; the last row and the last column are sums."""
    rows = [
        [line.head.title or line.head.label, *(s.part for s in line.shares), line.total.part]
        for line in heat.lines
    ]
    if len(rows) > 1:
        rows.append(["全部", *(share.part for share in heat.foot), heat.total.part])
    columns = [heat.corner, *(head.title or head.label for head in heat.heads), "合计"]
    last = len(columns) - 1
    return Table(
        title, columns, rows, note, people=range(1, last + 1), totals=(last,),
        summed=len(rows) > 1, widths=[18, *[12] * last],
    )  # fmt: skip


def _measured(heat: Heat, title: str, of: str, people: Table) -> Table:
    """One row a cell with something to compare with: people, target or workers, percent. Hidden
    are the cells that `people` hides when it is shared: one sheet must not give the other away.
    """
    rows = [
        [line.head.title or line.head.label, head.title or head.label,
         cell if cell in small.HIDDEN else share.part, share.whole, _percent(heat, share)]
        for line, cells in zip(heat.lines, people.shared().rows, strict=False)
        for head, share, cell in zip(heat.heads, line.shares, cells[1:-1], strict=True)
        if share.whole
    ]  # fmt: skip
    columns = [heat.corner, of, "人次"]
    return Table(title, [*columns, *MEASURED[heat.measure]], rows, people=(2,), derived={4: (2,)})


def _percent(heat: Heat, share: Share) -> int | Decimal | None:
    """Of the workers with one decimal: of many, a few are less than one per hundred."""
    if heat.measure != GROUP:
        return share.percent
    return (Decimal(100 * share.part) / share.whole).quantize(Decimal("0.1"), ROUND_DOWN)


def _note(found: Months) -> str:
    """What is counted, as the page says it."""
    what = found.one.title if found.one else f"{len(found.chosen)}个服务月"
    days = f"，{found.period.words}" if found.period else ""
    once = "每次活动只计一次" if found.by in ("occupation", "platform") else "送几项计几次"
    return f"{what}{days}，只算已核实的活动，{once}"
