"""Which service months a page of 服务覆盖 speaks of: read from its address, the same for the page,
its rows and its tables.
"""

import datetime
import uuid
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from urllib.parse import urlencode

from django import forms
from django.http import QueryDict

from campaigns.coverage import Cut
from campaigns.models import Campaign, CampaignState, ServiceItem
from campaigns.slices import Slice
from dashboards import period
from dashboards.navigation import OFFICERS
from dashboards.period import Period, PeriodForm
from dashboards.scope import Scope
from organizations.models import Organization
from organizations.posts import holds
from people.vocabulary import PLATFORMS, Occupation

# In place of one month: all of them, or those that run.
ALL, RUNNING = "all", "running"
# Of the rows without a platform, in an address: an empty value there means “all”.
NO_PLATFORM = "none"
# What the table may be read by: key -> the word of its tab.
BY = {
    "item": "各项目", "category": "各类别", "occupation": "从业类别", "platform": "平台",
    "township": "乡镇街道",
}  # fmt: skip


@dataclass(frozen=True)
class Months:
    """`chosen` are the months counted, `one` the month when it is a single one; `known` all there
    are to choose from. `columns`: month -> unions whose sums the scope shows there.
    """

    scope: Scope
    today: datetime.date
    known: Sequence[Campaign]
    chosen: Sequence[Campaign]
    one: Campaign | None
    which: str
    by: str
    cut: Cut
    period: Period | None
    form: forms.Form
    columns: dict[uuid.UUID, list[Organization]]

    @property
    def slice(self) -> Slice:
        days = self.period
        return Slice(
            [campaign.pk for campaign in self.chosen],
            sorted({union.pk for unions in self.columns.values() for union in unions}),
            self.cut.occupation, self.platform,
            days.since if days else None, days.until if days else None,
        )  # fmt: skip

    @property
    def platform(self) -> str | None:
        """None: everybody's."""
        return {"": None, NO_PLATFORM: ""}.get(self.cut.platform, self.cut.platform)

    @cached_property
    def items(self) -> list[ServiceItem]:
        """Of the chosen months, each list in its order. One query."""
        rows = ServiceItem.objects.filter(campaign__in=[month.pk for month in self.chosen])
        return list(rows.order_by("campaign_id", "position"))

    def row_of(self, union: Organization) -> int:
        """Id of the union in whose row a column's figures stand."""
        return union.pk if self.one else self.scope.column_of(union.path)

    @cached_property
    def rows(self) -> list[Organization]:
        """The unions of the rows, in tree order; the scope's own, or the month's own, last."""
        found = {
            union.pk: union
            for unions in (*self.columns.values(), [] if self.one else self.scope.below)
            for union in unions
        }
        found[self.scope.union.pk] = self.scope.union
        wanted = {self.row_of(union) for unions in self.columns.values() for union in unions}
        unions = [found[pk] for pk in wanted if pk in found]
        return sorted(unions, key=lambda union: (self.is_own(union), union.path))

    def is_own(self, union: Organization) -> bool:
        """Whether its row holds what the union that runs the month does itself (市本级)."""
        owner = self.one.organization_id if self.one else self.scope.union.pk
        return union.pk == owner and len(self.slice.columns) > 1

    def label(self, union: Organization) -> str:
        if self.is_own(union):
            return "市本级" if union.parent_id is None else "本级"
        return union.division.short_name

    def query(self, **changes) -> str:
        """The address line of this view, with some of it changed; empty values go."""
        found = {name: value for name, value in (self._asked | changes).items() if value}
        return f"?{urlencode(found)}" if found else ""

    @cached_property
    def _asked(self) -> dict:
        return {
            "union": str(self.scope.union.public_id),
            "campaign": str(self.one.pk) if self.one else self.which,
            "by": self.by if self.by != "item" else "",
            "since": self.period and self.period.since.isoformat(),
            "until": self.period and self.period.until.isoformat(),
            "occupation": self.cut.occupation,
            "platform": self.cut.platform,
        }

    @property
    def plain_query(self) -> str:
        """The same without its conditions."""
        return self.query(since="", until="", occupation="", platform="")


