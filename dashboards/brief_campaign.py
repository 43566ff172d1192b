"""The brief of a service month for the city or a district: the figures of its page, in words."""

import datetime
import re

from django.http import Http404, QueryDict
from django.utils import timezone

from campaigns import coverage, money, tallies
from campaigns.coverage import Coverage, Spot
from campaigns.models import Campaign
from dashboards import brief_activities, months, months_heat, months_next, places, small
from dashboards.brief import Brief, Figure, Section, grid, long_day, percent, short_day
from dashboards.brief_activities import Among
from dashboards.brief_text import plain
from dashboards.scope import Scope
from dashboards.tables import Table
from dashboards.tile_months import as_officer
from funds.money import yuan
from funds.standing import Standing
from organizations import tree
from organizations.models import Organization
from people.vocabulary import Occupation

ONCE_EACH = "一次活动送几项的，按项目计时每项各计一次；服务人次每次活动只计一次。只算已核实的活动。"
MOST_STEPS = 5
_FEW_SERVED = re.compile(r"已服务[1-4]人次")


def campaigns(found: Scope) -> list[Campaign]:
    """The months that have figures for this union: its own, those of the one above, those below.
    One query.
    """
    rows = Campaign.objects.visible_to(found.user).select_related("organization")
    depth = len(found.path) - tree.SEGMENT
    return [
        row
        for row in rows
        if row.organization.path.startswith(found.path)
        or row.organization.path == found.path[:depth]
    ]


def columns(found: Scope, campaign: Campaign) -> list[Organization]:
    """The columns of the month's table that lie in this area, as far as the user may see them."""
    shown = coverage.columns(found.user, campaign)
    return [union for union in shown if union.path.startswith(found.path)]


def make(found: Scope, campaign: Campaign, today: datetime.date) -> Brief:
    """Raises Http404 where the month has no figures for the area."""
    shown = columns(found, campaign)
    if not shown:
        raise Http404
    table = coverage.read(campaign, shown)
    ids = [union.pk for union in shown]
    area, name = plain(found.union.division.name), plain(campaign.title)
    among = Among([campaign], ids, campaign.starts_on, max(campaign.ends_on, today))
    steps = _steps(found, campaign, table, today)
    sections = [
        Section("总的情况", figures=_figures(table)),
        _districts(table, campaign),
        _items(table),
        _people(campaign, ids),
        _money(money.standing(campaign, ids)),
        _told(among),
        Section("下一步", steps=steps) if steps else None,
    ]
    return Brief(
        kicker=f"{name}简报",
        title=_title(area, table),
        unit=plain(found.union.name),
        day=today,
        lead=_lead(area, name, campaign, table, today),
        sections=[section for section in sections if section],
        name=f"{name}简报-{area}_{today:%Y%m%d}",
    )


def _title(area: str, table: Coverage) -> str:
    if not table.whole.people:
        return f"{area}还没有核实过的活动"
    share = _share(table.total)
    done = f"，完成目标的{share}" if share else ""
    return f"{area}服务{_people_words(table.whole.people)}{done}"


def _people_words(people: int) -> str:
    return f"不到{small.LEAST}人次" if 0 < people < small.LEAST else f"{people:,}人次"


def _share(total: Spot) -> str:
    """Of the target; "" without one, and where it would tell how few people there are."""
    return "" if 0 < total.people < small.LEAST else percent(total.percent)


def _lead(area: str, name: str, campaign: Campaign, table: Coverage, today: datetime.date) -> str:
    days = f"{long_day(campaign.starts_on)}至{_end(campaign)}"
    opening = f"{days}，{plain(campaign.organization.name)}开展“{name}”。"
    if today < campaign.starts_on:
        return f"{opening}活动还在筹备，{short_day(campaign.starts_on)}开始。"
    until = f"截至{short_day(min(today, campaign.ends_on))}"
    if not table.whole.activities:
        waiting = f"，有{table.whole.pending:,}场正在核实" if table.whole.pending else ""
        return f"{opening}{until}，{area}还没有核实过的活动{waiting}。"
    done = f"举办活动{table.whole.activities:,}场，服务{_people_words(table.whole.people)}"
    said = [f"{until}，{area}{done}"]
    if _share(table.total):
        said.append(f"按项目计完成目标的{_share(table.total)}")
    if today <= campaign.ends_on:
        said.append(f"时间已过{round(campaign.share_passed(today) * 100)}%")
    return f"{opening}{'，'.join(said)}。{_zeros(table)}"


def _end(campaign: Campaign) -> str:
    same = campaign.starts_on.year == campaign.ends_on.year
    return short_day(campaign.ends_on) if same else long_day(campaign.ends_on)


def _zeros(table: Coverage) -> str:
    if not table.zeros:
        return "各项服务各处都已经送到。"
    return f"还有{table.zeros}处没有送到，下一步先办这些。"


