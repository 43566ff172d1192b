"""A service month, its items in their order, and how many people each district means to reach."""

import datetime
import uuid

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from campaigns.vocabulary import WORDS, Category
from funds.models import Fund
from organizations import tree
from organizations.models import Organization, Role
from organizations.posts import current_posts

# Who works with service months; what each sees lies under the post.
OFFICERS = (Role.CAMPAIGN_OFFICER, Role.ADMINISTRATOR)


class CampaignState(models.TextChoices):
    PREPARING = "preparing", "筹备"
    RUNNING = "running", "进行中"
    ENDED = "ended", "已结束"
    ARCHIVED = "archived", "已归档"


# act -> (states it may start from, state it leads to). Who may do it is in permissions.py.
CAMPAIGN_MOVES = {
    "start": ((CampaignState.PREPARING,), CampaignState.RUNNING),
    "end": ((CampaignState.RUNNING,), CampaignState.ENDED),
    "reopen": ((CampaignState.ENDED,), CampaignState.RUNNING),
    "archive": ((CampaignState.ENDED,), CampaignState.ARCHIVED),
}
# Activities are still logged after the last day: the month's paper comes late.
LOGGING_STATES = (CampaignState.RUNNING, CampaignState.ENDED)


class CampaignQuerySet(models.QuerySet):
    def visible_to(self, user):
        """The months run by a union above or under one's posts: a plan is no secret there."""
        paths = [p.organization.path for p in current_posts(user) if p.role in OFFICERS]
        found = Q(pk__in=[])
        for path in paths:
            above = [path[:end] for end in range(tree.SEGMENT, len(path) + 1, tree.SEGMENT)]
            found |= Q(organization__path__in=above) | Q(organization__path__startswith=path)
        return self.filter(found)

    def running(self):
        return self.filter(state=CampaignState.RUNNING)


class Campaign(models.Model):
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organization = models.ForeignKey(
        Organization, on_delete=models.PROTECT, related_name="campaigns", verbose_name="主办工会"
    )
    title = models.CharField("名称", max_length=64)
    # “十送” as printed; empty where the source printed none, never invented.
    label = models.CharField("合称", max_length=16, blank=True)
    # The variant or the campaign it was opened from, for the record and the comparison.
    variant = models.CharField(max_length=16, blank=True)
    region = models.CharField("清单出处", max_length=32, blank=True)
    copied_from = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="copies"
    )
    # What the source says of itself, such as that it breaks off.
    source_note = models.CharField("原文说明", max_length=200, blank=True)
    facts = models.JSONField("原文要点", default=list)
    starts_on = models.DateField("开始")
    ends_on = models.DateField("结束")
    state = models.CharField(
        "状态", max_length=12, choices=CampaignState.choices, default=CampaignState.PREPARING
    )
    fund = models.ForeignKey(
        Fund, on_delete=models.PROTECT, null=True, blank=True, related_name="campaigns"
    )
    # The most a wish may cost, in fen.
    wish_cap_fen = models.PositiveIntegerField("微心愿限额", default=200_00)
    created_at = models.DateTimeField(default=timezone.now)
    is_demo = models.BooleanField(default=False)

    objects = CampaignQuerySet.as_manager()

    class Meta:
        verbose_name = "服务月"
        verbose_name_plural = "服务月"
        ordering = ["-starts_on", "-created_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")), name="campaign_ends_after_it_starts"
            ),
            models.UniqueConstraint(
                fields=["organization", "title", "starts_on"], name="campaign_once"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def takes_activities(self) -> bool:
        return self.state in LOGGING_STATES

    def share_passed(self, on: datetime.date) -> float:
        """How much of the time has gone on that day, 0–1, that day included."""
        days = (self.ends_on - self.starts_on).days + 1
        return min(max((on - self.starts_on).days + 1, 0), days) / days


class ServiceItem(models.Model):
    """One 送-item, worded as printed, with the category it compares by."""

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="items")
    position = models.PositiveSmallIntegerField("次序")
    name = models.CharField("项目", max_length=32)
    short = models.CharField("简称", max_length=8)
    category = models.CharField("类别", max_length=16, choices=Category.choices)

    class Meta:
        verbose_name = "送项目"
        verbose_name_plural = "送项目"
        ordering = ["campaign_id", "position"]
        constraints = [
            models.UniqueConstraint(fields=["campaign", "name"], name="item_name_once"),
            models.UniqueConstraint(
                fields=["campaign", "position"],
                name="item_position_once",
                deferrable=models.Deferrable.DEFERRED,
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def icon(self) -> str:
        return WORDS[Category(self.category)].icon

    @property
    def plain(self) -> str:
        """The item as a worker would say it."""
        return WORDS[Category(self.category)].plain


class Target(models.Model):
    """How many people an item is to reach in a district; no row means no target."""

    item = models.ForeignKey(ServiceItem, on_delete=models.CASCADE, related_name="targets")
    # The federation of the district, a child of the campaign's own.
    district = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+")
    people = models.PositiveIntegerField("目标人次")

    class Meta:
        verbose_name = "目标"
        verbose_name_plural = "目标"
        constraints = [
            models.UniqueConstraint(fields=["item", "district"], name="one_target_a_cell")
        ]

    def __str__(self) -> str:
        return f"{self.item} {self.people}"
