"""How many new members a district wants within a year."""

from django.db import models
from django.db.models import Q

from organizations.models import Organization

# More than any district has workers; what is above is a slip of the finger.
MOST_PEOPLE = 5_000_000


class DriveTarget(models.Model):
    """No row: no target was set."""

    district = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField("年度")
    people = models.PositiveIntegerField("新会员目标")

    class Meta:
        verbose_name = "发展会员目标"
        verbose_name_plural = "发展会员目标"
        constraints = [
            models.UniqueConstraint(fields=["district", "year"], name="one_drive_target_a_year"),
            models.CheckConstraint(
                condition=Q(people__gte=1, people__lte=MOST_PEOPLE), name="drive_target_believable"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.district_id} {self.year}: {self.people}"
