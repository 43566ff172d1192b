"""Contacts (联系), and needs followed from the first word to the signed receipt."""

import uuid

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils import timezone

from assistance.models.file import STEWARDS, HardshipFile
from assistance.models.pairing import Pairing
from assistance.vocabulary import Care, ContactChannel, NeedKind, Result
from funds.models import FundEntry
from organizations.posts import within


class Contact(models.Model):
    """One call or visit. “Tried, not reached” is a row too, and no contact."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    # Made by the phone: the same entry sent twice is one row.
    client_id = models.UUIDField(default=uuid.uuid4)
    file = models.ForeignKey(HardshipFile, on_delete=models.PROTECT, related_name="contacts")
    pairing = models.ForeignKey(
        Pairing, on_delete=models.PROTECT, null=True, related_name="contacts"
    )
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField("时间", default=timezone.now)
    # When it was written down: corrected by its writer until that day is over.
    recorded_at = models.DateTimeField(default=timezone.now)
    channel = models.CharField("方式", max_length=12, choices=ContactChannel.choices)
    result = models.CharField("结果", max_length=12, choices=Result.choices)
    care = models.CharField("关怀", max_length=8, choices=Care.choices, blank=True)
    needs = ArrayField(
        models.CharField(max_length=12, choices=NeedKind.choices), default=list, blank=True
    )
    note = models.CharField("一句话", max_length=200, blank=True)
    next_on = models.DateField("下次联系", null=True)
    # The silence asked for, as it stands after this contact.
    quiet_until = models.DateField("先不打扰，到", null=True)
    is_demo = models.BooleanField(default=False)

    class Meta:
        verbose_name = "联系"
        verbose_name_plural = "联系"
        constraints = [models.UniqueConstraint(fields=["by", "client_id"], name="contact_once")]
        indexes = [
            models.Index(fields=["file", "-at", "-id"], name="contact_file"),
            models.Index(fields=["by", "-at"], name="contact_by"),
            # What was said on one day, in whatever union.
            models.Index(fields=["-at", "-id"], name="contact_at"),
        ]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d} {self.get_result_display()}"


class NeedState(models.TextChoices):
    RAISED = "raised", "待安排"
    ASSIGNED = "assigned", "已安排"
    BOUGHT = "bought", "已备好"
    DELIVERED = "delivered", "待签收"
    SIGNED = "signed", "已签收"
    # Advice, a call, a form filled in: done without anything to sign for.
    SETTLED = "settled", "已办好"
    CANCELLED = "cancelled", "不用了"


# act -> (states it may start from, state it leads to). Who may do it is in permissions.py.
NEED_MOVES = {
    "assign": ((NeedState.RAISED, NeedState.ASSIGNED), NeedState.ASSIGNED),
    "buy": ((NeedState.RAISED, NeedState.ASSIGNED), NeedState.BOUGHT),
    "deliver": ((NeedState.BOUGHT,), NeedState.DELIVERED),
    "sign": ((NeedState.DELIVERED,), NeedState.SIGNED),
    "settle": ((NeedState.RAISED, NeedState.ASSIGNED), NeedState.SETTLED),
    "cancel": (
        (NeedState.RAISED, NeedState.ASSIGNED, NeedState.BOUGHT), NeedState.CANCELLED,
    ),
}  # fmt: skip
OPEN_NEED_STATES = (
    NeedState.RAISED, NeedState.ASSIGNED, NeedState.BOUGHT, NeedState.DELIVERED,
)  # fmt: skip


class NeedQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Who may see the file may follow its needs; so may who was asked to see to one.

        One query for the households one calls, so that the rest goes along the indexes.
        """
        kept = list(HardshipFile.objects.kept_by(user).values_list("pk", flat=True))
        supervised = within(user, STEWARDS, "file__organization__path")
        return self.filter(supervised | Q(file__in=kept) | Q(assigned_to=user))

    def kept_in(self, user):
        """Those of the subtree one supervises, along the index."""
        return self.filter(within(user, STEWARDS, "file__organization__path"))

    def open(self):
        return self.filter(state__in=OPEN_NEED_STATES)


