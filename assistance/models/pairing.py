"""Pairs (结对): one active cadre a household, proposals, absences, hand-overs."""

import uuid

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from assistance.models.file import STEWARDS, HardshipFile
from assistance.vocabulary import Language, NeedKind
from organizations.models import Organization, Post
from organizations.posts import within


class CadreProfile(models.Model):
    """What pairing knows of a cadre's post; without a row: one household, 普通话, no skills."""

    post = models.OneToOneField(Post, on_delete=models.CASCADE, related_name="cadre")
    cap = models.PositiveSmallIntegerField("最多联系几户", default=1)
    languages = ArrayField(
        models.CharField(max_length=12, choices=Language.choices), default=list, blank=True
    )
    skills = ArrayField(
        models.CharField(max_length=12, choices=NeedKind.choices), default=list, blank=True
    )

    class Meta:
        verbose_name = "帮扶干部资料"
        verbose_name_plural = "帮扶干部资料"
        constraints = [
            models.CheckConstraint(condition=Q(cap__gte=0, cap__lte=30), name="cadre_cap_sane")
        ]

    def __str__(self) -> str:
        return str(self.post)


class Avoidance(models.Model):
    """This household is not paired with this person: a relative, the own superior, an old quarrel."""

    file = models.ForeignKey(HardshipFile, on_delete=models.CASCADE, related_name="avoidances")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    reason = models.CharField("原因", max_length=60)

    class Meta:
        verbose_name = "回避"
        verbose_name_plural = "回避"
        constraints = [models.UniqueConstraint(fields=["file", "user"], name="avoid_once")]

    def __str__(self) -> str:
        return self.reason


class PairingQuerySet(models.QuerySet):
    def standing(self):
        return self.filter(until__isnull=True)


class Pairing(models.Model):
    """A household and the cadre who calls it, from when to when."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    file = models.ForeignKey(HardshipFile, on_delete=models.PROTECT, related_name="pairings")
    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="pairings")
    # Which of the post's places it takes, 1 to its cap: the cap as a constraint.
    slot = models.PositiveSmallIntegerField(default=1)
    since = models.DateTimeField("结对时间", default=timezone.now)
    until = models.DateTimeField("结束时间", null=True)
    end_reason = models.CharField("结束原因", max_length=120, blank=True)
    # One sentence: why these two.
    why = models.CharField("结对理由", max_length=120, blank=True)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )

    objects = PairingQuerySet.as_manager()

    class Meta:
        verbose_name = "结对"
        verbose_name_plural = "结对"
        constraints = [
            models.UniqueConstraint(
                fields=["file"], condition=Q(until__isnull=True), name="one_cadre_a_household"
            ),
            models.UniqueConstraint(
                fields=["post", "slot"], condition=Q(until__isnull=True), name="cadre_within_cap"
            ),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=F("since")),
                name="pairing_ends_after_it_begins",
            ),
        ]
        indexes = [
            models.Index(fields=["file", "-since"], name="pairing_file"),
            # Whoever calls that many (overload.py).
            models.Index(
                fields=["post"], name="pairing_many", condition=Q(until__isnull=True, slot__gte=15)
            ),
        ]

    def __str__(self) -> str:
        return str(self.id)


class ProposalState(models.TextChoices):
    COMPUTING = "computing", "正在计算"
    READY = "ready", "待确认"
    CONFIRMING = "confirming", "正在结对"
    CONFIRMED = "confirmed", "已确认"
    DROPPED = "dropped", "已放弃"
    FAILED = "failed", "没算成"


class ProposalQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(within(user, STEWARDS, "organization__path"))


class Proposal(models.Model):
    """Pairs a machine proposes for an area; nothing happens until a person confirms (PIPL §24)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organization = models.ForeignKey(
        Organization, on_delete=models.PROTECT, related_name="+", verbose_name="范围"
    )
    state = models.CharField(
        "状态", max_length=12, choices=ProposalState.choices, default=ProposalState.COMPUTING
    )
    # Cadres of another district may serve where nobody else is left.
    allows_across = models.BooleanField("可以跨区县", default=False, db_default=False)
    # How many open files and free places there were.
    files = models.PositiveIntegerField(default=0)
    places = models.PositiveIntegerField(default=0)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    made_at = models.DateTimeField(default=timezone.now)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True)

    objects = ProposalQuerySet.as_manager()

    class Meta:
        verbose_name = "结对建议"
        verbose_name_plural = "结对建议"
        ordering = ["-made_at"]

    def __str__(self) -> str:
        return f"{self.organization} {self.made_at:%Y-%m-%d}"


