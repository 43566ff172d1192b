"""Which unions keep files, as far as a user administers them."""

import uuid

from django.db.models import Q

from assistance.models.file import STEWARDS
from organizations.models import Division, Organization
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


def keeper_of(township: Division, unions: list[Organization]) -> Organization | None:
    """Who of these keeps the households of a township: the federation of its district, else another
    union of the district or of the township itself.
    """
    of_district = [union for union in unions if union.division_id == township.parent_id]
    federations = [u for u in of_district if u.kind == Organization.Kind.FEDERATION]
    of_township = [union for union in unions if union.division_id == township.pk]
    return next(iter(federations or of_district or of_township), None)
