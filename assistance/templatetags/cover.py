from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from assistance.overview import Line

register = template.Library()


@register.simple_tag
def figure(line: Line, show: str, number: int) -> SafeString | str:
    """A number that leads to its files; nothing leads nowhere."""
    if not number:
        return "0"
    late = "late-text" if show == "silent" else ""
    return format_html(
        '<a class="{}" href="{}&amp;show={}">{}</a>', late, line.address, show, f"{number:,}"
    )
