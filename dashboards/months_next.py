"""What to do next for the cells where least has come: zero cells first, each with the facts that
decide how. All of it is read from rows; where nothing is known, nothing is said.
"""

import datetime
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.urls import reverse

from campaigns import districts, money, slices
from campaigns.models import Activity, Campaign, Session, SessionState
from campaigns.models.campaign import CampaignState, ServiceItem
from campaigns.next_stops import Point, kilometres
from campaigns.slices import Slice
from campaigns.vocabulary import Category
from dashboards import places
from dashboards.heat import Heat, is_zero
from dashboards.months import Months
from dashboards.months_words import Facts, words
from dashboards.shares import Share
from organizations.models import Organization

# So many stand in the panel, and so many are explained at all.
FIRST, MOST = 3, 12
# Done in sessions that people book.
BOOKED = (
    Category.HEALTH_CHECK, Category.COUNSELLING, Category.LEGAL, Category.JOBS, Category.SKILLS,
)  # fmt: skip
# What these cost is the question.
COSTLY = (
    Category.GIFTS, Category.CARE, Category.HARDSHIP, Category.ACCIDENT_COVER, Category.WISHES,
    Category.STATIONS,
)  # fmt: skip


@dataclass(frozen=True)
class Step:
    """`title` names the cell, `said` what to know, `action` the word on the way to `url`."""

    title: str
    share: Share
    said: str
    action: str
    url: str
    rows_url: str


@dataclass(frozen=True)
class _Cell:
    union: Organization
    label: str
    item: ServiceItem
    share: Share


def steps(
    months: Months, heat: Heat, coming: Sequence[Session],
    middles: Mapping[int, tuple[float, float]],
) -> list[Step]:  # fmt: skip
    """For the month's own table (`heat`, by item, uncut): at most MOST, zero cells first, then the
    coldest. Nothing for a month that does not run. At most four queries.
    """
    month = months.one
    if month is None or month.state != CampaignState.RUNNING:
        return []
    cells = _coldest(months, heat)
    left = _money_left(month, cells)
    before = _last_time(months, cells)
    near = _Near(months, heat, middles)
    found = []
    for cell in cells:
        planned = [each for each in coming if each.item_id == cell.item.pk]
        here = [each for each in planned if _column(month, each) == cell.union.pk]
        facts = Facts(
            days_left=(month.ends_on - months.today).days,
            target=cell.share.whole,
            here=_best(here),
            elsewhere=near.session([each for each in planned if each not in here], cell.union),
            nearest=near.done(cell.union, cell.item),
            before=before.get((cell.union.pk, cell.item.pk)),
            left_fen=left.get(cell.union.pk) if cell.item.category in COSTLY else None,
        )
        found.append(_step(month, cell, facts))
    return found


def coming(month: Campaign, now: datetime.datetime) -> list[Session]:
    """What is planned from now on, soonest first. One query."""
    rows = Session.objects.filter(campaign=month, state=SessionState.OPEN, starts_at__gt=now)
    return list(
        rows.select_related("organization", "division", "station").order_by("starts_at", "pk")[:500]
    )


def _coldest(months: Months, heat: Heat) -> list[_Cell]:
    unions = {union.pk: union for union in months.rows}
    items = {item.pk: item for item in months.items}
    cells = [
        (not is_zero(share, line.head), share.percent or 0, -share.whole, nth, line, head, share)
        for nth, line in enumerate(heat.lines)
        for head, share in zip(heat.heads, line.shares, strict=True)
        if is_zero(share, line.head) or (share.percent is not None and share.percent < 100)
    ]
    cells.sort(key=lambda cell: cell[:4])
    return [
        _Cell(unions[line.head.key], line.head.label, items[head.key], share)
        for *_, line, head, share in cells[:MOST]
    ]


def _step(month: Campaign, cell: _Cell, facts: Facts) -> Step:
    session = facts.here
    if session:
        action, url = "看这一场", reverse("campaigns:desk-session", args=[session.pk])
    elif cell.item.category in BOOKED:
        action, url = "安排一场", reverse("campaigns:desk-session-add", args=[month.pk])
    else:
        action, url = "看这一格", cell.share.url
    of = f"/{cell.share.whole:,}" if cell.share.whole else "人次"
    title = f"{cell.label} · {cell.item.name} {cell.share.part:,}{of}"
    said = words(facts, Category(cell.item.category))
    return Step(title, cell.share, said, action, url, cell.share.url)


