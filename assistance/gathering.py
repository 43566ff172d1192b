"""Households and free cadres as the assignment takes them: a handful of queries, however many."""

import uuid
from collections import defaultdict

from django.db.models import Count, F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from assistance.admitting import USUAL_CAP
from assistance.cadres import serving
from assistance.explaining import LANGUAGES, SKILLS, mask
from assistance.models import Avoidance, CadreProfile, Pairing
from assistance.weighing import Household, Place
from organizations.models import Division

Level = Division.Level
ANYWHERE = Q()


class Map:
    """Where each division lies: its township and its district. One query."""

    def __init__(self):
        rows = Division.objects.values_list("pk", "name", "level", "parent_id")
        self.of = {pk: (name, level, parent) for pk, name, level, parent in rows}
        self.names = {pk: name for pk, (name, _, _) in self.of.items()}

    def township(self, pk: int) -> int:
        return pk if self.of[pk][1] == Level.TOWNSHIP else 0

    def district(self, pk: int | None) -> int:
        """0 for what lies above the districts, such as the city itself."""
        while pk and self.of[pk][1] == Level.TOWNSHIP:
            pk = self.of[pk][2]
        return pk if pk and self.of[pk][1] == Level.DISTRICT else 0


def households(files, where: Map) -> list[Household]:
    """Two queries."""
    avoided = defaultdict(set)
    for file, user in Avoidance.objects.filter(file__in=files).values_list("file_id", "user_id"):
        avoided[file].add(user)
    rows = files.values_list("pk", "unit_id", "division_id", "language", "needs")
    return [
        Household(
            key=pk, unit=unit or 0, township=where.township(division),
            district=where.district(division), language=mask((language,), LANGUAGES),
            needs=mask(needs, SKILLS), avoids=frozenset(avoided[pk]),
        )
        for pk, unit, division, language, needs in rows
    ]  # fmt: skip


def with_load(posts):
    """Each with `cap`, and `held`: how many households it calls."""
    held = Pairing.objects.standing().filter(post=OuterRef("pk")).order_by().values("post")
    return posts.annotate(
        cap=Coalesce(F("cadre__cap"), USUAL_CAP),
        held=Coalesce(Subquery(held.annotate(number=Count("pk")).values("number")), 0),
    )


def free(at=None):
    """Serving posts with a free place."""
    return with_load(serving(at)).filter(held__lt=F("cap"))


def free_places(inside: Q, where: Map, at=None) -> list[Place]:
    """The free places of the unions that `inside` names. Two queries."""
    rows = free(at).filter(inside).order_by("pk")
    abilities = _abilities(rows)
    found = rows.values_list(
        "pk", "user_id", "organization_id", "organization__division_id", "held", "cap"
    )
    return [
        Place(
            key=pk, user=user, unit=union, township=where.township(division),
            district=where.district(division), held=held, free=cap - held,
            **abilities.get(pk, {}),
        )
        for pk, user, union, division, held, cap in found
    ]  # fmt: skip


def _abilities(posts) -> dict[uuid.UUID, dict[str, int]]:
    rows = CadreProfile.objects.filter(post__in=posts.values("pk"))
    return {
        pk: {"languages": mask(spoken, LANGUAGES), "skills": mask(known, SKILLS)}
        for pk, spoken, known in rows.values_list("post_id", "languages", "skills")
    }
