"""What the page of 会员发展 lays out: bars against the calendar, the heat table, months, rates."""

from dataclasses import dataclass

from dashboards import drive_links as links
from dashboards.charts import Bar, Bars
from dashboards.drive import OCCUPATIONS, Area, Drive
from membership.member_list import KEY
from membership.member_list import REST as OTHERS
from people.vocabulary import KEY_GROUPS, Occupation

# From this share of the yearly target on an occupation's cell is one step warmer. One of twelve
# that gives a fifth of it is much: the steps of whole targets would leave the table cold.
STEPS = ((20, "4"), (10, "3"), (5, "2"), (0, "1"))
KEY_WORDS = (
    ("h-0 h-c", "还没有人"), ("h-1", "不到目标的5%"), ("h-2", "5%起"), ("h-3", "10%起"),
    ("h-4", "20%起"),
)  # fmt: skip
# The narrow columns' words.
SHORT = {Occupation.OTHER_NEW: "其他新就业", Occupation.PUBLIC: "机关事业"}
DRAWN = 300


@dataclass(frozen=True)
class Progress:
    """`width` and `mark` in the 300 units of the drawing: where it is and where it should be."""

    area: Area
    url: str
    pace: tuple
    due: int
    width: int
    mark: int


@dataclass(frozen=True)
class Cell:
    people: int
    # Whole percent of the row's yearly target, rounded down; None without one.
    percent: int | None
    css: str
    url: str


@dataclass(frozen=True)
class Line:
    area: Area
    cells: list[Cell]
    url: str


def context(drive: Drive) -> dict:
    whole = drive.whole
    return {
        "drive": drive, "scope": drive.scope, "whole": whole, "heading": heading(drive),
        "progress": [_progress(drive, area) for area in drive.areas if area.target],
        "lines": [_line(drive, area) for area in drive.areas],
        "foot": _line(drive, whole),
        "heads": [(SHORT.get(each, each.label), each in KEY_GROUPS) for each in OCCUPATIONS],
        "heat_key": KEY_WORDS if any(area.target for area in drive.areas) else (),
        "groups": _groups(drive), "months": _months(drive),
        "rates": [_rate(area) for area in drive.areas], "rate": _rate(whole),
        "passed": int(drive.passed * 100), "due": whole.due(drive.passed),
        "pace": whole.pace(drive.passed),
        "key_percent": whole.key * 100 // whole.total if whole.total else 0,
        "new_url": links.new_members(whole, drive.year),
        "key_url": links.new_members(whole, drive.year, KEY),
        "standing_url": links.standing(whole),
    }  # fmt: skip


def heading(drive: Drive) -> str:
    whole, year = drive.whole, "今年" if drive.is_running else f"{drive.year}年"
    if not whole.target:
        return f"{year}有{whole.total:,}名新会员，还没定目标"
    if drive.missing:
        return f"{year}离目标还差{drive.missing:,}名新会员"
    return f"{year}的目标到了，{whole.total:,}名新会员"


def _progress(drive: Drive, area: Area) -> Progress:
    share = min(1, area.total / area.target)
    return Progress(
        area=area, url=links.new_members(area, drive.year), pace=area.pace(drive.passed),
        due=area.due(drive.passed), width=round(DRAWN * share), mark=round(DRAWN * drive.passed),
    )  # fmt: skip


def _line(drive: Drive, area: Area) -> Line:
    url = links.new_members(area, drive.year)
    cells = [_cell(area, each, links.of_occupation(url, each)) for each in OCCUPATIONS]
    return Line(area, cells, url)


def _cell(area: Area, occupation: Occupation, url: str) -> Cell:
    people = area.new.get(occupation, 0)
    percent = people * 100 // area.target if area.target else None
    return Cell(people, percent, _css(people, percent), url)


def _css(people: int, percent: int | None) -> str:
    if not people:
        return "h-0 h-c" if percent is not None else "h-n"
    if percent is None:
        return "h-1"
    return f"h-{next(step for least, step in STEPS if percent >= least)}"


def _new(drive: Drive, area: Area, occupation: str) -> str:
    return links.new_members(area, drive.year, occupation)


def _groups(drive: Drive) -> Bars:
    """The four key groups, and all others together."""
    whole = drive.whole
    bars = [
        Bar(each.label, whole.new.get(each, 0), url=_new(drive, whole, each)) for each in KEY_GROUPS
    ]
    others = Bar("其他从业类别", whole.rest, url=_new(drive, whole, OTHERS))
    return Bars("新会员", "名", [*bars, others], head="从业类别")


def _months(drive: Drive) -> Bars:
    now = drive.today.replace(day=1)
    bars = [
        Bar(
            f"{month.first.month}月", month.total, part=month.key, is_now=month.first == now,
            url=links.members(drive.whole, since=month.first, until=month.last),
        )
        for month in drive.months
    ]  # fmt: skip
    return Bars("新会员", "名", bars, part="四类重点群体", head="月份")


def _rate(area: Area) -> dict:
    return {
        "area": area, "rate": area.rate, "standing_url": links.standing(area),
        "workers_url": links.workers(area), "missing_url": links.not_reported(area),
    }  # fmt: skip
