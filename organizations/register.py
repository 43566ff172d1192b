"""The register of stations, narrowed down: by place, kind, platform, what they offer, when open."""

import datetime
from dataclasses import dataclass

from django.db.models import F, Q
from django.utils import timezone

from organizations.models import FACILITIES, STALE_AFTER, Division, Station
from people.vocabulary import PLATFORMS


@dataclass(frozen=True)
class Filters:
    text: str = ""
    district: int | None = None
    kind: str = ""
    platform: str = ""
    facilities: tuple[str, ...] = ()
    is_open: bool = False
    # What is open stands first, what is closed still stands there; only by distance.
    open_first: bool = False
    stale: bool = False
    closed: bool = False

    @classmethod
    def read(cls, given) -> "Filters":
        """From a query string; what cannot be understood does not filter."""
        district = given.get("district", "")
        return cls(
            text=given.get("text", "").replace("\0", "").strip()[:32],
            # Nine digits fit every id column.
            district=int(district) if district.isdecimal() and len(district) < 10 else None,
            kind=_known(given.get("kind", ""), Station.Kind.values),
            platform=_known(given.get("platform", ""), PLATFORMS),
            facilities=tuple(name for name in FACILITIES if name in given.getlist("facility")),
            is_open=given.get("open") == "1",
            open_first=given.get("open") == "first",
            stale=bool(given.get("stale")),
            closed=bool(given.get("closed")),
        )

    def apply(self, rows, at: datetime.datetime | None = None):
        """The stations among `rows` that fit at that moment."""
        at = at or timezone.now()
        if self.text:
            rows = rows.filter(Q(name__contains=self.text) | Q(address__contains=self.text))
        for field in ("kind", "platform"):
            if getattr(self, field):
                rows = rows.filter(**{field: getattr(self, field)})
        if self.facilities:
            rows = rows.filter(facilities__contains=list(self.facilities))
        return self._in_time(self._in_place(rows), at)

    def _in_place(self, rows):
        if not self.district:
            return rows
        inside = Division.objects.filter(Q(pk=self.district) | Q(parent=self.district))
        return rows.filter(division__in=inside.values("pk"))

    def _in_time(self, rows, at: datetime.datetime):
        if self.is_open:
            rows = rows.filter(open_at(at))
        if self.stale:
            rows = rows.filter(not_verified_since(at))
        return rows.filter(is_active=False) if self.closed else rows

    @property
    def any(self) -> bool:
        return self != Filters()


def _known(value: str, values) -> str:
    return value if value in values else ""


def open_at(at: datetime.datetime, prefix: str = "") -> Q:
    """Those one can walk into at that moment: `Station.is_open_at` as a condition. `prefix` leads
    to the station from rows of another table ("station__").
    """

    def station(**conditions) -> Q:
        return Q(**{f"{prefix}{name}": value for name, value in conditions.items()})

    now, closes = timezone.localtime(at).time(), F(f"{prefix}closes_at")
    opened, closing = station(opens_at__lte=now), station(closes_at__gt=now)
    by_day = station(opens_at__lte=closes) & opened & closing
    over_midnight = station(opens_at__gt=closes) & (opened | closing)
    return station(is_active=True) & (station(is_24h=True) | by_day | over_midnight)


def not_verified_since(at: datetime.datetime) -> Q:
    """Those in use that nobody has made sure of for a year, or ever."""
    last = timezone.localdate(at) - STALE_AFTER
    return Q(is_active=True) & (Q(verified_on__isnull=True) | Q(verified_on__lt=last))


def districts() -> list[Division]:
    """What one chooses a place from."""
    return list(Division.objects.filter(level=Division.Level.DISTRICT))