def _column(month: Campaign, session: Session) -> int:
    return districts.column_id(month, session.organization)


def _best(sessions: Iterable[Session]) -> Session | None:
    """The soonest with free seats, else the soonest."""
    return min(sessions, key=lambda each: (each.left <= 0, each.starts_at), default=None)


def _money_left(month: Campaign, cells: Sequence[_Cell]) -> dict[int, int]:
    if not month.fund_id:
        return {}
    found = money.standing(month, {cell.union.pk for cell in cells})
    return {share.organization.pk: share.remaining_fen for share in found.rows}


def _last_time(
    months: Months, cells: Sequence[_Cell]
) -> dict[tuple[int, int], tuple[datetime.date, str]]:
    """(union, item) -> when and where an item of that category was held there last, in a month
    before this one. Two queries.
    """
    month = months.one
    past = [
        each
        for each in months.known
        if month
        and each.organization_id == month.organization_id
        and each.ends_on < month.starts_on
    ]
    if not past or not cells:
        return {}
    held = _held_before(past, cells)
    rows = [
        Activity.objects.verified()
        .filter(campaign=campaign_id, district=cell.union.pk, served__item=item_id)
        .order_by("-held_on", "-pk")
        .values_list("campaign_id", "district_id", "served__item_id", "held_on", "place")[:1]
        for cell in cells
        for campaign_id, item_id in held.get((cell.union.pk, cell.item.category), [])[:1]
    ]
    if not rows:
        return {}
    found = {(d, i): (day, place) for _, d, i, day, place in rows[0].union(*rows[1:], all=True)}
    return {
        (cell.union.pk, cell.item.pk): found[cell.union.pk, item_id]
        for cell in cells
        for _, item_id in held.get((cell.union.pk, cell.item.category), [])[:1]
        if (cell.union.pk, item_id) in found
    }


def _held_before(past: Sequence[Campaign], cells: Sequence[_Cell]) -> dict[tuple, list[tuple]]:
    """(union, category) -> (month, item) of those that reached somebody, newest first."""
    items = ServiceItem.objects.filter(
        campaign__in=past, category__in={cell.item.category for cell in cells}
    )
    category = dict(items.values_list("pk", "category"))
    part = Slice([each.pk for each in past], [cell.union.pk for cell in cells])
    sums = slices.read(part, "campaign_id", "district_id", "item_id", items=True)
    order = {each.pk: nth for nth, each in enumerate(past)}
    found: dict[tuple, list[tuple]] = {}
    for campaign_id, district_id, item_id in sorted(sums, key=lambda key: (order[key[0]], key[1:])):
        if item_id in category and sums[campaign_id, district_id, item_id].activities:
            key = district_id, category[item_id]
            found.setdefault(key, []).append((campaign_id, item_id))
    return found


class _Near:
    """Distances between the unions of the table, by the middles of their divisions."""

    def __init__(self, months: Months, heat: Heat, middles) -> None:
        self.middles = middles
        self.unions = {union.pk: union for union in months.rows if not months.is_own(union)}
        self.done_in = {
            (line.head.key, head.key): share.part
            for line in heat.lines
            for head, share in zip(heat.heads, line.shares, strict=True)
            if share.part
        }

    def done(self, union: Organization, item: ServiceItem) -> tuple[str, float | None, int] | None:
        """(district, kilometres, people) of the nearest that has done the item."""
        found = [
            (
                self._far(union.division_id, other.division_id),
                other,
                self.done_in[other.pk, item.pk],
            )
            for other in self.unions.values()
            if other.pk != union.pk and (other.pk, item.pk) in self.done_in
        ]
        if not found:
            return None
        far, other, people = min(found, key=lambda each: (_known(each[0]), each[1].path))
        return other.division.short_name, far, people

    def session(
        self, sessions: Sequence[Session], union: Organization
    ) -> tuple[Session, float | None] | None:
        """The nearest with free seats."""
        free = [
            (self._far(union.division_id, each.division_id), each)
            for each in sessions
            if each.left > 0
        ]
        if not free:
            return None
        far, session = min(free, key=lambda each: (_known(each[0]), each[1].starts_at))
        return session, far

    def _far(self, one: int, other: int) -> float | None:
        points: list[Point | None] = [
            places.point(self.middles.get(pk), pk, "") for pk in (one, other)
        ]
        return kilometres(*points) if all(points) else None  # type: ignore[arg-type]


def _known(far: float | None) -> tuple[bool, float]:
    return far is None, far or 0.0
