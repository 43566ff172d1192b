"""What a person asks for, and what is put up for all to read (公示)."""

import datetime
import uuid

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone

from assistance.models.file import STEWARDS, FileState, HardshipFile
from assistance.vocabulary import Cause, HardshipClass
from organizations.models import Division, Organization
from organizations.posts import within
from people.models import Consent, Purpose


class HelpRequestState(models.TextChoices):
    SUBMITTED = "submitted", "待处理"
    ACCEPTED = "accepted", "已建档"
    REFUSED = "refused", "未通过"
    WITHDRAWN = "withdrawn", "已撤回"


HELP_REQUEST_MOVES = {
    "accept": ((HelpRequestState.SUBMITTED,), HelpRequestState.ACCEPTED),
    "refuse": ((HelpRequestState.SUBMITTED,), HelpRequestState.REFUSED),
    "withdraw": ((HelpRequestState.SUBMITTED,), HelpRequestState.WITHDRAWN),
}


class HelpRequestQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(within(user, STEWARDS, "organization__path"))


class HelpRequest(models.Model):
    """困难帮扶申请. The self-check before it stays on the phone: no number of it is here."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    worker = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="help_requests"
    )
    organization = models.ForeignKey(
        Organization, on_delete=models.PROTECT, related_name="+", verbose_name="办理工会"
    )
    division = models.ForeignKey(
        Division, on_delete=models.PROTECT, related_name="+", verbose_name="居住的乡镇街道"
    )
    cause = models.CharField("主要原因", max_length=16, choices=Cause.choices)
    text = models.CharField("想说的话", max_length=300)
    state = models.CharField(
        "状态", max_length=12, choices=HelpRequestState.choices, default=HelpRequestState.SUBMITTED
    )
    reason = models.CharField("理由", max_length=200, blank=True)
    file = models.OneToOneField(
        HardshipFile, on_delete=models.PROTECT, null=True, related_name="request"
    )
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField(default=timezone.now)
    is_demo = models.BooleanField(default=False)

    objects = HelpRequestQuerySet.as_manager()

    class Meta:
        verbose_name = "帮扶申请"
        verbose_name_plural = "帮扶申请"
        constraints = [
            models.UniqueConstraint(
                fields=["worker"], condition=Q(state="submitted"), name="one_open_help_request"
            )
        ]
        indexes = [
            models.Index(fields=["organization", "-created_at", "-id"], name="help_organization")
        ]

    def __str__(self) -> str:
        return str(self.id)


class PublicationQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(within(user, STEWARDS, "file__organization__path"))

    def shown(self, today: datetime.date):
        """What the public page shows today: it takes itself down.

        Whatever else was forgotten, nobody stands there who has left or agrees no more.
        """
        agreed = Consent.objects.filter(
            person=OuterRef("file__person"), purpose=Purpose.PUBLICATION, withdrawn_at=None
        )
        return self.standing(today).filter(
            Exists(agreed), starts_on__lte=today, file__anonymised_at__isnull=True
        ).exclude(file__state=FileState.LEFT)  # fmt: skip

    def standing(self, today: datetime.date):
        """Shown today, or on a day to come."""
        return self.filter(ends_on__gte=today, taken_down_at__isnull=True)


class Publication(models.Model):
    """A masked name, a unit and a class, for at least five working days; own consent."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    file = models.ForeignKey(HardshipFile, on_delete=models.CASCADE, related_name="publications")
    # As shown: kept, so that nothing else can be shown by a later mistake.
    masked_name = models.CharField(max_length=64)
    unit_name = models.CharField(max_length=64)
    hardship_class = models.CharField(max_length=12)
    starts_on = models.DateField("开始")
    ends_on = models.DateField("结束")
    consented_at = models.DateTimeField()
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    taken_down_at = models.DateTimeField(null=True)

    objects = PublicationQuerySet.as_manager()

    class Meta:
        verbose_name = "公示"
        verbose_name_plural = "公示"
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")), name="publication_ends_after_it_starts"
            )
        ]
        indexes = [models.Index(fields=["ends_on", "starts_on"], name="publication_shown")]

    def __str__(self) -> str:
        return f"{self.masked_name} {self.starts_on}"

    @property
    def class_name(self) -> str:
        return HardshipClass(self.hardship_class).label