class Need(models.Model):
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    file = models.ForeignKey(HardshipFile, on_delete=models.PROTECT, related_name="raised_needs")
    contact = models.ForeignKey(Contact, on_delete=models.PROTECT, null=True, related_name="raised")
    kind = models.CharField("需要", max_length=12, choices=NeedKind.choices)
    text = models.CharField("具体要什么", max_length=100, blank=True)
    state = models.CharField(
        "状态", max_length=12, choices=NeedState.choices, default=NeedState.RAISED
    )
    raised_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    raised_at = models.DateTimeField(default=timezone.now)
    assigned_to = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="assigned_needs"
    )
    closed_at = models.DateTimeField(null=True)
    closing_note = models.CharField("结果", max_length=120, blank=True)
    is_demo = models.BooleanField(default=False)

    # Set by lists: whether the reader calls the household, and so reads the name.
    is_kept = False

    objects = NeedQuerySet.as_manager()

    class Meta:
        verbose_name = "需要"
        verbose_name_plural = "需要"
        indexes = [
            models.Index(
                fields=["raised_at", "id"],
                name="need_open",
                condition=Q(state__in=["raised", "assigned", "bought", "delivered"]),
            ),
            models.Index(fields=["file", "-raised_at"], name="need_file"),
            models.Index(
                fields=["assigned_to", "raised_at"],
                name="need_assigned",
                condition=Q(state__in=["raised", "assigned", "bought", "delivered"]),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.text}"


class SupplyQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Who may follow the need may follow what was bought for it."""
        kept = list(HardshipFile.objects.kept_by(user).values_list("pk", flat=True))
        supervised = within(user, STEWARDS, "need__file__organization__path")
        return self.filter(supervised | Q(need__file__in=kept) | Q(need__assigned_to=user))

    def standing(self):
        """What was not given back."""
        return self.exclude(need__state=NeedState.CANCELLED)


class Supply(models.Model):
    """What was bought for a need, paid from a fund, brought without contact, and signed for."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    need = models.OneToOneField(Need, on_delete=models.PROTECT, related_name="supply")
    # [{"name": "大米", "quantity": 10, "unit": "公斤"}, …]
    goods = models.JSONField("物品", default=list)
    cost_fen = models.BigIntegerField("花费", default=0)
    entry = models.OneToOneField(
        FundEntry, on_delete=models.PROTECT, null=True, related_name="supply"
    )
    # The same for several households in one go: made by the page, shared by all of them.
    batch = models.UUIDField(null=True)
    bought_at = models.DateTimeField(default=timezone.now)
    bought_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    delivered_at = models.DateTimeField(null=True)
    delivered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    # A volunteer's name when nobody with an account brought it.
    volunteer = models.CharField("志愿者", max_length=32, blank=True)
    without_contact = models.BooleanField("无接触配送", default=True)
    signed_at = models.DateTimeField(null=True)
    signed_name = models.CharField("签收人", max_length=64, blank=True)
    # Strokes of a finger: [[[x, y], …], …], 0–1000.
    signature = models.JSONField("手写签名", default=list)

    objects = SupplyQuerySet.as_manager()

    class Meta:
        verbose_name = "物资"
        verbose_name_plural = "物资"
        constraints = [
            models.CheckConstraint(condition=Q(cost_fen__gte=0), name="supply_cost_positive"),
            models.CheckConstraint(
                condition=Q(signed_at__isnull=True) | Q(delivered_at__isnull=False),
                name="signed_after_delivered",
            ),
        ]
        indexes = [
            models.Index(
                fields=["delivered_at"], name="supply_unsigned", condition=Q(signed_at__isnull=True)
            ),
            models.Index(fields=["-bought_at", "-id"], name="supply_bought"),
            models.Index(fields=["batch"], name="supply_batch", condition=Q(batch__isnull=False)),
        ]

    def __str__(self) -> str:
        return str(self.id)

    @property
    def words(self) -> str:
        """大米10公斤、牛奶1箱"""
        return "、".join(f"{item['name']}{item['quantity']}{item['unit']}" for item in self.goods)
