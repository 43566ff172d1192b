"""How many people work where a union stands: the denominator of the joining rate."""

import datetime

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from organizations.models.union import Organization
from people.vocabulary import Occupation

# More than any city of the country has; what is above is a slip of the finger.
MOST_WORKERS = 50_000_000


class WorkforceReport(models.Model):
    """One line of a report: the workers of a union and all below it, of one occupation or of all.

    Rows are added and never changed: a correction is a new report. Those written by one act share
    (`as_of`, `at`); the report with the newest of both counts (organizations/workforce.py).
    """

    organization = models.ForeignKey(
        Organization, on_delete=models.PROTECT, related_name="workforce_reports"
    )
    # Empty: all workers. Each report has this line.
    occupation = models.CharField(
        "从业类别", max_length=16, choices=Occupation.choices, blank=True, default=""
    )
    workers = models.PositiveIntegerField("职工人数")
    as_of = models.DateField("截至")
    reported_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = "职工人数"
        verbose_name_plural = "职工人数"
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "as_of", "at", "occupation"], name="workforce_line_once"
            ),
            models.CheckConstraint(
                condition=Q(workers__lte=MOST_WORKERS), name="workforce_believable"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organization_id} {self.occupation} {self.workers} {self.as_of}"

    @property
    def key(self) -> tuple[datetime.date, datetime.datetime]:
        return self.as_of, self.at
