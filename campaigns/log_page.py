"""What the log page knows beforehand: for whom one logs, where, with whose money, and what was last."""

import uuid

from django.db.models import Q

from campaigns import districts, money
from campaigns.models import Activity, ActivityState, Campaign
from campaigns.models.campaign import OFFICERS
from organizations import tree
from organizations.models import Organization, Station
from organizations.posts import current_posts

# As many as a browser's list of suggestions bears.
MOST_STATIONS = 700


def unions(user, campaign: Campaign) -> list[Organization]:
    """The unions one logs for in this month: those of one's posts inside its tree; for a post
    above it, the one that runs it. In tree order, no query.
    """
    root, found = campaign.organization, {}
    for post in current_posts(user):
        own = post.organization
        if post.role not in OFFICERS:
            continue
        if own.path.startswith(root.path):
            found[own.pk] = own
        elif root.path.startswith(own.path):
            found[root.pk] = root
    return sorted(found.values(), key=lambda union: union.path)


def stations(campaign: Campaign, offered: list[Organization]):
    """The open stations of the districts these unions lie in (of all, for the city's own)."""
    depth = len(campaign.organization.path) + tree.SEGMENT
    inside = Q(pk__in=[])
    for path in {union.path[:depth] for union in offered}:
        inside |= Q(organization__path__startswith=path)
    return Station.objects.filter(inside, is_active=True)


def left(campaign: Campaign, offered: list[Organization]) -> dict[str, int | None]:
    """Public id of each union -> the fen left to it; None where no share was handed out. One query."""
    columns = {union.pk: districts.column_id(campaign, union) for union in offered}
    shares = money.standing(campaign, columns.values()).rows
    found = {share.organization.pk: share.remaining_fen for share in shares}
    return {str(union.public_id): found.get(columns[union.pk]) for union in offered}


def last_of(user, campaign: Campaign) -> Activity | None:
    """What one logged last in this month. One query along an index."""
    rows = Activity.objects.filter(logged_by=user, campaign=campaign)
    kept = rows.exclude(state=ActivityState.WITHDRAWN).select_related("station")
    return kept.order_by("-created_at").first()


def named(user, campaign: Campaign, text: str) -> Activity | None:
    """The activity of this month named in `?from=`, as far as one may see it."""
    try:
        pk = uuid.UUID(text)
    except ValueError:
        return None
    rows = Activity.objects.visible_to(user).filter(campaign=campaign, pk=pk)
    return rows.select_related("station").first()
