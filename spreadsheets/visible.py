"""What one may see: imports and exports of the unions under one's posts, kind by kind."""

from collections.abc import Mapping
from typing import Any

from django.db.models import Q, QuerySet

from organizations.posts import within
from spreadsheets import exporting, kinds
from spreadsheets.models import Export, Import


def imports(user) -> QuerySet[Import]:
    """Each kind by the roles it is for."""
    return Import.objects.filter(_by_kind(user, kinds.registry()))


def exports(user) -> QuerySet[Export]:
    """One's own alone: a list holds what its asker might see."""
    return Export.objects.filter(_by_kind(user, exporting.registry()), requested_by=user)


def _by_kind(user, registry: Mapping[str, Any]) -> Q:
    found = Q(pk__in=[])
    for kind in registry.values():
        found |= Q(kind=kind.name) & within(user, kind.roles, "organization__path")
    return found
