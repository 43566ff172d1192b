"""Telling people: a row in the caller's transaction, handed to the worker after it."""

import datetime
import logging
import uuid
from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Model
from django.template.loader import render_to_string
from django.utils import timezone

from notifications.models import Channel, Message

logger = logging.getLogger("portal.notifications")
BOTH = (Channel.INBOX, Channel.SMS)


def enqueue(
    kind: str,
    *,
    recipient: Any = None,
    to: str = "",
    channels: Sequence[str] = BOTH,
    context: dict | None = None,
    dedupe: str,
    about: Model | str | None = None,
    link: str = "",
    expires_at: datetime.datetime | None = None,
    at: datetime.datetime | None = None,
) -> list[Message]:
    """One message a channel, worded by templates/notifications/<kind>.<channel>.txt (first line
    title, rest body). A second call with the same `dedupe` is quiet.
    """
    at = at or timezone.now()
    context = {"city": settings.CITY_NAME, **(context or {})}
    messages = []
    for channel in channels:
        title, body = _worded(kind, channel, context)
        messages.append(
            Message(
                id=uuid.uuid4(),
                kind=kind,
                channel=channel,
                recipient=recipient,
                to=to,
                title=title,
                body=body,
                link=link,
                about=_about(about),
                dedupe_key=f"{kind}:{channel}:{dedupe}",
                created_at=at,
                expires_at=expires_at,
            )
        )
    Message.objects.bulk_create(messages, ignore_conflicts=True)
    return messages


def _worded(kind: str, channel: str, context: dict) -> tuple[str, str]:
    text = render_to_string(f"notifications/{kind}.{channel}.txt", context).strip()
    title, _, body = text.partition("\n")
    return title.strip(), body.strip()


def _about(about: Model | str | None) -> str:
    if about is None or isinstance(about, str):
        return about or ""
    return f"{about._meta.label_lower}:{about.pk}"


def unread_count(user: Any) -> int:
    return Message.objects.inbox_of(user).unread().count()
