"""Who calls too many: an alarm for whoever supervises, never a ranking.

Only those in trouble are listed, in no order of theirs; a cadre nobody worries about has no figure
here.
"""

import uuid
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Count, Exists, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from assistance.cadres import serving
from assistance.coverage import Day, counted
from assistance.gathering import with_load
from assistance.models import CadreProfile, Need, Overloaded, Pairing
from assistance.models.file import STEWARDS
from organizations.models import Organization, Post
from organizations.posts import within

# As the index `pairing_many` has it.
MANY_HOUSEHOLDS = 15
MANY_NEEDS = 5
SHOWN = 6
LOOKED_AT = 500


@dataclass(frozen=True)
class Alarm:
    post: Post
    households: int
    cap: int
    needs: int

    @property
    def is_one(self) -> bool:
        many = self.households > self.cap or self.households >= MANY_HOUSEHOLDS
        return many or self.needs >= MANY_NEEDS

    @property
    def sentence(self) -> str:
        if self.households > self.cap:
            return f"联系{self.households}户，最多{self.cap}户"
        if self.households >= MANY_HOUSEHOLDS:
            return f"联系{self.households}户"
        return f"手上有{self.needs}件需要没办完"


def alarms(user, union: Organization | None = None) -> list[Alarm]:
    """The first few of one's subtrees, or of that one. Two queries, however many cadres there are."""
    posts = serving().filter(within(user, STEWARDS, "organization__path"))
    if union:
        posts = posts.filter(organization__path__startswith=union.path)
    if counted() == Day.of(None):
        looked_at = posts.filter(pk__in=Overloaded.objects.values("post"))
    else:
        looked_at = posts.filter(pk__in=_candidates(posts))
    found = with_load(looked_at).annotate(needs=Coalesce(Subquery(_open_needs()), 0))
    rows = found.select_related("user", "organization").order_by("organization__path", "pk")
    made = [Alarm(post, post.held, post.cap, post.needs) for post in rows]
    return [alarm for alarm in made if alarm.is_one][:SHOWN]


@transaction.atomic
def keep() -> None:
    """Look for those who may call too many. Run every minute, beside the sums."""
    found = _candidates(serving())
    known = set(Overloaded.objects.select_for_update().values_list("post", flat=True))
    Overloaded.objects.filter(post__in=known - found).delete()
    Overloaded.objects.bulk_create(
        [Overloaded(post_id=pk) for pk in found - known], ignore_conflicts=True
    )


def _candidates(posts: QuerySet[Post]) -> set[uuid.UUID]:
    """Each kind along its own index. Places left by households that went make some of them none."""
    beyond = Pairing.objects.standing().filter(post=OuterRef("post"), slot__gt=OuterRef("cap"))
    over = CadreProfile.objects.filter(Exists(beyond), post__in=posts).values_list("post")
    many = Pairing.objects.standing().filter(slot__gte=MANY_HOUSEHOLDS, post__in=posts)
    busy = (
        Need.objects.open().filter(assigned_to__isnull=False).order_by()
        .values("assigned_to").annotate(n=Count("pk")).filter(n__gte=MANY_NEEDS)
    )  # fmt: skip
    of_busy = posts.filter(user__in=busy.values("assigned_to")).values_list("pk")
    each = (over, many.values_list("post").distinct(), of_busy)
    return {pk for rows in each for (pk,) in rows[:LOOKED_AT]}


def _open_needs() -> QuerySet:
    rows = Need.objects.open().filter(assigned_to=OuterRef("user")).order_by()
    return rows.values("assigned_to").annotate(n=Count("pk")).values("n")
