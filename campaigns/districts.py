"""Which columns the table of a service month has, and in which one a union's work counts."""

from campaigns.models import Campaign
from organizations import tree
from organizations.models import Organization


def of_campaign(campaign: Campaign) -> list[Organization]:
    """The federations right below the union that runs it, in tree order, with their divisions. One query."""
    rows = Organization.objects.filter(
        parent=campaign.organization_id, kind=Organization.Kind.FEDERATION, is_active=True
    )
    return list(rows.select_related("division").order_by("path"))


def column_id(campaign: Campaign, organization: Organization) -> int:
    """Id of the union in whose column this one's work counts.

    The one right below the campaign's own; for the campaign's own union itself, that one (市本级).
    `campaign.organization` is read, nothing else.
    """
    path = tree.ids(organization.path)
    depth = len(tree.ids(campaign.organization.path))
    return path[depth] if len(path) > depth else path[-1]
