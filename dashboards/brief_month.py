"""The brief of a calendar month for the city or a district: what was done in it, in words. Reads
what the pages of 看全局 read.
"""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from assistance import care_days, coverage
from assistance.care_days import Contacts
from assistance.coverage import Cover
from campaigns import slices
from campaigns.models import Campaign
from campaigns.slices import Slice
from campaigns.tallies import Cell
from dashboards import brief_activities, brief_campaign, small
from dashboards.brief import Brief, Figure, Section, grid, percent, short_day
from dashboards.brief_activities import Among
from dashboards.brief_text import plain
from dashboards.period import Period
from dashboards.scope import Scope
from dashboards.tables import Table
from membership import promise, roll
from membership.promise import Asked, Figures, Sums
from organizations.models import Organization

CARE_IS_CONTACTS = "联系按次数算，一户联系两次算两次。"


@dataclass(frozen=True)
class Month:
    """The figures of an area and of the unions right below it. Each is read once."""

    scope: Scope
    period: Period
    today: datetime.date

    @property
    def until(self) -> datetime.date:
        return min(self.period.until, self.today)

    @property
    def is_over(self) -> bool:
        return self.period.until < self.today

    @cached_property
    def promise(self) -> Figures:
        ids = [union.pk for union in self.scope.below]
        return promise.read(Asked(self.scope.union.pk, self.period.since, self.period.until, ids))

    @cached_property
    def joined(self) -> dict[str, int]:
        """Path of the union right below (the own one for itself) -> new members."""
        found = roll.counts(
            self.scope.path, "area", since=self.period.since, until=self.period.until
        )
        return {path: count.joined for (path,), count in found.items()}

    @property
    def new_members(self) -> int:
        return sum(self.joined.values())

    @cached_property
    def campaigns(self) -> list[Campaign]:
        """The service months that touch this month."""
        return [
            row
            for row in brief_campaign.campaigns(self.scope)
            if row.starts_on <= self.period.until and row.ends_on >= self.period.since
        ]

    @cached_property
    def columns(self) -> list[Organization]:
        found = {
            union.pk: union
            for campaign in self.campaigns
            for union in brief_campaign.columns(self.scope, campaign)
        }
        return sorted(found.values(), key=lambda union: union.path)

    @cached_property
    def held(self) -> dict[int, Cell]:
        """Column -> the verified activities held in the month, each counted once."""
        part = Slice(
            [campaign.pk for campaign in self.campaigns], [union.pk for union in self.columns],
            since=self.period.since, until=self.period.until,
        )  # fmt: skip
        found = slices.read(part, "district_id", items=False)
        return {pk: cell for (pk,), cell in found.items()}

    @property
    def activities(self) -> int:
        return sum(cell.activities for cell in self.held.values())

    @property
    def people(self) -> int:
        return sum(cell.people for cell in self.held.values())

    @cached_property
    def contacts(self) -> Contacts:
        found = care_days.contacts(self.scope.path, self.period.since, self.period.until)
        days = found.values()
        return Contacts(sum(day.reached for day in days), sum(day.tried for day in days))

    @cached_property
    def cover(self) -> Cover:
        """As it stands today; past months are not kept."""
        return coverage.total(coverage.by_union([self.scope.path]).values())

    def __bool__(self) -> bool:
        return bool(
            self.promise.total or self.new_members or self.activities or self.contacts.total
        )


def make(found: Scope, period: Period, today: datetime.date) -> Brief:
    month = Month(found, period, today)
    area = plain(found.union.division.name)
    name = f"{period.since.year}年{period.since.month}月"
    sections = [
        Section("总的情况", figures=_figures(month)) if month else None,
        _areas(month),
        _service(month),
        _care(month),
        _told(month),
        _steps(month),
    ]
    return Brief(
        kicker=f"{name}工会工作简报",
        title=_title(area, month),
        unit=plain(found.union.name),
        day=today,
        lead=_lead(area, name, month),
        sections=[section for section in sections if section],
        name=f"{name}简报-{area}_{today:%Y%m%d}",
    )


def _title(area: str, month: Month) -> str:
    when = f"{area}{month.period.since.month}月"
    if not month:
        return f"{when}还没有记下的工作" if not month.is_over else f"{when}没有记下的工作"
    said = []
    if month.new_members:
        said.append(f"发展新会员{_few(month.new_members)}人")
    if _on_time(month.promise.total):
        said.append(f"入会申请按时答复{_on_time(month.promise.total)}")
    if month.people and len(said) < 2:
        said.append(f"服务职工{_few(month.people)}人次")
    return when + ("，".join(said) or "的工作")


def _few(people: int) -> str:
    return f"不到{small.LEAST}" if 0 < people < small.LEAST else f"{people:,}"


def _on_time(sums: Sums) -> str:
    """Of the answered; "" where none were, and where it would speak of a few people."""
    return percent(sums.percent) if sums.decided >= small.LEAST else ""


def _lead(area: str, name: str, month: Month) -> str:
    until = "" if month.is_over else f"，截至{short_day(month.today)}"
    opening = f"{name}{until}，{area}"
    if not month:
        return f"{opening}在这里还没有记下入会、服务和帮扶方面的工作。"
    return f"{opening}{'；'.join(part for part in _parts(month) if part)}。"


def _parts(month: Month) -> list[str]:
    """What was done, subject by subject; "" for what there was nothing of."""
    sums, contacts = month.promise.total, month.contacts
    asked = [
        f"收到入会申请{_few(sums.submitted)}份，答复{_few(sums.decided)}份" if sums else "",
        f"按时答复{_on_time(sums)}" if _on_time(sums) else "",
        f"发展新会员{_few(month.new_members)}人" if month.new_members else "",
    ]
    served = f"办服务活动{month.activities:,}场，服务{_few(month.people)}人次"
    return [
        "，".join(part for part in asked if part),
        served if month.activities else "",
        f"一对一联系{contacts.total:,}次" if contacts.total else "",
    ]


