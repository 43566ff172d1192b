"""Reading deliveries: how far a round is, and what expires at the stations."""

import datetime
from dataclasses import dataclass

from django.db.models import Count, Q
from django.db.models.functions import Substr

from accounts.models import User
from campaigns.models import Delivery, DeliveryRound
from organizations import tree
from organizations.models import Organization


def expiring(on: datetime.date):
    """What has to be made good by that day's light, with station and round: of every union."""
    rows = Delivery.objects.expiring(on)
    return rows.select_related("station__organization", "station__division__parent", "round")


@dataclass(frozen=True)
class Line:
    """How far a district is."""

    organization: Organization
    planned: int
    delivered: int
    is_own: bool = False

    @property
    def name(self) -> str:
        if not self.is_own:
            return self.organization.division.short_name
        return "本级" if self.organization.parent_id else "市本级"

    def of_deliveries(self) -> Q:
        """Which deliveries of the round it counts."""
        field, path = "station__organization__path", self.organization.path
        return Q(**{field: path}) if self.is_own else Q(**{f"{field}__startswith": path})

    @property
    def missing(self) -> int:
        return self.planned - self.delivered

    @property
    def percent(self) -> int:
        """Rounded down: 100 means all of them."""
        return self.delivered * 100 // self.planned if self.planned else 0


@dataclass(frozen=True)
class Progress:
    """n of N, as far as the reader's posts go."""

    lines: list[Line]

    @property
    def planned(self) -> int:
        return sum(line.planned for line in self.lines)

    @property
    def delivered(self) -> int:
        return sum(line.delivered for line in self.lines)

    @property
    def missing(self) -> int:
        return self.planned - self.delivered

    @property
    def percent(self) -> int:
        return self.delivered * 100 // self.planned if self.planned else 0


def progress(delivery_round: DeliveryRound, user: User) -> Progress:
    """n/N by the districts of the union that runs the round. One aggregate, and their names.

    `delivery_round.organization` is read.
    """
    own = delivery_round.organization
    counted = (
        delivery_round.deliveries.visible_to(user)
        .annotate(path=Substr("station__organization__path", 1, len(own.path) + tree.SEGMENT))
        .values("path")
        .annotate(planned=Count("pk"), delivered=Count("delivered_on"))
        .order_by("path")
    )
    sums = {row.pop("path"): row for row in counted}
    unions = Organization.objects.filter(path__in=sums).select_related("division").order_by("path")
    return Progress(
        [Line(union, **sums[union.path], is_own=union.pk == own.pk) for union in unions]
    )
