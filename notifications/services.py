"""Telling somebody something: the row is written with the act itself, the sending comes after."""

import datetime
from collections.abc import Iterable, Sequence
from functools import partial
from typing import Any

from django.db import transaction
from django.db.models import Model
from django.db.models.functions import Now
from django.utils import timezone

from audit import services as audit
from audit.refusal import Refused
from notifications import wording
from notifications.handover import hand_over
from notifications.models import Channel, Message, Preference, State

BOTH = (Channel.INBOX, Channel.SMS)


def enqueue(
    kind: str,
    *,
    recipient: Any = None,
    to: str = "",
    channels: Sequence[str] = BOTH,
    context: dict[str, Any] | None = None,
    dedupe: str,
    about: Model | None = None,
    link: str = "",
    expires_at: datetime.datetime | None = None,
    at: datetime.datetime | None = None,
) -> None:
    """Write one message a channel inside the caller's transaction; after commit it is sent.

    The same kind, channel and `dedupe` once more is quiet. `to` is a phone without an account.
    Whether a message may still leave (address, expiry, reminder still due) is asked when it does.
    """
    messages = compose(
        kind, recipient=recipient, to=to, channels=channels, context=context, dedupe=dedupe,
        about=about, link=link, expires_at=expires_at, at=at,
    )  # fmt: skip
    store(messages)
    # An id that lost against an older row of the same key finds nothing to claim: no harm.
    ids = [message.pk for message in messages]
    transaction.on_commit(partial(hand_over, ids), robust=True)


def compose(
    kind: str,
    *,
    recipient: Any = None,
    to: str = "",
    channels: Iterable[str] = BOTH,
    context: dict[str, Any] | None = None,
    dedupe: str,
    about: Model | None = None,
    link: str = "",
    expires_at: datetime.datetime | None = None,
    at: datetime.datetime | None = None,
) -> list[Message]:
    """The rows of one message, not yet stored; next_try_at is left to the database's clock."""
    return [
        Message(
            kind=kind,
            channel=channel,
            recipient=recipient,
            to=to,
            link=link,
            about=about_text(about),
            dedupe_key=f"{kind}:{channel}:{dedupe}",
            created_at=at or timezone.now(),
            next_try_at=Now(),
            expires_at=expires_at,
            **wording.render(kind, channel, context),
        )
        for channel in channels
    ]


def store(messages: list[Message]) -> None:
    """Insert those whose key is new; a known key is left as it is."""
    Message.objects.bulk_create(messages, ignore_conflicts=True, batch_size=1000)


def about_text(about: Model | None) -> str:
    return f"{about._meta.label_lower}:{about.pk}" if about else ""


def unread_count(user: Any) -> int:
    return Message.objects.inbox_of(user).unread().count()


def mark_read(
    user: Any, messages: Iterable[Message], *, at: datetime.datetime | None = None
) -> int:
    """Mark these read, as far as they are the user's own; returns how many were news."""
    named = [message.pk for message in messages]
    rows = Message.objects.inbox_of(user).unread().filter(pk__in=named)
    return rows.update(read_at=at or timezone.now()) if named else 0


def wants_sms(user: Any) -> bool:
    return not Preference.objects.filter(user=user, sms=False).exists()


def choose_sms(user: Any, *, wanted: bool) -> None:
    """Whether this user is told by SMS too; the inbox always is. Sign-in codes are not asked."""
    with transaction.atomic():
        row, _ = Preference.objects.select_for_update().get_or_create(user=user)
        if row.sms == wanted:
            return
        row.sms = wanted
        row.save(update_fields=["sms"])
        audit.record("notifications.sms_on" if wanted else "notifications.sms_off", actor=user)


def resend(message: Message, *, actor: Any, unit: str = "") -> None:
    """Queue a failed message again, by hand. Raises Refused for a used-up sign-in code."""
    with transaction.atomic():
        message = Message.objects.select_for_update().get(pk=message.pk)
        if message.state != State.FAILED:
            return
        if not message.body:
            raise Refused("验证码不能重发，请本人重新获取。")
        message.state, message.attempts, message.error = State.QUEUED, 0, ""
        message.next_try_at, message.finished_at = Now(), None
        message.save(update_fields=["state", "attempts", "error", "next_try_at", "finished_at"])
        audit.record("notifications.resent", actor=actor, subject=message, unit=unit)
        transaction.on_commit(partial(hand_over, [message.pk]), robust=True)
