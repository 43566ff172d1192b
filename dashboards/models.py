"""Links that open the meeting-room screen without signing in: the one thing 看全局 keeps itself."""

import datetime
import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from dashboards.scope import VIEWERS
from organizations.models import Organization
from organizations.posts import within


class ScreenLinkQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(within(user, VIEWERS, "organization__path"))

    def open_at(self, at: datetime.datetime):
        return self.filter(revoked_at=None, expires_at__gt=at)

    def over_at(self, at: datetime.datetime):
        """Those that had been revoked or had run out by then."""
        return self.filter(Q(revoked_at__lte=at) | Q(expires_at__lte=at))


class ScreenLink(models.Model):
    """Shows the overview of one union to whoever holds it, for as long as `made_by` could see it.
    Of the link itself only a hash is kept.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+")
    place = models.CharField("放在哪里", max_length=32)
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    created_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField("到期")
    # The last time it was opened on a screen, not every time that one refreshed.
    opened_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)
    revoked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )

    objects = ScreenLinkQuerySet.as_manager()

    class Meta:
        verbose_name = "大屏链接"
        verbose_name_plural = "大屏链接"
        ordering = ["-created_at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(expires_at__gt=models.F("created_at")), name="screen_link_lasts"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organization}，{self.place}"

    def is_open(self, at: datetime.datetime) -> bool:
        return self.revoked_at is None and at < self.expires_at
