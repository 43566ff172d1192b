"""The list of needs at the desk, and who may be asked to see to one."""

import uuid
from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.utils import timezone

from accounts.models import User
from assistance import care_days, coverage, scope
from assistance.care_days import AGES, OVERDUE, Age
from assistance.coverage import NOTHING
from assistance.households import with_related
from assistance.models import HardshipFile, Need, NeedState
from assistance.models.care import OPEN_NEED_STATES
from assistance.models.file import STEWARDS
from assistance.permissions import HELPERS
from assistance.vocabulary import NeedKind
from audit import keyset
from audit.keyset import Number
from organizations import divisions, tree
from organizations.models import Organization, Post
from organizations.posts import current_posts

OPEN = "open"
AGES_ASKED = (*AGES, OVERDUE)
MOST_COLLEAGUES = 200


@dataclass(frozen=True)
class Filters:
    """From the address; what is none of ours filters nothing."""

    kind: str = ""
    state: str = OPEN
    district: int | None = None
    age: Age | None = None
    # Whose files, all below it included; with `own` not those below it.
    union: Organization | None = None
    own: bool = False

    @classmethod
    def read(cls, given, user=None) -> "Filters":
        """`user`: whose right to name a union is asked; without one none can be."""
        kind, state = given.get("kind", ""), given.get("state", "")
        return cls(
            kind if kind in NeedKind.values else "",
            state if state in NeedState.values else OPEN,
            district_of(given),
            next((age for age in AGES_ASKED if age.name == given.get("age")), None),
            scope.named(user, given.get("union", "")) if user else None,
            given.get("own") == "1",
        )

    @property
    def is_open(self) -> bool:
        return self.state == OPEN or self.state in OPEN_NEED_STATES

    @property
    def order(self) -> str:
        """What has waited longest comes first; of what is done, the newest."""
        return "raised_at" if self.is_open else "-raised_at"

    def condition(self) -> Q:
        found = Q(state__in=OPEN_NEED_STATES) if self.state == OPEN else Q(state=self.state)
        if self.kind:
            found &= Q(kind=self.kind)
        if self.district:
            found &= in_district(self.district)
        if self.age:
            found &= self.age.condition(timezone.localdate(), "raised_at")
        if self.union:
            found &= kept_by(self.union, own=self.own, file="file__")
        return found


def kept_by(union: Organization, *, own: bool, file: str) -> Q:
    """Rows about files of that union (reached over `file`), or of all below it as well."""
    if own:
        return Q(**{f"{file}organization": union})
    return Q(**{f"{file}organization__path__startswith": union.path})


def district_of(given) -> int | None:
    known = {str(place.pk): place.pk for place in divisions.districts()}
    return known.get(given.get("district", ""))


def in_district(district: int, prefix: str = "file__") -> Q:
    return Q(**{f"{prefix}division": district}) | Q(**{f"{prefix}division__parent": district})


def listed(user, filters: Filters) -> QuerySet[Need]:
    rows = Need.objects.visible_to(user).filter(filters.condition())
    return with_related(rows)


def number(rows: QuerySet[Need], filters: Filters) -> Number:
    """How many of these (`listed`): from the sums where these know it, else counted. At most two
    queries.
    """
    known = _known(filters)
    return keyset.count(rows) if known is None else Number(known)


def _known(filters: Filters) -> int | None:
    """Sums know what is open for a union one supervises, all of it or by age."""
    union, age = filters.union, filters.age
    if union is None or filters.state != OPEN or filters.kind or filters.district:
        return None
    if age is None or age == OVERDUE:
        covers = coverage.by_union([union.path])
        cover = covers.get(union.pk, NOTHING) if filters.own else coverage.total(covers.values())
        return cover.old_needs if age else cover.needs
    if filters.own:
        return None
    return care_days.open_needs(union.path, timezone.localdate())[age.name]


def districts_for(user) -> list[divisions.Place]:
    """The districts to choose from, for who supervises more than one."""
    wide = any(
        post.role in STEWARDS and post.organization.parent_id is None
        for post in current_posts(user)
    )
    return divisions.districts() if wide else []


def colleagues(file: HardshipFile, user) -> list[User]:
    """Whom one may ask: oneself first, then those who help in the same unions. One query."""
    rows = Post.objects.current().filter(
        _unions_near(file, user), role__in=HELPERS, user__is_active=True
    )
    found = {user.pk: user}
    for post in rows.select_related("user").order_by("user__name", "user_id")[:MOST_COLLEAGUES]:
        found.setdefault(post.user_id, post.user)
    return list(found.values())


def _unions_near(file: HardshipFile, user) -> Q:
    """The file's own union and those above it up to the district; those one works in oneself."""
    path = file.organization.path
    above = [path[:end] for end in range(2 * tree.SEGMENT, len(path) + 1, tree.SEGMENT)] or [path]
    district = above[0]
    own = [
        post.organization.path
        for post in current_posts(user)
        if post.role in HELPERS and post.organization.path.startswith(district)
    ]
    unions = Organization.objects.filter(path__in={*above, *own}, is_active=True)
    return Q(organization__in=unions)


def named(people: list[User], text: str) -> User | None:
    """The one of these whose public id was sent."""
    try:
        public_id = uuid.UUID(text)
    except ValueError:
        return None
    return next((person for person in people if person.public_id == public_id), None)
