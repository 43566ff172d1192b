"""一对一: on file, consented, paired, contacted; what is open, and what happened day by day.

Reads what 帮扶总览 reads (assistance/overview.py), so that both say the same.
"""

import datetime
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from django.urls import reverse
from django.utils.http import urlencode

from assistance import care_days, coverage, overload, overview, silent_list
from assistance.care_days import AGES, NONE, Age, Contacts
from assistance.coverage import NOTHING, Cover
from dashboards.charts import Bar, Bars, Step
from dashboards.period import Period
from dashboards.scope import Scope
from dashboards.tiles import Trend
from organizations.models import Organization

# Word of the register's filter (assistance/register.py) -> the steps, each a part of the one before.
STEPS = {"open": "建档", "cared": "已同意", "paired": "已结对", "contacted": "按时联系过"}


def files_address(scope: Scope, show: str) -> str:
    asked = {"show": show, "district": str(scope.union.public_id)}
    return f"{reverse('assistance:files')}?{urlencode(asked)}"


def address(view: str, scope: Scope, **more: str) -> str:
    """A list of the union and of all below it."""
    return f"{reverse(view)}?{urlencode({'union': str(scope.union.public_id)} | more)}"


def contacts_address(scope: Scope, period: Period, result: str = "") -> str:
    days = {"since": period.since.isoformat(), "until": period.until.isoformat()}
    return address("dashboards:rows-contacts", scope, **days, **({"result": result} if result else {}))  # fmt: skip


@dataclass(frozen=True)
class Day:
    """Contacts of one day; `url` leads to them."""

    day: datetime.date
    contacts: Contacts
    url: str


@dataclass(frozen=True)
class ContactDays:
    """The contacts of a period and of as many days before. One query."""

    scope: Scope
    period: Period
    by_day: dict[datetime.date, Contacts]
    before: Contacts

    @classmethod
    def read(cls, scope: Scope, period: Period) -> "ContactDays":
        both = period.with_before
        found = care_days.contacts(scope.path, both.since, both.until)
        before = [found.pop(day) for day in period.before.days if day in found]
        return cls(scope, period, found, total(before))

    @property
    def sum(self) -> Contacts:
        return total(self.by_day.values())

    @property
    def days(self) -> list[Day]:
        """Newest first."""
        return [
            Day(day, self.by_day.get(day, NONE), self._address(day))
            for day in reversed(self.period.days)
        ]

    def _address(self, day: datetime.date) -> str:
        return contacts_address(self.scope, Period(day, day)) if self.by_day.get(day) else ""

    @property
    def trend(self) -> Trend:
        """Those that were answered."""
        days = self.period.days
        values = [self.by_day.get(day, NONE).reached for day in days]
        return Trend(days, values, self.before.reached, "联系上", "次")

    @property
    def chart(self) -> Bars:
        days = self.period.days
        bars = [
            Bar(
                f"{day.month}月{day.day}日", contacts.total, self._address(day), contacts.tried,
                is_now=day == days[-1],
            )
            for day, contacts in ((day, self.by_day.get(day, NONE)) for day in days)
        ]  # fmt: skip
        return Bars("每天联系的次数", "次", bars, part="没打通", head="日期")


def total(contacts) -> Contacts:
    found = list(contacts)
    return Contacts(sum(each.reached for each in found), sum(each.tried for each in found))


@dataclass(frozen=True)
class OpenNeeds:
    age: Age
    number: int
    url: str


def open_needs(scope: Scope, today: datetime.date) -> list[OpenNeeds]:
    """By age, the youngest first. One query."""
    found = care_days.open_needs(scope.path, today)
    return [
        OpenNeeds(age, found[age.name], address("assistance:needs", scope, age=age.name))
        for age in AGES
    ]


def steps(scope: Scope, cover: Cover) -> list[Step]:
    numbers = (cover.files, cover.consented, cover.paired, cover.contacted)
    return [
        Step(label, number, files_address(scope, show))
        for (show, label), number in zip(STEPS.items(), numbers, strict=True)
    ]


@dataclass(frozen=True)
class Households:
    """All that the page shows."""

    scope: Scope
    table: overview.Table
    contacts: ContactDays
    needs: Sequence[OpenNeeds]
    first: Sequence[silent_list.Silent] = field(default_factory=tuple)
    alarms: Sequence[overload.Alarm] = field(default_factory=tuple)

    @property
    def cover(self) -> Cover:
        return self.table.total

    @property
    def steps(self) -> list[Step]:
        return steps(self.scope, self.cover)

    @property
    def needs_chart(self) -> Bars:
        bars = [Bar(each.age.label, each.number, each.url) for each in self.needs]
        return Bars("没办完的需要", "件", bars, head="提出多久")

    @property
    def reached_url(self) -> str:
        return contacts_address(self.scope, self.contacts.period, "reached")

    @property
    def tried_url(self) -> str:
        return contacts_address(self.scope, self.contacts.period, "tried")


def read(scope: Scope, today: datetime.date, period: Period) -> Households:
    """As many queries with one file as with 200,000."""
    return Households(
        scope,
        table_of(scope),
        ContactDays.read(scope, period),
        open_needs(scope, today),
        silent_list.first(scope.user, today, scope.union),
        overload.alarms(scope.user, scope.union),
    )


def table_of(scope: Scope) -> overview.Table:
    return overview.read(scope.user, str(scope.union.public_id))


def cover_of(scope: Scope, today: datetime.date) -> Cover:
    """Of the whole subtree. Two queries."""
    return coverage.total(coverage.by_union([scope.path], today).values())


def by_district(scope: Scope, today: datetime.date) -> dict[int, Cover]:
    """Id of each of `scope.districts` -> its sums, all below it included. At most four queries."""
    found = coverage.by_union([scope.path], today)
    if scope.districts == [scope.union]:
        return {scope.union.pk: coverage.total(found.values())}
    paths = dict(Organization.objects.filter(pk__in=found).values_list("pk", "path"))
    sums: dict[int, Cover] = defaultdict(Cover)
    for pk, cover in found.items():
        sums[scope.column_of(paths[pk])] += cover
    return {union.pk: sums.get(union.pk, NOTHING) for union in scope.districts}
