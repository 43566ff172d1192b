"""Rounds of deliveries to stations: which of N has what, until when it is good."""

import datetime
import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from campaigns.models.campaign import OFFICERS, Campaign, ServiceItem
from organizations.models import Organization, Station
from organizations.posts import within


class DeliveryRoundQuerySet(models.QuerySet):
    def visible_to(self, user):
        """The rounds of the unions above or under one's posts are those of its campaign."""
        return self.filter(campaign__in=Campaign.objects.visible_to(user))


class DeliveryRound(models.Model):
    """Something brought to N stations, each once (医药箱 to 600 stations)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="rounds")
    item = models.ForeignKey(
        ServiceItem, on_delete=models.PROTECT, null=True, blank=True, related_name="rounds"
    )
    organization = models.ForeignKey(
        Organization, on_delete=models.PROTECT, related_name="rounds", verbose_name="主办工会"
    )
    name = models.CharField("名称", max_length=48)
    goods = models.CharField("送什么", max_length=32)
    # Restocking is called for this many days before the goods expire.
    warn_days = models.PositiveSmallIntegerField("到期前几天提醒", default=30)
    # What stands on this batch; single deliveries may say otherwise.
    expires_on = models.DateField("这批的有效期到", null=True, blank=True)
    starts_on = models.DateField("开始")
    ends_on = models.DateField("送完")
    is_closed = models.BooleanField("已结束", default=False)
    created_at = models.DateTimeField(default=timezone.now)
    is_demo = models.BooleanField(default=False)

    objects = DeliveryRoundQuerySet.as_manager()

    class Meta:
        verbose_name = "配送"
        verbose_name_plural = "配送"
        ordering = ["-starts_on", "name"]
        constraints = [
            models.UniqueConstraint(fields=["campaign", "name"], name="round_name_once"),
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")), name="round_ends_after_it_starts"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class DeliveryQuerySet(models.QuerySet):
    def visible_to(self, user):
        """The deliveries to stations of the unions under one's posts."""
        return self.filter(within(user, OFFICERS, "station__organization__path"))

    def expiring(self, on: datetime.date):
        """Delivered goods whose last good day is at hand on that day, or past, and which neither
        somebody nor a later delivery has made good.
        """
        warned_from = F("expires_on") - F("round__warn_days")
        return (
            self.filter(expires_on__isnull=False, restocked=False)
            .annotate(warned_from=models.ExpressionWrapper(warned_from, models.DateField()))
            .filter(~models.Exists(_later()), warned_from__lte=on)
        )

    def with_later(self):
        """Each with `is_followed`: whether the same goods came there again afterwards."""
        return self.annotate(is_followed=models.Exists(_later()))


def _later() -> models.QuerySet:
    """The same goods brought to the same station afterwards, in whichever round.

    Asked for instead of noted on the earlier row: taking a record back brings the earlier one
    back into the list by itself, and nothing has to be locked together.
    """
    after = Q(delivered_on__gt=models.OuterRef("delivered_on")) | Q(
        delivered_on=models.OuterRef("delivered_on"), recorded_at__gt=models.OuterRef("recorded_at")
    )
    return Delivery.objects.filter(
        after, station=models.OuterRef("station"), round__goods=models.OuterRef("round__goods")
    )


class Delivery(models.Model):
    """A station of a round: planned until `delivered_on` says when it was there."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    round = models.ForeignKey(DeliveryRound, on_delete=models.CASCADE, related_name="deliveries")
    station = models.ForeignKey(Station, on_delete=models.PROTECT, related_name="deliveries")
    delivered_on = models.DateField("送到日期", null=True)
    quantity = models.PositiveIntegerField("数量", default=1)
    expires_on = models.DateField("有效期到", null=True)
    receiver = models.CharField("签收人", max_length=32, blank=True)
    note = models.CharField("备注", max_length=120, blank=True)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    recorded_at = models.DateTimeField(null=True)
    # Somebody saw to it by hand; a later delivery does without (see `expiring`).
    restocked = models.BooleanField("已补", default=False)

    objects = DeliveryQuerySet.as_manager()

    class Meta:
        verbose_name = "配送站点"
        verbose_name_plural = "配送站点"
        constraints = [
            models.UniqueConstraint(fields=["round", "station"], name="station_once_a_round"),
            # What was not there cannot expire, nor be made good.
            models.CheckConstraint(
                condition=Q(delivered_on__isnull=False, recorded_at__isnull=False)
                | Q(
                    delivered_on__isnull=True,
                    recorded_at__isnull=True,
                    expires_on__isnull=True,
                    restocked=False,
                ),
                name="delivered_or_planned",
            ),
        ]
        indexes = [
            models.Index(
                fields=["expires_on"],
                name="delivery_expiring",
                condition=Q(expires_on__isnull=False, restocked=False),
            )
        ]

    def __str__(self) -> str:
        return f"{self.round} {self.station}"

    def warns_from(self) -> datetime.date | None:
        """The day from which somebody should bring new goods."""
        if self.expires_on is None:
            return None
        return self.expires_on - datetime.timedelta(days=self.round.warn_days)
