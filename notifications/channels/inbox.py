"""The inbox on the site: a sent row is the message itself, so sending is nothing more."""

from notifications.models import Message


def refusal(message: Message) -> str:
    return "" if message.recipient_id else "没有收件账号"


def send(message: Message) -> None:
    return None
