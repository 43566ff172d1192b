"""The pages of 帮扶 at the desk, as tabs over each of them (assistance/base_assistance.html)."""

from dataclasses import dataclass

from django.urls import reverse

from assistance.models.file import STEWARDS
from assistance.permissions import HELPERS
from organizations.posts import holds_any


@dataclass(frozen=True)
class Tab:
    """`also` are the further views under which the tab stays marked; `roles`: who finds it."""

    label: str
    view: str
    also: tuple[str, ...] = ()
    roles: tuple[str, ...] = STEWARDS


# 总览, 档案, 结对, 交接, 需要, 申请, 公示: a line each, in this order; each page adds its own.
TABS: tuple[Tab, ...] = (
    Tab("总览", "assistance:overview", ("assistance:silent", "assistance:export")),
    Tab("档案", "assistance:files", (
        "assistance:file", "assistance:file-add", "assistance:file-edit", "assistance:file-leave",
        "assistance:file-reveal", "assistance:survey", "assistance:classes",
    )),
    Tab("结对", "assistance:pairs", (
        "assistance:pair", "assistance:propose", "assistance:proposal", "assistance:proposal-row",
        "assistance:avoid",
    )),
    Tab("交接", "assistance:hand-overs", (
        "assistance:hand-over", "assistance:hand-over-keep", "assistance:hand-over-ask",
    )),
    Tab("干部", "assistance:cadres", (
        "assistance:cadre", "assistance:cadre-absence",
    )),
    Tab("需要", "assistance:needs", (
        "assistance:needs-export", "assistance:need", "assistance:need-assign", "assistance:need-settle",
        "assistance:need-cancel", "assistance:need-buy", "assistance:need-deliver",
        "assistance:need-sign", "assistance:supplies", "assistance:supplies-give",
        "assistance:supplies-delivered",
        "assistance:supply", "assistance:funds", "assistance:fund", "assistance:fund-resize",
        "assistance:fund-allocate", "assistance:fund-ledger", "assistance:fund-counter",
    ), HELPERS),
    Tab("申请", "assistance:requests", (
        "assistance:request-desk", "assistance:request-accept", "assistance:request-refuse",
    )),
    Tab("公示", "assistance:publications", (
        "assistance:publication-add", "assistance:file-publicity",
    )),
)  # fmt: skip


# Under which pages the rail marks 帮扶档案: those of whoever supervises.
SUPERVISED = tuple(view for tab in TABS if tab.roles == STEWARDS for view in (tab.view, *tab.also))


def tabs(user, view: str) -> list[dict]:
    return [
        {
            "label": tab.label,
            "url": reverse(tab.view),
            "on": view == tab.view or view in tab.also,
        }
        for tab in TABS
        if holds_any(user, tab.roles)
    ]
