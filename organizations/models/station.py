"""Stations: places for outdoor workers."""

import datetime
import uuid

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils import timezone

from organizations.models.union import Division, Organization

# After so long nobody knows whether a station is still what the register says.
STALE_AFTER = datetime.timedelta(days=365)

# What a station may offer. Source: the federation's vocabulary.
FACILITIES = (
    "饮水机", "微波炉", "充电插座", "医药箱", "血压计", "冰箱", "空调", "WiFi", "桌椅",
    "卫生间", "AED",
)  # fmt: skip


class Station(models.Model):
    """A place for outdoor workers; its QR (/s/<code>/) preselects the union that keeps it."""

    class Kind(models.TextChoices):
        LOVE = "love", "工会爱心驿站"
        OUTDOOR = "outdoor", "户外劳动者服务站点"
        PLATFORM = "platform", "平台企业站点"
        DRIVER = "driver", "司机之家"
        CENTRE = "centre", "职工服务中心"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    code = models.CharField(max_length=12, unique=True)
    name = models.CharField("名称", max_length=64)
    kind = models.CharField("类型", max_length=12, choices=Kind.choices)
    organization = models.ForeignKey(
        Organization, on_delete=models.PROTECT, related_name="stations", verbose_name="管理工会"
    )
    # The union preselected for those who scan; the keeping union when it admits members itself.
    joins = models.ForeignKey(
        Organization, on_delete=models.PROTECT, related_name="+", verbose_name="入会工会"
    )
    division = models.ForeignKey(Division, on_delete=models.PROTECT, related_name="stations")
    address = models.CharField("地址", max_length=120)
    facilities = ArrayField(models.CharField(max_length=16), default=list, blank=True)
    opens_at = models.TimeField("开门", default=datetime.time(8))
    closes_at = models.TimeField("关门", default=datetime.time(20))
    is_24h = models.BooleanField("24小时", default=False)
    is_active = models.BooleanField(default=True)
    # Where it stands on the map (WGS 84, six places are a step); both or none.
    latitude = models.DecimalField("纬度", max_digits=9, decimal_places=6, null=True)
    longitude = models.DecimalField("经度", max_digits=9, decimal_places=6, null=True)
    # Of which platform's company it is; only with the kind of that name.
    platform = models.CharField("平台", max_length=16, blank=True, default="", db_default="")
    # Who answers for it. For staff alone, never on a page anybody sees.
    contact = models.CharField("联系人", max_length=32, blank=True, default="", db_default="")
    contact_phone = models.CharField(
        "联系电话", max_length=24, blank=True, default="", db_default=""
    )
    # When somebody last made sure that all of this is so.
    verified_on = models.DateField("核实日期", null=True)

    class Meta:
        verbose_name = "驿站"
        verbose_name_plural = "驿站"
        ordering = ["division_id", "name"]
        indexes = [
            # The box around a worker is looked up here (see `organizations.nearest`).
            models.Index(
                fields=["latitude", "longitude"],
                name="station_on_the_map",
                condition=Q(is_active=True, latitude__isnull=False),
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(latitude__isnull=True, longitude__isnull=True)
                # Both are named: a comparison with null would let one alone pass.
                | Q(
                    latitude__isnull=False,
                    longitude__isnull=False,
                    latitude__range=(-90, 90),
                    longitude__range=(-180, 180),
                ),
                name="station_on_earth_or_nowhere",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def is_open_at(self, at: datetime.datetime) -> bool:
        """Whether one can walk in at `at`; hours that end after midnight are understood."""
        if not self.is_active:
            return False
        if self.is_24h:
            return True
        now = timezone.localtime(at).time()
        if self.opens_at <= self.closes_at:
            return self.opens_at <= now < self.closes_at
        return now >= self.opens_at or now < self.closes_at

    def is_stale_on(self, day: datetime.date) -> bool:
        """Whether nobody has made sure of it within the year before that day."""
        return self.verified_on is None or self.verified_on < day - STALE_AFTER
