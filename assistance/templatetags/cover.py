from django import template
from django.urls import reverse
from django.utils.html import format_html
from django.utils.http import urlencode
from django.utils.safestring import SafeString

from assistance.overview import Line

register = template.Library()


@register.simple_tag
def figure(line: Line, show: str, number: int) -> SafeString | str:
    """A number that leads to its files; nothing leads nowhere."""
    if not number:
        return "0"
    asked: dict = {"show": show, "district": line.union.public_id}
    if not line.opens:
        asked["own"] = "1"
    if line.unit is not None:
        asked["unit"] = line.unit
    address = f"{reverse('assistance:files')}?{urlencode(asked)}"
    late = ' class="late-text"' if show == "silent" else ""
    return format_html('<a href="{}"' + late + ">{}</a>", address, f"{number:,}")
