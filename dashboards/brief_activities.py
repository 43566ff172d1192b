"""Which activities a brief tells of, by a rule that is printed with them: the one that reached most
people, the first in a township, the first that reached an occupation. Verified ones alone, nobody's
name, and no notes.
"""

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import OuterRef, QuerySet, Subquery, Sum
from django.urls import reverse

from audit.sums import Where, differs, equal
from audit.sums import among as one_of
from campaigns import tally_tables
from campaigns.models import Activity, ActivityReach, Campaign
from dashboards import small
from dashboards.brief import Told
from dashboards.brief_text import plain
from organizations.models import Division
from people.vocabulary import Occupation

RULE = (
    "从已核实的活动里选：人次最多的一场，最近新送到的两个乡镇街道的第一场，"
    "最近新服务到的两个从业类别的第一场；不足5人的不选。"
)
OF_EACH = 2
PLACE, PARTNER = 40, 40
_WORDS = dict(Occupation.choices)


@dataclass(frozen=True)
class Among:
    """The activities of these campaigns in these districts (ids), held from `since` to `until`."""

    campaigns: Sequence[Campaign]
    districts: Sequence[int]
    since: datetime.date
    until: datetime.date

    @property
    def rows(self) -> QuerySet[Activity]:
        return Activity.objects.verified().filter(
            campaign__in=self.campaigns, district__in=self.districts, people__gte=small.LEAST
        )

    @property
    def sums(self) -> Where:
        campaigns = one_of("campaign_id", [campaign.pk for campaign in self.campaigns])
        return campaigns & one_of("district_id", self.districts) & equal("item_id", None)

    def holds(self, day: datetime.date | None) -> bool:
        return day is not None and self.since <= day <= self.until


def chosen(among: Among) -> list[Told]:
    """By day. A handful of queries, each along an index."""
    why: dict = {}
    for pk, words in (*_biggest(among), *_townships(among), *_occupations(among)):
        why.setdefault(pk, []).append(words)
    rows = Activity.objects.filter(pk__in=why).select_related("organization", "township", "station")
    rows = rows.prefetch_related("items", "reach").order_by("held_on", "pk")
    return [_told(row, "，".join(why[row.pk])) for row in rows]


def _biggest(among: Among) -> Iterable[tuple]:
    """Month by month, each along its index."""
    held = among.rows.filter(held_on__range=(among.since, among.until))
    rows = held.order_by("-people", "held_on", "pk").values_list("people", "held_on", "pk")
    first = [rows.filter(campaign=campaign).first() for campaign in among.campaigns]
    known = sorted((-row[0], *row[1:]) for row in first if row)
    return [(pk, "人次最多的一场") for *_, pk in known[:1]]


def _townships(among: Among) -> Iterable[tuple]:
    """The first activity of each township there has been any in; of these the latest."""
    where = among.sums & equal("occupation", "")
    cells = tally_tables.sums(tally_tables.BY_TOWNSHIP, where, "township_id")
    reached = [pk for (pk,), sums in cells.items() if pk and sums["activities"] > 0]
    first = among.rows.filter(township=OuterRef("pk")).order_by("held_on", "pk")
    rows = Division.objects.filter(pk__in=reached).annotate(
        day=Subquery(first.values("held_on")[:1]), activity=Subquery(first.values("pk")[:1])
    )
    new = [row for row in rows if among.holds(row.day)]
    new.sort(key=lambda row: (row.day, row.pk), reverse=True)
    return [(row.activity, f"{plain(row.name)}的第一场") for row in new[:OF_EACH]]


def _occupations(among: Among) -> Iterable[tuple]:
    """The first activity that reached five of an occupation; of these the latest."""
    first = {
        occupation: _first_for(among, occupation, days)
        for occupation, days in _days_of(among).items()
        if among.holds(days[-1])
    }
    new = [(*row, key) for key, row in first.items() if row and among.holds(row[0])]
    for _, pk, occupation in sorted(new, reverse=True)[:OF_EACH]:
        yield pk, f"第一次服务到{_WORDS[occupation]}"


def _days_of(among: Among) -> dict[str, list[datetime.date]]:
    """In order, the days up to the last told of on which five of an occupation were reached in
    all: only on these can it have been one activity that did.
    """
    where = among.sums & differs("occupation", "")
    cells = tally_tables.sums(tally_tables.BY_DAY, where, "occupation", "day")
    days: dict[str, list[datetime.date]] = {}
    for occupation, day in sorted(cells):
        if day <= among.until and cells[occupation, day]["people"] >= small.LEAST:
            days.setdefault(occupation, []).append(day)
    return days


def _first_for(
    among: Among, occupation: str, days: Iterable[datetime.date]
) -> tuple[datetime.date, object] | None:
    """Day and id. Nearly always of the first day: one query, along an index as far as needed."""
    of_it = ActivityReach.objects.filter(activity=OuterRef("pk"), occupation=occupation)
    reached = Subquery(of_it.values("activity").annotate(sum=Sum("people")).values("sum"))
    rows = among.rows.annotate(reached=reached).filter(reached__gte=small.LEAST).order_by("pk")
    found = (rows.filter(held_on=day).values_list("held_on", "pk").first() for day in days)
    return next(filter(None, found), None)


def _told(activity: Activity, why: str) -> Told:
    return Told(
        day=activity.held_on,
        where=plain(activity.place, PLACE),
        union=plain(activity.organization.name),
        what="、".join(plain(item.name) for item in activity.items.all()),
        people=f"{activity.people:,}",
        groups=_groups(activity),
        partner=plain(activity.partner, PARTNER),
        why=why,
        url=reverse("campaigns:activity", args=[activity.pk]),
    )


def _groups(activity: Activity) -> str:
    """Occupations of five or more; of smaller ones only that there were others."""
    sums: dict[str, int] = {}
    for row in activity.reach.all():
        sums[row.occupation] = sums.get(row.occupation, 0) + row.people
    names = [_WORDS[key] for key in _WORDS if sums.get(key, 0) >= small.LEAST]
    more = "等" if names and len(names) < len([n for n in sums.values() if n]) else ""
    return "、".join(names) + more
