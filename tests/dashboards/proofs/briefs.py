"""The briefs (简报) as they are printed, beside a plain count of the rows they tell of."""

import re
from collections import Counter
from collections.abc import Iterable

from campaigns.models import Activity, ActivityState, Campaign, Target
from dashboards import small
from dashboards.brief import Brief, Section
from dashboards.period import Period
from funds.models import FundEntry
from funds.money import yuan
from membership.models import Application, Member, State
from organizations.models import Organization
from people.vocabulary import Occupation
from tests.dashboards.proofs import counted

FEW = f"不到{small.LEAST}"


def few(people: int) -> str:
    """As a brief writes how many people, households or papers."""
    return FEW if 0 < people < small.LEAST else f"{people:,}"


def percent(part: int, whole: int) -> str:
    return f"{part * 100 // whole}%" if whole else ""


def section(brief: Brief, heading: str) -> Section | None:
    return next((each for each in brief.sections if each.heading == heading), None)


def figures(brief: Brief) -> dict[str, tuple[str, str]]:
    """Label -> value and note."""
    found = section(brief, "总的情况")
    return {each.label: (each.value, each.note) for each in found.figures} if found else {}


def lines(brief: Brief, heading: str) -> dict[str, list[str]]:
    found = section(brief, heading)
    return {line.head: line.cells for line in found.grid.lines} if found and found.grid else {}


def check_line(cells: list[str], true: Iterable[int | str]) -> None:
    """A hidden cell hides anything, one that says “fewer than five” one to four."""
    for cell, value in zip(cells, true, strict=True):
        if cell == small.FEW:
            assert 0 < value < small.LEAST
        elif cell != small.GONE:
            assert cell == (f"{value:,}" if isinstance(value, int) else value), (cells, value)


def verified(columns: Iterable[Organization], months=None, period: Period | None = None) -> list:
    rows = Activity.objects.filter(district__in=columns, state=ActivityState.VERIFIED)
    return [
        row
        for row in rows.prefetch_related("reach", "served")
        if (months is None or row.campaign_id in months)
        and (period is None or period.since <= row.held_on <= period.until)
    ]


def people(rows: Iterable[Activity]) -> int:
    return sum(group.people for row in rows for group in row.reach.all())


# --- of a calendar month -----------------------------------------------------------------------------
def answers(rows: Iterable[Application], members: Iterable[Member], period: Period) -> list:
    """Submitted, decided, the share on time, new members: a row of the table of a month."""
    true = {name: sum(days.values()) for name, days in counted.promise(rows, period).items()}
    decided = true["on_time"] + true["late"]
    joined = sum(counted.new_members(members, period.since, period.until).values())
    return [true["submitted"], decided, percent(true["on_time"], decided), joined]


def check_month(brief: Brief, area: Organization, period: Period) -> None:
    rows = counted.below(Application.objects.exclude(state=State.DRAFT), area)
    members = counted.below(Member.objects.all(), area)
    submitted, decided, on_time, joined = answers(rows, members, period)
    held = verified(
        counted.below(Organization.objects.all(), area, lambda row: row.pk), None, period
    )
    calls = counted.contacts(counted.contacts_below(area), period).values()
    if not (submitted or decided or joined or held or calls):
        assert not figures(brief)
        return
    shown = figures(brief)
    assert shown["收到申请"] == (few(submitted), f"答复{few(decided)}份")
    assert shown.get("按时答复", ("", ""))[0] == (on_time if decided >= small.LEAST else "")
    assert shown["新会员"][0] == few(joined)
    if held or "服务活动" in shown:
        assert shown["服务活动"] == (f"{len(held):,}", f"{few(people(held))}人次")
    assert shown["一对一联系"] == (
        f"{sum(map(sum, calls)):,}",
        f"打通{sum(reached for reached, _ in calls):,}次",
    )
    _check_answers(brief, area, rows, members, period)
    _check_served(brief, area, held)


def _check_answers(brief: Brief, area: Organization, rows, members, period: Period) -> None:
    table = lines(brief, "入会答复和新会员")
    if not table:
        return
    for name, of in _parts(area):
        true = answers(of(rows), of(members), period)
        if name in table:
            check_line(table[name], true)
        else:
            assert not any(true), name
    check_line(table["合计"], answers(rows, members, period))


def _check_served(brief: Brief, area: Organization, held: list[Activity]) -> None:
    table = lines(brief, "服务职工")
    for name, of in _parts(area):
        part = of(held, lambda row: row.district_id)
        if name in table:
            check_line(table[name], [len(part), people(part)])
        elif table:
            assert not part, name
    if table:
        check_line(table["合计"], [len(held), people(held)])
    elif held:
        said = section(brief, "服务职工").paragraphs[0]
        assert f"活动{len(held):,}场，服务{few(people(held))}人次" in said


