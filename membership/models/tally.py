"""Small sums of what was decided, by union and day (membership/tallies.py)."""

from django.db import models

from organizations.models import Organization


class Measure(models.TextChoices):
    """What is tallied, by union and day."""

    SUBMITTED = "submitted", "收到"
    APPROVED = "approved", "通过"
    REFUSED = "refused", "未通过"
    ON_TIME = "on_time", "按时答复"
    LATE = "late", "超时答复"
    WITHDRAWN = "withdrawn", "撤回"
    JOINED = "joined", "新会员"


class TallyFields(models.Model):
    day = models.DateField()
    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+")
    measure = models.CharField(max_length=12, choices=Measure.choices)
    amount = models.IntegerField()

    class Meta:
        abstract = True


class Tally(TallyFields):
    """Folded sums. A reader adds the deltas not yet folded (tallies.py)."""

    class Meta:
        verbose_name = "统计"
        verbose_name_plural = "统计"
        constraints = [
            models.UniqueConstraint(
                fields=["day", "organization", "measure"], name="one_tally_a_day"
            )
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.measure} {self.amount}"


class TallyDelta(TallyFields):
    """One act's contribution, appended in its own transaction: no hot counter row to queue at."""

    class Meta:
        verbose_name = "统计增量"
        verbose_name_plural = "统计增量"
        indexes = [models.Index(fields=["day"], name="tally_delta_day")]

    def __str__(self) -> str:
        return f"{self.day} {self.measure} {self.amount:+d}"
