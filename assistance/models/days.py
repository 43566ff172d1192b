"""What 1+1 did day by day, a row a day and union: contacts of that day, needs raised on it that
are open still. Kept up by triggers on the rows (migration 0004), folded and read in care_days.py.

Days are days of the city's time. The union is that of the household's file now: a file that moves
takes its days with it, as it takes the right to see them.
"""

from django.db import models
from django.db.models import Q

from organizations.models import Organization


class CareDayFields(models.Model):
    day = models.DateField()
    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+")
    # Contacts in which somebody answered; in which nobody did.
    reached = models.IntegerField(default=0)
    tried = models.IntegerField(default=0)
    open_needs = models.IntegerField(default=0)

    class Meta:
        abstract = True


class CareDayTally(CareDayFields):
    """A reader adds the deltas not yet folded."""

    class Meta:
        verbose_name = "帮扶每日统计"
        verbose_name_plural = "帮扶每日统计"
        constraints = [
            models.UniqueConstraint(fields=["day", "organization"], name="one_care_day_a_union")
        ]
        indexes = [
            # Open needs of whatever age: a few days out of years.
            models.Index(fields=["day"], name="care_day_open", condition=~Q(open_needs=0))
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.organization_id}"


class CareDayDelta(CareDayFields):
    """What one statement changed."""

    class Meta:
        verbose_name = "帮扶每日统计增量"
        verbose_name_plural = "帮扶每日统计增量"

    def __str__(self) -> str:
        return f"{self.day} {self.organization_id}"
