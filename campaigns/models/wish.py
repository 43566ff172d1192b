"""A small wish (微心愿): wished by a worker, published without the name, fulfilled by one."""

import datetime
import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from campaigns.models.campaign import OFFICERS, Campaign
from organizations.models import Organization
from organizations.posts import within


class WishState(models.TextChoices):
    SUBMITTED = "submitted", "待审核"
    PUBLISHED = "published", "待认领"
    CLAIMED = "claimed", "已认领"
    DELIVERED = "delivered", "已送到"
    CONFIRMED = "confirmed", "已实现"
    REFUSED = "refused", "未通过"
    WITHDRAWN = "withdrawn", "已撤回"


# act -> (states it may start from, state it leads to). Who may do it is in permissions.py.
WISH_MOVES = {
    "publish": ((WishState.SUBMITTED,), WishState.PUBLISHED),
    "refuse": ((WishState.SUBMITTED, WishState.PUBLISHED), WishState.REFUSED),
    "withdraw": ((WishState.SUBMITTED, WishState.PUBLISHED), WishState.WITHDRAWN),
    "claim": ((WishState.PUBLISHED,), WishState.CLAIMED),
    # By the claimer, or by itself once the time is over.
    "unclaim": ((WishState.CLAIMED,), WishState.PUBLISHED),
    "deliver": ((WishState.CLAIMED,), WishState.DELIVERED),
    "confirm": ((WishState.DELIVERED,), WishState.CONFIRMED),
    # The worker says it has not come: the claimer has it in hand again.
    "not_received": ((WishState.DELIVERED,), WishState.CLAIMED),
}
OPEN_WISH_STATES = (
    WishState.SUBMITTED, WishState.PUBLISHED, WishState.CLAIMED, WishState.DELIVERED,
)  # fmt: skip


class WishQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(within(user, OFFICERS, "organization__path"))

    def overdue(self, at: datetime.datetime):
        """Claimed and not delivered in time."""
        return self.filter(state=WishState.CLAIMED, claimed_until__lte=at)


class Wish(models.Model):
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="wishes")
    # The district union that reviews it and hands the thing over.
    organization = models.ForeignKey(
        Organization, on_delete=models.PROTECT, related_name="wishes", verbose_name="办理工会"
    )
    worker = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="wishes"
    )
    text = models.CharField("心愿", max_length=60)
    value_fen = models.PositiveIntegerField("大约价值")
    state = models.CharField(
        "状态", max_length=12, choices=WishState.choices, default=WishState.SUBMITTED
    )
    refuse_reason = models.CharField("不通过的理由", max_length=120, blank=True)
    reviewed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    published_at = models.DateTimeField(null=True)
    claimer = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="claimed_wishes"
    )
    claimed_at = models.DateTimeField(null=True)
    claimed_until = models.DateTimeField(null=True)
    delivered_at = models.DateTimeField(null=True)
    # What the worker wrote when it had not come.
    remark = models.CharField("没收到的说明", max_length=120, blank=True, db_default="")
    confirmed_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField(default=timezone.now)
    is_demo = models.BooleanField(default=False)

    objects = WishQuerySet.as_manager()

    class Meta:
        verbose_name = "微心愿"
        verbose_name_plural = "微心愿"
        constraints = [
            models.UniqueConstraint(
                fields=["campaign", "worker"],
                condition=~Q(state__in=["refused", "withdrawn"]),
                name="one_wish_a_campaign",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["claimed", "delivered", "confirmed"])
                | Q(claimer__isnull=False),
                name="claimed_wish_has_a_claimer",
            ),
        ]
        indexes = [
            models.Index(fields=["organization", "-created_at", "-id"], name="wish_organization"),
            models.Index(
                fields=["-published_at", "-id"],
                name="wish_published",
                condition=Q(state="published"),
            ),
            models.Index(
                fields=["claimed_until"], name="wish_claimed", condition=Q(state="claimed")
            ),
        ]

    def __str__(self) -> str:
        return self.text

    @property
    def is_open(self) -> bool:
        return self.state in OPEN_WISH_STATES
