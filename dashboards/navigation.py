"""The pages of 看全局, as tabs over each of them (dashboards/base_dashboard.html)."""

from dataclasses import dataclass

from django.urls import reverse

from dashboards.scope import VIEWERS
from organizations.models import Role
from organizations.posts import holds_any

# Coverage of service months and their brief are the officers' too.
OFFICERS = (Role.ADMINISTRATOR, Role.CAMPAIGN_OFFICER)


@dataclass(frozen=True)
class Tab:
    """`also` are the further views under which the tab stays marked; `roles`: who finds it."""

    label: str
    view: str
    also: tuple[str, ...] = ()
    roles: tuple[str, ...] = VIEWERS


BRIEFS = (
    "dashboards:brief-campaign", "dashboards:brief-campaign-word", "dashboards:brief-month",
    "dashboards:brief-month-word",
)  # fmt: skip
# 总览, 服务覆盖, 当日答复, 一对一, 会员发展, 地图, 简报: each page adds its own.
TABS: tuple[Tab, ...] = (
    Tab("总览", "dashboards:overview", ("dashboards:screens", "dashboards:rows-messages")),
    Tab("服务覆盖", "dashboards:coverage", ("dashboards:activities-rows",), OFFICERS),
    Tab("当日答复", "dashboards:promise", ("dashboards:applications-rows",)),
    Tab("一对一", "dashboards:households", ("dashboards:rows-contacts",)),
    Tab("会员发展", "dashboards:drive", ("dashboards:drive-example",)),
    Tab("地图", "dashboards:map"),
    Tab("简报", "dashboards:briefs", BRIEFS, OFFICERS),
)


def tabs(request, view: str) -> list[dict]:
    """Each keeps the area one has chosen."""
    union = request.GET.get("union", "")
    return [
        {
            "label": tab.label,
            "url": reverse(tab.view) + (f"?union={union}" if _is_plain(union) else ""),
            "on": view == tab.view or view in tab.also,
        }
        for tab in TABS
        if holds_any(request.user, tab.roles)
    ]


def _is_plain(text: str) -> bool:
    return bool(text) and len(text) <= 36 and text.replace("-", "").isalnum()