class ProposedPair(models.Model):
    proposal = models.ForeignKey(Proposal, on_delete=models.CASCADE, related_name="pairs")
    file = models.ForeignKey(HardshipFile, on_delete=models.CASCADE, related_name="+")
    # Null: nobody was free for this household.
    post = models.ForeignKey(Post, on_delete=models.CASCADE, null=True, related_name="+")
    cost = models.IntegerField(default=0)
    is_across = models.BooleanField(default=False, db_default=False)
    why = models.CharField(max_length=120, blank=True)
    changed_by_hand = models.BooleanField(default=False)
    # Confirmed, and had its turn: paired, or left for the reason below.
    is_done = models.BooleanField(default=False, db_default=False)
    # Confirmed, and yet not paired: somebody was taken meanwhile.
    left_because = models.CharField(max_length=120, blank=True, default="", db_default="")

    class Meta:
        verbose_name = "建议的结对"
        verbose_name_plural = "建议的结对"
        constraints = [
            models.UniqueConstraint(fields=["proposal", "file"], name="one_proposal_a_household")
        ]

    def __str__(self) -> str:
        return f"{self.proposal_id} {self.file_id}"


class Absence(models.Model):
    """A cadre away for some days, and who stands in: the pairs stay the cadre's own."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="absences")
    stand_in = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="stands_in")
    since_on = models.DateField("从")
    until_on = models.DateField("到")
    ended_at = models.DateTimeField(null=True)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    recorded_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = "临时代管"
        verbose_name_plural = "临时代管"
        constraints = [
            models.CheckConstraint(
                condition=Q(until_on__gte=F("since_on")), name="absence_ends_after_it_begins"
            ),
            models.CheckConstraint(
                condition=~Q(post=F("stand_in")), name="nobody_stands_in_for_themselves"
            ),
        ]
        indexes = [models.Index(fields=["stand_in", "until_on"], name="absence_stand_in")]

    def __str__(self) -> str:
        return f"{self.since_on}–{self.until_on}"


class HandOverReason(models.TextChoices):
    POST_ENDED = "post_ended", "干部离岗"
    ASKED_FOR = "asked_for", "对方想换一位"
    OVERLOAD = "overload", "联系户太多"


class HandOverQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(within(user, STEWARDS, "file__organization__path"))

    def pending(self):
        return self.filter(decided_at__isnull=True)


class HandOver(models.Model):
    """A household that waits for another cadre. Open until a choice is made; none can be dropped."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    file = models.ForeignKey(HardshipFile, on_delete=models.PROTECT, related_name="hand_overs")
    from_pairing = models.ForeignKey(Pairing, on_delete=models.PROTECT, null=True, related_name="+")
    reason = models.CharField("原因", max_length=12, choices=HandOverReason.choices)
    asked_at = models.DateTimeField(default=timezone.now)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    to_pairing = models.ForeignKey(Pairing, on_delete=models.PROTECT, null=True, related_name="+")
    note = models.CharField("说明", max_length=120, blank=True)

    objects = HandOverQuerySet.as_manager()

    class Meta:
        verbose_name = "交接"
        verbose_name_plural = "交接"
        constraints = [
            models.UniqueConstraint(
                fields=["file"], condition=Q(decided_at__isnull=True), name="one_open_hand_over"
            )
        ]
        indexes = [
            models.Index(
                fields=["asked_at"], name="hand_over_open", condition=Q(decided_at__isnull=True)
            )
        ]

    def __str__(self) -> str:
        return self.get_reason_display()
