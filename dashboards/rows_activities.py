"""The activities behind a number of 服务覆盖: exactly those, newest first, and the same sum."""

from dataclasses import dataclass, replace
from functools import cached_property

from django.db.models import Count, Exists, F, OuterRef, Prefetch, QuerySet, Subquery, Sum
from django.http import QueryDict

from audit import keyset
from audit.keyset import Number
from campaigns import slices
from campaigns.models import Activity, ActivityItem, ActivityReach
from campaigns.models.campaign import ServiceItem
from campaigns.slices import Slice
from campaigns.tallies import Cell
from campaigns.vocabulary import Category
from dashboards.months import Months
from dashboards.months_townships import Place
from dashboards.months_townships import of as townships_of
from organizations.models import Organization
from people.vocabulary import Occupation

NOWHERE = "none"
# Read by these, an activity counts once in each item it served.
ITEMISED = ("item", "category", "township")


@dataclass(frozen=True)
class Rows:
    """What an address asks for, within `months`: one row, one column, one cell, or everything.

    `union` and `township` None: all of them; `township` NOWHERE: held at no place of a township.
    """

    months: Months
    union: Organization | None = None
    township: Place | str | None = None
    item: ServiceItem | None = None
    category: str = ""

    @property
    def is_itemised(self) -> bool:
        return self.months.by in ITEMISED

    @cached_property
    def items(self) -> list[int] | None:
        """The items asked for; None: all, so that nothing need be said about them."""
        if self.item:
            return [self.item.pk]
        if self.category:
            return [item.pk for item in self.months.items if item.category == self.category]
        return None

    @cached_property
    def columns(self) -> list[int]:
        """The columns in whose figures the rows count."""
        return sorted(
            column.pk
            for unions in self.months.columns.values()
            for column in unions
            if not self.union or self.months.row_of(column) == self.union.pk
        )

    @property
    def township_id(self) -> int | None:
        return self.township.pk if isinstance(self.township, Place) else None

    @property
    def group(self) -> dict[str, str]:
        """Which people: columns of a reach row and their values."""
        cut = self.months.cut
        found = {"occupation": cut.occupation} if cut.occupation else {}
        if self.months.platform is not None:
            found["platform"] = self.months.platform
        return found

    def queryset(self) -> QuerySet:
        """The activities, each with `shown_people` (those of the group asked for), `times` (how
        many of the items asked for it served) and `counted`, the people it stands for in the sum.
        """
        part = self.months.slice
        rows = Activity.objects.visible_to(self.months.scope.user).verified()
        rows = rows.filter(campaign__in=part.campaigns, district__in=self.columns)
        if part.since:
            rows = rows.filter(held_on__gte=part.since, held_on__lte=part.until)
        if self.township:
            rows = rows.filter(township=self.township_id)
        return self._counted(self._of_group(rows))

    def _of_group(self, rows: QuerySet) -> QuerySet:
        if not self.group:
            return rows.annotate(shown_people=F("people"))
        inside = ActivityReach.objects.filter(activity=OuterRef("pk"), **self.group)
        people = inside.values("activity").annotate(n=Sum("people")).values("n")
        return rows.filter(Exists(inside)).annotate(shown_people=Subquery(people))

    def _counted(self, rows: QuerySet) -> QuerySet:
        if not self.is_itemised:
            return rows.annotate(counted=F("shown_people"))
        served = ActivityItem.objects.filter(activity=OuterRef("pk"))
        if self.items is not None:
            served = served.filter(item__in=self.items)
        times = served.values("activity").annotate(n=Count("pk")).values("n")
        rows = rows.filter(Exists(served)).annotate(times=Subquery(times))
        return rows.annotate(counted=F("shown_people") * F("times"))

    def page(self, *, after: str = "", before: str = "") -> keyset.Page:
        """Newest day first. Two queries."""
        served = ActivityItem.objects.select_related("item").order_by("item__position")
        rows = self.queryset().select_related("organization", "campaign", "township")
        listed = rows.prefetch_related(Prefetch("served", served))
        return keyset.page(listed, "-held_on", after=after, before=before)

    def people(self) -> int:
        """The very figure the rows stand behind. One query."""
        if not self.is_itemised:
            found = slices.read(self._part, "district_id", items=False)
            return sum(cell.people for cell in found.values())
        return sum(cell.people for cell in self._served())

    @property
    def _part(self) -> Slice:
        return replace(self.months.slice, columns=self.columns)

    def _served(self) -> list[Cell]:
        """The sums of the items asked for. One query."""
        found = slices.read(self._part, *self._keys, items=True)
        return [cell for key, cell in found.items() if self._asks(*key)]

    @property
    def _keys(self) -> tuple[str, ...]:
        return ("item_id", "township_id") if self.township else ("item_id",)

    def _asks(self, item_id: int, township_id: int | None = None) -> bool:
        here = not self.township or township_id == self.township_id
        return here and (self.items is None or item_id in self.items)

    def number(self) -> Number:
        """How many activities: from the sums where these know it, else counted. One query."""
        if not self.group and self.items is not None and len(self.items) == 1:
            return Number(sum(cell.activities for cell in self._served()))
        if not self.group and self.items is None and not self.township:
            whole = slices.read(self._part, "district_id", items=False).values()
            return Number(sum(cell.activities for cell in whole))
        return keyset.count(self.queryset())

    @property
    def title(self) -> str:
        """甘州区 · 送心理咨询 · 网约送餐员"""
        cut, months = self.months.cut, self.months
        place = self.township.title if isinstance(self.township, Place) else ""
        words = (
            months.label(self.union) if self.union else "",
            place or ("没写乡镇" if self.township else ""),
            self.item.name if self.item else Category(self.category).label if self.category else "",
            Occupation(cut.occupation).label if cut.occupation else "",
            "没有平台" if months.platform == "" else cut.platform,
        )
        return " · ".join(word for word in words if word) or "全部活动"


def read(months: Months, query: QueryDict) -> Rows:
    """What cannot be understood, or is none of the columns of this table, asks for nothing of its
    kind. At most three queries.
    """
    union = query.get("district", "")
    itemised = months.by in ITEMISED
    item = query.get("item", "") if itemised else ""
    category = query.get("category", "") if itemised else ""
    township = query.get("township", "") if months.by == "township" else ""
    return Rows(
        months,
        next((each for each in months.rows if str(each.public_id) == union), None),
        _township(months, township),
        next((each for each in months.items if str(each.pk) == item), None) if item else None,
        category if category in Category.values else "",
    )


def _township(months: Months, named: str) -> Place | str | None:
    if not named or named == NOWHERE:
        return named or None
    return next((place for place in townships_of(months.rows) if str(place.pk) == named), None)
