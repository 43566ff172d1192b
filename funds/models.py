"""Earmarked money (专项资金) in whole fen: what was given, what was spent, nothing below zero."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from organizations.models import Organization, Role
from organizations.posts import within

SEES_FUNDS = (Role.CAMPAIGN_OFFICER, Role.ADMINISTRATOR)


class FundKind(models.TextChoices):
    CAMPAIGN = "campaign", "服务月"
    ASSISTANCE = "assistance", "困难帮扶"


class FundQuerySet(models.QuerySet):
    def visible_to(self, user):
        """The funds of the unions under one's posts."""
        return self.filter(within(user, SEES_FUNDS, "organization__path"))


class Fund(models.Model):
    """A sum set aside for one purpose by one union. `allocated_fen` is kept by services.py."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField("名称", max_length=64)
    kind = models.CharField(
        "用于",
        max_length=12,
        choices=FundKind.choices,
        default=FundKind.CAMPAIGN,
        db_default=FundKind.CAMPAIGN,
    )
    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="funds")
    amount_fen = models.BigIntegerField("总额")
    # What has been handed to districts; the rest is still here.
    allocated_fen = models.BigIntegerField("已拨付", default=0)
    created_at = models.DateTimeField(default=timezone.now)
    is_demo = models.BooleanField(default=False)

    objects = FundQuerySet.as_manager()

    class Meta:
        verbose_name = "专项资金"
        verbose_name_plural = "专项资金"
        constraints = [
            models.CheckConstraint(
                condition=Q(allocated_fen__gte=0) & Q(allocated_fen__lte=F("amount_fen")),
                name="fund_not_over_allocated",
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def unallocated_fen(self) -> int:
        return self.amount_fen - self.allocated_fen


class AllocationQuerySet(models.QuerySet):
    def visible_to(self, user):
        """The shares of the unions under one's posts."""
        return self.filter(within(user, SEES_FUNDS, "organization__path"))


class Allocation(models.Model):
    """A union's share of a fund. Both sums are kept by services.py, each entry under its lock."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    fund = models.ForeignKey(Fund, on_delete=models.PROTECT, related_name="allocations")
    organization = models.ForeignKey(
        Organization, on_delete=models.PROTECT, related_name="allocations"
    )
    granted_fen = models.BigIntegerField("已拨", default=0)
    spent_fen = models.BigIntegerField("已支", default=0)

    objects = AllocationQuerySet.as_manager()

    class Meta:
        verbose_name = "资金分配"
        verbose_name_plural = "资金分配"
        constraints = [
            models.UniqueConstraint(fields=["fund", "organization"], name="one_share_a_union"),
            # Safety invariant 7: money never goes negative.
            models.CheckConstraint(
                condition=Q(spent_fen__gte=0) & Q(spent_fen__lte=F("granted_fen")),
                name="allocation_not_overspent",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.fund} {self.organization}"

    @property
    def remaining_fen(self) -> int:
        return self.granted_fen - self.spent_fen


class EntryKind(models.TextChoices):
    GRANT = "grant", "拨付"
    SPEND = "spend", "支出"


class FundEntry(models.Model):
    """One movement on a share. Never changed nor removed: a mistake gets a counter-entry.

    The database refuses UPDATE and DELETE (migration 0002).
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    # Made by the page: a form sent twice hands out once.
    client_id = models.UUIDField(null=True, unique=True)
    allocation = models.ForeignKey(Allocation, on_delete=models.PROTECT, related_name="entries")
    kind = models.CharField("类别", max_length=8, choices=EntryKind.choices)
    # Positive as first written, negative in a counter-entry.
    amount_fen = models.BigIntegerField("金额")
    purpose = models.CharField("用途", max_length=120)
    # What it was spent on, as "campaigns.activity" and its id: this room knows nothing of it.
    source_type = models.CharField(max_length=64, blank=True)
    source_id = models.CharField(max_length=40, blank=True)
    reverses = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, related_name="reversed_by"
    )
    reason = models.CharField("冲销原因", max_length=200, blank=True)
    at = models.DateTimeField(default=timezone.now)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        verbose_name = "资金明细"
        verbose_name_plural = "资金明细"
        indexes = [
            models.Index(fields=["allocation", "-at", "-id"], name="fund_entry_allocation"),
            models.Index(fields=["source_type", "source_id"], name="fund_entry_source"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(reverses__isnull=True, amount_fen__gt=0)
                | Q(reverses__isnull=False, amount_fen__lt=0),
                name="counter_entry_is_negative",
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.amount_fen}"
