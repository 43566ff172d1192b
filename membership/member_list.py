"""The list of members, filtered by its address; its number is the roll's, to the digit."""

import datetime
import uuid
from dataclasses import dataclass
from functools import partial

from django.db.models import Q, QuerySet
from django.utils.dateparse import parse_date

from audit import keyset
from audit.days import midnight
from audit.keyset import Number
from membership import roll
from membership.models import SEES_MEMBERS, STANDING_STATES, Member, MemberState
from organizations.models import Organization
from organizations.posts import paths, within
from people import search
from people.vocabulary import KEY_GROUPS, Occupation

# In an address, in place of one state: members now, and those who are no more.
STANDING, GONE = "standing", "gone"
# In place of one occupation: the four key groups of the drive, and all others.
KEY, REST = "key", "rest"
GROUPS = {KEY: "四类重点群体", REST: "其他从业类别"}
STATES = {STANDING: "在会（含接转中、保留会籍）", GONE: "已不在会"}
_FIRST, _LAST = datetime.date(2000, 1, 1), datetime.date(2100, 12, 31)


@dataclass(frozen=True)
class Filters:
    union: Organization | None = None
    # Of that very union, without those below it.
    own: bool = False
    occupation: str = ""
    since: datetime.date | None = None
    until: datetime.date | None = None
    state: str = ""
    text: str = ""

    @classmethod
    def read(cls, given, user) -> "Filters":
        """From a query string; what cannot be understood does not filter. At most one query."""
        union = _union(given.get("union", ""), user)
        return cls(
            union=union,
            own=bool(union and given.get("own")),
            occupation=_known(given.get("occupation", ""), (*Occupation.values, *GROUPS)),
            since=_day(given.get("since", "")),
            until=_day(given.get("until", "")),
            state=_known(given.get("state", ""), (*MemberState.values, *STATES)),
            text=given.get("text", "").replace("\0", "").strip()[:32],
        )

    @property
    def occupations(self) -> tuple[str, ...]:
        """Those meant; () for all."""
        if self.occupation == KEY:
            return tuple(KEY_GROUPS)
        if self.occupation == REST:
            return tuple(value for value in Occupation if value not in KEY_GROUPS)
        return (self.occupation,) if self.occupation else ()

    @property
    def words(self) -> str:
        """What the list shows, in words; "" when it shows everybody."""
        said = [self._where, self._joined]
        said += [_LABELS.get(self.occupation, ""), _LABELS.get(self.state, "")]
        return "，".join(filter(None, said))

    @property
    def _where(self) -> str:
        if not self.union:
            return ""
        return f"{self.union.name}直属" if self.own else self.union.name

    @property
    def _joined(self) -> str:
        if not self.since and not self.until:
            return ""
        first = f"{self.since:%Y-%m-%d}" if self.since else "最早"
        return f"{first}到{self.until:%Y-%m-%d}入会" if self.until else f"{first}以后入会"

    def apply(self, rows: QuerySet) -> QuerySet:
        if self.own:
            rows = rows.filter(organization=self.union)
        elif self.union:
            rows = rows.filter(organization__path__startswith=self.union.path)
        if self.occupations:
            rows = rows.filter(occupation__in=self.occupations)
        if self.since:
            rows = rows.filter(joined_at__gte=midnight(self.since))
        if self.until:
            rows = rows.filter(joined_at__lt=midnight(self.until + datetime.timedelta(days=1)))
        return self._searched(rows.filter(self._state))

    @property
    def _state(self) -> Q:
        if self.state == STANDING:
            return Q(state__in=STANDING_STATES)
        if self.state == GONE:
            return ~Q(state__in=STANDING_STATES)
        return Q(state=self.state) if self.state else Q()

    def _searched(self, rows: QuerySet) -> QuerySet:
        if self.text.isdecimal():
            return rows.filter(number=self.text)
        return rows.filter(search.by_name(self.text, "person__")) if self.text else rows


_LABELS = dict(Occupation.choices) | dict(MemberState.choices) | GROUPS | STATES


def rows_of(user, filters: Filters) -> QuerySet:
    return filters.apply(Member.objects.visible_to(user))


def number_of(user, filters: Filters) -> Number:
    """From the sums where these know it, else counted. One query, or one a subtree."""
    if filters.text or filters.state not in ("", STANDING, GONE):
        return keyset.count(rows_of(user, filters))
    tops = [filters.union.path] if filters.union else paths(user, SEES_MEMBERS)
    counted = partial(
        roll.counts, since=filters.since, until=filters.until, occupations=filters.occupations
    )
    if filters.own and filters.union:
        by_union = counted(filters.union.path, "organization")
        count = by_union.get((filters.union.pk,), roll.NOTHING)
    else:
        count = roll.total(each for path in tops for each in counted(path).values())
    if filters.state == GONE:
        return Number(count.joined - count.standing)
    return Number(count.standing if filters.state == STANDING else count.joined)


def _known(value: str, values) -> str:
    return value if value in values else ""


def _day(text: str) -> datetime.date | None:
    try:
        day = parse_date(text)
    except ValueError:
        return None
    return day if day and _FIRST <= day <= _LAST else None


def _union(text: str, user) -> Organization | None:
    try:
        public_id = uuid.UUID(text)
    except ValueError:
        return None
    seen = Organization.objects.filter(within(user, SEES_MEMBERS, "path"))
    return seen.filter(public_id=public_id).first()
