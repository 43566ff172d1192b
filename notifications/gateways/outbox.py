"""The demo's gateway: messages appear on a page instead of a phone. Never in production."""

import datetime
import json
from typing import Any

import redis
from django.conf import settings
from django.utils import timezone

from notifications.channels.base import ChannelError
from notifications.models import Message

KEY = "portal:demo-outbox"
KEPT = 100
SECONDS_KEPT = 24 * 3600


def is_open() -> bool:
    """Whether the outbox and its page exist at all in this process."""
    return settings.DEMO and settings.SMS_GATEWAY == "outbox"


def send(phone: str, message: Message) -> None:
    line = {"phone": phone, "text": message.body, "at": timezone.now().isoformat()}
    try:
        with _redis().pipeline() as pipe:
            pipe.lpush(KEY, json.dumps(line, ensure_ascii=False))
            pipe.ltrim(KEY, 0, KEPT - 1)
            pipe.expire(KEY, SECONDS_KEPT)
            pipe.execute()
    except redis.RedisError as error:
        raise ChannelError("演示发件箱连不上") from error


def latest(count: int = 30) -> list[dict[str, Any]]:
    """The newest messages first: phone, text and at (an aware datetime). Empty without Redis."""
    try:
        lines = _redis().lrange(KEY, 0, count - 1)
    except redis.RedisError:
        return []
    rows = [json.loads(line) for line in lines]
    return [row | {"at": datetime.datetime.fromisoformat(row["at"])} for row in rows]


def _redis() -> "redis.Redis":
    return redis.Redis.from_url(
        settings.REDIS_URL, socket_timeout=2, socket_connect_timeout=2, decode_responses=True
    )
