"""The activities of a month as a list: filtered by its address, summed, turned page by page."""

import datetime
import uuid
from dataclasses import dataclass

from django.db.models import Count, Exists, F, OuterRef, Prefetch, QuerySet, Subquery, Sum
from django.utils.dateparse import parse_date

from audit import keyset
from campaigns import tallies
from campaigns.models import Activity, ActivityItem, ActivityReach, ActivityState, Campaign
from campaigns.models.activity import SPENT_STATES
from campaigns.models.campaign import OFFICERS
from campaigns.vocabulary import ActivityKind
from organizations import tree
from organizations.models import Organization
from organizations.posts import paths, within
from people.vocabulary import PLATFORMS, Occupation

# People without a platform, in an address: an empty value there means “all”.
NO_PLATFORM = "none"
# Counted row by row no further than this: what is not in the tallies must not cost more with more.
CAP = 10_000
TALLIED = (ActivityState.VERIFIED, ActivityState.SUBMITTED)


@dataclass(frozen=True)
class Filters:
    district: Organization | None = None
    item: int | None = None
    state: str = ""
    occupation: str = ""
    platform: str = ""
    kind: str = ""
    since: datetime.date | None = None
    until: datetime.date | None = None
    text: str = ""
    # The sheet they came from (spreadsheets.Import).
    batch: uuid.UUID | None = None

    @classmethod
    def read(cls, given, items) -> "Filters":
        """From a query string; what cannot be understood does not filter. At most one query."""
        item = given.get("item", "")
        return cls(
            district=_district(given.get("district", "")),
            item=next((each.pk for each in items if str(each.pk) == item), None),
            state=_known(given.get("state", ""), ActivityState.values),
            occupation=_known(given.get("occupation", ""), Occupation.values),
            platform=_known(given.get("platform", ""), (*PLATFORMS, NO_PLATFORM)),
            kind=_known(given.get("kind", ""), ActivityKind.values),
            since=_day(given.get("since", "")),
            until=_day(given.get("until", "")),
            text=given.get("text", "").replace("\0", "").strip()[:32],
            batch=_uuid(given.get("import", "")),
        )

    @property
    def group(self) -> dict[str, str]:
        """Which people: columns of a reach row and their values."""
        found = {"occupation": self.occupation} if self.occupation else {}
        if self.platform:
            found["platform"] = "" if self.platform == NO_PLATFORM else self.platform
        return found

    @property
    def narrows(self) -> bool:
        return self != Filters()

    @property
    def is_tallied(self) -> bool:
        """Whether the tallies know its sums: nothing asked but what they are kept by."""
        more = self.kind or self.since or self.until or self.text or self.batch
        if more or self.state not in TALLIED or (self.occupation and self.platform == NO_PLATFORM):
            return False
        return self.state == ActivityState.VERIFIED or not self.group

    def apply(self, rows: QuerySet) -> QuerySet:
        """The rows (drafts and withdrawn ones only where asked for), each with the money and the people the filter speaks of: `shown_fen`, the share
        of the item asked for; `shown_people`, those of the group asked for.
        """
        exact = {
            "state": self.state, "kind": self.kind, "held_on__gte": self.since,
            "held_on__lte": self.until, "place__contains": self.text, "served__item": self.item,
            "district": self.district, "import_id": self.batch,
        }  # fmt: skip
        rows = rows.filter(**{name: value for name, value in exact.items() if value})
        if not self.state:
            rows = rows.filter(state__in=SPENT_STATES)
        fen = F("served__money_fen") if self.item else F("money_fen")
        return self._of_group(rows.annotate(shown_fen=fen))

    def _of_group(self, rows: QuerySet) -> QuerySet:
        if not self.group:
            return rows.annotate(shown_people=F("people"))
        inside = ActivityReach.objects.filter(activity=OuterRef("pk"), **self.group)
        people = inside.values("activity").annotate(n=Sum("people")).values("n")
        return rows.filter(Exists(inside)).annotate(shown_people=Subquery(people))


