"""A round, and what has to be restocked, as sheets."""

import datetime
from collections.abc import Iterable, Iterator

from django.utils import timezone

from campaigns.deliveries import Progress
from campaigns.models import Delivery, DeliveryRound
from campaigns.round_list import standing
from spreadsheets.writing import Sheet

GOOD = {"": "", "good": "未到期", "soon": "快到期", "past": "已过期", "restocked": "已补"}
_STATIONS = (
    "驿站", "类型", "平台", "区划", "地址", "管理工会", "送到日期", "数量", "有效期到", "有效期",
    "签收人", "备注",
)  # fmt: skip
_WIDE = (28, 18, 10, 16, 30, 26, 12, 8, 12, 10, 12, 24)


def of_round(
    delivery_round: DeliveryRound, progress: Progress, user, now: datetime.datetime
) -> list[Sheet]:
    """By district, and station by station, as far as the user's posts go. One query."""
    rows = delivery_round.deliveries.visible_to(user).with_later().order_by("station__name", "pk")
    note = f"{delivery_round.name}，{delivery_round.goods}，{_moment(now)}导出"
    return [
        Sheet("各区县", ("区县", "驿站", "已送到", "还没送到", "完成（%）"), _lines(progress), note,
              (16, 10, 10, 10, 12)),
        Sheet("驿站", _STATIONS, _stations(rows, timezone.localdate(now)), note, _WIDE),
    ]  # fmt: skip


def of_restock(rows, today: datetime.date, now: datetime.datetime) -> Sheet:
    """What expires, with whom to ask at the station."""
    columns = ("驿站", "区划", "地址", "管理工会", "东西", "送到日期", "有效期到", "有效期", "联系人", "联系电话")  # fmt: skip
    return Sheet(
        "补货清单", columns, _restock(rows, today), f"补货清单，{_moment(now)}导出",
        (28, 16, 30, 26, 14, 12, 12, 10, 12, 16),
    )  # fmt: skip


def _moment(now: datetime.datetime) -> str:
    return f"{timezone.localtime(now):%Y-%m-%d %H:%M}"


def _lines(progress: Progress) -> Iterator[tuple]:
    for line in progress.lines:
        yield line.name, line.planned, line.delivered, line.missing, line.percent
    yield "合计", progress.planned, progress.delivered, progress.missing, progress.percent


_WITH = ("station__organization", "station__division__parent", "round")


def _stations(rows, today: datetime.date) -> Iterator[tuple]:
    for delivery in rows.select_related(*_WITH).iterator():
        station = delivery.station
        yield (
            station.name, station.get_kind_display(), station.platform, _place(delivery),
            station.address, station.organization.name, _day(delivery.delivered_on),
            delivery.quantity if delivery.delivered_on else "", _day(delivery.expires_on),
            GOOD[standing(delivery, today)], delivery.receiver, delivery.note,
        )  # fmt: skip


def _restock(rows: Iterable[Delivery], today: datetime.date) -> Iterator[tuple]:
    for delivery in rows:
        station = delivery.station
        last = delivery.expires_on
        yield (
            station.name, _place(delivery), station.address, station.organization.name,
            delivery.round.goods, _day(delivery.delivered_on), _day(last),
            GOOD["past" if last and today > last else "soon"], station.contact,
            station.contact_phone,
        )  # fmt: skip


def _place(delivery: Delivery) -> str:
    division = delivery.station.division
    above = division.parent if division.level == division.Level.TOWNSHIP else None
    return f"{above.name}{division.name}" if above else division.name


def _day(day: datetime.date | None) -> str:
    return day.isoformat() if day else ""
