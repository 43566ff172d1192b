"""Keeping stations: where they are, what they offer, which union their QR leads to."""

import datetime

from django.db import transaction
from django.utils import timezone

from audit import services as audit
from audit.refusal import Refused
from organizations import nearest, permissions, tree
from organizations.models import Organization, Station

FIELDS = (
    "name", "kind", "platform", "organization", "joins", "division", "address", "latitude",
    "longitude", "facilities", "opens_at", "closes_at", "is_24h", "contact", "contact_phone",
)  # fmt: skip
# A station so many metres away from all others was more likely mistyped than built there.
LONELY = 100_000


@transaction.atomic
def add(*, actor, **given) -> Station:
    """A new station with a QR code of its own; `given` are FIELDS. Raises Refused.

    The same name kept by the same union twice is a double click: the first one is returned.
    """
    organization = Organization.objects.select_for_update().get(pk=given["organization"].pk)
    _check(actor, organization)
    known = Station.objects.filter(organization=organization, name=given["name"]).first()
    if known:
        return known
    station = Station.objects.create(code=tree.new_code(), **given)
    _record(station, actor, changed=["created"])
    return station


@transaction.atomic
def edit(station: Station, *, actor, **given) -> None:
    """Change a station; `given` are some of FIELDS. Raises Refused."""
    station = _locked(station)
    _check(actor, station.organization)
    # Handing a station over is the matter of both unions' administrators.
    _check(actor, given.get("organization", station.organization))
    changed = [name for name, value in given.items() if getattr(station, name) != value]
    if not changed:
        return
    for name in changed:
        setattr(station, name, given[name])
    station.save(update_fields=changed)
    _record(station, actor, changed=changed)


@transaction.atomic
def set_active(station: Station, is_active: bool, *, actor) -> None:
    """Open or close a station for good; its QR answers only while it is active."""
    station = _locked(station)
    _check(actor, station.organization)
    if station.is_active == is_active:
        return
    station.is_active = is_active
    station.save(update_fields=["is_active"])
    _record(station, actor, changed=["is_active"])


@transaction.atomic
def verify(station: Station, *, actor, on: datetime.date | None = None) -> None:
    """Note that somebody made sure today that all of it is so."""
    on = on or timezone.localdate()
    station = _locked(station)
    _check(actor, station.organization)
    if not station.is_active:
        raise Refused("这个驿站已停用，恢复使用后再核实。")
    if station.verified_on == on:
        return
    before, station.verified_on = station.verified_on, on
    station.save(update_fields=["verified_on"])
    audit.record(
        "organizations.station_verified",
        actor=actor,
        subject=station,
        unit=station.organization.name,
        data={"name": station.name, "before": before.isoformat() if before else ""},
    )


def metres_to_others(station: Station) -> int | None:
    """How far the nearest other station is, when that is so far that one should look again."""
    if station.latitude is None or station.longitude is None:
        return None
    others = Station.objects.filter(is_active=True).exclude(pk=station.pk)
    others = others.filter(latitude__isnull=False)
    spot = nearest.Spot(float(station.latitude), float(station.longitude))
    near = nearest.page(others, spot, size=1).rows
    if near:
        return near[0].metres if near[0].metres > LONELY else None
    return nearest.RINGS[-1] if others.exists() else None


def _locked(station: Station) -> Station:
    rows = Station.objects.select_for_update(of=("self",)).select_related("organization")
    return rows.get(pk=station.pk)


def _check(actor, organization: Organization) -> None:
    refusal = permissions.refusal_to_manage(actor, organization)
    if refusal:
        raise Refused(refusal, field="organization")


def _record(station: Station, actor, *, changed: list[str]) -> None:
    audit.record(
        "organizations.station_saved",
        actor=actor,
        subject=station,
        unit=station.organization.name,
        data={"name": station.name, "changed": changed, "is_active": station.is_active},
    )
