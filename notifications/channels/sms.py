"""SMS through the gateway named in settings.SMS_GATEWAY; the phone is looked up as it leaves."""

from types import ModuleType

from django.conf import settings

from notifications.channels.base import ChannelError
from notifications.gateways import aliyun, outbox
from notifications.models import Message, Preference

GATEWAYS: dict[str, ModuleType] = {"outbox": outbox, "aliyun": aliyun}


def refusal(message: Message) -> str:
    """Why this message should not leave by SMS now, or ""."""
    if not phone(message):
        return "没有登记手机号"
    if Preference.objects.filter(user=message.recipient_id, sms=False).exists():
        return "本人选择不收短信"
    return ""


def send(message: Message) -> None:
    """Raises ChannelError when the gateway did not take it."""
    gateway = GATEWAYS.get(settings.SMS_GATEWAY)
    if gateway is None:
        raise ChannelError("没有配置短信网关")
    gateway.send(phone(message), message)


def phone(message: Message) -> str:
    return message.to or (message.recipient and message.recipient.phone) or ""
