"""From the queued row to the outcome. Whoever turns queued into sending sends; nobody else does.

Nothing is sent inside a transaction, and every outcome is written against the very claim it
belongs to, so a worker that wakes up late cannot overwrite what another did meanwhile.
"""

import datetime
import logging
import time
import uuid
from collections.abc import Sequence
from types import ModuleType
from typing import Any

from django.apps import apps
from django.db.models import F
from django.db.models.functions import Now

from notifications import database_clock, reminders
from notifications.channels import inbox, sms
from notifications.channels.base import ChannelError
from notifications.models import Channel, Message, State

logger = logging.getLogger("portal.notifications")

CHANNELS: dict[str, ModuleType] = {Channel.INBOX: inbox, Channel.SMS: sms}
# Waits before the second, third, … try.
BACK_OFF = tuple(datetime.timedelta(seconds=s) for s in (15, 60, 300, 900, 3600))
MAX_ATTEMPTS = len(BACK_OFF) + 1
# Messages whose words must not stay in the database once they are of no more use.
SECRET_KINDS = ("accounts.code",)
# A task stops well before it is killed; the sweep hands the rest over again.
SECONDS_PER_TASK = 120


def deliver(ids: Sequence[str | uuid.UUID], *, at: datetime.datetime | None = None) -> int:
    """Deliver those of these messages that are queued and due; returns how many were claimed.

    `at` stands in for the database's clock when asking whether a message is still wanted.
    """
    stop = time.monotonic() + SECONDS_PER_TASK
    claimed = 0
    for pk in ids:
        if time.monotonic() > stop:
            break
        claimed += _deliver_one(pk, at)
    return claimed


def _deliver_one(pk: str | uuid.UUID, at: datetime.datetime | None) -> bool:
    message = claim(pk)
    if message is None:
        return False
    try:
        _send(message, at or message.claimed_at or database_clock.now())
    except Exception:
        # A bad message never stops the others.
        logger.exception("message %s could not be delivered", message.pk)
        _try_later(message, ChannelError("系统出错，管理员可在日志中查看"))
    return True


def claim(pk: str | uuid.UUID) -> Message | None:
    """Take the message if it is there to be taken: one conditional UPDATE decides."""
    taken = Message.objects.filter(
        pk=pk, state=State.QUEUED, next_try_at__lte=Now()
    ).update(state=State.SENDING, attempts=F("attempts") + 1, claimed_at=Now())  # fmt: skip
    if not taken:
        return None
    return Message.objects.select_related("recipient").get(pk=pk)


def _send(message: Message, at: datetime.datetime) -> None:
    reason = reason_not_to(message, at)
    if reason:
        _finish(message, State.SUPPRESSED, reason)
        return
    try:
        CHANNELS[message.channel].send(message)
    except ChannelError as error:
        if error.permanent:
            _finish(message, State.FAILED, error.message)
        else:
            _try_later(message, error)
    else:
        _finish(message, State.SENT)


def reason_not_to(message: Message, at: datetime.datetime) -> str:
    """Why the message should not leave any more, asked the moment before it does; or ""."""
    if message.expires_at and message.expires_at <= at:
        return "已过有效时间"
    if message.recipient and not message.recipient.is_active:
        return "账号已停用"
    return CHANNELS[message.channel].refusal(message) or _no_longer_due(message, at)


def _no_longer_due(message: Message, at: datetime.datetime) -> str:
    reminder = reminders.registry().get(message.kind)
    if reminder is None or not message.about:
        return ""
    label, _, pk = message.about.partition(":")
    subject = apps.get_model(label)._default_manager.filter(pk=pk).first()
    return reminder.still_due(subject, at) if subject else "相关事项已不存在"


def _try_later(message: Message, error: ChannelError) -> None:
    lost = int(error.answer_lost)
    if message.attempts >= MAX_ATTEMPTS:
        _finish(message, State.FAILED, error.message, lost=lost)
        return
    _write(
        message,
        state=State.QUEUED,
        error=error.message[:200],
        next_try_at=Now() + BACK_OFF[message.attempts - 1],
        uncertain=F("uncertain") + lost,
    )


def _finish(message: Message, state: State, reason: str = "", *, lost: int = 0) -> None:
    words = {"body": "", "params": {}} if message.kind in SECRET_KINDS else {}
    _write(
        message,
        state=state,
        error=reason[:200],
        finished_at=Now(),
        uncertain=F("uncertain") + lost,
        **words,
    )


def _write(message: Message, **outcome: Any) -> None:
    written = Message.objects.filter(
        pk=message.pk, state=State.SENDING, attempts=message.attempts
    ).update(**outcome)
    if not written:
        logger.warning("message %s was taken over before its outcome was known", message.pk)
