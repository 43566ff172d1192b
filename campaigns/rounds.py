"""Rounds of deliveries: opened for a service month, given their stations, closed."""

import datetime

from django.db import transaction

from accounts.models import User
from audit import services as audit
from audit.refusal import Refused
from campaigns.models import Campaign, CampaignState, Delivery, DeliveryRound, ServiceItem
from campaigns.permissions import refusal_to_manage
from organizations.models import Station
from organizations.register import Filters


def open_round(
    *,
    campaign: Campaign,
    name: str,
    goods: str,
    starts_on: datetime.date,
    ends_on: datetime.date,
    actor: User,
    item: ServiceItem | None = None,
    warn_days: int = 30,
    expires_on: datetime.date | None = None,
    is_demo: bool = False,
) -> DeliveryRound:
    """Open a round, without stations yet. Raises Refused.

    The same name and goods again is a double click: the first one is returned.
    """
    with transaction.atomic():
        campaign = _locked(campaign)
        _check(refusal_to_manage(actor, campaign))
        if campaign.state == CampaignState.ARCHIVED:
            raise Refused("服务月已归档，不能再开新的配送。")
        if ends_on < starts_on:
            raise Refused("送完的日期要在开始之后。", field="ends_on")
        known = DeliveryRound.objects.filter(campaign=campaign, name=name).first()
        if known and known.goods == goods:
            return known
        if known:
            raise Refused("这个服务月已有同名的配送，请换个名称。", field="name")
        made = DeliveryRound.objects.create(
            campaign=campaign, organization=campaign.organization, name=name, goods=goods,
            item=item, starts_on=starts_on, ends_on=ends_on, warn_days=warn_days,
            expires_on=expires_on, is_demo=is_demo,
        )  # fmt: skip
        _record("campaigns.round_opened", made, actor, goods=goods)
    return made


def candidates(delivery_round: DeliveryRound, filters: Filters):
    """The stations in use of the round's union and below that fit and are not in it yet."""
    rows = Station.objects.filter(
        is_active=True, organization__path__startswith=delivery_round.organization.path
    )
    return filters.apply(rows).exclude(deliveries__round=delivery_round)


def add_stations(delivery_round: DeliveryRound, *, filters: Filters, actor: User) -> int:
    """Take in all stations that fit; those in it already stay as they are. Returns how many came."""
    with transaction.atomic():
        found = _locked_round(delivery_round)
        _check_open(found, actor)
        made = Delivery.objects.bulk_create(
            Delivery(round=found, station=station) for station in candidates(found, filters)
        )
        if made:
            _record("campaigns.round_stations_added", found, actor, stations=len(made))
    return len(made)


def leave_out(delivery: Delivery, *, actor: User) -> None:
    """Take a station out of the round again, while nothing has been brought there."""
    with transaction.atomic():
        found = _locked_round(delivery.round)
        _check_open(found, actor)
        row = Delivery.objects.select_for_update(of=("self",)).filter(pk=delivery.pk).first()
        if row is None:
            return
        if row.delivered_on:
            raise Refused("这个驿站已经送到了，先撤销记录，再移出。")
        _record("campaigns.round_station_left_out", found, actor, station=str(row.station_id))
        row.delete()


def set_closed(delivery_round: DeliveryRound, is_closed: bool, *, actor: User) -> None:
    """Close a round: what is recorded stands, nothing more is. Or open it again."""
    with transaction.atomic():
        found = _locked_round(delivery_round)
        _check(refusal_to_manage(actor, found.campaign))
        if found.is_closed == is_closed:
            return
        found.is_closed = is_closed
        found.save(update_fields=["is_closed"])
        action = "campaigns.round_closed" if is_closed else "campaigns.round_reopened"
        _record(action, found, actor)


def _locked(campaign: Campaign) -> Campaign:
    rows = Campaign.objects.select_for_update(of=("self",)).select_related("organization")
    return rows.get(pk=campaign.pk)


def _locked_round(delivery_round: DeliveryRound) -> DeliveryRound:
    rows = DeliveryRound.objects.select_for_update(of=("self",))
    return rows.select_related("organization", "campaign__organization").get(pk=delivery_round.pk)


def _check_open(delivery_round: DeliveryRound, actor: User) -> None:
    _check(refusal_to_manage(actor, delivery_round.campaign))
    if delivery_round.is_closed:
        raise Refused("这次配送已结束，不能再增减驿站。")


def _check(refusal: str) -> None:
    if refusal:
        raise Refused(refusal)


def _record(action: str, delivery_round: DeliveryRound, actor: User, **data) -> None:
    audit.record(
        action, actor=actor, subject=delivery_round, unit=delivery_round.organization.name,
        data={"name": delivery_round.name, **data},
    )  # fmt: skip
