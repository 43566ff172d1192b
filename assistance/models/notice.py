"""What a reminder told of: one message a reader, however many households became due for them.

The rows are the memory of reminders.py: an occasion that is here is never told of again.
"""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q

from assistance.models.file import HardshipFile
from organizations.models import Organization


class NoticeKind(models.TextChoices):
    SILENT = "silent", "该联系没联系"
    ESCALATED = "escalated", "提醒过仍没联系"
    HAND_OVER = "hand_over", "交接没定"
    NEED = "need", "需要没办完"
    RECEIPT = "receipt", "送到没签收"
    AGAIN = "again", "该再问一次"


class Notice(models.Model):
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=12, choices=NoticeKind.choices)
    # Who hears of it: somebody who calls or sees to something, or the supervisors of a union.
    reader = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    organization = models.ForeignKey(
        Organization, on_delete=models.PROTECT, null=True, related_name="+"
    )
    at = models.DateTimeField()
    # Whether its messages are written.
    is_told = models.BooleanField(default=False)

    class Meta:
        verbose_name = "联系提醒"
        verbose_name_plural = "联系提醒"
        constraints = [
            models.CheckConstraint(
                condition=Q(reader__isnull=True) ^ Q(organization__isnull=True),
                name="notice_has_one_reader",
            )
        ]
        indexes = [models.Index(fields=["kind"], name="notice_untold", condition=Q(is_told=False))]

    def __str__(self) -> str:
        return self.get_kind_display()


class Noticed(models.Model):
    """One occasion: this household, due on that day, for that many rounds."""

    notice = models.ForeignKey(Notice, on_delete=models.CASCADE, related_name="occasions")
    kind = models.CharField(max_length=12, choices=NoticeKind.choices)
    # The row that is due: the file itself, a hand-over, a need, a supply.
    about = models.UUIDField()
    file = models.ForeignKey(HardshipFile, on_delete=models.CASCADE, related_name="noticed")
    due_on = models.DateField()
    round = models.PositiveSmallIntegerField(default=0)
    at = models.DateTimeField()

    class Meta:
        verbose_name = "提醒过的一户"
        verbose_name_plural = "提醒过的一户"
        constraints = [
            models.UniqueConstraint(
                fields=["about", "kind", "due_on", "round"], name="noticed_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.due_on} {self.round}"
