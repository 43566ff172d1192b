"""Who holds which role where."""

import datetime
import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from organizations.models.union import Organization


class Role(models.TextChoices):
    REVIEWER = "reviewer", "审批员"
    CAMPAIGN_OFFICER = "campaign_officer", "活动专员"
    CADRE = "cadre", "帮扶干部"
    ORGANISER = "organiser", "组织员"
    ADMINISTRATOR = "administrator", "管理员"
    AUDITOR = "auditor", "安全审计员"


class PostQuerySet(models.QuerySet):
    def current(self, at=None):
        at = at or timezone.now()
        return self.filter(since__lte=at).filter(Q(until__isnull=True) | Q(until__gt=at))


class Post(models.Model):
    """Who holds which role where, from when to when: the only source of rights."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="posts"
    )
    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="posts")
    role = models.CharField("角色", max_length=20, choices=Role.choices)
    since = models.DateTimeField("起", default=timezone.now)
    until = models.DateTimeField("止", null=True, blank=True)
    appointed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )

    objects = PostQuerySet.as_manager()

    class Meta:
        verbose_name = "岗位"
        verbose_name_plural = "岗位"
        indexes = [models.Index(fields=["organization", "role"], name="post_organization_role")]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "organization", "role"],
                condition=Q(until__isnull=True),
                name="one_open_post",
            ),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=models.F("since")),
                name="post_ends_after_it_begins",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} {self.get_role_display()}"

    def is_current(self, at: datetime.datetime) -> bool:
        return self.since <= at and (self.until is None or self.until > at)
