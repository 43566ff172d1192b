"""The acts on a delivery: recorded at the station, taken back, restocked."""

import datetime
from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from audit import services as audit
from audit.refusal import Refused
from campaigns.models import Delivery
from campaigns.permissions import refusal_to_deliver

_GIVEN = ("delivered_on", "quantity", "expires_on", "receiver", "note")
# What a delivery says that is only planned.
PLANNED = {
    "delivered_on": None, "quantity": 1, "expires_on": None, "receiver": "", "note": "",
    "recorded_by": None, "recorded_at": None, "restocked": False,
}  # fmt: skip


def record(
    delivery: Delivery,
    *,
    delivered_on: datetime.date,
    actor: User,
    quantity: int = 1,
    expires_on: datetime.date | None = None,
    receiver: str = "",
    note: str = "",
    at: datetime.datetime | None = None,
) -> Delivery:
    """Write down that the goods are there. Raises Refused.

    Once a station and round: the same person saying the same again is a double click, anybody
    else is told who was first.
    """
    at = at or timezone.now()
    given = {
        "delivered_on": delivered_on, "quantity": quantity, "expires_on": expires_on,
        "receiver": receiver, "note": note,
    }  # fmt: skip
    with transaction.atomic():
        delivery = _locked(delivery)
        _check(delivery, actor)
        if delivery.delivered_on:
            if delivery.recorded_by_id == actor.pk and _says(delivery, given):
                return delivery
            raise Refused(_recorded_already(delivery))
        _check_days(delivery, delivered_on, expires_on, timezone.localdate(at))
        _write(delivery, **given, recorded_by=actor, recorded_at=at)
        _record("campaigns.delivered", delivery, actor, at, _told(given))
    return delivery


def record_many(
    deliveries: Iterable[Delivery], *, actor: User, **given
) -> tuple[list[Delivery], list[tuple[Delivery, str]]]:
    """The same written down for several, each its own transaction and record.

    Returns those recorded and, for each left alone, why.
    """
    done, left = [], []
    for delivery in deliveries:
        try:
            done.append(record(delivery, actor=actor, **given))
        except Refused as refused:
            left.append((delivery, refused.message))
    return done, left


def undo(
    delivery: Delivery,
    *,
    recorded_at: datetime.datetime,
    actor: User,
    at: datetime.datetime | None = None,
) -> Delivery:
    """Take back a mistaken record: the station is waiting again. What it said stays in the audit.

    `recorded_at` names the record meant, so that a second press does not take back a new one.
    """
    at = at or timezone.now()
    with transaction.atomic():
        delivery = _locked(delivery)
        _check(delivery, actor)
        if delivery.recorded_at is None:
            return delivery
        if delivery.recorded_at != recorded_at:
            raise Refused("这条记录刚刚又改过，请看过再办。")
        said = _told({name: getattr(delivery, name) for name in _GIVEN})
        _write(delivery, **PLANNED)
        _record("campaigns.delivery_undone", delivery, actor, at, said)
    return delivery


def set_restocked(
    delivery: Delivery, is_restocked: bool = True, *, actor: User, at=None
) -> Delivery:
    """“已补”: somebody saw to it outside a round; or it was pressed by mistake.

    In a closed round too: goods expire long after it.
    """
    with transaction.atomic():
        delivery = _locked(delivery)
        refusal = refusal_to_deliver(actor, delivery)
        if refusal:
            raise Refused(refusal)
        if delivery.delivered_on is None:
            raise Refused("这个驿站还没有送到，没有要补的。")
        if delivery.restocked == is_restocked:
            return delivery
        _write(delivery, restocked=is_restocked)
        action = "campaigns.restocked" if is_restocked else "campaigns.restock_undone"
        _record(action, delivery, actor, at, {})
    return delivery


def _locked(delivery: Delivery) -> Delivery:
    rows = Delivery.objects.select_for_update(of=("self",))
    return rows.select_related("round", "station__organization", "recorded_by").get(pk=delivery.pk)


def _check(delivery: Delivery, actor: User) -> None:
    refusal = refusal_to_deliver(actor, delivery)
    if not refusal and delivery.round.is_closed:
        refusal = "这次配送已结束，记录不能再改。"
    if refusal:
        raise Refused(refusal)


def _check_days(delivery: Delivery, delivered_on, expires_on, today: datetime.date) -> None:
    if delivered_on > today:
        raise Refused("送到日期还没到，请核对。", field="delivered_on")
    if delivered_on < delivery.round.starts_on:
        first = _day(delivery.round.starts_on)
        raise Refused(f"这次配送{first}才开始，送到日期不能更早。", field="delivered_on")
    if expires_on and expires_on <= delivered_on:
        raise Refused("有效期要在送到日期之后，请核对。", field="expires_on")


def _says(delivery: Delivery, given: dict) -> bool:
    return all(getattr(delivery, name) == value for name, value in given.items())


def _recorded_already(delivery: Delivery) -> str:
    by = f"（{delivery.recorded_by.name}记的）" if delivery.recorded_by else ""
    return f"{delivery.station.name}已记{_day(delivery.delivered_on)}送到{by}，要改请先撤销。"


def _day(day: datetime.date | None) -> str:
    return f"{day.month}月{day.day}日" if day else ""


def _write(delivery: Delivery, **given) -> None:
    for name, value in given.items():
        setattr(delivery, name, value)
    delivery.save(update_fields=list(given))


def _told(given: dict) -> dict:
    """For the record; who signed and what was noted stays with the delivery."""
    days = {name: given[name] for name in ("delivered_on", "expires_on")}
    told = {name: day.isoformat() if day else "" for name, day in days.items()}
    return {**told, "quantity": given["quantity"]}


def _record(action: str, delivery: Delivery, actor: User, at, data: dict) -> None:
    audit.record(
        action, actor=actor, subject=delivery, unit=delivery.station.organization.name, at=at,
        data={"round": delivery.round.name, "station": delivery.station.name, **data},
    )  # fmt: skip