def _parts(area: Organization):
    """(name, which rows are of it): the unions right below, and what is of none of them."""
    unions = list(Organization.objects.filter(parent=area, is_active=True))
    known, inside = counted.paths(), tuple(union.path for union in unions)
    for union in unions:
        name = union.division.short_name if union.kind == "federation" else union.name
        yield name, lambda rows, key=_union, union=union: counted.below(rows, union, key)
    yield (
        "本级",
        lambda rows, key=_union: [row for row in rows if not known[key(row)].startswith(inside)],
    )


def _union(row) -> int:
    return row.organization_id


# --- of a service month ------------------------------------------------------------------------------
def check_campaign(brief: Brief, campaign: Campaign, columns: list[Organization]) -> None:
    held = verified(columns, [campaign.pk])
    targets: Counter = Counter()
    for row in Target.objects.filter(item__campaign=campaign, district__in=columns):
        targets[row.district_id, row.item_id] += row.people
    items = list(campaign.items.order_by("position"))
    cells = {(of.pk, item.pk): _of(held, of, item) for of in columns for item in items}
    done, target = _sum(cells, targets, cells)
    shown = figures(brief)
    assert shown["已服务"][0] == few(people(held))
    assert shown["活动"][0] == f"{len(held):,}"
    assert shown["待核实"][0] == f"{_pending(campaign, columns):,}"
    if "完成" in shown:
        assert shown["完成"] == (percent(done, target), f"按项目计{done:,}/{target:,}")
    else:
        assert not target or 0 < done < small.LEAST
    silent = [
        at for at, rows in cells.items()
        if not people(rows) and (targets[at] or at[0] != campaign.organization_id)
    ]  # fmt: skip
    assert shown["还没送到"][0] == f"{len(silent):,}"

    table = lines(brief, "各项服务")
    for item in items:
        of = [at for at in cells if at[1] == item.pk]
        check_line(table[item.name], [sum(len(cells[at]) for at in of), *_done(cells, targets, of)])
    every = sum(map(len, cells.values()))
    check_line(table["合计"], [every, *_done(cells, targets, cells)])

    for union in columns if len(columns) > 1 else ():
        own = union.pk == campaign.organization_id
        cut = lines(brief, "各区县")["市本级" if own else union.division.short_name]
        mine = [row for row in held if row.district_id == union.pk]
        of = [at for at in cells if at[0] == union.pk]
        check_line(cut, [len(mine), people(mine), *_done(cells, targets, of)])
    _check_people(brief, held)
    _check_money(brief, campaign, columns)


def _of(held, union: Organization, item) -> list[Activity]:
    return [
        row
        for row in held
        if row.district_id == union.pk and item.pk in [each.item_id for each in row.served.all()]
    ]


def _sum(cells, targets, of) -> tuple[int, int]:
    return sum(people(cells[at]) for at in of), sum(targets[at] for at in of)


def _done(cells, targets, of) -> list:
    done, target = _sum(cells, targets, of)
    return [done, target or "没定", percent(done, target)]


def _pending(campaign: Campaign, columns) -> int:
    rows = Activity.objects.filter(campaign=campaign, district__in=columns)
    return sum(row.state == ActivityState.SUBMITTED for row in rows)


def _check_people(brief: Brief, held: list[Activity]) -> None:
    true: Counter = Counter()
    for row in held:
        for group in row.reach.all():
            true[Occupation(group.occupation).label] += group.people
    table = lines(brief, "服务了谁")
    assert {name for name in table if name != "合计"} == {name for name in true if true[name]}
    for name in table:
        check_line(table[name], [true.total() if name == "合计" else true[name]])


def _check_money(brief: Brief, campaign: Campaign, columns: list[Organization]) -> None:
    found = section(brief, "专项资金")
    sums: Counter = Counter()
    rows = FundEntry.objects.filter(allocation__fund=campaign.fund_id) if campaign.fund_id else ()
    for entry in rows:
        if entry.allocation.organization_id in {union.pk for union in columns}:
            sums[entry.kind] += entry.amount_fen
    if found is None:
        assert not sums
        return
    said = re.findall(r"[\d,.]+(?=元)", found.paragraphs[0])
    assert said == [yuan(sums["grant"]), yuan(sums["spend"]), yuan(sums["grant"] - sums["spend"])]