def read(scope: Scope, query: QueryDict, today: datetime.date) -> Months:
    """Two or three queries, however many months there are. What is none of ours chooses nothing."""
    known = _known(scope)
    which = RUNNING if query.get("campaign") == RUNNING else ALL
    one = _one(known, query.get("campaign", ""))
    days, form = _period(query, today)
    by = query.get("by", "")
    by = by if by in BY else "item" if one else "category"
    if not one and by == "item":
        by = "category"
    some = _running(known) if which == RUNNING else known
    chosen = [one] if one else [month for month in some if _overlaps(month, days)]
    return Months(
        scope, today, known, chosen, one, which, by, _cut(query), days, form, _columns(scope, chosen)
    )  # fmt: skip


def running(every: Months) -> Months:
    """Of all months of a scope those that run: a single one by its items, several by category."""
    one, chosen = _one(every.known, RUNNING), _running(every.known)
    columns = {month.pk: every.columns[month.pk] for month in chosen}
    return replace(
        every, chosen=chosen, one=one, which=RUNNING, by="item" if one else "category",
        columns=columns,
    )  # fmt: skip


def _known(scope: Scope) -> list[Campaign]:
    """The months run above, in or below the scope that one may see, newest first."""
    rows = Campaign.objects.visible_to(scope.user).select_related("organization__division", "fund")
    return [
        month
        for month in rows.exclude(state=CampaignState.PREPARING).order_by(
            "-starts_on", "created_at"
        )
        if scope.path.startswith(month.organization.path)
        or month.organization.path.startswith(scope.path)
    ]


def _one(known: Sequence[Campaign], named: str) -> Campaign | None:
    """The month of that id; None for several; else the running one, of the highest union. The
    running ones are a single month when just one runs.
    """
    runs = _running(known)
    if named == RUNNING:
        return runs[0] if len(runs) == 1 else None
    if named == ALL or not known:
        return None
    found = next((month for month in known if str(month.pk) == named), None)
    return found or min(runs or known, key=lambda month: len(month.organization.path))


def _running(known: Sequence[Campaign]) -> list[Campaign]:
    return [month for month in known if month.state == CampaignState.RUNNING]


def _overlaps(month: Campaign, days: Period | None) -> bool:
    return not days or (month.starts_on <= days.until and month.ends_on >= days.since)


def _period(query: QueryDict, today: datetime.date) -> tuple[Period | None, forms.Form]:
    """Without days in the address the months count as a whole."""
    if not (query.get("since") or query.get("until")):
        return None, PeriodForm(query)
    days, form = period.read(query, today)
    return (days if form.is_valid() else None), form


def _cut(query: QueryDict) -> Cut:
    occupation, platform = query.get("occupation", ""), query.get("platform", "")
    return Cut(
        occupation if occupation in Occupation.values else "",
        platform if platform in (*PLATFORMS, NO_PLATFORM) else "",
    )


def _columns(scope: Scope, months: Sequence[Campaign]) -> dict[uuid.UUID, list[Organization]]:
    """The columns of each month within the scope, by the rule of campaigns.coverage.columns: the
    federations right below the union that runs it, and its own for those who run it. One query.
    """
    owners = {month.organization_id: month.organization for month in months}
    rows = Organization.objects.filter(
        parent__in=owners, kind=Organization.Kind.FEDERATION, is_active=True,
        path__startswith=scope.path,
    )  # fmt: skip
    below: dict[int, list[Organization]] = {pk: [] for pk in owners}
    for union in rows.select_related("division").order_by("path"):
        below[union.parent_id or 0].append(union)
    own = {
        pk: [union]
        for pk, union in owners.items()
        if union.path.startswith(scope.path) and holds(scope.user, OFFICERS, union)
    }
    return {
        month.pk: [*below[month.organization_id], *own.get(month.organization_id, [])]
        for month in months
    }
