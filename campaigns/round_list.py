"""The stations of a round as its page lists them: waiting, done, about to expire."""

import datetime
from dataclasses import dataclass, field

from campaigns.deliveries import Line, Progress
from campaigns.models import Delivery, DeliveryRound
from organizations import nearest
from organizations.models import Station
from organizations.register import Filters

STATES = {"todo": "还没送到", "done": "已送到", "expiring": "快到期", "all": "全部"}


@dataclass(frozen=True)
class Shown:
    """What of the round is looked at: as one comes to the page, what there is to do."""

    state: str = "todo"
    district: Line | None = None
    stations: Filters = field(default_factory=Filters)

    @classmethod
    def read(cls, given, progress: Progress) -> "Shown":
        """From a query string; what cannot be understood does not filter."""
        state, union = given.get("state", ""), given.get("union", "")
        lines = (line for line in progress.lines if str(line.organization.public_id) == union)
        return cls(
            state=state if state in STATES else "todo",
            district=next(lines, None),
            stations=Filters.read(given),
        )

    @property
    def any(self) -> bool:
        return bool(self.district) or self.stations.any

    def rows(self, delivery_round: DeliveryRound, user, today: datetime.date):
        rows = delivery_round.deliveries.visible_to(user)
        if self.state == "expiring":
            rows = rows.expiring(today)
        elif self.state != "all":
            rows = rows.filter(delivered_on__isnull=self.state == "todo")
        if self.district:
            rows = rows.filter(self.district.of_deliveries())
        if self.stations.any:
            rows = rows.filter(station__in=self.stations.apply(Station.objects.all()))
        return rows.with_later().select_related("station__organization", "round")


class Row:
    """A line of the list."""

    def __init__(self, delivery: Delivery, today: datetime.date):
        self.delivery = delivery
        self.station = delivery.station
        self.is_done = delivery.delivered_on is not None
        self.good = standing(delivery, today)
        metres = getattr(delivery, "metres", None)
        self.distance = nearest.told(metres) if metres is not None else ""


def standing(delivery: Delivery, today: datetime.date) -> str:
    """How the goods stand: "" (nothing to say), "good", "soon", "past" or "restocked".

    `is_followed` is read (`with_later`).
    """
    warned, last = delivery.warns_from(), delivery.expires_on
    if warned is None or last is None:
        return ""
    if delivery.restocked or delivery.is_followed:  # type: ignore[attr-defined]
        return "restocked"
    if today > last:
        return "past"
    return "soon" if today >= warned else "good"
