"""What a brief can be of: a service month, or a calendar month; and for which area."""

import datetime
import uuid

from django.http import Http404

from campaigns.models import Campaign
from dashboards import brief_campaign, brief_month, period, scope
from dashboards.brief import Brief
from dashboards.navigation import OFFICERS
from dashboards.scope import VIEWERS, Scope

MONTHS = 12
# Before that nothing was counted.
FIRST = datetime.date(2020, 1, 1)


def of_campaign(user, named: str, pk: uuid.UUID, today: datetime.date) -> tuple[Scope, Brief]:
    """Raises Http404 where there is none for this area."""
    found = scope.read(user, named, OFFICERS)
    campaign = next((row for row in brief_campaign.campaigns(found) if row.pk == pk), None)
    if campaign is None:
        raise Http404
    return found, brief_campaign.make(found, campaign, today)


def of_month(user, named: str, first: datetime.date, today: datetime.date) -> tuple[Scope, Brief]:
    """`first` is the first day of the month. Raises Http404 for months that have not begun."""
    found = scope.read(user, named, VIEWERS)
    if not FIRST <= first <= today:
        raise Http404
    return found, brief_month.make(found, period.month(first), today)


def months(today: datetime.date) -> list[datetime.date]:
    """The first days of this month and the eleven before, the newest first."""
    found = [today.replace(day=1)]
    while len(found) < MONTHS:
        found.append((found[-1] - period.DAY).replace(day=1))
    return found


def campaigns(found: Scope) -> list[Campaign]:
    """Those that have figures for the area, the newest first."""
    return [row for row in brief_campaign.campaigns(found) if brief_campaign.columns(found, row)]
