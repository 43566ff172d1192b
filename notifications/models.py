"""What to tell whom, over which channel: one row a message, written before it is sent."""

import uuid

from django.conf import settings
from django.db import models
from django.utils import timezone


class Channel(models.TextChoices):
    INBOX = "inbox", "站内消息"
    SMS = "sms", "短信"


class State(models.TextChoices):
    QUEUED = "queued", "待发"
    SENDING = "sending", "发送中"
    SENT = "sent", "已发"
    SUPPRESSED = "suppressed", "不再需要"
    FAILED = "failed", "未送达"


FINAL_STATES = (State.SENT, State.SUPPRESSED, State.FAILED)


class MessageQuerySet(models.QuerySet):
    def inbox_of(self, user):
        return self.filter(recipient=user, channel=Channel.INBOX, state=State.SENT)

    def unread(self):
        return self.filter(read_at__isnull=True)

    def due_at(self, at):
        """Queued messages whose (next) try is due."""
        return self.filter(state=State.QUEUED, next_try_at__lte=at)


class Message(models.Model):
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField("类别", max_length=64)
    channel = models.CharField("渠道", max_length=16, choices=Channel.choices)
    recipient = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        related_name="messages",
    )
    # Only for messages to a phone that has no account yet (sign-in codes); otherwise the address
    # is looked up when the message leaves, not when it is written.
    to = models.CharField(max_length=32, blank=True)
    title = models.CharField("标题", max_length=80)
    body = models.TextField("内容")
    link = models.CharField(max_length=200, blank=True)
    params = models.JSONField(default=dict)
    # The row the message speaks of ("membership.application:<uuid>"): to re-check and to list.
    about = models.CharField(max_length=80, blank=True)
    dedupe_key = models.CharField(max_length=200, unique=True)
    state = models.CharField("状态", max_length=16, choices=State.choices, default=State.QUEUED)
    created_at = models.DateTimeField(default=timezone.now)
    next_try_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField(null=True)
    claimed_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    read_at = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    # How often the gateway's answer was lost: only then may a message leave twice.
    uncertain = models.PositiveSmallIntegerField(default=0)
    error = models.CharField("原因", max_length=200, blank=True)

    objects = MessageQuerySet.as_manager()

    class Meta:
        verbose_name = "消息"
        verbose_name_plural = "消息"
        indexes = [
            models.Index(
                fields=["next_try_at"],
                name="message_queued",
                condition=models.Q(state="queued"),
            ),
            models.Index(
                fields=["claimed_at"],
                name="message_sending",
                condition=models.Q(state="sending"),
            ),
            models.Index(
                fields=["-finished_at", "-id"],
                name="message_failed",
                condition=models.Q(state="failed"),
            ),
            models.Index(fields=["recipient", "-created_at"], name="message_recipient"),
            models.Index(fields=["about"], name="message_about"),
            models.Index(fields=["-created_at"], name="message_created"),
        ]

    def __str__(self) -> str:
        return f"{self.get_channel_display()} {self.title}"


class MessageDayFields(models.Model):
    """Messages by the day they were written and by what became of them; what waits is the rest.

    Kept up by triggers (migration 0002), folded and read in message_days.py.
    """

    day = models.DateField()
    # A member of staff; null: see the two tables. No constraint: it would lock the account's row
    # once more for every message.
    recipient = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.DO_NOTHING, null=True, related_name="+",
        db_constraint=False, db_index=False,
    )  # fmt: skip
    due = models.IntegerField(default=0)
    sent = models.IntegerField(default=0)
    suppressed = models.IntegerField(default=0)
    failed = models.IntegerField(default=0)

    class Meta:
        abstract = True


class MessageDayTally(MessageDayFields):
    """Without a recipient: those of everybody, staff and workers."""

    class Meta:
        verbose_name = "消息每日统计"
        verbose_name_plural = "消息每日统计"
        constraints = [
            models.UniqueConstraint(
                fields=["recipient", "day"], name="one_message_day_a_reader", nulls_distinct=False
            )
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.due}"


class MessageDayDelta(MessageDayFields):
    """What one statement changed. Without a recipient: those of workers and of phones alone."""

    class Meta:
        verbose_name = "消息每日统计增量"
        verbose_name_plural = "消息每日统计增量"

    def __str__(self) -> str:
        return f"{self.day} {self.due:+d}"


class Reminded(models.Model):
    """A reminder that was written, so that later sweeps need not ask for its readers again."""

    key = models.CharField(primary_key=True, max_length=200)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = "已提醒"
        verbose_name_plural = "已提醒"

    def __str__(self) -> str:
        return self.key


class Preference(models.Model):
    """What a user chose about being told; no row means everything as usual."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="message_preference"
    )
    sms = models.BooleanField("短信提醒", default=True)

    class Meta:
        verbose_name = "消息偏好"
        verbose_name_plural = "消息偏好"

    def __str__(self) -> str:
        return "收短信" if self.sms else "不收短信"


class Heartbeat(models.Model):
    """A dead-man row: who last ran, by the database's clock (a machine's clock may jump)."""

    name = models.CharField(primary_key=True, max_length=32)
    beaten_at = models.DateTimeField()

    class Meta:
        verbose_name = "心跳"
        verbose_name_plural = "心跳"

    def __str__(self) -> str:
        return self.name