def _known(value: str, values) -> str:
    return value if value in values else ""


def _day(text: str) -> datetime.date | None:
    try:
        return parse_date(text)
    except ValueError:
        return None


def _uuid(text: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(text)
    except ValueError:
        return None


def _district(text: str) -> Organization | None:
    public_id = _uuid(text)
    return Organization.objects.filter(public_id=public_id).first() if public_id else None


def rows_of(user, campaign: Campaign, filters: Filters) -> QuerySet:
    return filters.apply(Activity.objects.visible_to(user).filter(campaign=campaign))


def page(
    user, campaign: Campaign, filters: Filters, *, after: str = "", before: str = ""
) -> keyset.Page:
    """Newest day first. Two queries."""
    served = ActivityItem.objects.select_related("item").order_by("item__position")
    rows = rows_of(user, campaign, filters).select_related("organization", "district__division")
    listed = rows.prefetch_related(Prefetch("served", served))
    return keyset.page(listed, "-held_on", after=after, before=before)


@dataclass(frozen=True)
class Sums:
    """What stands above the list; None is not shown. `is_more`: at least these, uncounted beyond."""

    activities: int | None = None
    people: int | None = None
    money_fen: int | None = None
    is_more: bool = False


def sums(user, campaign: Campaign, filters: Filters) -> Sums | None:
    """Of a list narrower than the whole: the very figures of the campaign's table where it has
    them, else counted up to CAP rows. One query, none for the whole.
    """
    if not filters.narrows:
        return None
    if filters.is_tallied and sees_whole_columns(user, campaign):
        return _from_tallies(user, campaign, filters)
    return _counted(rows_of(user, campaign, filters), filters)


def sees_whole_columns(user, campaign: Campaign) -> bool:
    """Whether nobody's work but all of a district's is in sight: then tallies tell no more than
    the rows would.
    """
    deepest = len(campaign.organization.path) + tree.SEGMENT
    root = campaign.organization.path
    return all(len(path) <= deepest for path in paths(user, OFFICERS) if path.startswith(root))


def waiting(user, campaign: Campaign) -> int | None:
    """How many wait to be verified, as far as one sees; None where tallies cannot say. One query."""
    if not sees_whole_columns(user, campaign):
        return None
    found = _from_tallies(user, campaign, Filters(state=ActivityState.SUBMITTED))
    return found.activities


def _from_tallies(user, campaign: Campaign, filters: Filters) -> Sums:
    seen = Organization.objects.filter(within(user, OFFICERS, "path"))
    if filters.district:
        seen = seen.filter(pk=filters.district.pk)
    ids = seen.values_list("pk", flat=True)
    if filters.platform == NO_PLATFORM:
        found = tallies.groups(campaign, ids, by="platform", item_id=filters.item)
        return Sums(people=found.get("", 0))
    if filters.group:
        people = tallies.group_cells(campaign, ids, **filters.group)
        return Sums(people=sum(n for (_, item), n in people.items() if item == filters.item))
    cells = tallies.cells(campaign, ids).items()
    asked = [cell for (_, item), cell in cells if item == filters.item]
    if filters.state == ActivityState.SUBMITTED:
        return Sums(activities=sum(cell.pending for cell in asked))
    return Sums(
        activities=sum(cell.activities for cell in asked),
        people=sum(cell.people for cell in asked),
        money_fen=sum(cell.money_fen for cell in asked),
    )


def _counted(rows: QuerySet, filters: Filters) -> Sums:
    found = rows.order_by()[: CAP + 1].aggregate(
        n=Count("pk"), people=Sum("shown_people"), fen=Sum("shown_fen")
    )
    if found["n"] > CAP:
        return Sums(activities=CAP, is_more=True)
    # Money is spent on an activity, not on a group of those who came.
    fen = None if filters.group else found["fen"] or 0
    return Sums(activities=found["n"], people=found["people"] or 0, money_fen=fen)
