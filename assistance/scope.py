"""Which unions keep files, as far as a user administers them."""

import uuid

from django.db.models import Q

from assistance.models.file import STEWARDS
from organizations.models import Organization
from organizations.posts import current_posts, within


def unions_for(user) -> list[Organization]:
    """The federations of the own subtrees, and the unions of the own posts, in tree order."""
    own = [post.organization_id for post in current_posts(user) if post.role in STEWARDS]
    federations = Q(kind=Organization.Kind.FEDERATION) & within(user, STEWARDS, "path")
    rows = Organization.objects.filter(federations | Q(pk__in=own), is_active=True)
    return list(rows.order_by("path"))


def named(user, public_id: str) -> Organization | None:
    """The union of that id out of an address line, as far as the user administers it."""
    try:
        asked = uuid.UUID(public_id)
    except ValueError:
        return None
    rows = Organization.objects.filter(within(user, STEWARDS, "path"), public_id=asked)
    return rows.first()


def keeper_of(division, unions: list[Organization]) -> Organization | None:
    """Who of these keeps the households of a township: the federation of its district, else the
    deepest union whose own place holds it.
    """
    places = {division.pk: 2, division.parent_id: 1}
    found = [union for union in unions if union.division_id in places]
    districts = [union for union in found if union.division_id == division.parent_id]
    federations = [u for u in districts if u.kind == Organization.Kind.FEDERATION]
    return next(iter(federations or districts or found), None)