def _figures(table: Coverage) -> list[Figure]:
    whole, total = table.whole, table.total
    done = Figure("完成", _share(total), note=f"按项目计{total.people:,}/{total.target:,}")
    return [
        Figure("已服务", _people_words(whole.people).removesuffix("人次"), "人次"),
        *([done] if _share(total) else []),
        Figure("活动", f"{whole.activities:,}", "场", "已核实"),
        Figure("待核实", f"{whole.pending:,}", "场"),
        Figure("还没送到", f"{table.zeros:,}", "处", "区县某项还是零"),
    ]


def _districts(table: Coverage, campaign: Campaign) -> Section | None:
    """In the order of the codes, which is no ranking."""
    if len(table.districts) < 2:
        return None
    rows, shares = [], {}
    for number, (union, line) in enumerate(zip(table.districts, table.by_district, strict=True)):
        once = table.whole_by_district[union.pk]
        rows.append((_place(union, campaign), once.activities, once.people, *_done(line.total)))
        shares[number] = line.total.percent
    rows.append(("合计", table.whole.activities, table.whole.people, *_done(table.total)))
    shares[len(rows) - 1] = table.total.percent
    found = Table(
        "各区县", ("区县", "活动（场）", "服务人次", "按项目计", "目标", "完成"), rows,
        note=ONCE_EACH, people=(2, 3), summed=True, derived={5: (2, 3)},
    )  # fmt: skip
    return Section("各区县", grid=grid(found, bar="完成进度", shares=shares))


def _place(union: Organization, campaign: Campaign) -> str:
    return "市本级" if union.pk == campaign.organization_id else union.division.short_name


def _done(spot: Spot) -> tuple:
    return spot.people, spot.target or "没定", percent(spot.percent)


def _items(table: Coverage) -> Section:
    lines = table.by_item
    rows = [(line.of.name, line.total.activities, *_done(line.total)) for line in lines]
    total = table.total
    rows.append(("合计", total.activities, *_done(total)))
    shares = {number: line.total.percent for number, line in enumerate(lines)}
    shares[len(lines)] = total.percent
    found = Table(
        "各项服务", ("项目", "活动（场）", "人次", "目标", "完成"), rows, people=(2,), summed=True,
        derived={4: (2,)}, note="一次活动送几项的，每项各计一次。",
    )  # fmt: skip
    return Section("各项服务", grid=grid(found, bar="完成进度", shares=shares))


def _people(campaign: Campaign, ids: list[int]) -> Section | None:
    """In the order of the vocabulary; those nobody was reached of are said in one sentence."""
    reached = tallies.groups(campaign, ids, by="occupation")
    known = [(word, reached.get(key, 0)) for key, word in Occupation.choices]
    some = [(word, people) for word, people in known if people]
    if not some:
        return None
    none = "、".join(word for word, people in known if not people)
    total = sum(people for _, people in some)
    shares = {number: people * 100 // total for number, (_, people) in enumerate(some)}
    found = Table(
        "服务了谁", ("从业类别", "人次"), [*some, ("合计", total)], people=(1,), summed=True
    )
    said = [f"还没有服务到的：{none}。"] if none else []
    return Section("服务了谁", said, grid=grid(found, bar="占比", shares=shares))


def _money(standing: Standing) -> Section | None:
    if not standing.rows:
        return None
    granted, spent = yuan(standing.granted_fen), yuan(standing.spent_fen)
    left = yuan(standing.remaining_fen)
    return Section("专项资金", [f"拨付{granted}元，支出{spent}元，还剩{left}元。"])


def _told(among: Among) -> Section | None:
    found = brief_activities.chosen(among)
    return Section("活动选登", told=found, rule=brief_activities.RULE) if found else None


def _steps(found: Scope, campaign: Campaign, table: Coverage, today: datetime.date) -> list[str]:
    """The next best actions of the coverage page, in its order; else what waits to be verified."""
    asked = QueryDict(f"campaign={campaign.pk}")
    view = months.read(as_officer(found), asked, today)
    if view.one == campaign:
        planned = months_next.coming(campaign, timezone.now())
        heat = months_heat.table(view)
        steps = months_next.steps(view, heat, planned, places.middles())
        if steps:
            return [_step(step) for step in steps[:MOST_STEPS]]
    return [f"核实剩下的{table.whole.pending:,}场活动。"] if table.whole.pending else []


def _step(step: months_next.Step) -> str:
    """Its people as a brief writes them; a place somebody typed without its numbers."""
    of = step.title.rpartition(" ")[0]
    target = f"，目标{step.share.whole:,}" if step.share.whole else ""
    said = _FEW_SERVED.sub(f"已服务不到{small.LEAST}人次", plain(step.said))
    return f"{plain(of)}：{_people_words(step.share.part)}{target}；{said}"
