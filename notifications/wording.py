"""The words of a message: text templates, rendered as plain text (nothing is HTML-escaped).

`<kind>.<channel>.txt`: first line title, rest body. `<kind>.sms.params.txt`, one `name=value` a
line: the variables of the template the SMS gateway has approved for this kind.
"""

from typing import Any

from django.conf import settings
from django.template import Context, Engine, TemplateDoesNotExist

from notifications.models import Channel


def render(kind: str, channel: str, context: dict[str, Any] | None) -> dict[str, Any]:
    """The fields title, body and params of a message."""
    title, _, body = _text(f"{kind}.{channel}.txt", context).partition("\n")
    params = _params(kind, context) if channel == Channel.SMS else {}
    return {"title": title.strip()[:80], "body": body.strip(), "params": params}


def _params(kind: str, context: dict[str, Any] | None) -> dict[str, str]:
    try:
        lines = _text(f"{kind}.sms.params.txt", context).splitlines()
    except TemplateDoesNotExist:
        return {}
    pairs = (line.partition("=") for line in lines if "=" in line)
    return {name.strip(): value.strip() for name, _, value in pairs}


def _text(name: str, context: dict[str, Any] | None) -> str:
    template = Engine.get_default().get_template(f"notifications/{name}")
    words = {"city": settings.CITY_NAME, **(context or {})}
    return template.render(Context(words, autoescape=False))
