"""Whom one may choose for a household, the best first and each with the reason in a sentence."""

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from django.db.models import Q

from assistance import explaining, gathering
from assistance.assignment import ranked
from assistance.models import HardshipFile
from assistance.models.file import STEWARDS
from assistance.weighing import Household, Match, Place
from organizations.models import Post
from organizations.posts import within

OFFERED = 20


@dataclass(frozen=True)
class Candidate:
    post: Post
    why: str
    is_across: bool
    cost: int


@dataclass(frozen=True)
class Offers:
    """The free places as they are now, and the divisions' names. Four queries, kept for a page."""

    places: list[Place]
    where: gathering.Map

    @classmethod
    def of(cls, user, *, text: str = "", used: Mapping | None = None) -> "Offers":
        """Cadres whose post the user administers; `used`: places a list in hand takes already."""
        where = gathering.Map()
        inside = within(user, STEWARDS, "organization__path")
        if text:
            inside &= Q(user__name__contains=text) | Q(organization__name__contains=text)
        places = gathering.free_places(inside, where)
        return cls([_less(place, (used or {}).get(place.key, 0)) for place in places], where)

    def household(self, file: HardshipFile, *, but: Iterable[int] = ()) -> Household:
        """`but`: people it shall not be paired with beside those to be avoided."""
        rows = HardshipFile.objects.filter(pk=file.pk)
        found = gathering.households(rows, self.where)[0]
        return replace(found, avoids=found.avoids | set(but))

    def best(self, household: Household, *, most: int = OFFERED) -> list[Candidate]:
        return self.told(ranked(household, self.places, most=most))

    def told(self, matches: list[Match]) -> list[Candidate]:
        """Matches with their people. One query."""
        posts = Post.objects.select_related("user", "organization").in_bulk(
            [match.place.key for match in matches]
        )
        return [
            Candidate(
                posts[match.place.key], self.why(match),
                explaining.is_across(match.household, match.place), match.cost,
            )
            for match in matches
        ]  # fmt: skip

    def why(self, match: Match) -> str:
        return explaining.sentence(match.household, match.place, match.held, self.where.names)

    def one(self, household: Household, post_id: uuid.UUID) -> Match | None:
        """This very cadre, when there is a place left and nothing is to be avoided."""
        mine = [place for place in self.places if place.key == post_id]
        return next(iter(ranked(household, mine, most=1)), None)


def _less(place: Place, used: int) -> Place:
    if not used:
        return place
    return replace(place, held=place.held + used, free=max(0, place.free - used))
