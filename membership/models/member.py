"""Members: who stands where, and what one may see of them."""

import uuid

from django.db import models
from django.db.models import Q

from membership.models.application import Application
from organizations.models import Organization, Role
from organizations.posts import within
from people.models import Person
from people.vocabulary import Occupation

SEES_MEMBERS = (Role.REVIEWER, Role.ADMINISTRATOR, Role.ORGANISER)


class MemberState(models.TextChoices):
    ACTIVE = "active", "在会"
    MOVING = "moving", "接转中"
    RETAINED = "retained", "保留会籍"
    LEFT = "left", "已退会"
    EXPELLED = "expelled", "除名"


STANDING_STATES = (MemberState.ACTIVE, MemberState.MOVING, MemberState.RETAINED)


class MemberQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(within(user, SEES_MEMBERS, "organization__path"))

    def standing(self):
        """Those who are members now."""
        return self.filter(state__in=STANDING_STATES)


class Member(models.Model):
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    number = models.CharField("会员号", max_length=20, unique=True)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="memberships")
    organization = models.ForeignKey(
        Organization, on_delete=models.PROTECT, related_name="members", verbose_name="所在工会"
    )
    application = models.OneToOneField(
        Application, on_delete=models.PROTECT, null=True, related_name="member"
    )
    state = models.CharField(
        "会员状态", max_length=12, choices=MemberState.choices, default=MemberState.ACTIVE
    )
    occupation = models.CharField("从业类别", max_length=16, choices=Occupation.choices)
    employer = models.CharField("平台或单位", max_length=64, blank=True)
    joined_at = models.DateTimeField("入会时间")
    left_at = models.DateTimeField(null=True)

    objects = MemberQuerySet.as_manager()

    class Meta:
        verbose_name = "会员"
        verbose_name_plural = "会员"
        constraints = [
            models.UniqueConstraint(
                fields=["person"],
                condition=Q(state__in=["active", "moving", "retained"]),
                name="one_membership_a_person",
            )
        ]
        indexes = [
            models.Index(fields=["-joined_at", "-id"], name="member_joined"),
            models.Index(fields=["organization", "-joined_at", "-id"], name="member_organization"),
        ]

    def __str__(self) -> str:
        return self.number
