"""What one may see: imports and exports of the unions under one's posts, kind by kind."""

from django.db.models import Q, QuerySet

from organizations.posts import within
from spreadsheets import kinds
from spreadsheets.models import Export, Import


def imports(user) -> QuerySet[Import]:
    """Each kind by the roles it is for."""
    found = Q(pk__in=[])
    for kind in kinds.registry().values():
        found |= Q(kind=kind.name) & within(user, kind.roles, "organization__path")
    return Import.objects.filter(found)


def exports(user) -> QuerySet[Export]:
    """A list holds what its own asker might see: nobody else fetches it."""
    return Export.objects.filter(requested_by=user)
