"""Divisions, the tree of unions, stations, posts, office hours, workers reported."""

from organizations.models.hours import CalendarOverride, OfficeHours
from organizations.models.post import Post, PostQuerySet, Role
from organizations.models.station import FACILITIES, STALE_AFTER, Station
from organizations.models.union import (
    PATH_LENGTH,
    RECEIVING_KINDS,
    Division,
    Organization,
    OrganizationQuerySet,
)
from organizations.models.workforce import MOST_WORKERS, WorkforceReport

__all__ = [
    "FACILITIES", "MOST_WORKERS", "PATH_LENGTH", "RECEIVING_KINDS", "STALE_AFTER",
    "CalendarOverride", "Division", "OfficeHours", "Organization", "OrganizationQuerySet", "Post",
    "PostQuerySet", "Role", "Station", "WorkforceReport",
]  # fmt: skip
