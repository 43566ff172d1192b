"""Tags and filters every template may use (settings: builtins)."""

import datetime
from functools import lru_cache

from django import template
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from funds import money
from organizations import posts
from organizations.models import Role
from people import names
from unionportal import work
from unionportal.rail import entries
from unionportal.templatetags.icons import ICONS

register = template.Library()

# Pre-rendered: a list shows fifty of them.
_DRAWN = {
    name: mark_safe(f'<svg class="ic" viewBox="0 0 24 24" aria-hidden="true">{inner}</svg>')  # noqa: S308 - our own constants
    for name, inner in ICONS.items()
}


@register.simple_tag
def icon(name: str, css: str = "") -> SafeString:
    """An icon by name. Raises KeyError for one that does not exist."""
    if not css:
        return _DRAWN[name]
    return mark_safe(_DRAWN[name].replace('class="ic"', f'class="ic {css}"'))  # noqa: S308


@register.filter
def moment(value: datetime.datetime | None) -> str:
    """11月23日 18:00"""
    if not value:
        return ""
    local = timezone.localtime(value)
    return f"{local.month}月{local.day}日 {local:%H:%M}"


@register.filter
def day_moment(value: datetime.datetime | None, now: datetime.datetime | None = None) -> str:
    """今天18:00, 明天18:00, else 11月25日18:00"""
    return _day_moment(value, timezone.localdate(now)) if value else ""


# A list shows the same due time many times over.
@lru_cache(maxsize=256)
def _day_moment(value: datetime.datetime, today: datetime.date) -> str:
    local = timezone.localtime(value)
    return f"{_day_word(local.date(), today)}{local:%H:%M}"


@register.filter
def day_word(value: datetime.datetime, now: datetime.datetime | None = None) -> str:
    """今天, 明天, 昨天, else 11月25日"""
    return _day_word(timezone.localdate(value), timezone.localdate(now))


def _day_word(day: datetime.date, today: datetime.date) -> str:
    near = {0: "今天", 1: "明天", -1: "昨天"}
    return near.get((day - today).days, f"{day.month}月{day.day}日")


@register.filter
def days_ago(value: datetime.datetime, now: datetime.datetime) -> str:
    """今天, 昨天, else 5天前"""
    days = (timezone.localdate(now) - timezone.localdate(value)).days
    return {0: "今天", 1: "昨天"}.get(days, f"{days}天前")


@register.filter
def yuan(fen: int | None) -> str:
    """Fen as yuan: 126000 is "1,260", 126050 is "1,260.50"."""
    return money.yuan(fen or 0)


@register.filter
def number(value: int | None) -> str:
    """8,285"""
    return f"{value or 0:,}"


@register.filter
def span(seconds: int | None) -> str:
    """2小时18分, 38分; from two days on in days."""
    minutes = max(0, int(seconds or 0)) // 60
    hours, rest = divmod(minutes, 60)
    if hours >= 48:
        return f"{hours // 24}天{hours % 24}小时"
    if hours:
        return f"{hours}小时{rest}分" if rest else f"{hours}小时"
    return f"{rest}分" if rest else "不到1分"


@register.simple_tag
def due(face, now: datetime.datetime, ended: datetime.datetime | None = None) -> SafeString:
    """How the clock of one application (membership.clock.Face) stands at `now`."""
    return _due(face, now, ended)


# Like the due times themselves: many lines of one list have the same.
@lru_cache(maxsize=64)
def _due(face, now: datetime.datetime, ended: datetime.datetime | None) -> SafeString:
    return render_to_string("membership/_due.html", {"face": face, "now": now, "ended": ended})


@register.filter
def mask_phone(phone: str | None) -> str:
    """199****0000"""
    return f"{phone[:3]}****{phone[-4:]}" if phone and len(phone) >= 7 else ""


@register.filter
def mask_name(name: str | None) -> str:
    """李*; the first character of each part stays."""
    return names.mask(name or "")


@register.simple_tag(takes_context=True)
def query(context, **changes) -> str:
    """The current query string with some parameters changed; None removes one."""
    given = context["request"].GET.copy()
    for key, value in changes.items():
        if value is None:
            given.pop(key, None)
        else:
            given[key] = value
    # Never empty: href="" would mean the present address with all its parameters.
    return format_html("?{}", given.urlencode())


@register.simple_block_tag
def keep(content: str) -> SafeString:
    """`{% keep as foot %}{% block foot %}…{% endkeep %}`: a block that can be asked if it is empty."""
    return mark_safe(content.strip())  # noqa: S308 - rendered by the template already


@register.inclusion_tag("components/officers_work.html", takes_context=True)
def officers_work(context):
    """What the service months ask of this user today; nothing for those without such a post."""
    return work.officers_work(context["request"].user)


@register.inclusion_tag("components/supervisors_work.html", takes_context=True)
def supervisors_work(context):
    """What 1+1 asks of the signed-in supervisor; nothing for others."""
    return work.supervisors_work(context["request"].user)


@register.inclusion_tag("components/cadres_work.html", takes_context=True)
def cadres_work(context):
    """What 1+1 asks of a cadre today; nothing for others."""
    return work.cadres_work(context["request"].user)


@register.inclusion_tag("components/cadre_tabs.html", takes_context=True)
def cadre_tabs(context, tab: str = ""):
    """The bar at the bottom of the phone for those who call households; nothing for others."""
    user = context["request"].user
    return {"is_cadre": posts.holds_any(user, (Role.CADRE,)), "tab": tab}


@register.inclusion_tag("components/rail.html", takes_context=True)
def rail(context):
    """The desk's left rail: only what the user's posts open."""
    request = context["request"]
    return {
        "request": request,
        "user": request.user,
        "DEMO": context.get("DEMO"),
        "CITY_NAME": context.get("CITY_NAME"),
        **entries(request),
    }
