"""Whose figures a page shows: one union with all below it, as far as the viewer may see it."""

import uuid
from dataclasses import dataclass
from functools import cached_property

from django.db.models import Q
from django.http import Http404

from organizations import tree
from organizations.models import Organization, Role
from organizations.posts import paths, within

VIEWERS = (Role.ADMINISTRATOR,)


@dataclass(frozen=True)
class Scope:
    """`union` and everything below it, looked at by `user`, who holds one of `roles` there."""

    user: object
    union: Organization
    roles: tuple[str, ...] = VIEWERS

    @property
    def path(self) -> str:
        return self.union.path

    @property
    def is_city(self) -> bool:
        return self.union.parent_id is None

    def inside(self, field: str = "organization__path") -> Q:
        """Rows whose union path (`field`) lies in this subtree."""
        return Q(**{f"{field}__startswith": self.path})

    @cached_property
    def districts(self) -> list[Organization]:
        """The federations right below; a district or a single union stands for itself. In code
        order, which is no ranking. One query.
        """
        rows = Organization.objects.filter(
            parent=self.union, kind=Organization.Kind.FEDERATION, is_active=True
        )
        return list(rows.select_related("division").order_by("path")) or [self.union]

    @cached_property
    def below(self) -> list[Organization]:
        """All unions right below, in tree order. One query."""
        rows = Organization.objects.filter(parent=self.union, is_active=True)
        return list(rows.select_related("division").order_by("path"))

    def column_of(self, path: str) -> int:
        """Id of the union right below `union` in whose column a union of that path counts; the
        scope's own union for itself and for what is not below it.
        """
        found, depth = tree.ids(path), len(tree.ids(self.path))
        return found[depth] if len(found) > depth else self.union.pk


class Parts(Scope):
    """The same area with what lies right below a district (its townships, as a rule) in place of
    the districts, for maps of it.
    """

    @cached_property
    def districts(self) -> list[Organization]:
        divided = (Organization.Kind.FEDERATION, Organization.Kind.TOWNSHIP)
        return [union for union in self.below if union.kind in divided] or [self.union]


def read(user, named: str = "", roles: tuple[str, ...] = VIEWERS) -> Scope:
    """The union of that public id, else the first of the own ones. One query, of a handful.

    Raises Http404 for a union outside the own subtrees and for who has none.
    """
    own = paths(user, roles)
    if not own:
        raise Http404
    if not named:
        return Scope(user, Organization.objects.select_related("division").get(path=own[0]), roles)
    try:
        asked = uuid.UUID(named)
    except ValueError:
        raise Http404 from None
    rows = Organization.objects.filter(within(user, roles, "path"), public_id=asked)
    union = rows.select_related("division").first()
    if union is None:
        raise Http404
    return Scope(user, union, roles)


def choices(user, roles: tuple[str, ...] = VIEWERS) -> list[Organization]:
    """What the filter by area offers: the own unions and the federations below. One query."""
    federations = Q(kind=Organization.Kind.FEDERATION) & within(user, roles, "path")
    rows = Organization.objects.filter(federations | Q(path__in=paths(user, roles)), is_active=True)
    return list(rows.order_by("path"))
