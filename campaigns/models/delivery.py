"""Rounds of deliveries to stations: which of N has what, until when it is good."""

import datetime
import uuid

from django.conf import settings
from django.db import models
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

    def __str__(self) -> str:
        return self.name


class DeliveryQuerySet(models.QuerySet):
    def visible_to(self, user):
        """The deliveries to stations of the unions under one's posts."""
        return self.filter(within(user, OFFICERS, "station__organization__path"))

    def expiring(self, on: datetime.date):
        """Delivered goods whose last good day is at hand on that day, or past."""
        warned_from = models.F("expires_on") - models.F("round__warn_days")
        return (
            self.filter(expires_on__isnull=False, restocked=False)
            .annotate(warned_from=models.ExpressionWrapper(warned_from, models.DateField()))
            .filter(warned_from__lte=on)
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
    # A later round brought new goods, or somebody saw to it.
    restocked = models.BooleanField("已补", default=False)

    objects = DeliveryQuerySet.as_manager()

    class Meta:
        verbose_name = "配送站点"
        verbose_name_plural = "配送站点"
        constraints = [
            models.UniqueConstraint(fields=["round", "station"], name="station_once_a_round")
        ]
        indexes = [
            models.Index(
                fields=["expires_on"],
                name="delivery_expiring",
                condition=models.Q(expires_on__isnull=False, restocked=False),
            )
        ]

    def __str__(self) -> str:
        return f"{self.round} {self.station}"
