"""The sums of the supervisor's page (coverage.py), a row a union and a row a unit inside it.

They hold for one day: whether a household was called in time changes at midnight by itself. All
but the first counting of a day is kept up by triggers (migration 0002), because a file is written
by many acts and none of them may be able to forget it.
"""

from django.db import models

from organizations.models import Organization, Post


class CoverageDay(models.Model):
    """The one row: for which day the tallies were counted, and with which usual interval."""

    day = models.DateField()
    starts_at = models.DateTimeField()
    usual_days = models.PositiveSmallIntegerField()

    class Meta:
        verbose_name = "帮扶统计日"
        verbose_name_plural = "帮扶统计日"
        constraints = [models.CheckConstraint(condition=models.Q(pk=1), name="one_coverage_day")]

    def __str__(self) -> str:
        return self.day.isoformat()


class CoverageFields(models.Model):
    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+")
    # Null: the union as a whole. Otherwise of these those who work in that unit.
    unit_name = models.CharField(max_length=64, null=True)  # noqa: DJ001
    # Files that have not left and are not out of hardship.
    files = models.IntegerField(default=0)
    consented = models.IntegerField(default=0)
    paired = models.IntegerField(default=0)
    # Somebody answered within the interval; or was only tried; or the day has passed.
    contacted = models.IntegerField(default=0)
    tried = models.IntegerField(default=0)
    silent = models.IntegerField(default=0)
    needs = models.IntegerField(default=0)
    old_needs = models.IntegerField(default=0)
    # Households that wait for another cadre.
    hand_overs = models.IntegerField(default=0, db_default=0)

    class Meta:
        abstract = True


class CoverageTally(CoverageFields):
    """A reader adds the deltas not yet folded."""

    class Meta:
        verbose_name = "帮扶统计"
        verbose_name_plural = "帮扶统计"
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "unit_name"],
                name="one_coverage_a_unit",
                nulls_distinct=False,
            )
        ]

    def __str__(self) -> str:
        return f"{self.organization_id} {self.files}"


class CoverageDelta(CoverageFields):
    """What one written row changed."""

    class Meta:
        verbose_name = "帮扶统计增量"
        verbose_name_plural = "帮扶统计增量"

    def __str__(self) -> str:
        return f"{self.organization_id} {self.files:+d}"


class Overloaded(models.Model):
    """A cadre who may call too many (overload.py), looked for every minute and asked once more when
    it is shown: looking through twenty thousand would take longer than the rest of the page.
    """

    post = models.OneToOneField(Post, on_delete=models.CASCADE, related_name="+")

    class Meta:
        verbose_name = "联系户偏多的干部"
        verbose_name_plural = "联系户偏多的干部"

    def __str__(self) -> str:
        return str(self.post_id)
