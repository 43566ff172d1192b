"""When a union works, and the days that differ."""

import datetime

from django.db import models
from django.db.models import Q

from organizations.models.union import Organization


class OfficeHours(models.Model):
    """When a union works. The nearest one up the tree holds; the root always has one."""

    organization = models.OneToOneField(
        Organization, on_delete=models.CASCADE, related_name="office_hours"
    )
    opens = models.TimeField("上班", default=datetime.time(9))
    lunch_from = models.TimeField("午休起", default=datetime.time(12))
    lunch_to = models.TimeField("午休止", default=datetime.time(14))
    closes = models.TimeField("下班（答复时限）", default=datetime.time(18))
    cutoff = models.TimeField("当日截止", default=datetime.time(16))

    class Meta:
        verbose_name = "办公时间"
        verbose_name_plural = "办公时间"
        constraints = [
            models.CheckConstraint(
                condition=Q(opens__lt=models.F("lunch_from"))
                & Q(lunch_from__lte=models.F("lunch_to"))
                & Q(lunch_to__lt=models.F("closes"))
                & Q(cutoff__gt=models.F("opens"))
                & Q(cutoff__lte=models.F("closes")),
                name="office_hours_in_order",
            )
        ]

    def __str__(self) -> str:
        return f"{self.opens:%H:%M}–{self.closes:%H:%M}"


class CalendarOverride(models.Model):
    """A day the published calendar does not know or has wrong (local holiday, flood, new year)."""

    day = models.DateField("日期", unique=True)
    is_working = models.BooleanField("上班")
    note = models.CharField("说明", max_length=60)

    class Meta:
        verbose_name = "日历调整"
        verbose_name_plural = "日历调整"
        ordering = ["day"]

    def __str__(self) -> str:
        return f"{self.day} {'上班' if self.is_working else '休息'}"
