"""Given by real name and signed for (实名发放、实名签收): who received what, once a campaign."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from campaigns.models.campaign import OFFICERS, Campaign, ServiceItem
from campaigns.models.session import Booking
from funds.models import FundEntry
from organizations.models import Organization
from organizations.posts import within
from people.models import Person
from people.vocabulary import Occupation


class GrantKind(models.TextChoices):
    SOLATIUM = "solatium", "慰问金"
    WARM_PACK = "warm_pack", "温馨包"
    ACCIDENT = "accident", "意外伤害补贴"
    CHECKUP_SUBSIDY = "checkup_subsidy", "健康体检补贴"


class GrantQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(within(user, OFFICERS, "organization__path"))

    def standing(self):
        """Those not taken back."""
        return self.filter(is_reversed=False)


class Grant(models.Model):
    """One gift or subsidy to one person. Never changed: a mistake is reversed, with a reason."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    client_id = models.UUIDField(default=uuid.uuid4, unique=True)
    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="grants")
    item = models.ForeignKey(ServiceItem, on_delete=models.PROTECT, related_name="grants")
    organization = models.ForeignKey(
        Organization, on_delete=models.PROTECT, related_name="grants", verbose_name="发放工会"
    )
    district = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField("类别", max_length=16, choices=GrantKind.choices)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="grants")
    occupation = models.CharField("从业类别", max_length=16, choices=Occupation.choices)
    amount_fen = models.BigIntegerField("金额")
    goods = models.CharField("物品", max_length=64, blank=True)
    given_on = models.DateField("发放日期")
    given_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    # Signed for by the typed name, or by the strokes of a finger: [[[x, y], …], …], 0–1000.
    signed_name = models.CharField("签收人", max_length=64)
    signature = models.JSONField("手写签名", default=list)
    signed_at = models.DateTimeField("签收时间")
    entry = models.OneToOneField(
        FundEntry, on_delete=models.PROTECT, null=True, related_name="grant"
    )
    is_reversed = models.BooleanField("已冲销", default=False)
    reversed_at = models.DateTimeField(null=True)
    reversed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    reverse_reason = models.CharField("冲销原因", max_length=200, blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    is_demo = models.BooleanField(default=False)

    objects = GrantQuerySet.as_manager()

    class Meta:
        verbose_name = "实名发放"
        verbose_name_plural = "实名发放"
        constraints = [
            models.UniqueConstraint(
                fields=["campaign", "person", "kind"],
                condition=Q(is_reversed=False),
                name="one_gift_of_a_kind_a_campaign",
            ),
            models.CheckConstraint(condition=Q(amount_fen__gte=0), name="grant_not_negative"),
        ]
        indexes = [
            models.Index(fields=["campaign", "-created_at", "-id"], name="grant_campaign"),
            models.Index(fields=["organization", "-created_at", "-id"], name="grant_organization"),
            models.Index(fields=["person", "-created_at"], name="grant_person"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.given_on}"


class HealthBenefit(models.Model):
    """One check-up *or* one subsidy, a person a campaign: whichever comes first holds the row."""

    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    booking = models.OneToOneField(Booking, on_delete=models.PROTECT, null=True, related_name="+")
    grant = models.OneToOneField(Grant, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name = "体检或补贴"
        verbose_name_plural = "体检或补贴"
        constraints = [
            models.UniqueConstraint(fields=["campaign", "person"], name="one_health_benefit"),
            models.CheckConstraint(
                condition=Q(booking__isnull=True, grant__isnull=False)
                | Q(booking__isnull=False, grant__isnull=True),
                name="check_up_or_subsidy",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.campaign_id} {self.person_id}"