def _figures(month: Month) -> list[Figure]:
    sums = month.promise.total
    asked = Figure("收到申请", _few(sums.submitted), "份", f"答复{_few(sums.decided)}份")
    on_time = Figure("按时答复", _on_time(sums), note="占已答复的")
    held = Figure("服务活动", f"{month.activities:,}", "场", f"{_few(month.people)}人次")
    reached = f"打通{month.contacts.reached:,}次"
    return [
        asked,
        *([on_time] if _on_time(sums) else []),
        Figure("新会员", _few(month.new_members), "人"),
        *([held] if month.campaigns else []),
        Figure("一对一联系", f"{month.contacts.total:,}", "次", reached),
    ]


def _areas(month: Month) -> Section | None:
    """Union by union in the order of the tree, which is no ranking; those with nothing in the month
    are named only when they are districts.
    """
    lines = [
        (_name(union), month.promise.by_union.get(union.pk, promise.NOTHING),
         month.joined.get(union.path, 0), union.kind == Organization.Kind.FEDERATION)
        for union in month.scope.below
    ]  # fmt: skip
    own = month.promise.own, month.joined.get(month.scope.path, 0)
    lines.append(("本级", *own, False))
    lines = [line for line in lines if line[1] or line[2] or line[3]]
    if len(lines) < 2 or not (month.promise.total or month.new_members):
        return None
    rows: list[Sequence] = [_row(name, sums, joined) for name, sums, joined, _ in lines]
    shares = {number: sums.percent for number, (_, sums, _, _) in enumerate(lines)}
    rows.append(_row("合计", month.promise.total, month.new_members))
    shares[len(lines)] = month.promise.total.percent
    table = Table(
        "入会", ("工会", "收到申请", "已答复", "按时答复", "新会员"), rows, people=(1, 2, 4),
        summed=True, derived={3: (1, 2, 4)}, note="按时答复是占已答复的；收到和答复各按自己那天算。",
    )  # fmt: skip
    return Section("入会答复和新会员", grid=grid(table, bar="占已答复的", shares=shares))


def _name(union: Organization) -> str:
    return union.division.short_name if union.kind == Organization.Kind.FEDERATION else union.name


def _row(name: str, sums: Sums, joined: int) -> Sequence:
    return name, sums.submitted, sums.decided, percent(sums.percent), joined


def _service(month: Month) -> Section | None:
    if not month.activities:
        return None
    names = "、".join(f"“{plain(campaign.title)}”" for campaign in month.campaigns)
    said = f"本月在{names}里办活动{month.activities:,}场，服务{_few(month.people)}人次。"
    areas: dict[int, list[int]] = {}
    for pk, cell in month.held.items():
        union = next(each for each in month.columns if each.pk == pk)
        kept = areas.setdefault(month.scope.column_of(union.path), [0, 0])
        kept[:] = [kept[0] + cell.activities, kept[1] + cell.people]
    unions = {union.pk: _name(union) for union in month.scope.below}
    unions[month.scope.union.pk] = "本级"
    served = [(name, areas[pk][0], areas[pk][1]) for pk, name in unions.items() if pk in areas]
    rows: list[tuple] = list(served)
    if len(rows) < 2:
        return Section("服务职工", [said])
    rows.append(("合计", month.activities, month.people))
    table = Table(
        "服务", ("工会", "活动（场）", "服务人次"), rows, people=(2,), summed=True,
        note="每次活动只计一次，只算已核实的活动。",
    )  # fmt: skip
    whole = month.people or 1
    shares = {number: people * 100 // whole for number, (_, _, people) in enumerate(served)}
    return Section("服务职工", [said], grid=grid(table, bar="占比", shares=shares))


def _care(month: Month) -> Section | None:
    contacts, said = month.contacts, []
    if contacts.total:
        said.append(
            f"本月联系{contacts.total:,}次，打通{contacts.reached:,}次，"
            f"没打通{contacts.tried:,}次。{CARE_IS_CONTACTS}"
        )
    if not month.is_over and month.cover.files:
        said.append(_standing(month.cover, month.today))
    return Section("一对一帮扶", said) if said else None


def _standing(cover: Cover, today: datetime.date) -> str:
    return (
        f"到{short_day(today)}，在册{_few(cover.files)}户，已同意{_few(cover.consented)}户，"
        f"已结对{_few(cover.paired)}户，按时联系过的{_few(cover.contacted)}户。"
    )


def _told(month: Month) -> Section | None:
    if not month.activities:
        return None
    ids = [union.pk for union in month.columns]
    among = Among(month.campaigns, ids, month.period.since, month.period.until)
    told = brief_activities.chosen(among)
    return Section("活动选登", told=told, rule=brief_activities.RULE) if told else None


def _steps(month: Month) -> Section | None:
    """What waits today; of a month that is over nothing is to be done any more."""
    if month.is_over:
        return None
    cover = month.cover
    steps = [
        (cover.silent, f"{_few(cover.silent)}户该联系还没联系，请联系干部这几天打电话。"),
        (cover.old_needs, f"{_few(cover.old_needs)}件需要超过5天没办完，先办这些。"),
        (cover.hand_overs, f"{_few(cover.hand_overs)}户等着换联系干部，请定下来。"),
    ]
    said = [words for number, words in steps if number]
    return Section("下一步", steps=said) if said else None
