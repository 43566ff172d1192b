"""The pages of 帮扶 at the desk, as tabs over each of them (assistance/base_assistance.html)."""

from dataclasses import dataclass

from django.urls import reverse


@dataclass(frozen=True)
class Tab:
    """`also` are the further views under which the tab stays marked."""

    label: str
    view: str
    also: tuple[str, ...] = ()


# 总览, 档案, 结对, 交接, 需要, 申请, 公示: a line each, in this order; each page adds its own.
TABS: tuple[Tab, ...] = ()


def tabs(view: str) -> list[dict]:
    return [
        {
            "label": tab.label,
            "url": reverse(tab.view),
            "on": view == tab.view or view in tab.also,
        }
        for tab in TABS
    ]
